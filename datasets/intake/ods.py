"""OpenDocument spreadsheets, streamed: only the row being read is held."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from defusedxml.ElementTree import iterparse

from .archives import check_office
from .errors import UnreadableFile
from .limits import MAX_COLUMNS
from .text import too_many_columns

Record = list[str]
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MAX_ROWS: Final = 1_100_000


def ods_sheets(path: Path) -> list[tuple[str, bool]]:
    """(name, hidden) of every sheet."""
    check_office(path)
    names: list[tuple[str, bool]] = []
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
        for event, element in iterparse(stream, ("start", "end"), forbid_dtd=True):
            if event == "start" and element.tag == f"{_TABLE}table":
                names.append((element.get(f"{_TABLE}name", f"Tabelle{len(names) + 1}"), False))
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                element.clear()
    return names


def ods_rows(path: Path, name: str) -> Iterator[Record]:
    """Rows of a sheet; repeated rows and cells are spread out, within limits."""
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
        number, wanted, parents = 0, False, []
        for event, element in iterparse(stream, ("start", "end"), forbid_dtd=True):
            if event == "start":
                parents.append(element)
                if element.tag == f"{_TABLE}table":
                    number += 1
                    wanted = element.get(f"{_TABLE}name", f"Tabelle{number}") == name
                continue
            parents.pop()
            if element.tag == f"{_TABLE}table" and wanted:
                return
            if element.tag == f"{_TABLE}table-row":
                if wanted:
                    yield from _repeated(element)
                parents[-1].remove(element)


def _repeated(row: Any) -> Iterator[Record]:
    times = _count(row.get(f"{_TABLE}number-rows-repeated"), _MAX_ROWS)
    cells = _cells(row)
    if times > 10_000 and cells:
        raise UnreadableFile("Eine Zeile wiederholt sich über 10.000-mal; das ist keine Tabelle.")
    for _ in range(times):
        yield cells


def _count(text: str | None, most: int) -> int:
    try:
        return max(1, min(int(text or "1"), most))
    except ValueError:
        return 1


def _cells(row: Any) -> Record:
    """Cells up to the last filled one: sheets repeat the empty cell up to their edge."""
    cells: Record = []
    pending = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        times = _count(cell.get(f"{_TABLE}number-columns-repeated"), 1_000_000)
        text = _text(cell)
        if not text:
            pending += times
            continue
        if len(cells) + pending + times > MAX_COLUMNS:
            raise too_many_columns(len(cells) + pending + times)
        cells.extend([""] * pending)
        cells.extend([text] * times)
        pending = 0
    return cells


def _text(cell: Any) -> str:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind in ("float", "percentage", "currency"):
        value = cell.get(f"{_OFFICE}value") or ""
        return value[:-2] if value.endswith(".0") else value
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value") or ""
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") or ""
    if kind == "time":
        return _time(cell.get(f"{_OFFICE}time-value") or "")
    return "\n".join(_paragraph(part) for part in cell.iter(f"{_TEXT}p"))


def _paragraph(part: Any) -> str:
    """Text of a paragraph; runs of blanks are elements of their own."""
    pieces = [part.text or ""]
    for child in part:
        if child.tag == f"{_TEXT}s":
            pieces.append(" " * _count(child.get(f"{_TEXT}c"), 1_000))
        elif child.tag == f"{_TEXT}tab":
            pieces.append("\t")
        else:
            pieces.append(_paragraph(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _time(text: str) -> str:
    """PT08H30M00S as 08:30:00."""
    digits = text.removeprefix("PT").replace("H", ":").replace("M", ":").rstrip("S")
    parts = digits.partition(".")[0].partition(",")[0].split(":")
    return ":".join(parts) if len(parts) == 3 else text
