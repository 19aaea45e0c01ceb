"""Meanings that a column takes from the columns beside it."""

from __future__ import annotations

import re
from typing import Final

from .evidence import Evidence
from .guess import Guess
from .meaning import Meaning

Told = tuple[Evidence, Guess, Meaning | None]
_BUDGET_LABEL: Final = re.compile(
    r"^(?:vorl(?:aeufiges)? )?(?:ergebnis|plan|ansatz|haushaltsansatz|ist|soll|rechnung|rechnungsergebnis|"
    r"planung|finanzplan)(?: [12]\d)? (?:19|20)\d\d$"
)
_NAME_LABEL: Final = re.compile(r"^spalte \d+$|name|bezeichnung|gebiet|\bgen\b|titel")
_OTHER_NAME: Final = re.compile(
    r"botan|firma|verein|schul|strasse|einrichtung|objekt|traeger|betreiber"
)
_HAS_LETTERS: Final = re.compile(r"^\s*[^\W\d]{2}")
_FAMILY_NAME: Final = re.compile(
    r"^(?:(?:von|van|de|el|zu) )*[A-ZÄÖÜ][\w'’-]{1,40}$", re.IGNORECASE
)


def by_neighbours(columns: list[Told]) -> list[Told]:
    """The same columns with what their neighbours tell of them."""
    told = [
        (found, guess, meaning or _beside_key(columns, i) or _beside_first_name(columns, i))
        for i, (found, guess, meaning) in enumerate(columns)
    ]
    return _budget(told)


def _beside_first_name(columns: list[Told], index: int) -> Meaning | None:
    """A plain "Name" beside a column of first names holds family names."""
    found, guess, _ = columns[index]
    if guess.type != "string" or found.label.rpartition(" ")[2] != "name":
        return None
    beside = [columns[i] for i in (index - 1, index + 1) if 0 <= i < len(columns)]
    if not any(meaning and meaning.name == "first_name" for _, _, meaning in beside):
        return None
    if found.share(_FAMILY_NAME) < 0.7:
        return None
    return Meaning("last_name", "Namen neben Vornamen: Familiennamen.", 0.9)


def _budget(columns: list[Told]) -> list[Told]:
    """Figures under "Ergebnis 2023", "Plan 2024" beside each other are a budget in Euro."""
    words = {f.label.split()[0] for f, _, _ in columns if _BUDGET_LABEL.match(f.label)}
    if len(words) < 2:
        return columns
    money = Meaning("money", "Ergebnis und Plan mehrerer Jahre: Beträge eines Haushalts.", 0.8)
    return [
        (f, g, money if m is None and g.type != "string" and _BUDGET_LABEL.match(f.label) else m)
        for f, g, m in columns
    ]


def _beside_key(columns: list[Told], index: int) -> Meaning | None:
    """Names to the right of regional keys are the names of these regions."""
    found, guess, _ = columns[index]
    left = columns[index - 1][2] if index else None
    if guess.type != "string" or left is None or left.name not in ("ags", "ars"):
        return None
    if _OTHER_NAME.search(found.label):
        return None
    if not _NAME_LABEL.search(found.label) or found.share(_HAS_LETTERS) < 0.9:
        return None
    return Meaning("place", "Namen neben den Gebietsschlüsseln.", 0.85)
