"""JSON and GeoJSON as a table: one record per object, keys as header."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from .encoding import detect_encoding
from .errors import EmptyFile, LimitExceeded, NotATable
from .limits import MAX_COLUMNS, MAX_JSON_BYTES, SAMPLE_BLOCK
from .text import too_many_columns
from .values import plain_text

Record = list[str]
_LISTS: Final = ("features", "records", "results", "data", "items", "rows", "result", "value")
_DEPTH: Final = 3


@dataclass(frozen=True, slots=True)
class JsonTable:
    """Records already in memory (their size is bounded), first the header."""

    header: Record
    objects: list[dict[str, Any]]
    geojson: bool = False
    ragged: bool = False
    fixed_header: bool = True

    def blocks(self) -> Iterator[list[Record]]:
        """Header and records as text cells."""
        yield [self.header]
        for start in range(0, len(self.objects), SAMPLE_BLOCK):
            part = self.objects[start : start + SAMPLE_BLOCK]
            yield [[plain_text(item.get(key)) for key in self.header] for item in part]


def read_json(path: Path) -> JsonTable | None:
    """The table of a JSON file, None if the file is no JSON at all. Raises IntakeError."""
    if path.stat().st_size > MAX_JSON_BYTES:
        raise LimitExceeded(
            f"JSON-Dateien dürfen höchstens {MAX_JSON_BYTES // 1024**2} MB groß sein.",
            hint_de="Laden Sie die Daten als CSV hoch.",
        )
    encoding = detect_encoding(path)
    text = path.read_text(encoding=encoding.name, errors=encoding.errors)
    content = _parse(text)
    if content is None:
        return None
    _refuse_descriptor(content)
    objects, geojson = _objects(content)
    return _table(_flat(objects), geojson)


def _refuse_descriptor(content: Any) -> None:
    """Tell a description of files from a table; what it points to is never opened."""
    if not isinstance(content, dict):
        return
    listed = content.get("resources")
    package = isinstance(listed, list) and any(
        isinstance(item, dict) and ("path" in item or "data" in item) for item in listed
    )
    if package or ("path" in content and ("schema" in content or "dialect" in content)):
        raise NotATable(
            "Die Datei beschreibt nur Tabellen (Datenpaket) und enthält selbst keine.",
            hint_de="Laden Sie die Tabellen selbst hoch; was die Datei nur nennt, wird nicht geöffnet.",
            code="descriptor",
        )


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise NotATable("Die JSON-Datei ist zu tief verschachtelt für eine Tabelle.") from error
    except ValueError:
        return _parse_lines(text)


def _parse_lines(text: str) -> Any:
    """JSON Lines: one object per line."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not lines[0].lstrip().startswith("{"):
        return None
    try:
        return [json.loads(line) for line in lines]
    except (ValueError, RecursionError):
        return None


def _objects(content: Any) -> tuple[list[dict[str, Any]], bool]:
    if isinstance(content, dict) and content.get("type") == "FeatureCollection":
        features = content.get("features")
        if isinstance(features, list):
            return _features([f for f in features if isinstance(f, dict)]), True
    found = _largest_list(content, _DEPTH)
    if found is None:
        raise NotATable("Die JSON-Datei enthält keine Liste von Datensätzen.")
    return found, False


def _largest_list(content: Any, depth: int) -> list[dict[str, Any]] | None:
    if isinstance(content, list):
        return _rows_of(content)
    if not isinstance(content, dict) or depth == 0:
        return None
    if (rows := _apart(content)) is not None:
        return _rows_of(rows)
    keys = sorted(content, key=lambda key: _LISTS.index(key) if key in _LISTS else len(_LISTS))
    for key in keys:
        found = _largest_list(content[key], depth - 1)
        if found:
            return found
    return _by_columns(content) or _by_keys(content)


def _by_columns(content: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Columns as lists of one length: {"name": ["A", "B"], "wert": [1, 2]}."""
    lists = {key: cells for key, cells in content.items() if isinstance(cells, list) and cells}
    if len(lists) < 2 or len(set(map(len, lists.values()))) > 1:
        return None
    return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]


def _by_keys(content: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Objects of one form under their keys: {"17": {"name": "A"}, "18": {"name": "B"}}."""
    inner = [item for item in content.values() if isinstance(item, dict) and item]
    if len(inner) < 2 or len(inner) < len(content):
        return None
    common = set(inner[0]).intersection(*inner)
    if len(common) < 0.5 * max(map(len, inner)):
        return None
    name = "key" if "key" not in common else "_key"
    return [{name: key, **item} for key, item in content.items()]


def _apart(content: dict[str, Any]) -> list[Any] | None:
    """Labels and rows where they stand apart: {"columns": […], "data": [[…], …]}."""
    names, rows = content.get("columns"), content.get("data")
    if not isinstance(names, list) or not isinstance(rows, list) or not rows:
        return None
    if not all(isinstance(row, list) and len(row) == len(names) for row in rows):
        return None
    return [names, *rows]


def _rows_of(items: list[Any]) -> list[dict[str, Any]] | None:
    objects = [item for item in items if isinstance(item, dict)]
    if objects and len(objects) == len(items):
        return objects
    if items and all(isinstance(item, list) for item in items):
        names = [plain_text(cell) for cell in items[0]]
        labels = all(isinstance(cell, str) and cell.strip() for cell in items[0])
        if not labels or len(set(names)) != len(names) or len(items) < 2:
            names = [f"spalte_{i + 1}" for i in range(max(map(len, items)))]
            return [dict(zip(names, item, strict=False)) for item in items]
        return [dict(zip(names, item, strict=False)) for item in items[1:]]
    return None


def _flat(objects: list[dict[str, Any]], depth: int = 2) -> list[dict[str, Any]]:
    """Objects inside of records as columns of their own: "adresse.plz"."""
    inner: set[str] = set()
    other: set[str] = set()
    for item in objects:
        for key, value in item.items():
            if isinstance(value, dict) and "coordinates" not in value:
                inner.add(key)
            elif value is not None:
                other.add(key)
    inner -= other
    if not inner or not depth:
        return objects
    rows: list[dict[str, Any]] = []
    for item in objects:
        row: dict[str, Any] = {}
        for key, value in item.items():
            if key in inner:
                row.update({f"{key}.{name}": part for name, part in (value or {}).items()})
            else:
                row[key] = value
        rows.append(row)
    return _flat(rows, depth - 1)


def _features(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    geometries = [f.get("geometry") for f in features]
    solid = [g for g in geometries if isinstance(g, dict)]
    points = bool(solid) and all(_point(g) is not None for g in solid)
    names: set[str] = set()
    for feature in features:
        names.update(_properties(feature))
    places = [place for g in solid if points and (place := _point(g))]
    degrees = all(abs(x) <= 180 and abs(y) <= 90 for x, y in places)
    east, north = ("longitude", "latitude") if degrees else ("easting", "northing")
    prefix = "geo_" if names & {east, north, "geometry", "id"} else ""
    with_id = any("id" in f for f in features) and "id" not in names
    rows = []
    for feature, geometry in zip(features, geometries, strict=True):
        row: dict[str, Any] = {"id": feature.get("id")} if with_id else {}
        row.update(_properties(feature))
        if points:
            place = _point(geometry) or (None, None)
            row[f"{prefix}{east}"], row[f"{prefix}{north}"] = place
        elif solid:
            row[f"{prefix}geometry"] = geometry
        rows.append(row)
    return rows


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}


def _point(geometry: Any) -> tuple[Any, Any] | None:
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    place = geometry.get("coordinates")
    if not isinstance(place, list) or len(place) < 2:
        return None
    if any(isinstance(n, bool) or not isinstance(n, (int, float)) for n in place[:2]):
        return None
    return place[0], place[1]


def _table(objects: list[dict[str, Any]], geojson: bool) -> JsonTable:
    names: dict[str, None] = {}
    for item in objects:
        names.update(dict.fromkeys(item))
        if len(names) > MAX_COLUMNS:
            raise too_many_columns(len(names))
    if not names:
        raise EmptyFile("Die JSON-Datei enthält keine Datensätze.")
    return JsonTable(list(names), objects, geojson)
