"""`profile`: figures per column, from its distinct cells and how often each comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from .counted import Counted
from .model import Bin, ColumnProfile

Numbers = npt.NDArray[np.float64]
_MAX_BINS: Final = 20
_TOP: Final = 5
_TOP_CHARS: Final = 120
_NUMERIC: Final = frozenset({"integer", "number", "year"})
_TEMPORAL: Final = frozenset({"date", "datetime"})


def profile(columns: Sequence[Mapping[str, int]], schema: Mapping[str, Any]) -> list[ColumnProfile]:
    """Count, missing, distinct, extremes, histogram and top values of every column.

    `columns`: the distinct cells of each column of the table with their numbers, all of them.
    """
    if not columns:
        return []
    nothing = {"": Counted.of(columns[0]).total()}
    return [
        _Figures(
            item, Counted.of(columns[at] if at < len(columns) else nothing), _missing(item, schema)
        ).result()
        for at, item in enumerate(schema.get("fields", []))
    ]


def _missing(item: Mapping[str, Any], schema: Mapping[str, Any]) -> frozenset[str]:
    own = item.get("missingValues", schema.get("missingValues", [""]))
    return frozenset(entry["value"] if isinstance(entry, dict) else str(entry) for entry in own)


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


@dataclass(frozen=True)
class _Figures:
    """What one column tells."""

    descriptor: Mapping[str, Any]
    cells: Counted
    missing_values: frozenset[str]

    @property
    def type(self) -> str:
        return str(self.descriptor.get("type", "string"))

    @property
    def ordered(self) -> bool:
        return self.type in _NUMERIC or self.type in _TEMPORAL

    @cached_property
    def solid(self) -> Counted:
        """The cells that are not missing."""
        return self.cells.without(self.missing_values)

    @cached_property
    def values(self) -> tuple[Numbers, npt.NDArray[np.int64]]:
        """The distinct numbers (of moments: seconds) and how often each comes."""
        times = self.solid.numbers
        if not self.ordered or not self.solid:
            return np.array([], dtype=np.float64), times[:0]
        numbers = self._numbers(self.solid.texts)
        known = ~np.isnan(numbers)
        return numbers[known], times[known]

    def _numbers(self, solid: pa.Array) -> Numbers:
        """Read cells; what is no value of the type becomes NaN."""
        if self.type in _TEMPORAL:
            texts = pd.Series(solid, dtype="str")
            moments = _moments(texts, str(self.descriptor.get("format", "default")))
            seconds = (moments - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(seconds=1)
            return np.asarray(seconds, dtype=np.float64)
        plain = self._plain(solid)
        try:
            return np.asarray(plain.cast(pa.float64()))
        except pa.ArrowInvalid:
            numbers = pd.to_numeric(pd.Series(plain.to_pylist(), dtype="str"), errors="coerce")
            return np.asarray(numbers, dtype=np.float64)

    def _plain(self, cells: pa.Array) -> pa.Array:
        """Write numbers with a point and without groups of digits."""
        if self.descriptor.get("bareNumber") is False:
            cells = pc.replace_substring_regex(cells, r"^[^-\d]+|\D+$", "")
        if group := self.descriptor.get("groupChar"):
            cells = pc.replace_substring(cells, group, "")
        decimal = self.descriptor.get("decimalChar", ".")
        return cells if decimal == "." else pc.replace_substring(cells, decimal, ".")

    def _histogram(self) -> tuple[Bin, ...]:
        numbers, times = self.values
        if not len(numbers):
            return ()
        low, high = float(numbers.min()), float(numbers.max())
        if low >= high:
            return (Bin(self._shown(low), self._shown(high), int(times.sum())),)
        whole = self.type in ("integer", "year") and high - low < _MAX_BINS
        edges = np.arange(low, high + 2) if whole else np.linspace(low, high, _MAX_BINS + 1)
        counts, _ = np.histogram(numbers, bins=edges, weights=times)
        return tuple(
            Bin(self._shown(float(edges[i])), self._shown(float(edges[i + 1])), int(counts[i]))
            for i in range(len(edges) - 1)
        )

    def _shown(self, value: float) -> float | str:
        if self.type not in _TEMPORAL:
            return value
        moment = pd.Timestamp(value, unit="s", tz="UTC")
        return moment.date().isoformat() if self.type == "date" else moment.isoformat()

    def _extremes(self) -> tuple[str | None, str | None]:
        numbers, _ = self.values
        if self.ordered:
            if not len(numbers):
                return None, None
            return self._written(float(numbers.min())), self._written(float(numbers.max()))
        if not self.solid:
            return None, None
        low, high = self.solid.ends()
        return low[:_TOP_CHARS], high[:_TOP_CHARS]

    def _written(self, value: float) -> str:
        shown = self._shown(value)
        if isinstance(shown, str):
            return shown
        return str(int(shown)) if shown.is_integer() else repr(shown)

    def result(self) -> ColumnProfile:
        count = self.solid.total()
        low, high = self._extremes()
        return ColumnProfile(
            name=str(self.descriptor.get("name", "")),
            type=self.type,
            count=count,
            missing=self.cells.total() - count,
            distinct=len(self.solid),
            distinct_exact=True,
            minimum=low,
            maximum=high,
            invalid=count - int(self.values[1].sum()) if self.ordered else 0,
            histogram=self._histogram(),
            top=tuple((value[:_TOP_CHARS], n) for value, n in self.solid.most(_TOP)),
        )
