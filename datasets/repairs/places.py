"""Where a step would change a plainly written text: told from its columns, not record by record."""

from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.columns import Columns
from datasets.intake.counted import Counted
from datasets.repairs.cells import Mend, trimmed
from datasets.repairs.model import PREVIEW
from datasets.repairs.steps import DropBlank, DropRecords, DropRepeated, MendCells, Pad, Step


@dataclass(slots=True)
class Places:
    """How many changes a step makes, in which columns, and the first records (0-based) it changes."""

    count: int = 0
    first: list[int] = field(default_factory=list)
    columns: set[int] = field(default_factory=set)


def places_of(step: Step, columns: Columns, seen: int) -> Places | None:
    """Look for what a step changes among the first `seen` records; None if it must look itself."""
    if isinstance(step, DropRecords):
        found = sorted(number - 1 for number in step.numbers if number <= seen)
        return Places(len(found), found[:PREVIEW])
    if isinstance(step, Pad):  # all records have the same width
        return Places()
    if isinstance(step, DropBlank):
        return _blank(columns, *_stretch(step, seen))
    if isinstance(step, DropRepeated):
        return _repeated(columns, *_stretch(step, seen))
    if isinstance(step, MendCells):
        return _mended(step, columns, *_stretch(step, seen))
    return None


def not_ascii(columns: Columns, seen: int) -> Places:
    """Find records with letters beyond ASCII."""
    masks = [pc.invert(pc.string_is_ascii(columns.part(i, 0, seen))) for i in range(columns.width)]
    return _marked(reduce(pc.or_, masks), 0)


def _stretch(step: DropBlank | DropRepeated | MendCells, seen: int) -> tuple[int, int]:
    begin = step.first - 1
    return begin, max(begin, min(step.last, seen))


def _marked(mask: Any, begin: int) -> Places:
    places = pc.indices_nonzero(mask)
    first = [begin + place for place in places.slice(0, PREVIEW).to_pylist()]
    return Places(len(places), first)


def _blank(columns: Columns, begin: int, end: int) -> Places:
    masks = []
    for number in range(columns.width):
        blank = columns.counts(number, begin, end).blank()
        if not blank:
            return Places()
        cells = columns.part(number, begin, end)
        masks.append(pc.is_in(cells, value_set=pa.array(blank, pa.string())))
    return _marked(reduce(pc.and_, masks), begin)


def _repeated(columns: Columns, begin: int, end: int) -> Places:
    size = end - begin
    if any(len(columns.counts(number, begin, end)) == size for number in range(columns.width)):
        return Places()
    cells = [columns.part(number, begin, end) for number in range(columns.width)]
    rows = cells[0] if len(cells) == 1 else pc.binary_join_element_wise(*cells, "\x1f")
    seen: set[int] = set()
    codes = rows.dictionary_encode().unify_dictionaries()
    again = []
    for chunk in codes.chunks:
        for code in chunk.indices.to_pylist():
            again.append(code in seen)
            seen.add(code)
    return _marked(pa.array(again, pa.bool_()), begin)


def _mended(step: MendCells, columns: Columns, begin: int, end: int) -> Places:
    found = Places()
    masks = []
    for at, mend in step.mends.items():
        if at >= columns.width:
            continue
        counts = columns.counts(at, begin, end)
        changed = _changed(mend, counts)
        if not changed:
            continue
        found.columns.add(at)
        found.count += sum(counts[cell] for cell in changed)
        masks.append(
            pc.is_in(columns.part(at, begin, end), value_set=pa.array(changed, pa.string()))
        )
    if masks:
        found.first = _marked(reduce(pc.or_, masks), begin).first
    return found


def _changed(mend: Mend, counts: Counted) -> list[str]:
    """Return the cells that a mend changes; those of the usual form are told by a pattern."""
    if mend is trimmed:
        return counts.padded()
    cells = list(counts)
    sure = getattr(mend, "sure", "")
    if not sure:
        return [cell for cell in cells if cell and mend(cell) != cell]
    usual = pc.match_substring_regex(counts.texts, sure).to_pylist()
    return [
        cell
        for cell, known in zip(cells, usual, strict=True)
        if known or (cell and mend(cell) != cell)
    ]
