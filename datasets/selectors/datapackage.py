"""Descriptions for other programs: Table Schema and Data Package (Frictionless specifications v1).

A package that was taken in is handed out as it came: what nobody changed here is repeated word for
word, with the properties that this portal does not know, and with the paths of its files.
"""

import copy
import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from datasets.licenses import license_get
from datasets.models import Dataset, PackageOrigin, ResourceVersion
from datasets.store import Kind
from datasets.store.table import TableDescription

# Ours alone: how sure the proposal was and why.
_INTERNAL = {"confidence", "reason"}


def schema_descriptor(version: ResourceVersion) -> dict[str, Any]:
    """Return the Table Schema of a version without what only the intake needs."""
    fields = [
        {key: value for key, value in field.items() if key not in _INTERNAL and value != ""}
        for field in version.schema.get("fields", [])
    ]
    return {**version.schema, "fields": fields}


_TYPES = {
    Kind.TEXT: "string",
    Kind.FLOAT: "number",
    Kind.JSON: "object",
    Kind.LIST: "array",
}


def schema_of_columns(table: TableDescription) -> dict[str, Any]:
    """Return the Table Schema of a table that has none, from its columns."""
    fields = []
    for column in table.columns:
        field = {"name": column.name, "type": _TYPES.get(column.kind, column.kind.value)}
        more = {"title": column.label, "description": column.notes}
        fields.append({**field, **{key: value for key, value in more.items() if value}})
    return {"fields": fields}


def package_descriptor(dataset: Dataset, versions: list[ResourceVersion]) -> dict[str, Any]:
    """Return the Data Package of a dataset; see `files_of` for the places of its files."""
    origin = PackageOrigin.objects.filter(dataset=dataset).first()
    return package_with_files(dataset, versions, origin)[0]


def package_with_files(
    dataset: Dataset, versions: list[ResourceVersion], origin: PackageOrigin | None
) -> tuple[dict[str, Any], list[tuple[str, ResourceVersion]]]:
    """Return the descriptor, and for each version its path inside the package."""
    if origin is None:
        entries = [_resource(number, version) for number, version in enumerate(versions, 1)]
        paths = [entry["path"] for entry in entries]
        return _own(dataset, entries), list(zip(paths, versions, strict=True))
    return _as_it_came(dataset, versions, origin)


def _own(dataset: Dataset, entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the description of a dataset that never was a package."""
    license_ = license_get(dataset.license or "")
    found: dict[str, Any] = {
        "profile": "data-package",
        "id": dataset.pk,
        "name": dataset.name,
        "title": dataset.title,
        "description": dataset.notes or "",
        "created": dataset.created_at.isoformat(),
        "keywords": [tag.name for tag in dataset.tags.all()],
        "resources": entries,
    }
    if license_ is not None:
        found["licenses"] = [{"name": license_.id, "title": license_.title, "path": license_.url}]
    return found


def _as_it_came(
    dataset: Dataset, versions: Sequence[ResourceVersion], origin: PackageOrigin
) -> tuple[dict[str, Any], list[tuple[str, ResourceVersion]]]:
    """Return the stored descriptor with what has changed since."""
    found = copy.deepcopy(origin.descriptor)
    _update(found, dataset, origin.descriptor)
    listed: list[Any] = found.get("resources") or []
    files: list[tuple[str, ResourceVersion]] = []
    taken: set[str] = set()
    for number, version in enumerate(versions, 1):
        came = origin.entries.get(version.resource_id)
        entry = listed[came["index"]] if came and came["index"] < len(listed) else None
        path = _safe(_path_in(entry, came["part"])) if came and isinstance(entry, dict) else ""
        if not path or path in taken or not isinstance(entry, dict):
            entry = _resource(number, version)
            listed.append(entry)
            path = entry["path"]
        else:
            _refresh(entry, version, came)
        taken.add(path)
        files.append((path, version))
    found["resources"] = listed
    return found, files


def _update(found: dict[str, Any], dataset: Dataset, came: dict[str, Any]) -> None:
    """Overwrite what was changed in the portal since the package came in."""
    title = came.get("title") or came.get("name") or dataset.title
    if dataset.title != str(title).strip():
        found["title"] = dataset.title
    if (dataset.notes or "") != str(came.get("description") or "").strip():
        found["description"] = dataset.notes or ""
    license_ = license_get(dataset.license or "")
    if license_ is not None and license_.id not in str(came.get("licenses", "")):
        found["licenses"] = [{"name": license_.id, "title": license_.title, "path": license_.url}]
    words = [tag.name for tag in dataset.tags.all()]
    if words and set(words) != {str(word) for word in came.get("keywords") or []}:
        found["keywords"] = words


def _path_in(entry: Any, part: int) -> str:
    """Return the path of one file of an entry."""
    paths = entry.get("path") if isinstance(entry, dict) else None
    listed = [paths] if isinstance(paths, str) else paths if isinstance(paths, list) else []
    return str(listed[part]) if part < len(listed) else ""


def _safe(path: str) -> str:
    """Return a path that stays inside the package, else nothing."""
    pure = PurePosixPath(path)
    if not path or pure.is_absolute() or ".." in pure.parts or "://" in path:
        return ""
    return str(pure) if pure.name != "datapackage.json" else ""


def _refresh(entry: dict[str, Any], version: ResourceVersion, came: dict[str, Any]) -> None:
    """Bring an entry up to date where the file is another one than the one that came."""
    if isinstance(entry.get("schema"), str) and came.get("schema"):
        entry["schema"] = came["schema"]  # it was a reference to a file beside
    if version.sha256 == came["sha256"]:
        return
    for key, value in (("bytes", version.size), ("hash", f"sha256:{version.sha256}")):
        if key in entry:
            entry[key] = value
    if version.has_table:
        entry["schema"] = schema_descriptor(version)
        for key in ("dialect", "encoding"):
            value = version.proposal.get(key)
            entry.pop(key, None)
            entry |= {key: value} if value else {}


def _resource(number: int, version: ResourceVersion) -> dict[str, Any]:
    """Return the description of one file."""
    path = PurePosixPath(version.file_name)
    stem = re.sub(r"[^a-z0-9._-]+", "-", path.stem.lower()).strip("-") or "datei"
    entry: dict[str, Any] = {
        "name": f"{number}-{stem}",
        "path": f"data/{number}-{stem}{path.suffix.lower()}",
        "title": version.file_name,
        "bytes": version.size,
        "hash": f"sha256:{version.sha256}",
        "version": version.label,
    }
    if version.has_table:
        entry |= {"profile": "tabular-data-resource", "schema": schema_descriptor(version)}
        dialect = version.proposal.get("dialect")
        encoding = version.proposal.get("encoding")
        entry |= {"dialect": dialect} if dialect else {}
        entry |= {"encoding": encoding} if encoding else {}
    return entry
