"""Tell headings from data where every column is text: usual words, gaps of merged cells, other forms below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .cells import fill

Record = list[str]
_WORDS: Final = re.compile(
    r"^(?:(?:lfd|tel|str|hs|haus|pers)\b\.?|name|vorname|nachname|familienname|bezeichnung|titel|stra(?:ß|ss)e|hausnummer|"
    r"plz|postleitzahl|ort|ortsteil|stadt|stadtteil|stadtbezirk|gemeinde|kreis|land|adresse|anschrift|telefon|fax|telefax|"
    r"handy|mobil|e-?mail|mail|internet|homepage|webseite|website|url|link|art|typ|kategorie|gruppe|klasse|träger|betreiber|"
    r"eigentümer|ansprechpartner|kontakt|leitung|vorsitz|funktion|amt|dienststelle|fachbereich|datum|von|bis|beginn|ende|"
    r"uhrzeit|tag|monat|jahr|nr|nummer|id|code|schlüssel|kennung|anzahl|menge|wert|einheit|status|zustand|bemerkung|hinweis|"
    r"beschreibung|anmerkung|quelle|standort|lage|objekt|material|baujahr|zweck|betreff|thema|partei|geschlecht|alter|"
    r"männlich|weiblich|divers|insgesamt|gesamt|summe|deutsch|nichtdeutsch|ausländer|text|feld|format|größe|farbe)\b",
    re.IGNORECASE,
)
_FORMS: Final = (
    re.compile(r"@"),
    re.compile(r"^(?:https?://|www\.)", re.IGNORECASE),
    re.compile(r"\d"),
)


def below_gaps(head: Sequence[Record], first: int) -> bool:
    """The row under the first labels fills the gaps that merged cells left in them, and holds labels too."""
    if first + 4 >= len(head):
        return False
    above, row = head[first], head[first + 1]
    below = [item for item in head[first + 2 : first + 60] if fill(item)]
    gaps = [c for c, cell in enumerate(row) if cell.strip() and not _cell(above, c)]
    used = [c for c in gaps if sum(bool(_cell(item, c)) for item in below) >= 0.3 * len(below)]
    return bool(used) and len(below) >= 3 and _all_labels(row, below)


def group_above(head: Sequence[Record], first: int, width: int) -> bool:
    """The row above the labels names groups of columns: it has the full width and gaps inside."""
    if first == 0:
        return False
    above = head[first - 1]
    placed = [c for c, cell in enumerate(above) if cell.strip()]
    below = [item for item in head[first + 1 : first + 60] if fill(item)]
    return (
        len(above) == width > 2
        and len(placed) >= 2
        and placed[-1] >= 2
        and len(placed) < width
        and len(below) >= 3
        and _all_labels(head[first], below)
    )


def _all_labels(row: Record, below: Sequence[Record]) -> bool:
    """Different short words, none of which returns below, some usual or unlike all that follows."""
    cells = [(c, cell.strip()) for c, cell in enumerate(row) if cell.strip()]
    words = [cell.casefold() for _, cell in cells]
    if len(set(words)) < len(words) or any(len(word) > 40 or word[0].isdigit() for word in words):
        return False
    if any(_cell(item, c) == cell for c, cell in cells for item in below):
        return False
    usual = sum(_WORDS.match(cell) is not None for _, cell in cells)
    return usual >= 0.5 * len(cells) or any(_unlike(cell, c, below) for c, cell in cells)


def _unlike(label: str, column: int, below: Sequence[Record]) -> bool:
    values = [value for item in below if (value := _cell(item, column))]
    return len(values) >= 3 and any(
        not form.search(label) and sum(bool(form.search(v)) for v in values) >= 0.9 * len(values)
        for form in _FORMS
    )


def _cell(row: Record, column: int) -> str:
    return row[column].strip() if column < len(row) else ""
