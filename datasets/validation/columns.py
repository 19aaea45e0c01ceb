"""Which rows of a block have a faulty cell: by columns, and by frictionless's own readers."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
import polars as pl
import pyarrow as pa

from datasets.validation.masks import is_free, missing, missing_values, sound_mask

# A column with fewer different values than this share is judged by its different values.
FEW: Final = 0.3
# Days are few in the long run, however many the first rows hold.
FEW_DAYS: Final = 0.95
PROBE_ROWS: Final = 5000
REMEMBERED: Final = 300_000

Read = Callable[[str], tuple[Any, Any]]
Rows = np.ndarray[Any, np.dtype[np.int64]]


class Cells:
    """The columns of one block as polars series, converted when first asked for."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self._batch = batch
        self._series: dict[int, pl.Series] = {}

    def __len__(self) -> int:
        return int(self._batch.num_rows)

    def series(self, index: int) -> pl.Series:
        """Return column `index`."""
        if index not in self._series:
            series: Any = pl.from_arrow(self._batch.column(index))
            self._series[index] = series.alias(str(index))
        return self._series[index]

    def rows(self, positions: Rows) -> list[list[str]]:
        """Return the cells of the rows at these positions."""
        # pa.array would import pandas to look at a numpy array.
        at = pa.Array.from_buffers(pa.int64(), len(positions), [None, pa.py_buffer(positions)])
        taken = self._batch.take(at)
        return [list(cells) for cells in zip(*(c.to_pylist() for c in taken.columns), strict=True)]


def _positions(mask: pl.Series) -> Rows:
    return mask.arg_true().to_numpy().astype(np.int64)


class ColumnTest:
    """Find the faulty cells of one column."""

    def __init__(self, index: int, field: Any) -> None:
        self.index = index
        self.field = field
        self.read: Read = field.create_cell_reader()
        self.is_free = is_free(field)
        self.mask = None if self.is_free else sound_mask(field)
        self._known: dict[str, bool] = {}
        self._by_values: bool | None = None if self.mask else True

    def by_values(self, series: pl.Series) -> bool:
        """Say whether this column has few different values; decided on its first block."""
        if self._by_values is None:
            head = series.head(PROBE_ROWS)
            few = FEW_DAYS if self.field.type == "date" else FEW
            self._by_values = head.n_unique() < few * len(head)
        return self._by_values

    def faults(self, series: pl.Series) -> Rows | None:
        """Return the positions of the faulty cells by their few values, None if there are none."""
        values: list[str] = series.unique().to_list()
        known = self._judged(values)
        bad = [value for value in values if known[value]]
        return _positions(series.is_in(bad)) if bad else None

    def exactly(self, series: pl.Series, suspected: Rows) -> Rows | None:
        """Return which of the suspected cells frictionless really refuses."""
        cells: list[str] = series.gather(suspected).to_list()
        known = self._judged(cells)
        bad = np.fromiter((known[cell] for cell in cells), dtype=np.bool_, count=len(cells))
        return suspected[bad] if bad.any() else None

    def _judged(self, cells: list[str]) -> dict[str, bool]:
        """Return which values frictionless's reader refuses, asking it once for each."""
        known = self._known
        if len(known) > REMEMBERED:
            known.clear()
        fresh = list(dict.fromkeys(cell for cell in cells if cell not in known))
        if fresh:
            self._learn(fresh)
        return known

    def _learn(self, cells: list[str]) -> None:
        doubtful: Iterable[str] = cells
        if self.mask is not None and len(cells) > 100:
            series = pl.Series("c", cells)
            sound = self.mask.of(series)
            self._known.update(dict.fromkeys(series.filter(sound).to_list(), False))
            doubtful = series.filter(~sound).to_list()
        for cell in doubtful:
            self._known[cell] = bool(self.read(cell)[1])


class TableTest:
    """Find the rows of a block that frictionless would not pass in silence."""

    def __init__(self, fields: list[Any]) -> None:
        self.columns = [ColumnTest(index, field) for index, field in enumerate(fields)]
        self._judged = [column for column in self.columns if not column.is_free]
        # A row without any value is faulty already where a required field takes "" for nothing.
        self._hollow = not any(
            column.field.required and "" in missing_values(column.field) for column in self.columns
        )

    def faulty(self, cells: Cells) -> Rows:
        """Return the positions of the rows to be looked at one by one."""
        found = self._faults(cells)
        if self._hollow:
            found.append(self._without_values(cells))
        if not found:
            return np.empty(0, dtype=np.int64)
        return np.unique(np.concatenate(found))

    def _faults(self, cells: Cells) -> list[Rows]:
        masked: list[ColumnTest] = []
        single: list[ColumnTest] = []
        for column in self._judged:
            group = single if column.by_values(cells.series(column.index)) else masked
            group.append(column)
        faults = [column.faults(cells.series(column.index)) for column in single]
        for column, suspected in self._suspects(cells, masked):
            faults.append(column.exactly(cells.series(column.index), suspected))
        return [positions for positions in faults if positions is not None]

    def _suspects(self, cells: Cells, masked: list[ColumnTest]) -> list[tuple[ColumnTest, Rows]]:
        """Return the columns with the cells that are not certainly right, in one parallel pass."""
        if not masked:
            return []
        reads, tests = [], []
        for column in masked:
            if column.mask is not None:
                cell, value = str(column.index), f"v{column.index}"
                reads.append(column.mask.read(pl.col(cell)).alias(value))
                tests.append(column.mask.test(pl.col(cell), pl.col(value)).alias(cell))
        frame = pl.DataFrame([cells.series(column.index) for column in masked])
        sound = frame.lazy().with_columns(reads).select(tests).collect().get_columns()
        # A null is no proof: `all` without nulls has to hold.
        return [
            (column, _positions(~mask.fill_null(value=False)))
            for column, mask in zip(masked, sound, strict=True)
            if mask.null_count() or not mask.all()
        ]

    def _without_values(self, cells: Cells) -> Rows:
        """Return the rows whose cells are all empty or missing."""
        left = np.arange(len(cells), dtype=np.int64)
        for column in self.columns:
            series = cells.series(column.index)
            if len(left) < len(series):
                series = series.gather(left)
            one = _one(series)
            empty = series.to_frame().select((one == "") | missing(column.field)(one)).to_series()
            left = left[empty.to_numpy()]
            if not len(left):
                break
        return left


def _one(series: pl.Series) -> pl.Expr:
    return pl.col(series.name)
