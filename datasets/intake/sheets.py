"""Spreadsheets (XLSX, XLS, ODS): which sheet holds the table, and its records as text."""

from __future__ import annotations

import io
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Final

import openpyxl
import xlrd

from .archives import check_office
from .cells import fill
from .errors import EncryptedFile, IntakeError, LimitExceeded, UnknownTable, UnreadableFile
from .limits import MAX_COLUMNS, MAX_FIELD_CHARS, MAX_XLS_BYTES, SAMPLE_BLOCK
from .model import TableChoice
from .ods import ods_rows, ods_sheets
from .styles import with_plain_styles
from .text import cell_too_long, too_many_columns
from .values import plain_text

Record = list[str]
Reader = Callable[[Path, str], Iterator[Record]]
_LOOK: Final = 60


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet; rows end with their last filled cell, blank rows are empty lists."""

    path: Path
    sheet: str
    reader: Reader
    ragged: bool = True
    fixed_header: bool = False

    def blocks(self) -> Iterator[list[Record]]:
        """All rows up to the last filled one."""
        rows = guarded(self.reader(self.path, self.sheet), self.sheet)
        block: list[Record] = []
        blank = 0
        for row in rows:
            if not row:
                blank += 1
                continue
            if len(row) > MAX_COLUMNS:
                raise too_many_columns(len(row))
            if max(map(len, row)) > MAX_FIELD_CHARS:
                raise cell_too_long(self.sheet)
            while blank:
                block.append([])
                blank -= 1
                if len(block) >= SAMPLE_BLOCK:
                    yield block
                    block = []
            block.append(row)
            if len(block) >= SAMPLE_BLOCK:
                yield block
                block = []
        if block:
            yield block


def guarded(rows: Iterator[Record], where: str) -> Iterator[Record]:
    """Whatever a library raises on a broken office file becomes an IntakeError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield from rows
        except IntakeError:
            raise
        except MemoryError as error:
            raise LimitExceeded("Die Tabelle ist zu groß zum Einlesen.", where=where) from error
        except Exception as error:
            # openpyxl and xlrd raise anything from KeyError to struct.error on damaged files.
            raise UnreadableFile("Die Tabellendatei ist beschädigt.", where=where) from error


def trimmed(cells: list[str]) -> Record:
    """Row without the empty cells at its end."""
    size = len(cells)
    while size and not cells[size - 1]:
        size -= 1
    return cells[:size]


def choose_sheet(
    path: Path, names: list[tuple[str, bool]], reader: Reader, wanted: str | None
) -> tuple[TableChoice, ...]:
    """All sheets, the one asked for or the most table-like visible one marked."""
    if not names:
        raise UnreadableFile("Die Datei enthält kein Tabellenblatt.")
    if wanted is not None:
        if wanted not in {name for name, _ in names}:
            raise UnknownTable(where=wanted)
        chosen = wanted
    elif len(names) == 1:
        chosen = names[0][0]
    else:
        visible = [name for name, hidden in names if not hidden] or [n for n, _ in names]
        chosen = max(visible, key=lambda name: _table_likeness(path, name, reader))
    return tuple(TableChoice(n, "sheet", hidden=h, chosen=n == chosen) for n, h in names)


def _table_likeness(path: Path, name: str, reader: Reader) -> int:
    """Filled cells of the wide rows among the first ones."""
    rows = guarded(reader(path, name), name)
    with closing(rows):  # type: ignore[type-var]  # readers are generators
        return sum(count for row in islice(rows, _LOOK) if (count := fill(row)) >= 3)


def xlsx_sheets(path: Path) -> list[tuple[str, bool]]:
    """(name, hidden) of every worksheet."""
    check_office(path)
    with _workbook(path) as book:
        return [(sheet.title, sheet.sheet_state != "visible") for sheet in book.worksheets]


@contextmanager
def _workbook(path: Path) -> Iterator[openpyxl.Workbook]:
    """Open by content: originals are stored under their hash, and openpyxl judges paths by their ending."""
    with path.open("rb") as stream, tempfile.SpooledTemporaryFile(max_size=1024 * 1024) as spare:
        try:
            book = _load(stream)
        except ValueError as error:
            if "stylesheet" not in str(error):
                raise
            with_plain_styles(stream, spare)
            book = _load(spare)
        try:
            yield book
        finally:
            book.close()


def _load(stream: IO[bytes]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)


def xlsx_rows(path: Path, name: str) -> Iterator[Record]:
    """Rows of a worksheet, values of formulas as last calculated."""
    with _workbook(path) as book:
        sheet = book[name]
        # Programs write wrong dimensions; without them openpyxl reads what is there.
        sheet.reset_dimensions()
        for row in sheet.iter_rows():
            yield trimmed([_xlsx_text(cell) for cell in row])


def _xlsx_text(cell: object) -> str:
    value = cell.value  # type: ignore[attr-defined]
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    number_format = ""
    if hasattr(value, "hour") and hasattr(value, "year"):
        number_format = cell.number_format or ""  # type: ignore[attr-defined]
    return plain_text(value, number_format)


def _open_xls(path: Path) -> xlrd.book.Book:
    if path.stat().st_size > MAX_XLS_BYTES:
        raise LimitExceeded("Die XLS-Datei ist zu groß.", hint_de="Speichern Sie sie als XLSX.")
    try:
        return xlrd.open_workbook(
            str(path), on_demand=True, logfile=io.StringIO(), formatting_info=False
        )
    except xlrd.XLRDError as error:
        if "encrypt" in str(error).lower():
            raise EncryptedFile from error
        raise UnreadableFile("Die XLS-Datei ist beschädigt.") from error


def xls_sheets(path: Path) -> list[tuple[str, bool]]:
    """(name, hidden) of every worksheet."""
    book = _open_xls(path)
    return [(name, False) for name in book.sheet_names()]


def xls_rows(path: Path, name: str) -> Iterator[Record]:
    """Rows of an Excel 97 worksheet (at most 65,536)."""
    book = _open_xls(path)
    sheet = book.sheet_by_name(name)
    for index in range(sheet.nrows):
        yield trimmed([_xls_text(cell, book.datemode) for cell in sheet.row(index)])


def _xls_text(cell: xlrd.sheet.Cell, datemode: int) -> str:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate.xldate_as_datetime(cell.value, datemode)
        except (ValueError, OverflowError, xlrd.xldate.XLDateError):
            return plain_text(cell.value)
        if 0 < cell.value < 1:
            return moment.time().isoformat(timespec="seconds")
        return plain_text(moment)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return plain_text(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    return plain_text(cell.value)


def sheet_names(path: Path, kind: str) -> list[tuple[str, bool]]:
    """(name, hidden) of every sheet of an office file, broken files as IntakeError."""
    listing = {"xlsx": xlsx_sheets, "xls": xls_sheets, "ods": ods_sheets}[kind]

    def names() -> Iterator[Record]:
        for name, hidden in listing(path):
            yield [name, "x" if hidden else ""]

    return [(row[0], bool(row[1])) for row in guarded(names(), "")]


READERS: Final[dict[str, Reader]] = {"xlsx": xlsx_rows, "xls": xls_rows, "ods": ods_rows}
