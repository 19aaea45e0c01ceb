"""Findings and repairs brought together: which repair answers which finding."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from datasets.repairs.cells import Mend
from datasets.repairs.model import Repair
from datasets.validation.findings import Example, Finding

WHY: Final = {
    "encoding": (
        "Die Datei ist nicht als UTF-8 gespeichert",
        "Andere Programme zeigen Umlaute und Sonderzeichen dieser Datei leicht falsch an.",
    ),
    "preamble": (
        "Über der Kopfzeile stehen Zeilen, die nicht zur Tabelle gehören",
        "Programme halten sie für Spaltennamen oder Daten.",
    ),
    "totals-row": (
        "Am Ende stehen Summen oder Anmerkungen",
        "Sie sind keine Datensätze und verfälschen jede Auswertung.",
    ),
    "blank-rows": (
        "Leere Zeilen",
        "Zwischen den Daten stehen Zeilen ohne jeden Wert.",
    ),
    "empty-columns": (
        "Leere Spalten am Rand",
        "Die Zeilen enden mit Trennzeichen, hinter denen nichts steht.",
    ),
    "leading-zeros": (
        "Führende Nullen fehlen",
        "Schlüssel wie AGS und Postleitzahl haben eine feste Länge; hier fehlt die Null am Anfang.",
    ),
    "decimal-comma": (
        "Zahlen mit Dezimalkomma",
        "Viele Programme lesen nur den Dezimalpunkt und halten diese Zahlen für Text.",
    ),
    "line-ends": (
        "Uneinheitliche Zeilenenden",
        "Manche Programme lesen die Datei dadurch als eine einzige Zeile.",
    ),
}


def with_repairs(
    found: Sequence[Finding], repairs: Sequence[Repair], mends: Mapping[str, Mapping[str, Mend]]
) -> tuple[list[Finding], list[Repair]]:
    """Give findings their repair, and add a notice for each offered repair without a finding.

    Also returns the repairs, with those marked as offered that answer a finding.
    """
    told: list[Finding] = []
    used: set[str] = set()
    for finding in found:
        answer = next((item for item in repairs if _answers(item, finding, mends)), None)
        if answer is None:
            told.append(finding)
        else:
            used.add(answer.code)
            told.append(replace(finding, repair=answer.code))
    told += [_notice(item) for item in repairs if item.offered and item.code not in used]
    return told, [replace(item, offered=item.offered or item.code in used) for item in repairs]


def _answers(repair: Repair, finding: Finding, mends: Mapping[str, Mapping[str, Mend]]) -> bool:
    """Say whether the repair changes what the finding complains about."""
    if finding.code not in repair.answers:
        return False
    if repair.code not in mends:
        return True
    mend = mends[repair.code].get(finding.column or "")
    return mend is not None and any(mend(e.cell) != e.cell for e in finding.first_examples)


def _notice(repair: Repair) -> Finding:
    title, message = WHY[repair.code]
    first = {change.row: change for change in reversed(repair.preview)}
    shown = sorted(first)[:3]
    examples = tuple(Example(None, row, first[row].before) for row in shown)
    rows = ", ".join(str(row) for row in shown)
    more = " …" if repair.count > len(repair.preview) or len(first) > len(shown) else ""
    columns = ", ".join(f"„{name}“" for name in repair.columns)
    place = f"Spalte{'n' if len(repair.columns) > 1 else ''} {columns}, " if columns else ""
    return Finding(
        code=repair.code,
        column=repair.columns[0] if len(repair.columns) == 1 else None,
        title_de=title,
        message_de=message,
        where_de=f"{place}Zeile{'n' if len(shown) > 1 or more else ''} {rows}{more}",
        hint_de=f"Die Reparatur „{repair.title_de}“ erledigt das.",
        rows_count=repair.count,
        first_examples=examples,
        repair=repair.code,
        severity="notice",
    )
