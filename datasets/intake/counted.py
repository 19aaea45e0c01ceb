"""The distinct cells of a column with their numbers, held as arrays: most questions need no object for each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from .cells import AMOUNT_SIGNS, PLACEHOLDERS, is_placeholder

_AT_ONCE: Final = 4096
# What `str.strip` takes away; Arrow's own idea of white space is another.
_WHITE: Final = "".join(char for char in map(chr, range(0x3001)) if char.isspace())


class Counted(Mapping[str, int]):
    """Distinct texts, in the order they come first, and how often each comes."""

    def __init__(self, texts: pa.Array, numbers: pa.Array) -> None:
        self.texts = texts
        self.numbers: npt.NDArray[np.int64] = np.asarray(numbers, dtype=np.int64)

    @classmethod
    def of(cls, cells: Mapping[str, int]) -> Counted:
        """Return the cells as arrays."""
        if isinstance(cells, Counted):
            return cells
        return cls(pa.array(map(_writable, cells), pa.string()), pa.array(cells.values()))

    @classmethod
    def in_column(cls, cells: pa.ChunkedArray) -> Counted:
        """Count the distinct cells of a column."""
        found = pc.value_counts(cells)
        return cls(found.field(0), found.field(1))

    @cached_property
    def _known(self) -> dict[str, int]:
        return dict(zip(self.texts.to_pylist(), self.numbers.tolist(), strict=True))

    def __getitem__(self, text: str) -> int:
        return self._known[text]

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[str]:
        for begin in range(0, len(self.texts), _AT_ONCE):
            yield from self.texts.slice(begin, _AT_ONCE).to_pylist()

    def __contains__(self, text: object) -> bool:
        return text in self._known

    def total(self) -> int:
        """Return how many cells there are."""
        return int(self.numbers.sum())

    def without(self, texts: Collection[str]) -> Counted:
        """Leave these texts out."""
        kept = pc.invert(self._among(texts))
        if pc.all(kept, min_count=0).as_py():
            return self
        return Counted(self.texts.filter(kept), self.numbers[np.asarray(kept)])

    def every(self, step: int) -> list[tuple[str, int]]:
        """Return each `step`-th text with its number."""
        at = pa.array(np.arange(0, len(self), step))
        return list(
            zip(self.texts.take(at).to_pylist(), self.numbers[::step].tolist(), strict=True)
        )

    def most(self, count: int) -> list[tuple[str, int]]:
        """Return the most frequent texts; of equals those that come first."""
        at = np.argsort(-self.numbers, kind="stable")[:count]
        return [(self.texts[int(number)].as_py(), int(self.numbers[number])) for number in at]

    def ends(self) -> tuple[str, str]:
        """Return the first and the last text by code points. Raises ValueError without any."""
        if not len(self):
            raise ValueError("no texts")
        found = pc.min_max(self.texts)  # bytes of UTF-8 have the order of code points
        return str(found["min"]), str(found["max"])

    @cached_property
    def _bare(self) -> pa.Array:
        """The length of each text without white space around it, in bytes."""
        return pc.binary_length(pc.utf8_trim(self.texts, characters=_WHITE))

    def blank(self) -> list[str]:
        """Return the texts that have nothing in them."""
        return list(self.texts.filter(pc.equal(self._bare, 0)).to_pylist())

    def padded(self) -> list[str]:
        """Return the texts with white space around them."""
        wider = pc.not_equal(self._bare, pc.binary_length(self.texts))
        return list(self.texts.filter(wider).to_pylist())

    def is_plain(self) -> bool:
        """Say whether each text is there, without white space around it, and no placeholder."""
        if self.padded() or self.blank():
            return False
        if pc.any(self._among(PLACEHOLDERS), min_count=0).as_py():
            return False
        first = pc.utf8_slice_codeunits(self.texts, 0, 1)
        amounts = self.texts.filter(pc.is_in(first, value_set=pa.array(AMOUNT_SIGNS, pa.string())))
        return not any(map(is_placeholder, amounts.to_pylist()))

    def _among(self, texts: Collection[str]) -> pa.Array:
        return pc.is_in(self.texts, value_set=pa.array(list(texts), pa.string()))


def _writable(text: str) -> str:
    """Return the text as UTF-8 can hold it: half of a pair (from JSON) becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
