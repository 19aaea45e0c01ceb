"""`profile`: figures per column of the normalised CSV, read in blocks."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from .errors import UnreadableFile
from .limits import MAX_FIELD_CHARS
from .model import Bin, ColumnProfile

Numbers = npt.NDArray[np.float64]
_BLOCK_CELLS: Final = 400_000
_MAX_DISTINCT: Final = 20_000
_MAX_BINS: Final = 20
_BUFFERED: Final = 100_000
_TOP: Final = 5
_TOP_CHARS: Final = 120
_NUMERIC: Final = frozenset({"integer", "number", "year"})
_TEMPORAL: Final = frozenset({"date", "datetime"})


def profile(csv_path: Path, schema: Mapping[str, Any]) -> list[ColumnProfile]:
    """Count, missing, distinct (bounded), extremes, histogram and top values of every column.

    `csv_path` is what `extract` wrote with this schema. Raises IntakeError if it is not readable.
    """
    tallies = [_Tally(item, _missing(item, schema)) for item in schema.get("fields", [])]
    if not tallies:
        return []
    try:
        for columns in _blocks(csv_path, len(tallies)):
            for tally, cells in zip(tallies, columns, strict=True):
                tally.add(cells)
        if any(tally.needs_second_pass for tally in tallies):
            for columns in _blocks(csv_path, len(tallies)):
                for tally, cells in zip(tallies, columns, strict=True):
                    tally.add_to_bins(cells)
    except (OSError, ValueError, csv.Error) as error:
        raise UnreadableFile("Die Tabelle lässt sich nicht auswerten.") from error
    return [tally.result() for tally in tallies]


def _missing(item: Mapping[str, Any], schema: Mapping[str, Any]) -> frozenset[str]:
    own = item.get("missingValues", schema.get("missingValues", [""]))
    return frozenset(entry["value"] if isinstance(entry, dict) else str(entry) for entry in own)


def _blocks(csv_path: Path, width: int) -> Iterator[list[tuple[str, ...]]]:
    """Columns of some thousand rows each; rows that are too long or too short are levelled."""
    csv.field_size_limit(MAX_FIELD_CHARS)
    size = max(500, _BLOCK_CELLS // width)
    with csv_path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        next(reader, None)
        rows: list[list[str]] = []
        for row in reader:
            if not row:
                continue
            rows.append(row)
            if len(rows) == size:
                yield _columns(rows, width)
                rows = []
        if rows:
            yield _columns(rows, width)


def _columns(rows: Sequence[list[str]], width: int) -> list[tuple[str, ...]]:
    columns = list(zip_longest(*rows, fillvalue=""))[:width]
    return columns + [("",) * len(rows)] * (width - len(columns))


def _moments(series: pd.Series[str], form: str) -> pd.Series[pd.Timestamp]:
    """Read dates and times of a Table Schema's format; what is none becomes NaT."""
    text_format = "ISO8601" if form in ("default", "any") else form
    try:
        return pd.to_datetime(series, format=text_format, errors="coerce", utc=True)
    except ValueError:
        # Python reads forms that pandas refuses, such as a week without its day ("%Y-W%W").
        known = {text: _moment(text, form) for text in series.unique()}
        return pd.to_datetime(series.map(known), errors="coerce", utc=True)


