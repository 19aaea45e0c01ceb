"""Find totals rows, notes and blank rows at the end of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .cells import cell_kind, fill

Record = list[str]
TOTAL: Final = re.compile(
    r"^(?:(?:end|gesamt|jahres|zwischen|monats|kontroll)?summen?|gesamt|gesamtergebnis|gesamtzahl|insgesamt|"
    r"zusammen|total|grand total|sum|σ|summe .{0,40}|gesamt .{0,40}|"
    r".{1,30} (?:gesamt|insgesamt|zusammen))\s*:?$",
    re.IGNORECASE,
)
# The same for rows such as "Minimum" and "Maximum", of which several stand below each other.
_FIGURE: Final = re.compile(
    r"^(?:(?:jahres|monats)?mittel(?:wert)?|durchschnitt|minimum|maximum|median)\s*:?$",
    re.IGNORECASE,
)
NOTE: Final = re.compile(
    r"^(?:©|\(c\)|\*|_{3,}|-{3,}|={3,}|\d\)|\d{1,2} ?\)|¹|²|³|quellen?\b|datenquellen?\b|stand\b|datenstand\b|hinweise?\b|"
    r"anmerkung|legende\b|erstell|erzeugt|generiert|abruf|abgerufen|export|druck|lizenz|copyright|"
    r"urheber|fu(?:ß|ss)noten?\b|erläuterung|erlaeuterung|bemerkung|herausgeber|kontakt\b|"
    r"zeichenerklärung|datenlizenz|dl-de\b|cc[- ]by|namensnennung|www\.|https?://|datum\s*(?::|$)|dieses werk|alle angaben|die (?:angaben|daten|zahlen)\b|letzte aktualisierung|"
    r"aktualisiert|angaben\b|datensätze|anzahl (?:der )?(?:datensätze|zeilen)|nachrichtlich|vgl\.|zu \")",
    re.IGNORECASE,
)


def find_footer(tail: Sequence[Record], body: Sequence[Record], width: int) -> int:
    """Number of records at the end that are no data (0 if the table ends with data)."""
    index = len(tail)
    while index > 0 and _no_data(tail, index - 1, body, width):
        index -= 1
    return len(tail) - index


def _no_data(tail: Sequence[Record], at: int, body: Sequence[Record], width: int) -> bool:
    record = tail[at]
    count = fill(record)
    if count == 0:
        return True
    cells = [cell.strip() for cell in record if cell.strip()]
    if _is_total(cells, record, tail[:at], body):
        return True
    if count > max(2, width // 3):
        return False
    if NOTE.match(cells[0]):
        return width > 1 or not _numeric(body)
    # In delimited text a lone cell without its delimiters is no row of the table.
    odd_length = len(record) == 1 and any(len(row) != 1 for row in body[:20])
    if count > 1 or width < (2 if odd_length else 3):
        return False
    follows_note = any(_starts_notes(row) for row in tail[max(0, at - 40) : at])
    after_blank = at > 0 and fill(tail[at - 1]) == 0
    return bool(record[0].strip()) and (
        odd_length or follows_note or (after_blank and len(cells[0]) > 30)
    )


def _starts_notes(record: Record) -> bool:
    cells = [cell.strip() for cell in record if cell.strip()]
    return len(cells) in (1, 2) and NOTE.match(cells[0]) is not None


def _is_total(
    cells: Sequence[str], record: Record, before: Sequence[Record], body: Sequence[Record]
) -> bool:
    column = next(i for i, cell in enumerate(record) if cell.strip())
    if _FIGURE.match(cells[0]):
        return sum(len(row) > column and row[column].strip() == cells[0] for row in body) <= 1
    if not TOTAL.match(cells[0]):
        return False
    same = sum(
        1 for row in (*before, *body) if len(row) > column and TOTAL.match(row[column].strip())
    )
    others = sum(cell_kind(cell) == "text" for cell in cells[1:])
    return same <= 1 and others <= 1


def _numeric(body: Sequence[Record]) -> bool:
    cells = [row[0] for row in body[-50:] if row and row[0].strip()]
    return sum(cell_kind(cell) == "text" for cell in cells) > 0.5 * max(1, len(cells))
