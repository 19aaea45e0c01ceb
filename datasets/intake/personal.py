"""Warn of personal data: names together with birth dates, addresses, phones, e-mails, accounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .evidence import Evidence
from .guess import Guess
from .model import PersonalDataFinding

_BIRTH: Final = re.compile(
    r"\b(geburtsdatum|geburtstag|geb datum|gebdatum|geboren|geb|geboren am|gebdat|geb dat|birth ?date|date of birth|birthday)\b"
)
_FUNCTIONAL: Final = re.compile(
    r"^(?:mailto:)?(?:info|kontakt|contact|post|poststelle|rathaus|stadt|gemeinde|markt|vg|samtgemeinde|amt|landkreis|kreis|"
    r"buergerbuero|buergerservice|service|office|mail|e?-?mail|verwaltung|sekretariat|schule|presse|pressestelle|"
    r"open-?data|offenedaten|daten|geo|gis|team|zentrale|support|webmaster|redaktion|verein|kita|bibliothek|"
    r"buecherei|museum|feuerwehr|bauamt|ordnungsamt|standesamt|jugendamt|hallo|anfrage|buero|vorstand|"
    r"bauhof|tourist|tourismus|wahlen|wahlamt|statistik|umwelt|gs|gym|rs|bk|noreply|admin)",
    re.IGNORECASE,
)
_PERSONAL_MAIL: Final = re.compile(
    r"^(?:mailto:)?(?:[a-zäöüß]+(?:-[a-zäöüß]+)?[._][a-zäöüß]+(?:-[a-zäöüß]+)?\d*@|[^@]+@(?:gmx|web|t-online|gmail|googlemail|"
    r"yahoo|hotmail|outlook|freenet|aol|icloud|posteo|arcor)\.)",
    re.IGNORECASE,
)
_PLATE_LABEL: Final = re.compile(
    r"\b(kennzeichen|kfz kennzeichen|amtliches kennzeichen|nummernschild)\b"
)
_PLATE: Final = re.compile(r"^[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[- ]?\d{1,4}[EH]?$")
_SENSITIVE: Final = re.compile(
    r"\b(steuer id|steueridentifikationsnummer|sozialversicherungsnummer|rentenversicherungsnummer|ausweisnummer|"
    r"personalausweisnummer|personalnummer|versichertennummer|krankenversichertennummer|religion|konfession|diagnose|"
    r"krankheit|staatsangehoerigkeit|familienstand)\b"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A column with its type and the name of its meaning."""

    found: Evidence
    guess: Guess
    meaning: str


def find_personal(columns: Sequence[Judged]) -> tuple[PersonalDataFinding, ...]:
    """Findings in the order of the columns; empty if nothing points to persons."""
    findings: list[PersonalDataFinding] = []
    kinds = {column.meaning for column in columns}
    births = [c for c in columns if _is_birth(c)]
    names = kinds & {"last_name", "person_name"}
    for column in columns:
        finding = (
            _account(column)
            or _mail(column, bool(names))
            or _plate(column)
            or _birth(column, births, bool(names or "first_name" in kinds))
            or _name(column, kinds, bool(births))
            or _phone(column, bool(names))
            or _number(column, bool(names))
        )
        if finding is not None:
            findings.append(finding)
    return tuple(findings)


def _finding(column: Judged, kind: str, reason: str) -> PersonalDataFinding:
    return PersonalDataFinding(column.found.name, kind, reason)


def _is_birth(column: Judged) -> bool:
    return column.guess.type in ("date", "datetime") and bool(_BIRTH.search(column.found.label))


def _account(column: Judged) -> PersonalDataFinding | None:
    if column.meaning != "iban":
        return None
    return _finding(column, "iban", "Die Spalte enthält Kontonummern (IBAN).")


def _mail(column: Judged, names: bool) -> PersonalDataFinding | None:
    if column.meaning != "email":
        return None
    values = column.found.values
    personal = sum(
        count
        for value, count in values
        if _PERSONAL_MAIL.match(value) and not _FUNCTIONAL.match(value)
    )
    base = max(1, column.found.share_base)
    if names and personal:
        return _finding(column, "email", "E-Mail-Adressen stehen neben Namen von Personen.")
    if personal >= max(1, 0.1 * base):
        text = f"{personal} von {base} E-Mail-Adressen gehören offenbar einzelnen Personen."
        return _finding(column, "email", text)
    return None


def _plate(column: Judged) -> PersonalDataFinding | None:
    if _PLATE_LABEL.search(column.found.label) and column.found.share(_PLATE) >= 0.7:
        return _finding(column, "plate", "Die Spalte enthält Kfz-Kennzeichen.")
    return None


def _birth(
    column: Judged, births: Sequence[Judged], with_names: bool
) -> PersonalDataFinding | None:
    if column not in births:
        return None
    if with_names:
        return _finding(column, "birth_date", "Geburtsdaten stehen neben Namen.")
    return _finding(column, "birth_date", "Die Spalte enthält Geburtsdaten einzelner Personen.")


def _name(column: Judged, kinds: set[str], births: bool) -> PersonalDataFinding | None:
    if column.meaning not in ("last_name", "person_name", "first_name"):
        return None
    company = {"phone", "email", "iban", "address", "street"} & kinds
    if column.meaning == "first_name":
        # A statistic of first names tells of nobody; beside other data they do.
        if births or "last_name" in kinds:
            return _finding(column, "name", "Vornamen stehen neben weiteren Angaben zur Person.")
        return None
    if births:
        return _finding(column, "name", "Namen stehen neben Geburtsdaten.")
    if company:
        return _finding(column, "name", "Namen stehen neben Adress- oder Kontaktdaten.")
    return _finding(column, "name", "Die Spalte enthält Namen von Personen.")


def _phone(column: Judged, names: bool) -> PersonalDataFinding | None:
    if column.meaning == "phone" and names:
        return _finding(column, "phone", "Telefonnummern stehen neben Namen von Personen.")
    if column.meaning == "phone":
        mobile = column.found.share(re.compile(r"^(?:\+49|0049|0)\s?\(?0?\)?\s?1[567]\d"))
        if mobile >= 0.2:
            return _finding(column, "phone", "Die Spalte enthält Mobilnummern.")
    return None


def _number(column: Judged, names: bool) -> PersonalDataFinding | None:
    match = _SENSITIVE.search(column.found.label)
    if match is None or not column.found.solid:
        return None
    strict = re.search(r"nummer|\bid\b", match.group(1)) is not None
    if strict or names:
        return _finding(column, "sensitive", "Die Überschrift nennt besonders geschützte Angaben.")
    return None
