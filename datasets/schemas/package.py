"""Read a data package's descriptor into a plan; only files beside the descriptor, never an address."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

MAX_DESCRIPTOR = 5 * 1024 * 1024


@dataclass(frozen=True)
class PlannedResource:
    """One file of the package; `problem` says in German why it cannot be taken in."""

    name: str
    title: str = ""
    description: str = ""
    path: Path | None = None
    schema: dict[str, Any] | None = None
    problem: str = ""
    index: int = -1
    part: int = 0


@dataclass(frozen=True)
class PackagePlan:
    """What a data package says of itself; `problems` in German."""

    name: str = ""
    title: str = ""
    description: str = ""
    license: str = ""
    keywords: tuple[str, ...] = ()
    resources: tuple[PlannedResource, ...] = ()
    problems: tuple[str, ...] = ()
    descriptor: dict[str, Any] = field(default_factory=dict)


def read_datapackage(path: Path) -> PackagePlan:
    """Read `datapackage.json` or `.yaml`; every fault becomes a German sentence, never an exception."""
    try:
        if path.stat().st_size > MAX_DESCRIPTOR:
            return PackagePlan(problems=("Die Beschreibung des Datenpakets ist größer als 5 MB.",))
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return PackagePlan(
            problems=("Die Beschreibung des Datenpakets ist nicht lesbar (kein UTF-8).",)
        )
    try:
        descriptor = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (json.JSONDecodeError, yaml.YAMLError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        where = f" (Zeile {line})" if line else ""
        return PackagePlan(
            problems=(f"Die Beschreibung des Datenpakets ist kein gültiges JSON oder YAML{where}.",)
        )
    if not isinstance(descriptor, dict):
        return PackagePlan(problems=("Die Beschreibung des Datenpakets ist kein Objekt.",))
    listed = descriptor.get("resources")
    problems = (
        () if isinstance(listed, list) and listed else ("Das Datenpaket nennt keine Dateien.",)
    )
    return PackagePlan(
        name=_text(descriptor.get("name")),
        title=_text(descriptor.get("title")),
        description=_text(descriptor.get("description")),
        license=_license(descriptor),
        keywords=tuple(_text(word) for word in descriptor.get("keywords") or () if word),
        resources=tuple(
            planned
            for number, item in enumerate(listed if isinstance(listed, list) else (), 1)
            for planned in _placed(_resources(item, number, path.parent), number - 1)
        ),
        problems=problems,
        descriptor=descriptor,
    )


def _placed(planned: list[PlannedResource], index: int) -> list[PlannedResource]:
    """Note which entry of the descriptor, and which of its files, each resource is."""
    return [replace(item, index=index, part=part) for part, item in enumerate(planned)]


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _license(descriptor: dict[str, Any]) -> str:
    """Return the first licence's name."""
    listed = descriptor.get("licenses")
    first = listed[0] if isinstance(listed, list) and listed else descriptor.get("license")
    if isinstance(first, dict):
        return _text(first.get("name")) or _text(first.get("path")) or _text(first.get("title"))
    return _text(first)


def _resources(item: object, number: int, folder: Path) -> list[PlannedResource]:
    """Return the plan of one entry; several paths become several resources."""
    if not isinstance(item, dict):
        return [PlannedResource(f"{number}", problem=f"Eintrag {number} ist kein Objekt.")]
    name = _text(item.get("name")) or f"datei-{number}"
    title, description = _text(item.get("title")) or name, _text(item.get("description"))
    paths = item.get("path")
    if "data" in item and not paths:
        return [
            PlannedResource(
                name,
                title,
                description,
                problem=f"„{name}“: Daten, die in der Beschreibung selbst stehen, werden nicht übernommen. "
                "Legen Sie sie als CSV-Datei daneben.",
            )
        ]
    if isinstance(paths, str):
        paths = [paths]
    if not isinstance(paths, list) or not paths:
        return [PlannedResource(name, title, description, problem=f"„{name}“ nennt keine Datei.")]
    schema = item.get("schema")
    several = len(paths) > 1
    return [
        _planned(
            name, f"{title} ({part})" if several else title, description, entry, folder, schema
        )
        for part, entry in enumerate(paths, 1)
    ]


def _planned(
    name: str, title: str, description: str, entry: object, folder: Path, schema: object
) -> PlannedResource:
    """Return the plan of one path."""
    problem = ""
    if not isinstance(entry, str) or "://" in entry:
        problem = (
            f"„{name}“ liegt unter einer Adresse im Netz. "
            "Laden Sie die Datei herunter und legen Sie sie neben die Beschreibung."
        )
        return PlannedResource(name, title, description, problem=problem)
    target = (folder / entry).resolve()
    if not target.is_relative_to(folder.resolve()) or entry.startswith("/"):
        problem = f"„{name}“ zeigt auf eine Datei außerhalb des Datenpakets."
    elif not target.is_file():
        problem = f"„{name}“: Die Datei „{entry[:100]}“ fehlt im Datenpaket."
    if problem:
        return PlannedResource(name, title, description, problem=problem)
    return PlannedResource(name, title, description, target, _schema(schema, folder))


def _schema(schema: object, folder: Path) -> dict[str, Any] | None:
    """Return the schema, read from a file beside the descriptor if it is named there."""
    if isinstance(schema, dict):
        return schema if schema.get("fields") else None
    if not isinstance(schema, str) or "://" in schema:
        return None
    target = (folder / schema).resolve()
    if not target.is_relative_to(folder.resolve()) or not target.is_file():
        return None
    try:
        loaded = json.loads(target.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None
    return loaded if isinstance(loaded, dict) and loaded.get("fields") else None
