"""Read delimited text record by record, bounded in memory whatever the file holds."""

from __future__ import annotations

import csv
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

from .columns import Columns, NotPlain, read_columns
from .dialect import TextDialect
from .encoding import Encoding
from .errors import LimitExceeded, NotATable
from .limits import MAX_COLUMNS, MAX_FIELD_CHARS, MAX_LINE_CHARS, SAMPLE_BLOCK

Block = list[list[str]]
_BLOCK_CHARS: Final = 8 * 1024 * 1024
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class TextTable:
    """A delimited text on disk with the way to read it."""

    path: Path
    encoding: Encoding
    dialect: TextDialect
    ragged: bool = False
    fixed_header: bool = False

    def blocks(self) -> Iterator[Block]:
        """Records in lists of up to SAMPLE_BLOCK (fewer if they are long); blank line = []."""
        # The limit is a global of the csv module and other libraries raise it.
        csv.field_size_limit(MAX_FIELD_CHARS)
        meter = _Meter()
        with self._open() as stream:
            lines = meter.lines(iter(partial(stream.readline, MAX_LINE_CHARS), ""))
            reader = csv.reader(lines, **self.dialect.reader_options())  # type: ignore[arg-type]
            block: Block = []
            try:
                for record in reader:
                    block.append(record)
                    if len(block) == SAMPLE_BLOCK or meter.chars > _BLOCK_CHARS:
                        _check_width(block)
                        yield block
                        block, meter.chars = [], 0
            except csv.Error as error:
                raise _csv_error(error, reader.line_num) from error
            _check_width(block)
            if block:
                yield block

    @cached_property
    def columns(self) -> Columns | None:
        """All records as columns, None where the text has to be read record by record."""
        try:
            return read_columns(self)
        except NotPlain as reason:
            logger.info("reading %s record by record: %s", self.path.name, reason)
            return None

    def head_lines(self, count: int) -> list[str]:
        """The first lines with their line ends."""
        with self._open() as stream:
            meter = _Meter()
            lines = meter.lines(iter(partial(stream.readline, MAX_LINE_CHARS), ""))
            return list(islice(lines, count))

    def _open(self) -> TextIO:
        return self.path.open(encoding=self.encoding.name, errors=self.encoding.errors, newline="")


class _Meter:
    """Counts the characters since the last block and stops endless lines."""

    def __init__(self) -> None:
        self.chars = 0
        self.number = 0

    def lines(self, source: Iterator[str]) -> Iterator[str]:
        for line in source:
            self.number += 1
            size = len(line)
            self.chars += size
            if size >= MAX_LINE_CHARS or self.chars > 8 * MAX_LINE_CHARS:
                raise LimitExceeded(
                    "Eine Zeile ist über 16 Millionen Zeichen lang; das ist keine Tabelle.",
                    where=f"Zeile {self.number}",
                    hint_de="Vermutlich fehlen die Zeilenumbrüche oder ein Anführungszeichen.",
                    code="line-too-long",
                )
            yield line


def _check_width(block: Block) -> None:
    if block and max(map(len, block)) > MAX_COLUMNS:
        raise too_many_columns(max(map(len, block)))


def too_many_columns(count: int) -> LimitExceeded:
    """The refusal of a table that is too wide."""
    return LimitExceeded(
        f"Die Tabelle hat {count} Spalten; höchstens {MAX_COLUMNS} sind möglich.",
        hint_de="Prüfen Sie das Trennzeichen, oder stellen Sie die Tabelle in Zeilen dar.",
        code="too-many-columns",
    )


def cell_too_long(where: str) -> LimitExceeded:
    """The refusal of a cell that holds far more than any spreadsheet shows."""
    return LimitExceeded(
        "Eine Zelle ist über 8 Millionen Zeichen lang.",
        where=where,
        hint_de="Meist fehlt ein schließendes Anführungszeichen. Prüfen Sie die Zeile davor.",
        code="cell-too-long",
    )


def _csv_error(error: csv.Error, line: int) -> Exception:
    if "field larger" in str(error):
        return cell_too_long(f"bis Zeile {line}")
    return NotATable(where=f"Zeile {line}")
