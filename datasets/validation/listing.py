"""All single errors of a report as rows of a CSV file that a spreadsheet opens safely."""

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from datasets.validation.findings import Finding, errors_of, findings, key_of

HEAD: Final = ("Zeile", "Spalte", "Zelle", "Befund", "Erklärung", "Was tun")
# A spreadsheet takes a cell that begins so for a formula.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def findings_csv(report: dict[str, Any], schema: dict[str, Any], proposal: dict[str, Any]) -> str:
    """Return the whole list, in the order of the file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for row in _rows(report, schema, proposal):
        writer.writerow([safe(cell) for cell in row])
    return out.getvalue()


def safe(cell: str) -> str:
    """Return the cell so that no spreadsheet runs it."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def row_offset_of(proposal: dict[str, Any]) -> int:
    """Return what a row of the judged table lacks to the row that Excel shows."""
    layout = proposal.get("layout", {})
    return max((*layout.get("preamble", ()), *layout.get("header", ())), default=0) - 1


def _rows(
    report: dict[str, Any], schema: dict[str, Any], proposal: dict[str, Any]
) -> Iterator[tuple[str, ...]]:
    offset = row_offset_of(proposal)
    told = _told(report, schema, proposal)
    for error in errors_of(report):
        finding = told[key_of(error)]
        row = error.get("rowNumber")
        yield (
            str(row + offset) if row is not None else "",
            finding.column or "",
            str(error.get("cell", "")),
            finding.title_de,
            finding.message_de,
            finding.hint_de,
        )


def _told(
    report: dict[str, Any], schema: dict[str, Any], proposal: dict[str, Any]
) -> dict[tuple[str, str | None, str], Finding]:
    """Return the finding of each kind of error."""
    told = {}
    for error in errors_of(report):
        key = key_of(error)
        if key not in told:
            alone = {"tasks": [{"errors": [error]}]}
            told[key] = findings(alone, schema=schema, proposal=proposal)[0]
    return told
