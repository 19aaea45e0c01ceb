"""Make the mended copy of a file: the original is only read."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from datasets.intake import extract, propose
from datasets.intake.sources import open_source
from datasets.intake.text import TextTable
from datasets.repairs.candidates import amended, area_of, steps_for
from datasets.repairs.model import ORDER, WORDS, Applied, Repaired, RepairOrder
from datasets.repairs.proposing import DELIMITED
from datasets.repairs.records import Speller, raw_records
from datasets.repairs.steps import MendCells, Step

Progress = Callable[[str, int], None]
PROGRESS_ROWS = 10_000


def repair(order: RepairOrder, on_progress: Progress | None = None) -> Repaired:
    """Write the mended copy. Raises IntakeError."""
    proposal = propose(
        order.source, file_name=order.file_name, sheet=order.sheet, member=order.member
    )
    schema = order.schema or proposal.schema
    if proposal.container not in DELIMITED:
        return _from_workbook(order, schema, on_progress)
    name, sheet, member = order.file_name, proposal.sheet, proposal.member
    with open_source(order.source, file_name=name, sheet=sheet, member=member) as opened:
        if not isinstance(opened.table, TextTable):
            return _from_workbook(order, schema, on_progress)
        steps = steps_for(proposal, schema, given=order.schema_given)
        copy = _Copy(opened.table, order.codes, steps)
        copy.write(order.target, on_progress)
    names = {at: name for name, at in area_of(proposal).columns.items()}
    applied = tuple(copy.applied(names))
    return Repaired(
        file_name=_csv_name(order.file_name, proposal.container),
        applied=applied,
        schema=amended(schema, {item.code: item.columns for item in applied}),
    )


def _from_workbook(
    order: RepairOrder, schema: dict[str, Any], on_progress: Progress | None
) -> Repaired:
    """Save the table of a workbook as CSV and mend that."""
    proposal = propose(order.source, file_name=order.file_name, sheet=order.sheet)
    with tempfile.TemporaryDirectory(dir=order.target.parent) as folder:
        table = Path(folder) / "table.csv"
        extracted = extract(order.source, proposal, table)
        inner = RepairOrder(
            source=table,
            file_name=_csv_name(order.file_name, proposal.container),
            target=order.target,
            codes=tuple(code for code in order.codes if code != "as-csv"),
            schema=schema,
            schema_given=order.schema_given,
        )
        mended = repair(inner, on_progress)
    saved = Applied("as-csv", (), extracted.rows, WORDS["as-csv"].logged(extracted.rows))
    return Repaired(inner.file_name, (saved, *mended.applied), mended.schema)


def _csv_name(name: str, container: str) -> str:
    if container == "csv":
        return name
    stem = name
    for ending in (".gz", ".zip", ".csv", ".xlsx", ".xls", ".ods", ".json", ".geojson"):
        stem = stem[: -len(ending)] if stem.lower().endswith(ending) else stem
    return f"{stem}.csv"


class _Copy:
    """One pass over the records with the chosen steps, one after the other on each record."""

    def __init__(self, table: TextTable, codes: tuple[str, ...], steps: Mapping[str, Step]) -> None:
        self._table = table
        self._steps = [steps[code] for code in ORDER if code in codes and code in steps]
        # What removes repeats looks at cells that are mended already.
        self._steps.sort(key=lambda step: step.code == "duplicate-rows")
        self._utf8 = "encoding" in codes
        self._line_ends = "line-ends" in codes
        self._changed = dict.fromkeys(codes, 0)
        self._columns: dict[str, set[int]] = {code: set() for code in codes}

    def write(self, target: Path, on_progress: Progress | None) -> None:
        """Write the copy."""
        encoding = self._table.encoding.name
        if self._utf8 or self._table.encoding.errors != "strict":
            encoding = "utf-8"
        speller = Speller(self._table)
        with target.open("w", encoding=encoding, newline="") as out:
            for raw in raw_records(self._table):
                if self._utf8 and not raw.text.isascii():
                    self._changed["encoding"] += 1
                cells = self._mended(raw.number, raw.cells)
                if cells is not None:
                    end = self._end(raw.end)
                    same = cells is raw.cells
                    body = raw.text.removesuffix(raw.end) if same else speller.text(cells, "")
                    out.write(body + end)
                if on_progress is not None and raw.number % PROGRESS_ROWS == 0:
                    on_progress("repair", raw.number)

    def _end(self, end: str) -> str:
        if self._line_ends and end in {"\r", "\r\n"}:
            self._changed["line-ends"] += 1
            return "\n"
        return end

    def _mended(self, number: int, cells: list[str]) -> list[str] | None:
        for step in self._steps:
            after = step.apply(number, cells)
            if after is cells:
                continue
            self._count(step, cells, after)
            if after is None:
                return None
            cells = after
        return cells

    def _count(self, step: Step, before: list[str], after: list[str] | None) -> None:
        if after is None or not isinstance(step, MendCells):
            self._changed[step.code] += 1
            return
        places = [at for at, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
        self._changed[step.code] += len(places)
        self._columns[step.code].update(places)

    def applied(self, names: Mapping[int, str]) -> list[Applied]:
        """Return what was done, in the order of the work."""
        found = []
        for code in ORDER:
            count = self._changed.get(code, 0)
            if count:
                columns = tuple(names[at] for at in sorted(self._columns[code]) if at in names)
                log = WORDS[code].logged(count, columns)
                found.append(Applied(code, columns, count, log))
        return found
