"""Rows as XLSX and Parquet: formats that are written to a file first and then streamed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from datasets.store.columns import Column, Kind
from datasets.store.encode import text_of
from datasets.store.errors import StoreError
from datasets.store.query import TableQuery
from datasets.store.table import Table

CHUNK = 1 << 18
ROWS = 5_000
GROUP_ROWS = 100_000
XLSX_ROWS = 1_048_575  # below the header
XLSX_CELL = 32_767
XLSX_DIGITS = 15  # a spreadsheet keeps numbers as doubles
FIRST_EXCEL_YEAR = 1901


def xlsx_file(table: Table, query: TableQuery) -> Iterator[bytes]:
    """Stream a workbook with one sheet.

    Numbers beyond 15 digits, dates before 1901 and texts stay text, so nothing is rounded.
    Raises StoreError (code "too-large") beyond the format's rows and cell lengths.
    """
    columns = table.compile(query).columns
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "tmpdir": folder,
        }
        with xlsxwriter.Workbook(str(path), options) as book:
            _write_sheet(book, table, query, columns)
        yield from file_chunks(path.open("rb"))


def _write_sheet(
    book: xlsxwriter.Workbook, table: Table, query: TableQuery, columns: tuple[Column, ...]
) -> None:
    sheet = book.add_worksheet("Daten")
    formats = {
        Kind.DATE: book.add_format({"num_format": "dd.mm.yyyy"}),
        Kind.DATETIME: book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"}),
        Kind.TEXT: book.add_format({"num_format": "@"}),
    }
    bold = book.add_format({"bold": True})
    for index, column in enumerate(columns):
        sheet.write_string(0, index, column.name, bold)
    sheet.freeze_panes(1, 0)
    number = 0
    for rows in table.stream(query, size=ROWS):
        for row in rows:
            number += 1
            if number > XLSX_ROWS:
                raise StoreError(
                    "too-large",
                    "Eine Excel-Datei fasst höchstens 1.048.575 Zeilen. Bitte CSV oder Parquet"
                    " herunterladen oder die Zeilen filtern.",
                )
            for index, column in enumerate(columns):
                if row[index] is not None:
                    _write_cell(sheet, number, index, column, row[index], formats)


def _write_cell(
    sheet: Any, row: int, index: int, column: Column, value: Any, formats: dict[Kind, Any]
) -> None:
    kind = column.kind
    if kind is Kind.BOOLEAN:
        sheet.write_boolean(row, index, value)
    elif kind in (Kind.INTEGER, Kind.NUMBER, Kind.FLOAT) and _fits_double(value):
        sheet.write_number(row, index, value)
    elif kind in (Kind.DATE, Kind.DATETIME) and value.year >= FIRST_EXCEL_YEAR:
        sheet.write_datetime(row, index, value, formats[kind])
    else:
        text = text_of(column, value)
        if len(text) > XLSX_CELL:
            raise StoreError(
                "too-large",
                f"Zeile {row}, Spalte „{column.name}“ ist länger als die 32.767 Zeichen, die eine"
                " Excel-Zelle fasst. Bitte CSV herunterladen.",
                row=row,
                column=column.name,
            )
        sheet.write_string(row, index, text, formats[Kind.TEXT])


def _fits_double(value: Any) -> bool:
    if isinstance(value, float):
        return value == value and abs(value) != float("inf")  # noqa: PLR0124 - NaN is unequal to itself
    if isinstance(value, int):
        return abs(value) < 10**XLSX_DIGITS
    return isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) <= XLSX_DIGITS


def parquet_file(table: Table, query: TableQuery) -> Iterator[bytes]:
    """Stream Parquet (zstd) with the column types and public names."""
    columns = table.compile(query).columns
    with tempfile.TemporaryFile() as target:
        writer: pq.ParquetWriter | None = None
        for batch in table.arrow_batches(query, GROUP_ROWS):
            named = pa.RecordBatch.from_arrays(
                batch.columns, names=[column.name for column in columns]
            )
            if writer is None:
                writer = pq.ParquetWriter(target, named.schema, compression="zstd")
            writer.write_batch(named)
        if writer is not None:
            writer.close()
        target.seek(0)
        yield from file_chunks(target)


def duckdb_file(table: Table) -> Iterator[bytes]:
    """Stream the table's own file; a table fed row by row has none (StoreError, code "format")."""
    if table.path is None:
        raise StoreError("format", "Diese Tabelle besteht aus mehreren Dateien.")
    yield from file_chunks(table.path.open("rb"))


def file_chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Read a file piece by piece and close it."""
    with stream:
        while chunk := stream.read(CHUNK):
            yield chunk
