"""The road of one file, without Django: intake, validation, findings, table, profile.

Runs in a bounded process (`datasets.isolation`); everything in and out is plain and picklable.
"""

import csv
import tempfile
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from datasets.intake import Extract, Proposal, extract, profile, propose
from datasets.intake.errors import IntakeError
from datasets.intake.extracting import write_rows
from datasets.intake.limits import MAX_FIELD_CHARS
from datasets.intake.model import Bin, ColumnProfile
from datasets.orders import Order, Outcome
from datasets.repairs import Repair
from datasets.repairs.candidates import mends_for
from datasets.repairs.notices import with_repairs
from datasets.repairs.proposing import propose_repairs
from datasets.schemas.alignment import align, without_foreign
from datasets.store import ColumnProfile as TableProfile
from datasets.store import StoreError, build
from datasets.store.table import open_file
from datasets.validation import validate
from datasets.validation.findings import Finding, findings, verdict_sentence

Progress = Callable[[str, int], None]

# How many single errors a report holds; beyond them the rest of the file is not judged.
LIMIT_ERRORS = 1000

# How `extract` writes a table; frictionless would guess, and sometimes wrongly.
EXTRACTED: dict[str, Any] = {
    "headerRows": [1],
    "csv": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "skipInitialSpace": False},
}

# Above this, columns are described from the built table: its engine reads a million rows in a
# second, where Python takes half a minute; the number of distinct values is an estimate then.
PROFILE_ROWS = 200_000

# A name with one of these endings promises a table. Others may honestly be something else.
TABLE_ENDINGS = frozenset({".csv", ".tsv", ".tab", ".xlsx", ".xls", ".ods", ".geojson", ".gz"})


def process(order: Order, on_progress: Progress) -> Outcome:
    """Take one file down the whole road; every expected failure is an Outcome, not an exception."""
    proposal: Proposal | None = None
    on_progress("intake", 0)
    with tempfile.TemporaryDirectory(dir=order.scratch, prefix="table-") as folder:
        table = Path(folder) / "table.csv"
        try:
            proposal = propose(
                order.source, file_name=order.file_name, sheet=order.sheet, member=order.member
            )
            extracted = extract(
                order.source, proposal, table, on_progress=lambda rows: on_progress("intake", rows)
            )
        except IntakeError as error:
            return _refused(order, error, proposal)
        return _judge(order, proposal, extracted, table, on_progress)


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
    order: Order, proposal: Proposal, extracted: Extract, table: Path, on_progress: Progress
) -> Outcome:
    """Validate the extracted table, explain the report, and build the table of accepted rows."""
    inferred = proposal.schema["fields"]
    schema = align(order.schema, extracted.labels, inferred) if order.schema else proposal.schema
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
    told, offers = _offers(
        order,
        proposal,
        schema,
        findings(report, schema=schema, row_offset=extracted.row_offset, proposal=understood),
    )
    understood["repairs"] = plain(offers)
    valid = bool(report["valid"])
    built, refusal = _build(order, schema, report, table, on_progress)
    on_progress("profile", extracted.rows)
    return Outcome(
        state="valid" if valid and not refusal else "invalid",
        message=" ".join(filter(None, (verdict_sentence(report, extracted.rows), refusal))),
        proposal=understood,
        schema=schema,
        report=report,
        findings=tuple(plain(item) for item in told),
        profile=_profile(order, table, schema, extracted.rows) if built else (),
        personal_data=tuple(plain(item) for item in proposal.personal_data),
        finding_count=int(report.get("stats", {}).get("errors", 0)),
        rows=extracted.rows,
        columns=extracted.columns,
        has_table=built,
    )


def _offers(
    order: Order, proposal: Proposal, schema: dict[str, Any], found: list[Finding]
) -> tuple[list[Finding], list[Repair]]:
    """Look for what could be mended, and tell it with the findings."""
    given = order.schema is not None
    repairs = propose_repairs(
        order.source, proposal, schema, given=given, file_name=order.file_name
    )
    return with_repairs(found, repairs, mends_for(proposal, schema, given=given))


def _build(
    order: Order, schema: dict[str, Any], report: dict[str, Any], table: Path, on_progress: Progress
) -> tuple[bool, str]:
    """Build the table of accepted rows; return whether it stands, and else a German reason."""
    rejected = rejected_rows(report)
    if rejected is None:
        return False, ""
    on_progress("table", 0)
    try:
        _build_without(table, schema, order, rejected, on_progress)
    except StoreError as error:
        return False, str(error)
    return True, ""


def _build_without(
    table: Path, schema: dict[str, Any], order: Order, rejected: set[int], on_progress: Progress
) -> None:
    """Build the table without these rows. Raises StoreError."""

    def report(rows: int) -> None:
        on_progress("table", rows)

    try:
        build(table, schema, order.table_target, rejected=rejected, on_progress=report)
    except StoreError as error:
        # Rejected rows that are too long, too short or empty: no reader of whole files takes them.
        if not rejected or error.code not in {"csv", "rows"}:
            raise
        accepted = table.with_name("accepted.csv")
        _leave_out(table, rejected, accepted)
        build(accepted, schema, order.table_target, rejected=set(), on_progress=report)


def _leave_out(table: Path, rejected: set[int], accepted: Path) -> None:
    """Copy the table without the rejected rows (1 = first row after the header)."""
    csv.field_size_limit(MAX_FIELD_CHARS)
    with (
        table.open(encoding="utf-8", newline="") as source,
        accepted.open("w", encoding="utf-8", newline="") as target,
    ):
        rows = enumerate(csv.reader(source))
        write_rows(target, (row for number, row in rows if number not in rejected))


def _profile(
    order: Order, table: Path, schema: dict[str, Any], rows: int
) -> tuple[dict[str, Any], ...]:
    """Describe each column; a table that cannot be described is published all the same."""
    try:
        if rows <= PROFILE_ROWS:
            return tuple(plain(column) for column in profile(table, schema))
        stored = open_file(order.table_target)
        try:
            fields = {
                str(field["name"]): str(field.get("type", "any")) for field in schema["fields"]
            }
            return tuple(
                plain(_described(column, fields.get(column.column.name, "any"), stored.info().rows))
                for column in stored.profile()
            )
        finally:
            stored.connection.close()
    except (IntakeError, StoreError):
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


def plain(value: Any) -> Any:
    """Turn frozen values into what JSON can hold."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
