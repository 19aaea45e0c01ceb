"""The last step of a file's road: the table of the rows that were accepted."""

import csv
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import pyarrow as pa

from datasets.intake.extracting import write_rows
from datasets.intake.limits import MAX_FIELD_CHARS
from datasets.store import StoreError, build

Progress = Callable[[str, int], None]

# How many single errors a report holds; beyond them the rest of the file is not judged.
LIMIT_ERRORS = 1000
# Tables up to this size are built while they are still being judged; most are found sound. Of
# larger ones the work would be missed if it was for nothing.
EARLY_BYTES: Final = 48 * 1024 * 1024


class Building:
    """The table of one file. `cells`: its rows as columns of texts, where they were read so."""

    def __init__(self, target: Path, schema: dict[str, Any], cells: pa.Table | None) -> None:
        self._target = target
        self._schema = schema
        self._cells = cells
        self._early: Future[None] | None = None
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="table")

    def __enter__(self) -> Self:
        """Begin at once with all rows, where that is cheap."""
        if self._cells is not None and self._cells.nbytes <= EARLY_BYTES:
            self._early = self._beside.submit(self._build, Path(), set())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait for what was begun; a table that nobody asked for goes."""
        self._beside.shutdown()
        if self._early is not None:
            self._target.unlink(missing_ok=True)

    def finish(
        self, report: dict[str, Any], table: Path, on_progress: Progress
    ) -> tuple[bool, str]:
        """Return whether the table of accepted rows stands, and else a German reason.

        `table`: the file that the report is about.
        """
        rejected = rejected_rows(report)
        if rejected is None:
            return False, ""
        on_progress("table", 0)
        try:
            if self._early is None or rejected:
                self._without(table, rejected)
            else:
                self._early.result()
                self._early = None
        except StoreError as error:
            return False, str(error)
        return True, ""

    def _without(self, table: Path, rejected: set[int]) -> None:
        """Build the table without these rows. Raises StoreError."""
        if self._early is not None:
            self._early.exception()  # its end
            self._early = None
            self._target.unlink(missing_ok=True)
        try:
            self._build(table, rejected)
        except StoreError as error:
            # Rejected rows that are too long, too short or empty: no reader of whole files takes them.
            if not rejected or error.code not in {"csv", "rows"}:
                raise
            accepted = table.with_name("accepted.csv")
            _leave_out(table, rejected, accepted)
            build(accepted, self._schema, self._target)

    def _build(self, table: Path, rejected: set[int]) -> None:
        build(table, self._schema, self._target, rejected=rejected, cells=self._cells)


def _leave_out(table: Path, rejected: set[int], accepted: Path) -> None:
    """Copy the table without the rejected rows (1 = first row after the header)."""
    csv.field_size_limit(MAX_FIELD_CHARS)
    with (
        table.open(encoding="utf-8", newline="") as source,
        accepted.open("w", encoding="utf-8", newline="") as target,
    ):
        rows = enumerate(csv.reader(source))
        write_rows(target, (row for number, row in rows if number not in rejected))


def rejected_rows(report: dict[str, Any]) -> set[int] | None:
    """Return the table rows (1 = first row after the header) that have errors.

    None if the report does not tell for every row: errors of the header or the file, or a report
    that stopped at its limit.
    """
    rows: set[int] = set()
    for task in report.get("tasks", []):
        errors = task.get("errors", [])
        if len(errors) >= LIMIT_ERRORS:
            return None
        for error in errors:
            if "rowNumber" not in error:
                return None
            rows.add(int(error["rowNumber"]) - 1)
    return None if report.get("errors") else rows
