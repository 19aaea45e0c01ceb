"""Whole tables as text, streamed: DuckDB writes the lines, Python only joins and encodes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring

from datasets.store.columns import Column, Kind, literal
from datasets.store.query import TableQuery
from datasets.store.table import Table

LINES = 10_000  # per chunk: about a megabyte
_FORMULA_START = "=+-@\t\r"


@dataclass(frozen=True, slots=True)
class TextOptions:
    """How CSV and TSV look; `excel_safe` keeps a spreadsheet from running a cell as a formula."""

    delimiter: str = ","
    header: bool = True
    bom: bool = False
    excel_safe: bool = False
    line_end: str = "\r\n"
    header_end: str | None = None
    null_json: str = ""


def plain_sql(column: Column) -> str:
    """Return SQL for a value as plain text, NULL where missing."""
    value = column.expression
    if column.kind is Kind.TEXT or column.sql_type == "VARCHAR":
        return value
    if column.kind is Kind.NUMBER:
        text = f"CAST({value} AS VARCHAR)"
        scaled = not column.sql_type.endswith(",0)")
        if not scaled:
            return text
        # The test before saves two thirds of the time: few numbers end in a zero.
        return f"CASE WHEN suffix({text}, '0') THEN rtrim(rtrim({text}, '0'), '.') ELSE {text} END"
    if column.kind is Kind.BOOLEAN:
        return f"CASE WHEN {value} THEN 't' WHEN NOT {value} THEN 'f' END"
    if column.kind is Kind.DATETIME:
        return f"strftime({value}, '%Y-%m-%dT%H:%M:%S.%g')"
    if column.kind is Kind.FLOAT:
        return f"regexp_replace(CAST({value} AS VARCHAR), '^(-?[0-9]{{1,15}})\\.0$', '\\1')"
    return f"CAST({value} AS VARCHAR)"


def json_sql(column: Column) -> str:
    """Return SQL for a value as JSON text, `null` where missing."""
    text = plain_sql(column)
    if column.kind is Kind.BOOLEAN:
        text = f"CAST({column.expression} AS VARCHAR)"
    elif column.kind in (Kind.JSON, Kind.LIST, Kind.INTEGER):
        pass
    elif column.kind is Kind.FLOAT:
        text = (
            f"CASE WHEN isfinite({column.expression}) THEN {text} ELSE '\"' || {text} || '\"' END"
        )
    elif column.kind is Kind.NUMBER:
        if column.sql_type == "VARCHAR":
            text = f"CASE WHEN {text} IN ('NaN', 'Infinity', '-Infinity') THEN '\"' || {text} || '\"' ELSE {text} END"
    elif column.kind is Kind.TEXT:
        text = f"CAST(to_json({text}) AS VARCHAR)"
    else:
        text = f"'\"' || {text} || '\"'"
    return f"coalesce({text}, 'null')"


def _cell_sql(column: Column, options: TextOptions) -> str:
    text = plain_sql(column)
    if column.kind in (Kind.TEXT, Kind.JSON, Kind.LIST):
        if options.excel_safe:
            text = (
                f"CASE WHEN {text} <> '' AND contains({literal(_FORMULA_START)}, left({text}, 1))"
                f" THEN '''' || {text} ELSE {text} END"
            )
        # Five times faster than one regular expression.
        special = " OR ".join(
            f"contains({text}, {literal(sign)})" for sign in ('"', "\r", "\n", options.delimiter)
        )
        text = (
            f"CASE WHEN {special}"
            f" THEN '\"' || replace({text}, '\"', '\"\"') || '\"' ELSE {text} END"
        )
    nothing = options.null_json if column.kind in (Kind.JSON, Kind.LIST) else ""
    return f"coalesce({text}, {literal(nothing)})"


def separated_lines(table: Table, query: TableQuery, options: TextOptions) -> Iterator[bytes]:
    """Stream CSV or TSV."""
    columns = table.compile(query).columns
    if options.bom:
        yield b"\xef\xbb\xbf"
    if options.header:
        end = options.header_end or options.line_end
        yield (options.delimiter.join(_quoted(c.name, options) for c in columns) + end).encode()
    cells = ", ".join(_cell_sql(column, options) for column in columns)
    # concat_ws of a single column would drop nothing here: cells are never NULL.
    line = f"concat_ws({literal(options.delimiter)}, {cells})"
    if len(columns) == 1:  # an empty line would be read as no row
        line = f"CASE WHEN {line} = '' THEN '\"\"' ELSE {line} END"
    yield from table.texts(query, f"{line} || {literal(options.line_end)}", LINES)


def _quoted(text: str, options: TextOptions) -> str:
    if options.excel_safe and text[:1] in tuple(_FORMULA_START):
        text = "'" + text
    if any(char in text for char in f'"\r\n{options.delimiter}'):
        return '"' + text.replace('"', '""') + '"'
    return text


def object_sql(columns: Sequence[Column]) -> str:
    """Return SQL for a row as a JSON object."""
    parts = []
    for index, column in enumerate(columns):
        head = ("{" if index == 0 else ",") + encode_basestring(column.name) + ":"
        parts += [literal(head), json_sql(column)]
    return f"concat({', '.join(parts)}, '}}')"


def list_sql(columns: Sequence[Column]) -> str:
    """Return SQL for a row as a JSON array."""
    return f"concat('[', concat_ws(',', {', '.join(json_sql(c) for c in columns)}), ']')"


def json_rows(
    table: Table, query: TableQuery, *, lists: bool = False, joint: str = ",\n"
) -> Iterator[bytes]:
    """Stream rows as JSON, with `joint` between them, without brackets around them."""
    columns = table.compile(query).columns
    line = list_sql(columns) if lists else object_sql(columns)
    first = True
    for chunk in table.texts(query, f"{literal(joint)} || {line}", LINES):
        yield chunk[len(joint) :] if first else chunk
        first = False


def json_lines(table: Table, query: TableQuery) -> Iterator[bytes]:
    """Stream one JSON object per line."""
    line = object_sql(table.compile(query).columns)
    yield from table.texts(query, f"{line} || {literal(chr(10))}", LINES)


def json_document(table: Table, query: TableQuery) -> Iterator[bytes]:
    """Stream a JSON array of objects."""
    yield b"[\n"
    yield from json_rows(table, query)
    yield b"\n]\n"
