"""Every download format behind one name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from datasets.store.dumps import TextOptions, json_document, json_lines, separated_lines
from datasets.store.errors import QueryError
from datasets.store.markup import GeoColumns, geojson_document, xml_document
from datasets.store.query import TableQuery
from datasets.store.table import Table
from datasets.store.workbooks import duckdb_file, parquet_file, xlsx_file

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "xml": "application/xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "duckdb": "application/vnd.duckdb",
}
_WRITERS: dict[str, Callable[[Table, TableQuery], Iterator[bytes]]] = {
    "json": json_document,
    "jsonl": json_lines,
    "xml": xml_document,
    "xlsx": xlsx_file,
    "parquet": parquet_file,
    "duckdb": lambda table, _query: duckdb_file(table),
}


def export(
    table: Table,
    form: str,
    query: TableQuery | None = None,
    *,
    text: TextOptions | None = None,
    geo: GeoColumns | None = None,
) -> Iterator[bytes]:
    """Stream a table in one of `MEDIA_TYPES`; without a query all rows and columns but `_id`.

    Memory stays bounded whatever the number of rows. Raises QueryError for an unknown format
    or column before the first byte.
    """
    asked = query or TableQuery(limit=None, fields=tuple(c.name for c in table.info().columns))
    table.compile(asked)
    options = text or TextOptions()
    if form == "geojson" and geo is not None:
        return geojson_document(table, asked, geo)
    if form in _WRITERS:
        return _WRITERS[form](table, asked)
    if form in ("csv", "tsv"):
        tabs = replace(options, delimiter="\t")
        return separated_lines(table, asked, tabs if form == "tsv" else options)
    raise QueryError("format", f"Das Format „{form}“ gibt es für diese Tabelle nicht.", value=form)
