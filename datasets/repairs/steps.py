"""Pure steps over the records of a file: a record comes back the same, changed, or not at all."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from datasets.repairs.cells import Mend

Record = list[str]


class Step(Protocol):
    """One repair on records. `apply` returns the very same list where nothing changes."""

    @property
    def code(self) -> str:
        """Return the code of the repair."""
        ...

    def apply(self, number: int, cells: Record) -> Record | None:
        """Return the record, or None to leave it out."""
        ...


@dataclass(frozen=True, slots=True)
class DropRecords:
    """Leave out records by number."""

    code: str
    numbers: frozenset[int]

    def apply(self, number: int, cells: Record) -> Record | None:
        """Return the record unless it is one of those."""
        return None if number in self.numbers else cells


@dataclass(frozen=True, slots=True)
class DropBlank:
    """Leave out records of the data without any value."""

    code: str
    first: int
    last: int

    def apply(self, number: int, cells: Record) -> Record | None:
        """Return the record if anything stands in it."""
        inside = self.first <= number <= self.last
        return None if inside and not any(cell.strip() for cell in cells) else cells


@dataclass(slots=True)
class DropRepeated:
    """Leave out records of the data that came before in all cells; remembers what it saw."""

    code: str
    first: int
    last: int
    seen: set[bytes] = field(default_factory=set)

    def apply(self, number: int, cells: Record) -> Record | None:
        """Return the record at its first time."""
        if not self.first <= number <= self.last or not any(cells):
            return cells
        key = hashlib.blake2b(
            "\x1f".join(cells).encode("utf-8", "replace"), digest_size=16
        ).digest()
        if key in self.seen:
            return None
        self.seen.add(key)
        return cells


@dataclass(frozen=True, slots=True)
class KeepColumns:
    """Cut empty columns at the edges off; values that stand there stay."""

    code: str
    begin: int
    end: int

    def apply(self, number: int, cells: Record) -> Record | None:
        """Return the record without the edges."""
        edges = [*cells[: self.begin], *cells[self.end :]]
        return (
            cells
            if not edges or any(edge.strip() for edge in edges)
            else cells[self.begin : self.end]
        )


@dataclass(frozen=True, slots=True)
class Pad:
    """Fill short records of the data up."""

    code: str
    width: int
    first: int
    last: int

    def apply(self, number: int, cells: Record) -> Record | None:
        """Return the record with as many cells as there are columns."""
        short = 0 < len(cells) < self.width and self.first <= number <= self.last
        return cells + [""] * (self.width - len(cells)) if short else cells


@dataclass(frozen=True, slots=True)
class MendCells:
    """Mend the cells of some columns in the data."""

    code: str
    mends: Mapping[int, Mend]
    first: int
    last: int

    def apply(self, number: int, cells: Record) -> Record | None:
        """Return the record with mended cells."""
        if not self.first <= number <= self.last:
            return cells
        mended: Record | None = None
        for at, mend in self.mends.items():
            if at < len(cells) and cells[at] and (new := mend(cells[at])) != cells[at]:
                mended = list(cells) if mended is None else mended
                mended[at] = new
        return cells if mended is None else mended