def _moment(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError:
        return None


@dataclass(slots=True)
class _Tally:
    """Running figures of one column."""

    descriptor: Mapping[str, Any]
    missing_values: frozenset[str]
    count: int = 0
    missing: int = 0
    invalid: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    exact: bool = True
    low: float = float("inf")
    high: float = float("-inf")
    low_text: str | None = None
    high_text: str | None = None
    buffer: list[Numbers] = field(default_factory=list)
    buffered: int = 0
    bins: npt.NDArray[np.int64] | None = None

    @property
    def type(self) -> str:
        return str(self.descriptor.get("type", "string"))

    @property
    def ordered(self) -> bool:
        return self.type in _NUMERIC or self.type in _TEMPORAL

    @property
    def needs_second_pass(self) -> bool:
        return self.buffered > _BUFFERED

    def add(self, cells: Sequence[str]) -> None:
        solid = [cell for cell in cells if cell not in self.missing_values]
        self.count += len(solid)
        self.missing += len(cells) - len(solid)
        self._count_values(solid)
        if not solid:
            return
        if not self.ordered:
            self._text_extremes(solid)
            return
        numbers = self._numbers(solid)
        self.invalid += len(solid) - len(numbers)
        if len(numbers):
            self.low = min(self.low, float(numbers.min()))
            self.high = max(self.high, float(numbers.max()))
        self.buffered += len(numbers)
        if self.needs_second_pass:
            self.buffer.clear()
        else:
            self.buffer.append(numbers)

    def _count_values(self, solid: Iterable[str]) -> None:
        if self.exact:
            self.counts.update(solid)
            self.exact = len(self.counts) <= _MAX_DISTINCT
            return
        known = self.counts
        known.update(cell for cell in solid if cell in known)

    def _text_extremes(self, solid: Sequence[str]) -> None:
        low, high = min(solid), max(solid)
        self.low_text = low if self.low_text is None else min(self.low_text, low)
        self.high_text = high if self.high_text is None else max(self.high_text, high)

    def _numbers(self, solid: Sequence[str]) -> Numbers:
        series = pd.Series(solid, dtype="str")
        if self.type in _TEMPORAL:
            moments = _moments(series, str(self.descriptor.get("format", "default")))
            seconds = (moments - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(seconds=1)
            return np.asarray(seconds.dropna(), dtype=np.float64)
        numbers = pd.to_numeric(self._plain(series), errors="coerce")
        return np.asarray(numbers.dropna(), dtype=np.float64)

    def _plain(self, series: pd.Series[str]) -> pd.Series[str]:
        if self.descriptor.get("bareNumber") is False:
            series = series.str.replace(r"^[^-\d]+|\D+$", "", regex=True)
        if group := self.descriptor.get("groupChar"):
            series = series.str.replace(group, "", regex=False)
        decimal = self.descriptor.get("decimalChar", ".")
        if decimal != ".":
            series = series.str.replace(decimal, ".", regex=False)
        return series

    def add_to_bins(self, cells: Sequence[str]) -> None:
        if not self.needs_second_pass:
            return
        numbers = self._numbers([cell for cell in cells if cell not in self.missing_values])
        counts, _ = np.histogram(numbers, bins=self._edges())
        self.bins = counts if self.bins is None else self.bins + counts

    def _edges(self) -> Numbers:
        whole = self.type in ("integer", "year") and self.high - self.low < _MAX_BINS
        if whole:
            return np.arange(self.low, self.high + 2)
        return np.linspace(self.low, self.high, _MAX_BINS + 1)

    def _histogram(self) -> tuple[Bin, ...]:
        if not self.ordered or self.buffered == 0:
            return ()
        edges = self._edges() if self.low < self.high else np.array([self.low, self.high])
        if self.low >= self.high:
            return (Bin(self._shown(self.low), self._shown(self.high), self.buffered),)
        counts = self.bins
        if counts is None:
            counts, _ = np.histogram(np.concatenate(self.buffer), bins=edges)
        return tuple(
            Bin(self._shown(float(edges[i])), self._shown(float(edges[i + 1])), int(counts[i]))
            for i in range(len(edges) - 1)
        )

    def _shown(self, value: float) -> float | str:
        if self.type not in _TEMPORAL:
            return value
        moment = pd.Timestamp(value, unit="s", tz="UTC")
        return moment.date().isoformat() if self.type == "date" else moment.isoformat()

    def _extreme(self, value: float, text: str | None) -> str | None:
        if not self.ordered:
            return text[:_TOP_CHARS] if text is not None else None
        if self.buffered == 0:
            return None
        shown = self._shown(value)
        if isinstance(shown, str):
            return shown
        return str(int(shown)) if shown.is_integer() else repr(shown)

    def result(self) -> ColumnProfile:
        top = tuple((value[:_TOP_CHARS], n) for value, n in self.counts.most_common(_TOP))
        return ColumnProfile(
            name=str(self.descriptor.get("name", "")),
            type=self.type,
            count=self.count,
            missing=self.missing,
            distinct=len(self.counts),
            distinct_exact=self.exact,
            minimum=self._extreme(self.low, self.low_text),
            maximum=self._extreme(self.high, self.high_text),
            invalid=self.invalid,
            histogram=self._histogram(),
            top=top,
        )
