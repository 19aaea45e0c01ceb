"""Frictionless Table Schema from what the survey found, with meaning, confidence and reason."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from .constraints import find_constraints
from .coordinates import Axis, find_axes
from .evidence import Evidence, gather
from .guess import Guess, guess_type
from .labels import Labels, unit_of
from .meaning import Meaning
from .meanings import TEXT_MEANINGS, find_meaning, house_beside_street
from .model import PersonalDataFinding, Warning
from .neighbours import by_neighbours
from .numerals import Style, conclusive, measure
from .personal import Judged, find_personal
from .survey import Column, Survey

# Missing in any text column; other placeholders may be values there.
_TEXT_MISSING: Final = re.compile(
    r"^(?:k\. ?[aA]\.?|K\.A\.|keine Angaben?|n\. ?a\.|n/a|N/A|#N/A|#NV|NULL|\\N|\(null\))$"
)
_CURRENCY_LABEL: Final = re.compile(r"€|\b(?:eur|euro|teur|t€)\b")
_MONEY_LABEL: Final = re.compile(
    r"\b(bussgeld|geldbusse|gehalt|verguetung|honorar|entgelt|umsatz|erloese?|spenden?|"
    r"ertrag|ertraege|aufwand|foerdersumme|miete|kaufpreis)\b"
    r"|(?:betrag|betraege|kosten|preise?|gebuehr(?:en)?|aufwendungen|einnahmen|ausgaben|einzahlung(?:en)?|"
    r"auszahlung(?:en)?|steuern?|zuschuss|zuschuesse|investition(?:en)?)\b"
)
_NOT_MONEY: Final = re.compile(
    r"verfahren|\banzahl\b|zahl\b|faelle|\bnr\b|nummer|bescheide?\b|datum|index|\bid\b|schluessel|\bart\b|"
    r"fahrpreiszone|kostenstelle|hebesatz|quote|anteil|prozent|%|fertigstellung"
)
_PERCENT_LABEL: Final = re.compile(r"%|\b(prozent|proz|\w*anteil|\w*quote|\w*beteiligung|in v h)\b")
_MAX_MISSING: Final = 12


@dataclass(frozen=True, slots=True)
class _Decided:
    found: Evidence
    guess: Guess
    meaning: Meaning | None
    axis: Axis | None

    @property
    def name(self) -> str:
        if self.axis:
            return self.axis.meaning
        return self.meaning.name if self.meaning else ""


def build_schema(
    found: Survey, keep: tuple[int, ...], labels: Labels, delimiter: str
) -> tuple[dict[str, Any], tuple[Warning, ...], tuple[PersonalDataFinding, ...]]:
    """Schema dict, warnings and personal-data findings."""
    columns = [
        gather(name, title, index, _column(found, index))
        for index, name, title in zip(keep, labels.names, labels.titles, strict=True)
    ]
    decided = _decide(columns, _file_style(columns, delimiter))
    fields = [_field(item, found) for item in decided]
    warnings = tuple(w for item in decided for w in _warnings(item))
    personal = find_personal([Judged(d.found, d.guess, d.name) for d in decided])
    return {"fields": fields, "missingValues": [""]}, warnings, personal


def _column(found: Survey, index: int) -> Column:
    if index < len(found.columns):
        return found.columns[index]
    return Column(Counter({"": found.counted}) if found.counted else Counter())


def _file_style(columns: list[Evidence], delimiter: str) -> Style | None:
    """Decimal notation that other columns of the file prove."""
    votes: Counter[Style] = Counter()
    for column in columns:
        shapes = measure(column.values[:500])
        if shapes.numeric >= 0.9 * max(1, shapes.total) and (style := conclusive(shapes)):
            votes[style] += 1
    if votes:
        return votes.most_common(1)[0][0]
    return "de" if delimiter == ";" else None


def _decide(columns: list[Evidence], style: Style | None) -> list[_Decided]:
    first: list[tuple[Evidence, Guess, Meaning | None]] = []
    for found in columns:
        meaning = house_beside_street(found, first[-1][2] if first else None) or find_meaning(found)
        text = meaning.reason if meaning and meaning.name in TEXT_MEANINGS else ""
        guess = guess_type(found, style, text)
        first.append((found, guess, _refined(found, guess, meaning)))
    first = by_neighbours(first)
    axes = find_axes([(found, guess) for found, guess, _ in first])
    return [
        _Decided(found, guess, None if i in axes else meaning, axes.get(i))
        for i, (found, guess, meaning) in enumerate(first)
    ]


def _refined(found: Evidence, guess: Guess, meaning: Meaning | None) -> Meaning | None:
    """Meanings that follow from the type: year, money, percent; ids are never decimals."""
    if guess.type == "year":
        return Meaning("year", "Jahreszahlen.", 0.95)
    if meaning is not None and meaning.name == "id" and guess.type not in ("integer", "string"):
        meaning = None
    if meaning is not None or guess.type not in ("number", "integer"):
        return meaning
    if "€" in guess.unit or "EUR" in guess.unit.upper():
        return Meaning("money", "Beträge mit Währung.", 0.97)
    if guess.unit in ("%", "Prozent", "v.H.", "v. H."):
        return Meaning("percent", "Werte mit Prozentzeichen.", 0.97)
    currency = _CURRENCY_LABEL.search(found.label)
    if currency or (_MONEY_LABEL.search(found.label) and not _NOT_MONEY.search(found.label)):
        return Meaning("money", "Überschrift: Geldbetrag.", 0.85)
    other = unit_of(found.title)
    if "%" in found.title or (_PERCENT_LABEL.search(found.label) and other in ("", "Prozent")):
        return Meaning("percent", "Überschrift: Anteil oder Prozentwert.", 0.85)
    return None


def _field(item: _Decided, found: Survey) -> dict[str, Any]:
    guess, evidence = item.guess, item.found
    meaning = item.axis or item.meaning
    result: dict[str, Any] = {"name": evidence.name, "type": guess.type, "title": evidence.title}
    result.update(guess.options)
    result.setdefault("format", "default")
    sampled = found.sampled or not evidence.column.complete
    constraint_meaning = None if item.axis else item.meaning
    if item.axis:
        constraint_meaning = Meaning(item.axis.meaning, "", 1.0)
    bounds = find_constraints(evidence, guess, constraint_meaning, found.rows, sampled)
    if bounds:
        result["constraints"] = bounds
    if missing := _missing_values(evidence, guess):
        result["missingValues"] = ["", *missing]
    result["meaning"] = item.name
    if item.axis:
        result["crs"] = item.axis.crs
    if unit := guess.unit or _unit(item):
        result["unit"] = unit
    sure = min(guess.confidence, meaning.confidence) if meaning else guess.confidence
    seen = evidence.solid + sum(evidence.placeholders.values())
    result["confidence"] = round(sure if seen >= 5 else sure * 0.8, 2)
    result["reason"] = guess.reason if not meaning else _joined(guess.reason, meaning.reason)
    return result


def _joined(first: str, second: str) -> str:
    return first if first == second else f"{first} {second}"


def _unit(item: _Decided) -> str:
    if item.guess.type not in ("number", "integer"):
        return ""
    if unit := unit_of(item.found.title):
        return unit if not unit.isdigit() else ""
    return {"percent": "%"}.get(item.name, "")


def _missing_values(found: Evidence, guess: Guess) -> list[str]:
    """Raw placeholder cells that count as missing in this column."""
    cells = list(found.whitespace)
    if guess.missing_placeholders:
        false = guess.options.get("falseValues", ())
        cells += [raw for raw in found.placeholders if raw not in false]
    elif guess.type == "string":
        cells += [raw for raw in found.placeholders if _TEXT_MISSING.match(raw.strip())]
    return cells[:_MAX_MISSING]


def _warnings(item: _Decided) -> list[Warning]:
    where = f"Spalte „{item.found.name}“"
    warnings = []
    if item.guess.odd:
        warnings.append(Warning("odd-cells", f"{where}: {item.guess.reason}", where))
    if item.meaning and item.meaning.warning:
        warnings.append(Warning("lost-zero", f"{where}: {item.meaning.warning}", where))
    if item.axis and item.axis.warning:
        warnings.append(Warning("swapped-axes", f"{where}: {item.axis.warning}", where))
    if item.guess.missing_placeholders and item.found.placeholders:
        shown = ", ".join(f"„{v.strip()}“" for v, _ in item.found.placeholders.most_common(3))
        text = f"{where}: {shown} gilt als „keine Angabe“."
        warnings.append(Warning("placeholder", text, where))
    return warnings
