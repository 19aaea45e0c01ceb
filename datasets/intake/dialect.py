"""Find the delimiter and the quote character of delimited text."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

DELIMITERS: Final = (";", "\t", ",", "|")
_SEP_LINE: Final = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)
_PIECE: Final = re.compile(r"^\s*-?\d+\s*(?:[€%]|EUR)?\s*$")
_DECIMAL: Final = re.compile(r"\d,\d{1,3}(?!\d|,)")
_SAMPLE_LINES: Final = 400


@dataclass(frozen=True, slots=True)
class TextDialect:
    """How delimited text is cut into cells; `quote` is empty if quotes mean nothing."""

    delimiter: str
    quote: str = '"'
    single_column: bool = False
    escape: str = ""

    def descriptor(self) -> dict[str, object]:
        """The `csv` part of a frictionless dialect."""
        result: dict[str, object] = {"delimiter": self.delimiter, "quoteChar": self.quote}
        if self.escape:
            result["escapeChar"] = self.escape
            result["doubleQuote"] = False
        return result

    def reader_options(self) -> dict[str, object]:
        """Keyword arguments for csv.reader."""
        options: dict[str, object] = {"delimiter": self.delimiter}
        if self.quote:
            options["quotechar"] = self.quote
        else:
            options["quoting"] = csv.QUOTE_NONE
        if self.escape:
            options["escapechar"] = self.escape
            options["doublequote"] = False
        return options


def detect_dialect(lines: Sequence[str]) -> TextDialect:
    """Dialect of the first lines of a text (with their line ends)."""
    if lines and (match := _SEP_LINE.match(lines[0])):
        return TextDialect(match.group(1))
    sample = list(lines[:_SAMPLE_LINES])
    quote = _quote(sample)
    escape = "\\" if _backslash_escapes(sample) else ""
    rated = [(_rate(sample, sign, quote, escape), sign) for sign in DELIMITERS]
    best = max(rated, key=lambda pair: (pair[0].score, -DELIMITERS.index(pair[1])))
    if best[0].score <= 0 or _decimal_column(best[0], best[1]):
        return TextDialect(";", quote, single_column=True, escape=escape)
    return TextDialect(best[1], quote, escape=escape)


@dataclass(frozen=True, slots=True)
class _Rating:
    score: float
    width: int
    records: list[list[str]]


def _rate(lines: Sequence[str], sign: str, quote: str, escape: str) -> _Rating:
    dialect = TextDialect(sign, quote, escape=escape)
    try:
        rows = list(csv.reader(lines, **dialect.reader_options()))  # type: ignore[arg-type]
    except csv.Error:
        return _Rating(0, 0, [])
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return _Rating(0, 0, [])
    body = rows[len(rows) // 3 :] if len(rows) >= 12 else rows
    widths = Counter(len(row) for row in body)
    width = max((w for w in widths if w > 1), key=lambda w: (widths[w], w), default=1)
    if width < 2:
        return _Rating(0, 1, rows)
    share = widths[width] / len(body)
    if share < 0.3:
        share /= 4
    labelled = 1.0 if _has_labels(rows, width) else 0.7
    if sign == "," and _decimal_cuts(lines):
        labelled = 0.5
    return _Rating(labelled * share * share * (1 + math.log2(width) / 4), width, rows)


def _decimal_cuts(lines: Sequence[str]) -> bool:
    """Most commas stand inside of numbers, while another sign separates in most lines."""
    commas = sum(line.count(",") for line in lines)
    decimals = sum(len(_DECIMAL.findall(line)) for line in lines)
    other = max(sum(sign in line for line in lines) for sign in DELIMITERS if sign != ",")
    return decimals >= 0.6 * commas > 0 and other >= 0.6 * len(lines)


def _has_labels(rows: Sequence[Sequence[str]], width: int) -> bool:
    """One of the first rows has the full width and no figures: decimal commas cut no headings."""
    return any(
        len(row) == width and not any(cell.strip()[:1].isdigit() for cell in row)
        for row in rows[:40]
    )


def _decimal_column(rating: _Rating, sign: str) -> bool:
    """One column of decimal commas under a header without comma is no comma file."""
    rows = rating.records
    if sign != "," or rating.width != 2 or len(rows) < 2 or len(rows[0]) != 1:
        return False
    body = [row for row in rows[1:] if len(row) == 2]
    numbers = sum(all(_PIECE.match(cell) for cell in row) for row in body)
    return numbers >= 0.9 * max(1, len(body))


def _quote(lines: Sequence[str]) -> str:
    text = "".join(lines)
    if text.count('"') >= 2:
        return '"'
    single = re.findall(r"(?:^|[;,\t|])'[^'\n]*'(?=[;,\t|\r\n]|$)", text, re.MULTILINE)
    return "'" if len(single) >= max(2, len(lines) // 2) else '"'


def _backslash_escapes(lines: Sequence[str]) -> bool:
    text = "".join(lines)
    return '\\"' in text and '""' not in text.replace('\\""', "")
