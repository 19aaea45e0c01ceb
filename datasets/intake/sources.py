"""From a path to a readable table: container by content, then encoding, dialect, sheet."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .archives import unpacked_gzip, unpacked_member, zip_tables
from .dialect import TextDialect, detect_dialect
from .encoding import Encoding, detect_encoding
from .errors import EmptyFile, NotATable, UnreadableFile
from .jsontable import read_json
from .model import Container, TableChoice, Warning
from .sheets import READERS, SheetTable, choose_sheet, sheet_names
from .sniff import sniff
from .survey import Table
from .text import TextTable


@dataclass(frozen=True, slots=True)
class Opened:
    """A table ready to be read, and how it was found."""

    table: Table
    container: Container
    encoding: Encoding | None = None
    dialect: TextDialect | None = None
    sheet: str | None = None
    member: str | None = None
    choices: tuple[TableChoice, ...] = ()
    warnings: tuple[Warning, ...] = ()


@contextmanager
def open_source(
    path: Path, *, file_name: str | None = None, sheet: str | None = None, member: str | None = None
) -> Iterator[Opened]:
    """The table inside the file; temporary copies vanish at the end."""
    try:
        if path.stat().st_size == 0:
            raise EmptyFile
        with _open(path, file_name or path.name, sheet, member, nested=False) as opened:
            yield opened
    except OSError as error:
        raise UnreadableFile("Die Datei ist nicht vorhanden oder nicht lesbar.") from error


@contextmanager
def _open(
    path: Path, name: str, sheet: str | None, member: str | None, *, nested: bool
) -> Iterator[Opened]:
    kind = sniff(path)
    if kind in ("gzip", "zip") and nested:
        raise NotATable("Das Archiv enthält wieder ein Archiv.", where=name)
    if kind == "gzip":
        with unpacked_gzip(path) as inner:
            plain = name.removesuffix(".gz")
            with _open(inner, plain, sheet, None, nested=True) as opened:
                yield dataclasses.replace(opened, container="gzip")
    elif kind == "zip":
        choices = zip_tables(path, member)
        chosen = next(choice.name for choice in choices if choice.chosen)
        with (
            unpacked_member(path, chosen) as inner,
            _open(inner, PurePosixPath(chosen).name, sheet, None, nested=True) as opened,
        ):
            yield _as_member(opened, choices, chosen)
    elif kind == "json":
        yield _open_json(path, name)
    elif kind == "text":
        yield _open_text(path, name)
    else:
        yield _open_sheet(path, kind, sheet)


def _as_member(opened: Opened, choices: tuple[TableChoice, ...], chosen: str) -> Opened:
    warnings = opened.warnings
    if len(choices) > 1:
        text = f"Das ZIP-Archiv enthält {len(choices)} Tabellen; gewählt ist „{chosen}“."
        warnings = (*warnings, Warning("several-tables", text))
    sheets = tuple(choice for choice in opened.choices if choice.kind == "sheet")
    return dataclasses.replace(
        opened, container="zip", member=chosen, choices=(*choices, *sheets), warnings=warnings
    )


def _open_text(path: Path, name: str) -> Opened:
    encoding = detect_encoding(path)
    lines = TextTable(path, encoding, TextDialect(",")).head_lines(400)
    if not any(line.strip() for line in lines):
        raise EmptyFile
    dialect = detect_dialect(lines)
    choice = TableChoice(name, "file", chosen=True)
    table = TextTable(path, encoding, dialect)
    return Opened(table, "csv", encoding, dialect, choices=(choice,), warnings=_doubts(encoding))


def _doubts(encoding: Encoding) -> tuple[Warning, ...]:
    warnings = []
    if encoding.mixed_bytes:
        text = f"{encoding.mixed_bytes} Zeichen sind nicht in UTF-8 gespeichert; prüfen Sie die Umlaute."
        warnings.append(Warning("mixed-encoding", text))
    if encoding.suspicious:
        text = (
            "Einige Zeichen wurden schon vor dem Hochladen zerstört (zum Beispiel „�“ oder „Ã¼“)."
        )
        warnings.append(Warning("broken-characters", text))
    return tuple(warnings)


def _open_json(path: Path, name: str) -> Opened:
    table = read_json(path)
    if table is None:
        if name.lower().endswith((".json", ".geojson")):
            raise NotATable("Die Datei ist kein gültiges JSON.")
        return _open_text(path, name)
    choice = TableChoice(name, "file", chosen=True)
    container: Container = "geojson" if table.geojson else "json"
    return Opened(table, container, detect_encoding(path), choices=(choice,))


def _open_sheet(path: Path, kind: str, wanted: str | None) -> Opened:
    names = sheet_names(path, kind)
    choices = choose_sheet(path, names, READERS[kind], wanted)
    chosen = next(choice.name for choice in choices if choice.chosen)
    warnings: tuple[Warning, ...] = ()
    if len(choices) > 1 and wanted is None:
        text = f"Die Datei hat {len(choices)} Tabellenblätter; gewählt ist „{chosen}“."
        warnings = (Warning("several-tables", text),)
    table = SheetTable(path, chosen, READERS[kind])
    container: Container = "xlsx" if kind == "xlsx" else "xls" if kind == "xls" else "ods"
    return Opened(table, container, sheet=chosen, choices=choices, warnings=warnings)
