"""What the parts without Django say about columns, in the language of the interface."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_noop

from datasets.schemas import describing, editing, rules

# The words of `datasets.schemas`, named once more so that they are found and translated.
WORDS = (
    gettext_noop("Text"),
    gettext_noop("Ganze Zahl (1234)"),
    gettext_noop("Zahl mit Komma (1.234,5)"),
    gettext_noop("Zahl mit Punkt (1234.5)"),
    gettext_noop("Ja oder Nein"),
    gettext_noop("Datum (31.12.2024)"),
    gettext_noop("Datum (2024-12-31)"),
    gettext_noop("Zeitpunkt (31.12.2024 14:30)"),
    gettext_noop("Zeitpunkt (2024-12-31T14:30:00)"),
    gettext_noop("Uhrzeit (14:30)"),
    gettext_noop("Jahr (2024)"),
    gettext_noop("Geometrie (GeoJSON)"),
    gettext_noop("Beliebig"),
    gettext_noop("Objekt (JSON)"),
    gettext_noop("Liste (JSON)"),
    gettext_noop("keine besondere"),
    gettext_noop("Kennung oder Nummer"),
    gettext_noop("Amtlicher Gemeindeschlüssel (AGS)"),
    gettext_noop("Amtlicher Regionalschlüssel (ARS)"),
    gettext_noop("NUTS-Schlüssel"),
    gettext_noop("Postleitzahl"),
    gettext_noop("Ort oder Gebiet"),
    gettext_noop("Orts- oder Stadtteil"),
    gettext_noop("Bundesland"),
    gettext_noop("Straße"),
    gettext_noop("Hausnummer"),
    gettext_noop("Anschrift"),
    gettext_noop("Geografische Breite"),
    gettext_noop("Geografische Länge"),
    gettext_noop("Rechtswert (Ost)"),
    gettext_noop("Hochwert (Nord)"),
    gettext_noop("Breite und Länge in einer Zelle"),
    gettext_noop("Geometrie"),
    gettext_noop("Geldbetrag"),
    gettext_noop("Anteil in Prozent"),
    gettext_noop("Jahr"),
    gettext_noop("Wochentag"),
    gettext_noop("Öffnungszeiten"),
    gettext_noop("Internetadresse"),
    gettext_noop("E-Mail-Adresse"),
    gettext_noop("Telefonnummer"),
    gettext_noop("IBAN"),
    gettext_noop("Umsatzsteuer-Nummer"),
    gettext_noop("Name einer Person"),
    gettext_noop("Vorname"),
    gettext_noop("Familienname"),
    gettext_noop("mindestens {}"),
    gettext_noop("höchstens {}"),
    gettext_noop("größer als {}"),
    gettext_noop("kleiner als {}"),
    gettext_noop("mindestens {} Zeichen"),
    gettext_noop("höchstens {} Zeichen"),
    gettext_noop("Muster {}"),
    gettext_noop("muss ausgefüllt sein"),
    gettext_noop("jeder Wert nur einmal"),
    gettext_noop("einer von: {}"),
    gettext_noop(" und {} weitere"),
    gettext_noop("laufend"),
    gettext_noop("täglich"),
    gettext_noop("wöchentlich"),
    gettext_noop("monatlich"),
    gettext_noop("vierteljährlich"),
    gettext_noop("halbjährlich"),
    gettext_noop("jährlich"),
    gettext_noop("unregelmäßig"),
    gettext_noop("nie (abgeschlossen)"),
)


def kind_words(field: Mapping[str, Any]) -> str:
    """Say which kind a field has."""
    return gettext(editing.kind_words(field))


def kind_choices() -> list[tuple[str, str]]:
    """Return every kind with its words."""
    return [(kind.code, gettext(kind.label)) for kind in editing.KINDS]


def meanings() -> dict[str, str]:
    """Return every meaning with its words."""
    return {code: gettext(words) for code, words in editing.MEANINGS.items()}


def meaning_words(field: Mapping[str, Any]) -> str:
    """Say what a column means, else which kind it has."""
    return gettext(editing.meaning_words(field))


def frequencies() -> dict[str, str]:
    """Return every frequency of the EU's list with its words."""
    return {code: gettext(words) for code, words in describing.FREQUENCIES.items()}


def rules_of(field: Mapping[str, Any]) -> list[str]:
    """Return one phrase for each rule of a column."""
    return rules.rules_of(field, say=gettext)
