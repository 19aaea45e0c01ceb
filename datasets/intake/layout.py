"""Find preamble, header rows, data and footer among the records of a table."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from .cells import YEAR, cell_kind, fill
from .headings import below_gaps, group_above

Record = list[str]
_MAX_HEADER: Final = 6
_YEAR_OF: Final = re.compile(r"^(?:19|20)\d\d\s+\S{1,12}$")  # "2019 ha", "2019 %" as headings
_ABOUT: Final = re.compile(r"^(?:ca\.?|circa|etwa|rund|rd\.?|ungefähr|um|vor|nach|~|≈)\s*\d")
_RULE: Final = re.compile(r"^[-=_*~+#]{2,}$")
_HARD: Final[frozenset[Any]] = frozenset({"number", "date"})


@dataclass(frozen=True, slots=True)
class HeaderPlace:
    """0-based: header rows and the first data row; everything before is preamble."""

    header: tuple[int, ...]
    data: int


@dataclass(frozen=True, slots=True)
class _Body:
    """What the rows well inside the table look like."""

    width: int
    fill: float
    hard: frozenset[int]
    moments: frozenset[int]
    soft: frozenset[int]
    common: frozenset[tuple[int, str]]


def find_header(head: Sequence[Record]) -> HeaderPlace:
    """Header rows and begin of data among the first records."""
    body = _body(head)
    if body.hard:
        place = _by_types(head, body)
        if place is not None:
            return place
    return _by_shape(head, body)


def _body(head: Sequence[Record]) -> _Body:
    filled = [row for row in head if fill(row)]
    # Long notes below a short table must not pass for its body.
    most = sorted(map(fill, filled))[-max(1, len(filled) // 10) :]
    filled = [row for row in filled if fill(row) >= min(3, 0.4 * most[0])] if most else filled
    inner = filled[len(filled) // 2 :] if len(filled) >= 6 else filled[1:] or filled
    inner = inner[:200]
    widths = Counter(len(row) for row in inner)
    width = max(widths, key=lambda w: (widths[w], w), default=0)
    fills = [fill(row) for row in inner if len(row) == width] or [0]
    hard: set[int] = set()
    moments: set[int] = set()
    soft: set[int] = set()
    common: set[tuple[int, str]] = set()
    for column in range(width):
        cells = [row[column].strip() for row in inner if column < len(row)]
        kinds = Counter(cell_kind(cell) for cell in cells)
        solid = sum(kinds.values()) - kinds["blank"] - kinds["placeholder"]
        if solid and kinds["number"] + kinds["date"] >= 0.7 * solid:
            hard.add(column)
            years = sum(1 for cell in cells if YEAR.match(cell))
            if max(years, kinds["date"]) >= 0.5 * solid:
                moments.add(column)
        elif solid:
            soft.add(column)
            counts = Counter(row[column].strip() for row in filled if column < len(row))
            common.update((column, cell) for cell, count in counts.items() if cell and count > 1)
    return _Body(
        width,
        median(fills),
        frozenset(hard),
        frozenset(moments),
        frozenset(soft),
        frozenset(common),
    )


def _hard_cells(row: Record, body: _Body) -> tuple[int, int]:
    """(number-like, text) cells of a row in the columns that hold numbers or dates."""
    cells = [row[column].strip() for column in body.hard if column < len(row)]
    numbers = sum(cell_kind(cell) in _HARD or bool(_ABOUT.match(cell)) for cell in cells)
    texts = sum(cell_kind(cell) == "text" and not _ABOUT.match(cell) for cell in cells)
    return numbers, texts


def _labels_like(head: Sequence[Record], index: int, body: _Body) -> bool:
    """A row whose numbers are years or dates used as headings above other figures."""
    row, above = head[index], head[index - 1] if index else []
    hard = [row[c].strip() for c in sorted(body.hard - body.moments) if c < len(row)]
    cells = [cell for cell in hard if cell]
    dated = any(cell_kind(row[c]) in _HARD for c in body.moments if c < len(row))
    if dated or len(cells) < 1:
        return False
    soft = [row[c].strip() for c in sorted(body.soft) if c < len(row) and row[c].strip()]
    if any(cell_kind(cell) in _HARD for cell in soft):
        return _counts_up([cell.strip() for cell in row[: body.width]])
    years = sum(1 for c in cells if YEAR.match(c) or _YEAR_OF.match(c) or cell_kind(c) == "date")
    names = sum(1 for cell in cells if cell_kind(cell) == "text")
    if years >= 2 and years + names == len(cells):
        return True
    # Under a row of words, "Moers; 1; 2; 3" are figures of Moers and number no columns.
    named = fill(above) >= 0.6 * body.fill and _hard_cells(above, body)[0] == 0
    return _counts_up(cells) and not (soft and named)


def _counts_up(cells: Sequence[str]) -> bool:
    if len(cells) < 3 or not all(cell.isdigit() and len(cell) < 5 for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    steps = [after - before for before, after in itertools.pairwise(numbers)]
    # Columns without figures are left out, so the count may jump here and there.
    return numbers[0] <= 2 and min(steps) > 0 and steps.count(1) >= 0.8 * len(steps)


def _is_data(head: Sequence[Record], index: int, body: _Body) -> bool:
    numbers, texts = _hard_cells(head[index], body)
    return numbers > 0 and numbers >= texts and not _labels_like(head, index, body)


def _by_types(head: Sequence[Record], body: _Body) -> HeaderPlace | None:
    wide = max(2, round(0.3 * body.fill)) if body.width > 1 else 1
    data = next(
        (
            i
            for i, row in enumerate(head)
            if fill(row) >= min(wide, body.width) and _is_data(head, i, body)
        ),
        None,
    )
    if data is None:
        return None
    data = _below_labels(head, data, body) or _before_gaps(head, data, body)
    last = data - 1
    while last >= 0 and not fill(head[last]):
        last -= 1
    first = last
    while first >= 0 and _may_be_header(head, first, last, body) and last - first < _MAX_HEADER:
        first -= 1
    block = [i for i in range(first + 1, last + 1) if not _is_rule(head[i])]
    if not block:
        return HeaderPlace((), data)
    return _cut_block(head, block, data, body)


def _is_rule(row: Record) -> bool:
    """A line drawn with dashes."""
    return all(_RULE.match(cell.strip()) for cell in row if cell.strip())


def _below_labels(head: Sequence[Record], data: int, body: _Body) -> int | None:
    """First row of the data if the seeming one is a narrow note such as "Stand; 1.1.2024" above the labels."""
    most = max(fill(row) for row in head[: data + 1])
    for index in range(data + 1, min(len(head) - 1, 40)):
        count = fill(head[index])
        numbers, texts = _hard_cells(head[index], body)
        below = head[index + 1]
        if most <= 0.6 * count and count >= 0.8 * body.width and texts and not numbers:
            return index + 1 if fill(below) >= 0.6 * body.fill else None
        most = max(most, count)
    return None


def _before_gaps(head: Sequence[Record], data: int, body: _Body) -> int:
    """Rows right under the labels that hold only their date are data too."""
    first = data
    while (
        first > 0 and _only_hard(head[first - 1], body) and not _labels_like(head, first - 1, body)
    ):
        first -= 1
    if first in (0, data) or fill(head[first - 1]) < 0.6 * body.fill:
        return data
    return data if _is_data(head, first - 1, body) else first


def _only_hard(row: Record, body: _Body) -> bool:
    filled = [c for c, cell in enumerate(row) if cell.strip()]
    return bool(filled) and all(c in body.hard and cell_kind(row[c]) in _HARD for c in filled)


def _may_be_header(head: Sequence[Record], index: int, last: int, body: _Body) -> bool:
    row = head[index]
    count = fill(row)
    if count >= min(2, body.width):
        return not _is_data(head, index, body)
    if count == 1 and index < last:
        # One label above a group of columns; a title sits in the first cell.
        return not row[0].strip() and index == last - 1
    if count == 1 and not row[0].strip():
        # A lone unit such as "Anzahl" between the labels and the data.
        above = head[index - 1] if index else []
        return (
            body.width > 2
            and fill(above) >= 0.5 * body.fill
            and not _is_data(head, index - 1, body)
        )
    return False


def _cut_block(head: Sequence[Record], block: list[int], data: int, body: _Body) -> HeaderPlace:
    """Rows under the main header that only lack their figures are data already."""
    for position, index in enumerate(block):
        if position == 0:
            continue
        above = head[block[0]]
        texts = _hard_cells(head[index], body)[1]
        repeats = any(
            (c, head[index][c].strip()) in body.common for c in body.soft if c < len(head[index])
        )
        labels = (texts and not repeats) or _labels_like(head, index, body)
        if not labels and fill(above) >= 0.6 * body.fill:
            return HeaderPlace(tuple(block[:position]), index)
    return HeaderPlace(_without_groups(head, block, body), data)


def _without_groups(head: Sequence[Record], block: list[int], body: _Body) -> tuple[int, ...]:
    """A complete row of different labels needs no sparse row of group titles above it."""
    labels = [cell.strip().lower() for cell in head[block[-1]][: body.width]]
    complete = len(labels) == body.width and all(labels) and len(set(labels)) == len(labels)
    figures = sum(cell_kind(label) in _HARD for label in labels)
    if not complete or figures > 0.3 * len(labels):
        return tuple(block)
    keep = len(block) - 1
    while keep > 0 and fill(head[block[keep - 1]]) >= 0.6 * body.width:
        if _cut_title(head[block[keep - 1]]) and not _cut_title(head[block[-1]]):
            break
        keep -= 1
    return tuple(block[keep:])


def _cut_title(row: Record) -> bool:
    """A title such as "Einwohner, Stand 31.12.2022" that the commas of the file have cut."""
    return any(cell[:1] == " " and cell.strip() for cell in row[1:])


def _by_shape(head: Sequence[Record], body: _Body) -> HeaderPlace:
    """Only text columns: the first full row is the header unless it looks like data."""
    most = max((fill(row) for row in head), default=0)
    enough = min(max(2, round(0.6 * most)), max(1, most))
    first = next((i for i, row in enumerate(head) if fill(row) >= enough), 0)
    if fill(head[first]) < most if head else False:
        # A title of two cells followed by a shorter one is no header.
        short = [i for i in (first + 1, first + 2) if i < len(head) and 0 < fill(head[i]) < enough]
        if short:
            later = range(short[-1] + 1, len(head))
            first = next((i for i in later if fill(head[i]) >= enough), first)
    if not head or not fill(head[first]):
        return HeaderPlace((), 0)
    kinds = [cell_kind(cell) for cell in head[first] if cell.strip()]
    figures = sum(kind in _HARD for kind in kinds)
    below = head[first + 1 : first + 200]
    if figures > 0.3 * len(kinds) and below:
        return HeaderPlace((), first)
    repeated = sum(
        1
        for column, cell in enumerate(head[first])
        if cell.strip() and any(len(row) > column and row[column] == cell for row in below)
    )
    if len(below) >= 3 and repeated >= max(1, 0.5 * len(kinds)):
        return HeaderPlace((), first)
    if below_gaps(head, first):
        return HeaderPlace((first, first + 1), first + 2)
    if group_above(head, first, body.width):
        return HeaderPlace((first - 1, first), first + 1)
    return HeaderPlace((first,), first + 1)
