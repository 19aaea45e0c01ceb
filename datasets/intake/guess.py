"""The type of a column by the majority of its values."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from .evidence import Evidence, german_number, tolerated, with_placeholders
from .numerals import NumberStyle, Shapes, Style, choose_style, measure
from .temporal import TimeGuess, frictionless_format, guess_time

_TRUE: Final = frozenset({"ja", "wahr", "true", "yes", "vorhanden", "x", "j", "y", "✓", "✔"})
_FALSE: Final = frozenset({"nein", "falsch", "false", "no", "nicht vorhanden", "n", "-", "–", "o"})
_CLEAR: Final = frozenset({"ja", "nein", "wahr", "falsch", "true", "false"})
_PAIRS: Final = (
    ({"ja"}, {"nein"}),
    ({"wahr"}, {"falsch"}),
    ({"true"}, {"false"}),
    ({"yes"}, {"no"}),
    ({"j"}, {"n"}),
    ({"y"}, {"n"}),
    ({"vorhanden"}, {"nicht vorhanden"}),
    ({"x", "✓", "✔"}, {"-", "–", "o"}),
)
_DATE_LABEL: Final = re.compile(
    r"datum|date|stichtag|\btag\b|zeitpunkt|\bam$|stand\b|beginn|ende\b"
)
_CLOCK_LABEL: Final = re.compile(r"uhrzeit|tatzeit|abfahrt|ankunft")
_YEAR_LABEL: Final = re.compile(r"jahr\b|jahre$|year|jahrgang|\bbj\b|jahr ")
_NOT_YEAR: Final = re.compile(r"jahre\b.*alter|alter|anzahl|je jahr|pro jahr|jahressumme|pro|wert")
_DECIMAL_LABEL: Final = re.compile(
    r"\b(lat|lon|lng|long|latitude|longitude|breite|breitengrad|laenge|laengengrad|temperatur|"
    r"koordinate|x|y|quote|anteil|index|score|faktor|ph)\b"
)
_MONTH_YEAR: Final = re.compile(r"^(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d$")  # 05.1999 is no number
_YEAR: Final = re.compile(r"^(?:1[5-9]|20|21)\d\d$")
_KEY_LABEL: Final = re.compile(
    r"produkt|konto\b|kapitel|gliederung|abschnitt|position|\bpos\b|ziffer|\bnr\b|nummer|schluessel|code\b|kennung|"
    r"buchungsstelle|kostentraeger|kostenstelle|aktenzeichen|paragraph|leistung\b|\bid\b|\bkey\b"
)
_LONG_DIGITS: Final = 15


@dataclass(frozen=True, slots=True)
class Guess:
    """Type with its frictionless options, why, and how sure (0 to 1)."""

    type: str
    reason: str
    confidence: float
    options: dict[str, Any] = field(default_factory=dict)
    unit: str = ""
    odd: int = 0
    missing_placeholders: bool = False
    style: NumberStyle | None = None


def guess_type(found: Evidence, file_style: Style | None, force_string: str = "") -> Guess:
    """Type of a column; `force_string` is the reason why it has to stay text."""
    if boolean := _boolean(found):
        return boolean
    if not found.solid:
        return _empty(found)
    if force_string:
        return Guess("string", force_string, 0.95)
    shapes = measure(found.values)
    steps: tuple[Callable[[], Guess | None], ...] = (
        lambda: _clock(found),
        lambda: _leading_zeros(found, shapes),
        lambda: _time(found),
        lambda: _number(found, shapes, file_style),
    )
    for step in steps:
        if (guess := step()) is not None:
            return guess
    return _text(found, shapes)


def _empty(found: Evidence) -> Guess:
    if found.placeholders:
        return Guess(
            "string", "Die Spalte enthält nur Platzhalter.", 0.4, missing_placeholders=True
        )
    return Guess("string", "Die Spalte ist leer.", 0.4)


def _boolean(found: Evidence) -> Guess | None:
    if found.distinct > 4:
        return None
    pairs = with_placeholders(found)
    words = {value.lower() for value, _ in pairs}
    if not words <= _TRUE | _FALSE:
        words = {value.lower() for value, _ in found.values}  # "k. A." beside "ja" and "nein"
        if len(words) < 2 and not words <= _CLEAR:
            return None
    if not words or not words <= _TRUE | _FALSE:
        return None
    for yes, no in _PAIRS:
        if not words <= yes | no or not (words & yes or words <= {"nein", "false", "falsch"}):
            continue
        # A single letter beside blanks is a mark, beside nothing it is a code.
        if words <= {"j", "n", "y", "o"} and len(words) < 2:
            continue
        if not words & no and not found.blank and len(words) == 1 and words <= {"x"}:
            continue
        return _boolean_guess(found, yes, no, words)
    return None


def _boolean_guess(found: Evidence, yes: set[str], no: set[str], words: set[str]) -> Guess:
    raw = [value for value in found.column.values if value.strip()]
    true = sorted(value for value in raw if value.strip().lower() in yes)
    false = sorted(value for value in raw if value.strip().lower() in no)
    shown = ", ".join(f"„{value.strip()}“" for value in (*true[:2], *false[:2]))
    blank = "; leere Zellen bleiben ohne Angabe" if found.blank else ""
    default = sorted(no)[0]
    options = {"trueValues": true or [sorted(yes)[0]], "falseValues": false or [default]}
    confidence = 0.95 if words & no else 0.85
    placeholders = any(v.strip().lower() not in yes | no for v in found.placeholders)
    return Guess(
        "boolean",
        f"Nur die Werte {shown}{blank}.",
        confidence,
        options,
        missing_placeholders=placeholders,
    )


def _leading_zeros(found: Evidence, shapes: Shapes) -> Guess | None:
    zeros = shapes.leading_zeros
    if zeros >= max(1, 0.01 * shapes.total) and shapes.counts["int"] > 0:
        reason = (
            f"{german_number(zeros)} Werte haben führende Nullen; als Zahl gingen sie verloren."
        )
        return Guess("string", reason, 0.95)
    if shapes.longest_int > _LONG_DIGITS and shapes.numeric >= 0.9 * shapes.total:
        return Guess("string", "Die Ziffernfolgen sind zu lang für eine Zahl (Kennungen).", 0.9)
    return None


def _clock(found: Evidence) -> Guess | None:
    """Times such as 0730, told from years and numbers by their label and leading zeros."""
    if not _CLOCK_LABEL.search(found.label) or not any(v[:1] == "0" for v, _ in found.values):
        return None
    guess = _time(found)
    return guess if guess is not None and guess.options.get("format") == "%H%M" else None


def _time(found: Evidence) -> Guess | None:
    clock = _CLOCK_LABEL.search(found.label) and any(v[:1] == "0" for v, _ in found.values)
    labelled = bool(clock) or _DATE_LABEL.search(found.label) is not None
    guess = guess_time(found.values, labelled=labelled)
    base = found.share_base
    if guess is None or base - guess.conforming > tolerated(base):
        return None
    if guess.format.format == "%H%M" and not clock:
        return None  # four digits without a sign of time are years or numbers
    if guess.format.format in _SHORT_YEARS and not labelled and _KEY_LABEL.search(found.label):
        return None  # 11.01.03 is a product of the budget
    odd = base - guess.conforming
    padded = found.padded > tolerated(found.solid)
    text = _FORM_WORDS.get(guess.format.format, guess.format.format)
    reason = _with_odd(f"{_share(guess.conforming, base)} Werte haben die Form {text}", odd)
    if padded:
        return Guess("string", f"{reason} Sie sind von Leerzeichen umgeben.", 0.6)
    return _time_guess(found, guess, reason, odd)


def _time_guess(found: Evidence, guess: TimeGuess, reason: str, odd: int) -> Guess:
    options: dict[str, Any] = {}
    form = frictionless_format(guess.format, found.values)
    if form != "default":
        options["format"] = form
    sure = 0.97 if not odd else 0.9
    kind = guess.format.type
    if kind == "datetime" and (literal := _midnight(found, guess)):
        kind, options = "date", {"format": literal}
        reason = f"{reason} Die Uhrzeit ist immer 0 Uhr."
    return Guess(kind, reason, sure, options, odd=odd, missing_placeholders=True)


def _midnight(found: Evidence, guess: TimeGuess) -> str:
    """Date format with a literal midnight if no value has another time."""
    date, found_time, time = guess.format.format.replace("%H", "\0%H", 1).partition("\0")
    literal = time.replace("%H", "00").replace("%M", "00").replace("%S", "00")
    if not found_time or "%" in literal or found.sampled or not found.column.complete:
        return ""
    match = guess.format.pattern.match
    if any(match(value) and not value.endswith(literal) for value, _ in found.values):
        return ""
    return date + literal


_SHORT_YEARS: Final = ("%d.%m.%y", "%m/%d/%y")
_FORM_WORDS: Final = {
    "%d.%m.%Y": "TT.MM.JJJJ",
    "%d.%m.%y": "TT.MM.JJ",
    "%Y-%m-%d": "JJJJ-MM-TT",
    "%m/%d/%Y": "MM/TT/JJJJ",
    "%d/%m/%Y": "TT/MM/JJJJ",
    "%H:%M": "HH:MM",
    "%H:%M:%S": "HH:MM:SS",
    "default": "JJJJ-MM",
}


def _number(found: Evidence, shapes: Shapes, file_style: Style | None) -> Guess | None:
    base = shapes.total
    if base - shapes.numeric > tolerated(base) or found.share(_MONTH_YEAR) >= 0.97:
        return None
    style = choose_style(shapes, file_style, _decimal_dots(found))
    odd = base - style.conforming
    if odd > tolerated(base):
        return None
    whole = style.style == "int" or not (style.decimals or style.grouped)
    if whole and _is_year(found) and found.padded <= tolerated(found.solid):
        reason = _with_odd(f"{_share(base - odd, base)} Werte sind Jahreszahlen", odd)
        return Guess("year", reason, 0.95, odd=odd, missing_placeholders=True, style=style)
    kind = "integer" if whole else "number"
    reason = _with_odd(f"{_share(base - odd, base)} Werte sind {_words(style)}", odd)
    return Guess(
        kind,
        reason,
        0.97 if not odd else 0.9,
        _number_options(style),
        style.unit,
        odd,
        True,
        style,
    )


def _decimal_dots(found: Evidence) -> bool:
    """Labels whose 203.726 has decimals; no degree exceeds 180, so "340.579" is metres."""
    if not _DECIMAL_LABEL.search(found.label):
        return False
    whole = [value.partition(".")[0] for value, _ in found.probe]
    return not all(part.isdigit() and int(part) > 180 for part in whole)


def _number_options(style: NumberStyle) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if style.style == "de" and (style.decimals or style.grouped):
        options["decimalChar"] = ","
        if style.grouped:
            options["groupChar"] = "."
    elif style.grouped:
        options["groupChar"] = ","
    if style.any_unit:
        options["bareNumber"] = False
    return options


def _words(style: NumberStyle) -> str:
    if style.style == "int" or not (style.decimals or style.grouped):
        words = "ganze Zahlen"
    elif style.style == "de":
        parts = []
        if style.decimals:
            parts.append("Dezimalkomma")
        if style.grouped:
            parts.append("Tausenderpunkt")
        words = f"Zahlen mit {' und '.join(parts)}"
    else:
        words = "Zahlen mit Dezimalpunkt"
        if style.grouped:
            words += " und Tausenderkomma" if style.decimals else ""
    return f"{words} (Einheit {style.unit})" if style.unit else words


def _is_year(found: Evidence) -> bool:
    if found.share(_YEAR) < 0.97 and (1 - found.share(_YEAR)) * found.solid > tolerated(
        found.solid
    ):
        return False
    return _YEAR_LABEL.search(found.label) is not None and not _NOT_YEAR.search(found.label)


def _text(found: Evidence, shapes: Shapes) -> Guess:
    base = shapes.total
    if base and shapes.trailing_minus and shapes.numeric + shapes.trailing_minus >= 0.97 * base:
        reason = "Zahlen mit nachgestelltem oder typografischem Minus; so bleiben sie Text."
        return Guess("string", reason, 0.6)
    if base and shapes.numeric >= 0.5 * base:
        part = round(100 * shapes.numeric / base)
        reason = f"Nur {part} % der Werte sind Zahlen, der Rest ist Text."
        return Guess("string", reason, 0.8)
    number = german_number(found.distinct)
    words = "immer derselbe Wert" if found.distinct == 1 else f"{number} verschiedene Werte"
    return Guess("string", f"Text, {words}.", 0.9)


def _share(part: int, total: int) -> str:
    if part == total:
        return f"Alle {german_number(total)}" if total > 1 else "Alle"
    percent = min(99.9, 100 * part / total)
    return f"{percent:.1f} % der {german_number(total)}".replace(".", ",", 1)


def _with_odd(text: str, odd: int) -> str:
    if not odd:
        return f"{text}."
    noun = "Zelle passt" if odd == 1 else "Zellen passen"
    return (
        f"{text}; {german_number(odd)} {noun} nicht dazu und wird beim Prüfen gemeldet."
        if (odd == 1)
        else f"{text}; {german_number(odd)} {noun} nicht dazu und werden beim Prüfen gemeldet."
    )
