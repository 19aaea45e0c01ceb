"""Rows as XML in the form of CKAN's datastore dump, and as GeoJSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from datasets.store.columns import ID, Column, Kind
from datasets.store.dumps import json_sql
from datasets.store.encode import text_of
from datasets.store.errors import QueryError
from datasets.store.query import TableQuery
from datasets.store.table import Table

ROWS = 2_000
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NOT_IN_NAMES = re.compile(r"[^\w.-]")
_BAD_START = re.compile(r"^(?:xml|[\d.\-_])+", re.IGNORECASE)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def xml_document(table: Table, query: TableQuery) -> Iterator[bytes]:
    """Stream `<data><row _id="1"><column>…</column></row></data>`; missing is `xsi:nil`."""
    columns = table.compile(query).columns
    names = _element_names([column.name for column in columns])
    yield f'<data xmlns:xsi="{XSI}">\n'.encode()
    for rows in table.stream(query, size=ROWS):
        yield "".join(_row(columns, names, row) for row in rows).encode()
    yield b"</data>\n"


def _element_names(names: Sequence[str]) -> list[str]:
    """Return names that XML allows, as CKAN makes them; equal ones get a number."""
    result: list[str] = []
    for name in names:
        safe = name
        if _BAD_START.match(name) or _NOT_IN_NAMES.search(name):
            safe = _BAD_START.sub("", _NOT_IN_NAMES.sub("_", name))
            safe = re.sub("_{2,}", "_", safe).strip("_-.") or "column"
        unique, number = safe, 0
        while unique in result:
            unique, number = f"{safe}_{number}", number + 1
        result.append(unique)
    return result


def _row(columns: Sequence[Column], names: Sequence[str], row: Sequence[Any]) -> str:
    attribute, cells = "", []
    for column, name, value in zip(columns, names, row, strict=True):
        if column.name == ID:
            attribute = f' _id="{value}"'
        elif value is None:
            cells.append(f'<{name} xsi:nil="true"/>')
        elif column.kind in (Kind.JSON, Kind.LIST):
            cells.append(f"<{name}>{_nested(json.loads(value))}</{name}>")
        elif column.kind is Kind.BOOLEAN:
            cells.append(f"<{name}>{value}</{name}>")
        else:
            cells.append(f"<{name}>{_text(text_of(column, value))}</{name}>")
    return f"<row{attribute}>{''.join(cells)}</row>\n"


def _nested(value: Any) -> str:
    if isinstance(value, dict):
        pairs: list[tuple[str, Any]] = list(value.items())
    elif isinstance(value, list):
        pairs = [(str(i), item) for i, item in enumerate(value)]
    else:
        return "" if value is None else _text(str(value))
    return "".join(f"<value key={quoteattr(k)}>{_nested(v)}</value>" for k, v in pairs)


def _text(text: str) -> str:
    return escape(_NOT_IN_XML.sub("\ufffd", text))


@dataclass(frozen=True, slots=True)
class GeoColumns:
    """Where the place stands: two columns of WGS 84 degrees, or one column of GeoJSON geometries."""

    longitude: str = ""
    latitude: str = ""
    geometry: str = ""


def geojson_document(table: Table, query: TableQuery, geo: GeoColumns) -> Iterator[bytes]:
    """Stream a FeatureCollection (RFC 7946); rows without a place have a null geometry."""
    compiled = table.compile(query)
    places = [name for name in (geo.longitude, geo.latitude, geo.geometry) if name]
    for name in places:
        if name not in table.columns:
            raise QueryError("unknown-column", f"Die Spalte „{name}“ gibt es nicht.", column=name)
    properties = [c for c in compiled.columns if c.name not in places and c.name != ID]
    pairs = ", ".join(
        f"'{',' if i else ''}' || {_key_sql(column.name)} || {json_sql(column)}"
        for i, column in enumerate(properties)
    )
    line = (
        f'concat(\'{{"type":"Feature","id":\', {table.columns[ID].expression},'
        f" ',\"geometry\":', {_geometry_sql(table, geo)}, ',\"properties\":{{', {pairs or chr(39) * 2}, '}}}}')"
    )
    yield b'{"type":"FeatureCollection","features":[\n'
    joint = b""
    for rows in table.stream(query, select=line, size=ROWS):
        yield joint + ",\n".join(row[0] for row in rows).encode()
        joint = b",\n"
    yield b"\n]}\n"


def _key_sql(name: str) -> str:
    return "'" + (json.dumps(name, ensure_ascii=False) + ":").replace("'", "''") + "'"


def _geometry_sql(table: Table, geo: GeoColumns) -> str:
    if geo.geometry:
        return json_sql(Column(**{**_fields(table.columns[geo.geometry]), "kind": Kind.JSON}))
    east, north = (table.columns[name] for name in (geo.longitude, geo.latitude))
    point = f"concat('{{\"type\":\"Point\",\"coordinates\":[', {json_sql(east)}, ',', {json_sql(north)}, ']}}')"
    known = f"{east.expression} IS NOT NULL AND {north.expression} IS NOT NULL"
    return f"CASE WHEN {known} THEN {point} ELSE 'null' END"


def _fields(column: Column) -> dict[str, Any]:
    return {name: getattr(column, name) for name in Column.__slots__}
