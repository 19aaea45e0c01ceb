"""What one cell looks like: number, date, placeholder or text."""

from __future__ import annotations

import re
from typing import Final, Literal

Kind = Literal["blank", "placeholder", "number", "date", "text"]

PLACEHOLDERS: Final = frozenset(
    {
        "-", "--", "---", "–", "—", "−", ".", "..", "...", "…", "/", "//", "x", "X", "?", "*",
        "k.A.", "k. A.", "k.a.", "k. a.", "K.A.", "k.A", "keine Angabe", "keine Angaben",
        "n.a.", "n. a.", "N.A.", "n/a", "N/A", "#N/A", "#NV", "#WERT!", "#REF!", "#DIV/0!",
        "#VALUE!", "NA", "NULL", "null", "Null", "None", "NaN", "nan", "\\N", "(null)",
        "n.v.", "n. v.", "k.W.", "entfällt", "fehlt", "unbekannt",
    }
)  # fmt: skip
# What the text of an empty amount begins with.
AMOUNT_SIGNS: Final = "-–—€E"
_EMPTY_AMOUNT: Final = re.compile(r"^[-–—]\s*(?:€|EUR|%)$|^(?:€|EUR)\s*[-–—]$")
_UNITS: Final = (
    r"€|EUR|Euro|T€|TEUR|Tsd\.? ?€|Mio\.? ?€|%|‰|°C?|"
    r"km/h|km²|km2|km|qm|m²|m2|m³|cm|mm|m|ha|a|kWh|MWh|GWh|kWp|kW|MW|W|kg|g|t|l|h|min|s|Stk\.?|"
    r"Std\.?|Jahre|Tage|EW|Einw\.?|Personen|Prozent"
)
NUMBER: Final = re.compile(
    rf"^(?:€|EUR)?\s*[-+−]?\s*(?:\d{{1,3}}(?:[.  ’']\d{{3}})+|\d+)?(?:[.,]\d+)?(?:[eE][-+]?\d+)?"
    rf"\s*-?\s*(?:{_UNITS})?$"
)
_DATE: Final = re.compile(
    r"^(?:\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|"
    r"\d{4}/\d{1,2}/\d{1,2})(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Uhr|Z|[-+]\d{2}:?\d{2})?)?$"
    r"|^\d{1,2}:\d{2}(?::\d{2})?$"
)
YEAR: Final = re.compile(r"^(?:1[6-9]|20|21)\d\d(?:/\d\d(?:\d\d)?)?$")


def is_placeholder(text: str) -> bool:
    """True for a stripped cell that stands for "no value", such as "-", "k. A." or "-   €"."""
    return text in PLACEHOLDERS or _EMPTY_AMOUNT.match(text) is not None


def cell_kind(cell: str) -> Kind:
    """Coarse kind of a cell, units and German notation included."""
    text = cell.strip()
    if not text:
        return "blank"
    if is_placeholder(text):
        return "placeholder"
    if text[-1:].isalpha() and not any(sign.isdigit() for sign in text):
        return "text"
    if _DATE.match(text):
        return "date"
    if any(sign.isdigit() for sign in text) and NUMBER.match(text):
        return "number"
    return "text"


def fill(record: list[str]) -> int:
    """Number of cells that are not blank."""
    return sum(1 for cell in record if cell and not cell.isspace())
