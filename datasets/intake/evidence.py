"""What is known of one column when its type and meaning are decided."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from .cells import is_placeholder
from .counted import Counted
from .survey import Column

Pairs = list[tuple[str, int]]
_SAMPLE: Final = 6_000
_PROBE: Final = 1_000
_NUMBER_OF: Final = itemgetter(1)
_FOLD: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e"})
_SPLIT: Final = re.compile(r"[^a-z0-9%€]+")
_CAMEL: Final = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")


def normal_label(label: str) -> str:
    """Label in lower-case ASCII words: "Straßen-Name" becomes "strassen name"."""
    spread = _CAMEL.sub(" ", label)
    return " ".join(_SPLIT.split(spread.lower().translate(_FOLD))).strip()


@dataclass(slots=True)
class Evidence:
    """A column in numbers.

    `values` are the stripped solid values (a sample if very many), `probe` a few of them for
    questions where an estimate will do.
    """

    name: str
    title: str
    label: str
    position: int
    column: Column
    values: Pairs = field(default_factory=list)
    probe: Pairs = field(default_factory=list)
    solid: int = 0
    blank: int = 0
    placeholders: Counter[str] = field(default_factory=Counter)
    whitespace: tuple[str, ...] = ()
    distinct: int = 0
    sampled: bool = False
    padded: int = 0
    share_base: int = 0
    """Number of solid cells in `values` (the base of every share)."""
    _probe_base: int = 0
    _shares: dict[re.Pattern[str], float] = field(default_factory=dict)

    @property
    def cells(self) -> int:
        """Number of cells that were counted."""
        return self.solid + self.blank + sum(self.placeholders.values())

    def look_at(self, pairs: Pairs) -> None:
        """Take these values and their numbers for those of the column."""
        self.values = pairs
        self.probe = pairs[:: max(1, len(pairs) // _PROBE)]
        self.share_base = sum(map(_NUMBER_OF, self.values))
        self._probe_base = sum(map(_NUMBER_OF, self.probe))
        self._shares.clear()

    def share(self, pattern: re.Pattern[str]) -> float:
        """Share of the probed cells that match `pattern`."""
        if not self._probe_base:
            return 0.0
        if pattern not in self._shares:
            matching = sum(count for value, count in self.probe if pattern.match(value))
            self._shares[pattern] = matching / self._probe_base
        return self._shares[pattern]

    def passing(self, test: Callable[[str], bool], share: float) -> int:
        """Count the cells of `values` that pass; fewer as soon as they are surely less than this share."""
        bearable = (1 - share) * self.share_base + 1
        missed = hits = 0
        for value, count in self.values:
            if test(value):
                hits += count
            else:
                missed += count
                if missed > bearable:
                    break
        return hits


def _sorted_out(found: Evidence, values: Mapping[str, int]) -> Mapping[str, int]:
    """Return the solid values, stripped; note the blank ones and the placeholders."""
    solid: dict[str, int] = {}
    whitespace: list[str] = []
    for raw, count in values.items():
        text = raw.strip()
        if not text:
            found.blank += count
            if raw and len(whitespace) < 8:
                whitespace.append(raw)
        elif is_placeholder(text):
            found.placeholders[raw] += count
        else:
            solid[text] = solid.get(text, 0) + count
            if text != raw:
                found.padded += count
    found.whitespace = tuple(whitespace)
    return solid


def gather(name: str, title: str, position: int, column: Column) -> Evidence:
    """Sort the values of a column into solid, blank and placeholder cells."""
    found = Evidence(name, title, normal_label(title), position, column)
    values = Counted.of(column.values)
    solid = values if values.is_plain() else Counted.of(_sorted_out(found, column.values))
    found.solid = solid.total()
    found.distinct = len(solid)
    found.sampled = len(solid) > 2 * _SAMPLE
    found.look_at(solid.every(len(solid) // _SAMPLE if found.sampled else 1))
    return found


def with_placeholders(found: Evidence) -> Pairs:
    """Solid values and placeholders together, for columns where an "x" is a value."""
    extra = [(raw.strip(), count) for raw, count in found.placeholders.items()]
    return [*found.values, *extra]


def tolerated(total: int) -> float:
    """Cells that may be odd without changing the type: 3 %, one in small tables."""
    return max(0.03 * total, 1.0 if total >= 8 else 0.0)


def german_number(number: int) -> str:
    """1234567 as "1.234.567"."""
    return f"{number:,}".replace(",", ".")
