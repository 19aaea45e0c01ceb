"""The road of one file, without Django: intake, validation, findings, table, profile.

Runs in a bounded process (`datasets.isolation`); everything in and out is plain and picklable.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, is_dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from datasets.building import LIMIT_ERRORS, Building
from datasets.intake import Extract, Proposal, profile
from datasets.intake.errors import IntakeError
from datasets.intake.extracting import cells_of, extract_opened, is_columnar, write_table
from datasets.intake.model import Bin, ColumnProfile, Layout
from datasets.intake.proposing import understand
from datasets.intake.sources import Opened, open_source
from datasets.intake.survey import Column, Survey
from datasets.orders import Order, Outcome
from datasets.repairs import Repair
from datasets.repairs.candidates import mends_for
from datasets.repairs.notices import with_repairs
from datasets.repairs.proposing import repairs_of
from datasets.schemas.alignment import align, without_foreign
from datasets.store import ColumnProfile as TableProfile
from datasets.store import StoreError
from datasets.store.table import open_file
from datasets.validation import validate
from datasets.validation.findings import findings, verdict_sentence

Progress = Callable[[str, int], None]

# How `extract` writes a table; frictionless would guess, and sometimes wrongly.
EXTRACTED: dict[str, Any] = {
    "headerRows": [1],
    "csv": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "skipInitialSpace": False},
}

# The distinct cells of each column with their numbers; empty where only a sample was counted.
Cells = Sequence[Mapping[str, int]]

# A name with one of these endings promises a table. Others may honestly be something else.
TABLE_ENDINGS = frozenset({".csv", ".tsv", ".tab", ".xlsx", ".xls", ".ods", ".geojson", ".gz"})


def process(order: Order, on_progress: Progress) -> Outcome:
    """Take one file down the whole road; every expected failure is an Outcome, not an exception."""
    proposal: Proposal | None = None
    on_progress("intake", 0)
    with ExitStack() as stack:
        folder = tempfile.TemporaryDirectory(dir=order.scratch, prefix="table-")
        table = Path(stack.enter_context(folder)) / "table.csv"
        writing = _Writing(
            stack.enter_context(ThreadPoolExecutor(1)), table, lambda n: on_progress("intake", n)
        )
        try:
            with open_source(
                order.source, file_name=order.file_name, sheet=order.sheet, member=order.member
            ) as opened:
                proposal, survey = understand(opened, partial(writing.begin, opened))
                schema = _schema(order, proposal)
                cells = _cells(opened, proposal, schema)
                building = stack.enter_context(Building(order.table_target, schema, cells))
                extracted = writing.result(opened, proposal)
                given = order.schema is not None
                repairs = repairs_of(opened.table, proposal, schema, given=given)
        except IntakeError as error:
            return _refused(order, error, proposal)
        counted = tuple(column.values for column in _counted(survey, proposal))
        taken = _Taken(proposal, schema, extracted, repairs, counted)
        return _judge(order, taken, building, table, on_progress)


@dataclass
class _Writing:
    """The normalised CSV: where the rows were read as columns, it is written while these are looked into."""

    beside: ThreadPoolExecutor
    table: Path
    on_progress: Callable[[int], None]
    early: Future[Extract] | None = None

    def begin(self, opened: Opened, layout: Layout, labels: tuple[str, ...]) -> None:
        """Begin if other threads may read the rows."""
        if is_columnar(opened.table):
            self.early = self.beside.submit(
                write_table, opened.table, layout, labels, self.table, self.on_progress
            )

    def result(self, opened: Opened, proposal: Proposal) -> Extract:
        """Wait for what was begun, or write now."""
        if self.early is not None:
            return self.early.result()
        return extract_opened(opened, proposal, self.table, on_progress=self.on_progress)


@dataclass(frozen=True)
class _Taken:
    """What was read of the source: how it is understood, the schema it is to obey, what could be mended."""

    proposal: Proposal
    schema: dict[str, Any]
    extracted: Extract
    repairs: tuple[Repair, ...]
    counted: Cells


def _schema(order: Order, proposal: Proposal) -> dict[str, Any]:
    """Return the schema that the rows are to obey: the given one, else the guessed."""
    inferred = proposal.schema["fields"]
    labels = tuple(str(field["name"]) for field in inferred)
    return align(order.schema, labels, inferred) if order.schema else proposal.schema


def _cells(opened: Opened, proposal: Proposal, schema: dict[str, Any]) -> pa.Table | None:
    """Return the rows as columns, where they were read so and the schema knows each of them."""
    cells = cells_of(opened.table, proposal.layout)
    return cells if cells is not None and cells.num_columns == len(schema["fields"]) else None


def _counted(survey: Survey, proposal: Proposal) -> list[Column]:
    """Return the distinct cells of every column of the table; none if only a sample was counted."""
    kept = [survey.columns[at] for at in proposal.layout.keep if at < len(survey.columns)]
    whole = not survey.sampled and all(column.complete for column in kept)
    return kept if whole else []


def _refused(order: Order, error: IntakeError, proposal: Proposal | None) -> Outcome:
    """Say why no table could be read; a file that never promised one is simply kept."""
    sentence = " ".join(part for part in (error.message_de, error.where, error.hint_de) if part)
    promised = any(order.file_name.lower().endswith(ending) for ending in TABLE_ENDINGS)
    finding: dict[str, Any] = {
        "code": error.code,
        "column": None,
        "title_de": "Die Datei ließ sich nicht als Tabelle lesen",
        "message_de": error.message_de,
        "where_de": error.where,
        "hint_de": error.hint_de,
        "rows_count": 0,
        "first_examples": [],
        "repair": None,
        "severity": "error",
    }
    return Outcome(
        state="invalid" if promised or error.code not in {"not-a-table"} else "no_table",
        message=sentence,
        proposal=proposal.to_dict() if proposal else {},
        findings=(finding,),
        finding_count=1,
    )


def _judge(
    order: Order, taken: _Taken, building: Building, table: Path, on_progress: Progress
) -> Outcome:
    """Validate the extracted table, explain the report, and finish the table of accepted rows."""
    proposal, extracted, schema = taken.proposal, taken.extracted, taken.schema
    on_progress("validation", 0)
    report = validate(
        table,
        without_foreign(schema),
        encoding="utf-8",
        dialect=EXTRACTED,
        limit_errors=LIMIT_ERRORS,
        on_progress=lambda rows: on_progress("validation", rows),
    )
    understood = proposal.to_dict()
    told, offers = with_repairs(
        findings(report, schema=schema, row_offset=extracted.row_offset, proposal=understood),
        taken.repairs,
        mends_for(proposal, schema, given=order.schema is not None),
    )
    understood["repairs"] = plain(offers)
    valid = bool(report["valid"])
    figures = _profile(taken)
    built, refusal = building.finish(report, table, on_progress)
    if built and not figures:
        on_progress("profile", extracted.rows)
        figures = _stored_profile(order, schema)
    return Outcome(
        state="valid" if valid and not refusal else "invalid",
        message=" ".join(filter(None, (verdict_sentence(report, extracted.rows), refusal))),
        proposal=understood,
        schema=schema,
        report=report,
        findings=tuple(plain(item) for item in told),
        profile=figures if built else (),
        personal_data=tuple(plain(item) for item in proposal.personal_data),
        finding_count=int(report.get("stats", {}).get("errors", 0)),
        rows=extracted.rows,
        columns=extracted.columns,
        has_table=built,
    )


def _profile(taken: _Taken) -> tuple[dict[str, Any], ...]:
    """Describe each column from its distinct cells, if all were counted."""
    try:
        return tuple(plain(column) for column in profile(taken.counted, taken.schema))
    except ValueError:  # a table that cannot be described is published all the same
        return ()


def _stored_profile(order: Order, schema: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """Describe each column from the table; the number of distinct values is an estimate."""
    fields = {str(field["name"]): str(field.get("type", "any")) for field in schema["fields"]}
    try:
        stored = open_file(order.table_target)
        try:
            return tuple(
                plain(_described(column, fields.get(column.column.name, "any"), stored.info().rows))
                for column in stored.profile()
            )
        finally:
            stored.connection.close()
    except StoreError:
        return ()


def _described(found: TableProfile, kind: str, rows: int) -> ColumnProfile:
    """Tell the figures of a stored column as intake tells those of a column it read."""
    return ColumnProfile(
        name=found.column.name,
        type=kind,
        count=rows - found.missing,
        missing=found.missing,
        distinct=found.distinct,
        distinct_exact=False,
        minimum=_shown(found.minimum),
        maximum=_shown(found.maximum),
        invalid=0,
        histogram=tuple(
            Bin(_edge(bucket.lower), _edge(bucket.upper), bucket.count)
            for bucket in found.histogram
        ),
        top=tuple((_shown(value) or "", count) for value, count in found.top[:5]),
    )


def _shown(value: Any) -> str | None:
    """Write a stored value as text, shortened."""
    if value is None:
        return None
    return (value.isoformat() if hasattr(value, "isoformat") else str(value))[:120]


def _edge(value: Any) -> float | str:
    """Write the end of a histogram's bar: a number, or a date as ISO text."""
    return str(value.isoformat()) if hasattr(value, "isoformat") else float(value)


def plain(value: Any) -> Any:
    """Turn frozen values into what JSON can hold."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
