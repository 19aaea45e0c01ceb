"""The report as a person reads it: groups with a German what, where and how."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from datasets.validation.texts import FILE, HEADER, OTHER, TEXTS
from datasets.validation.words import (
    cell_hint,
    expectation,
    listed,
    number,
    rule_of,
    rule_sentence,
)

EXAMPLES: Final = 3
SHOWN_ROWS: Final = 5
LONG_CELL: Final = 200
Key = tuple[str, str | None, str]
Counts = Mapping[tuple[str, str | None, str], int]


@dataclass(frozen=True, slots=True)
class Example:
    """One place of a finding; `excel_row` is the row as Excel counts it."""

    row: int | None
    excel_row: int | None
    cell: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Equal errors of one column, told once."""

    code: str
    column: str | None
    title_de: str
    message_de: str
    where_de: str
    hint_de: str
    rows_count: int
    first_examples: tuple[Example, ...]
    repair: str | None = None
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class _Place:
    """How rows and columns of the judged table are found in the original."""

    row_offset: int
    letters: Mapping[str, str]

    def excel_row(self, row: Any) -> int | None:
        return int(row) + self.row_offset if row is not None else None


def findings(
    report: dict[str, Any],
    *,
    schema: dict[str, Any],
    row_offset: int = 0,
    proposal: dict[str, Any] | None = None,
    counts: Counts | None = None,
) -> list[Finding]:
    """Group the report's errors by kind, column and rule, the most frequent first.

    `counts` are the full numbers where the report stopped at its limit.
    """
    fields = {str(field["name"]): field for field in schema.get("fields", [])}
    place = _Place(row_offset, _letters(list(fields), proposal or {}))
    groups: dict[Key, list[dict[str, Any]]] = {}
    for error in errors_of(report):
        groups.setdefault(key_of(error), []).append(error)
    found = [
        _finding(key, errors, fields.get(str(key[1]), {}), place, (counts or {}).get(key))
        for key, errors in groups.items()
    ]
    return sorted(found, key=lambda finding: -finding.rows_count)


def errors_of(report: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """Yield the errors of a report, those of the file before those of the rows."""
    yield from report.get("errors", [])
    for task in report.get("tasks", []):
        yield from task.get("errors", [])


def key_of(error: dict[str, Any]) -> Key:
    """Return what errors have in common that are told together."""
    rule = rule_of(error.get("note", "")) if error["type"] == "constraint-error" else ""
    # Which of the surplus or missing cells it is tells nobody anything.
    column = None if error["type"] in {"extra-cell", "missing-cell"} else _column(error)
    return error["type"], column, rule


def _column(error: dict[str, Any]) -> str | None:
    names = error.get("fieldNames")
    return error.get("fieldName") or error.get("label") or (", ".join(names) if names else None)


def _letters(names: list[str], proposal: dict[str, Any]) -> dict[str, str]:
    """Return the letter that a spreadsheet shows above each column."""
    keep = proposal.get("layout", {}).get("keep") or range(len(names))
    return {name: letter(int(at)) for name, at in zip(names, keep, strict=False)}


def letter(position: int) -> str:
    """Return A for 0, Z for 25, AA for 26."""
    text, left = "", position + 1
    while left:
        left, rest = divmod(left - 1, 26)
        text = chr(65 + rest) + text
    return text


def _finding(
    key: Key,
    errors: list[dict[str, Any]],
    field: dict[str, Any],
    place: _Place,
    count: int | None,
) -> Finding:
    code, column, rule = key
    text = TEXTS.get(code, OTHER)
    examples = tuple(_example(error, place) for error in _one_a_row(errors)[:EXAMPLES])
    total = max(count or 0, len(_one_a_row(errors)))
    hints = [hint for hint in (cell_hint(example.cell, field) for example in examples) if hint]
    return Finding(
        code=code,
        column=column,
        title_de=text.title,
        message_de=_message(code, rule, field, text.what),
        where_de=_where(key, errors, total, place),
        hint_de=" ".join([*hints[:1], text.how]),
        rows_count=total,
        first_examples=examples,
    )


def _one_a_row(errors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one error of each row: a row with five surplus cells is one place."""
    by_row: dict[Any, dict[str, Any]] = {}
    for position, error in enumerate(errors):
        by_row.setdefault(error.get("rowNumber", -position - 1), error)
    return list(by_row.values())


def _example(error: dict[str, Any], place: _Place) -> Example:
    cell = error.get("cell", "")
    if not cell and "cells" in error:
        cell = ", ".join(error["cells"])
    row = error.get("rowNumber")
    return Example(row, place.excel_row(row), str(cell)[:LONG_CELL])


def _message(code: str, rule: str, field: dict[str, Any], what: str) -> str:
    if code == "type-error" and field:
        return f"Die Spalte erwartet {expectation(field)}; diese Werte lassen sich so nicht lesen."
    if code == "constraint-error" and field:
        return rule_sentence(rule, field) or what
    return what


def _where(key: Key, errors: list[dict[str, Any]], total: int, place: _Place) -> str:
    """Say where to look: column as the spreadsheet names it, and the first rows."""
    code, column, _rule = key
    if code in HEADER:
        return f"Kopfzeile, „{column}“" if column else "Kopfzeile"
    if code in FILE:
        return "Die ganze Datei"
    parts = []
    if column:
        at = place.letters.get(column)
        parts.append(f"Spalte {at} „{column}“" if at else f"Spalte „{column}“")
    rows = [place.excel_row(error.get("rowNumber")) for error in _one_a_row(errors)]
    numbers = [str(row) for row in rows if row is not None][:SHOWN_ROWS]
    if numbers:
        more = total - len(numbers)
        named = [*numbers, f"{number(more)} weitere"] if more else numbers
        parts.append(f"{'Zeile' if total == 1 else 'Zeilen'} {listed(named)}")
    return ", ".join(parts) or "Die ganze Tabelle"


def verdict_sentence(report: dict[str, Any], rows: int, errors: int | None = None) -> str:
    """Say in one sentence how the check ended; `errors` is their full number if it is known."""
    found = int(report.get("stats", {}).get("errors", 0))
    checked = "1 Zeile geprüft" if rows == 1 else f"{number(rows)} Zeilen geprüft"
    if report.get("valid"):
        return f"{checked}, keine Fehler gefunden."
    stopped = any(task.get("warnings") for task in report.get("tasks", []))
    if errors is None and stopped:
        return f"Mindestens {number(found)} Fehler gefunden; danach wurde die Prüfung angehalten."
    return f"{checked}, {number(errors or found)} Fehler gefunden."
