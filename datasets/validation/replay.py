"""frictionless's stream of rows, without those that it would pass in silence."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from typing import Any

from frictionless import errors
from frictionless.table.row import Row

from datasets.validation.columns import Cells, TableTest
from datasets.validation.exact import Exact
from datasets.validation.keys import ForeignKey, KeyFaults, KeyRules, Keys
from datasets.validation.parsing import Block, Parser

Progress = Callable[[int], None]
NO_FAULTS = KeyFaults({}, {}, {})
# With keys the rows are released after 1, 2, 4, … blocks: repeats are looked up in all before.
FIRST_RELEASE = 1


class Replay:
    """Judge the blocks and give out the rows with faults in order."""

    def __init__(
        self,
        table: Any,
        *,
        parser: Parser,
        fields: list[Any],
        handlers: dict[str, Any],
        rules: KeyRules,
        errors_left: int | None,
        on_progress: Progress | None,
    ) -> None:
        self._table = table
        self._parser = parser
        self._handlers = handlers
        self._rules = rules
        self._left = errors_left
        self._progress = on_progress
        self._test = TableTest(fields)
        names = {field.name: field for field in fields}
        positions = {field.name: index for index, field in enumerate(fields)}
        self._keys = Keys(rules, names, positions) if rules.names else None
        self._exact = Exact(table, parser.form)
        self._header_end = table.dialect.create_first_content_row() - 1
        # Records to be looked at; None where the cells have to be read exactly.
        self._waiting: dict[int, list[str] | None] = {}
        self._released = 0

    def rows(self) -> Generator[Row]:
        """Yield frictionless rows; leave the figures of the table as frictionless would."""
        self._table.stats.rows = 0
        try:
            with closing(self._parser.blocks()) as blocks:
                yield from self._judged(blocks)
        finally:
            self._parser.close()
            self._exact.close()
        self._finish()

    def _judged(self, blocks: Iterator[Block]) -> Iterator[Row]:
        """Yield the rows with faults, as soon as nothing that follows can change them."""
        release = FIRST_RELEASE
        for number, block in enumerate(blocks, start=1):
            self._take(block)
            if self._progress is not None:
                self._progress(max(0, self._parser.total - self._header_end))
            if self._keys is None or (number >= release and not self._rules.foreign):
                release = number * 2
                yield from self._release()
        yield from self._release()

    def _take(self, block: Block) -> None:
        """Look for faults in a block and keep what its keys are."""
        cells = Cells(block.columns)
        self._waiting.update(block.irregular)
        if len(cells):
            at = self._test.faulty(cells)
            found = zip(block.records[at].tolist(), cells.rows(at) if len(at) else [], strict=True)
            for record, row in found:
                self._waiting[record] = row if any(row) else None
        if self._keys is not None:
            self._keys.add(cells, block.records, block.irregular)

    def _release(self) -> Iterator[Row]:
        """Yield what waits, with the faults of the keys."""
        if self._released == self._parser.total and not self._waiting:
            return
        faults = NO_FAULTS if self._keys is None else self._keys.faults(self._released)
        self._released = self._parser.total
        for record in sorted(self._waiting.keys() | faults.records()):
            row = self._row(record, faults)
            if self._left is not None:
                self._left -= len(row.errors)
                if self._left <= 0:
                    # frictionless stops here: its stream has to stand where it would.
                    self._exact.settle(record)
            yield row
        self._waiting.clear()

    def _row(self, record: int, faults: KeyFaults) -> Row:
        cells = self._waiting.get(record) or self._exact.cells(record)
        self._table.stats.rows = record - self._header_end
        row = Row(cells, handlers=self._handlers, row_number=record)
        for name in self._rules.unique:
            before = faults.unique.get(name, {}).get(record)
            if row[name] is not None and before:
                note = f"the same as in the row at position {before}"
                row.errors.append(errors.UniqueError.from_row(row, note=note, field_name=name))
        if self._rules.primary:
            values = [row[name] for name in self._rules.primary]
            if record in faults.primary:
                before = faults.primary[record]
                note = f"the same as in the row at position {before}"
                if all(value is None for value in values):
                    note = 'cells composing the primary keys are all "None"'
                row.errors.append(errors.PrimaryKeyError.from_row(row, note=note))
        for number, key in enumerate(self._rules.foreign):
            # Reading a cell moves its errors before the others, so all are read in this order.
            values = [row[name] for name in key.target]
            if number in faults.foreign.get(record, ()):
                self._refer(row, key, values)
        return row

    def _refer(self, row: Row, key: ForeignKey, values: list[Any]) -> None:
        """Append the error of a reference that finds nothing."""
        note = 'for "{}": values "{}" not found in the lookup table "{}" as "{}"'.format(
            ", ".join(key.target),
            ", ".join(str(value) for value in values),
            key.resource,
            ", ".join(key.source),
        )
        error = errors.ForeignKeyError.from_row(
            row,
            note=note,
            field_names=list(key.target),
            field_values=values,
            reference_name=key.resource,
            reference_field_names=list(key.source),
        )
        row.errors.append(error)

    def _finish(self) -> None:
        """Write the figures of a file read to its end."""
        stats = self._table.stats
        stats.rows = max(0, self._parser.total - self._header_end)
        stats.bytes = self._parser.feed.size
        stats.md5 = self._parser.feed.md5
        stats.sha256 = self._parser.feed.sha256
