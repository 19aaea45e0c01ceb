"""What a person changes about columns, as values: titles, kinds in words, meanings, descriptions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

# What says how values are written; it belongs to the kind and goes when the kind changes.
SPELLING: Final = (
    "format",
    "decimalChar",
    "groupChar",
    "bareNumber",
    "trueValues",
    "falseValues",
    "constraints",
    "unit",
)

_YES_NO: Final = {
    "trueValues": ["ja", "Ja", "JA", "wahr", "true", "True", "1", "x", "X"],
    "falseValues": ["nein", "Nein", "NEIN", "falsch", "false", "False", "0"],
}


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind of column as a person chooses it, with an example, and as Table Schema writes it."""

    code: str
    label: str
    field: Mapping[str, Any]


KINDS: Final = (
    KindChoice("text", "Text", {"type": "string"}),
    KindChoice("integer", "Ganze Zahl (1234)", {"type": "integer"}),
    KindChoice(
        "number-de",
        "Zahl mit Komma (1.234,5)",
        {"type": "number", "decimalChar": ",", "groupChar": "."},
    ),
    KindChoice("number", "Zahl mit Punkt (1234.5)", {"type": "number"}),
    KindChoice("boolean", "Ja oder Nein", {"type": "boolean", **_YES_NO}),
    KindChoice("date-de", "Datum (31.12.2024)", {"type": "date", "format": "%d.%m.%Y"}),
    KindChoice("date", "Datum (2024-12-31)", {"type": "date"}),
    KindChoice(
        "datetime-de",
        "Zeitpunkt (31.12.2024 14:30)",
        {"type": "datetime", "format": "%d.%m.%Y %H:%M"},
    ),
    KindChoice("datetime", "Zeitpunkt (2024-12-31T14:30:00)", {"type": "datetime"}),
    KindChoice("time-de", "Uhrzeit (14:30)", {"type": "time", "format": "%H:%M"}),
    KindChoice("year", "Jahr (2024)", {"type": "year"}),
    KindChoice("geojson", "Geometrie (GeoJSON)", {"type": "geojson"}),
)
BY_CODE: Final = {kind.code: kind for kind in KINDS}
OTHER_TYPES: Final = {"any": "Beliebig", "object": "Objekt (JSON)", "array": "Liste (JSON)"}

MEANINGS: Final[Mapping[str, str]] = {
    "": "keine besondere",
    "id": "Kennung oder Nummer",
    "ags": "Amtlicher Gemeindeschlüssel (AGS)",
    "ars": "Amtlicher Regionalschlüssel (ARS)",
    "nuts": "NUTS-Schlüssel",
    "plz": "Postleitzahl",
    "place": "Ort oder Gebiet",
    "district": "Orts- oder Stadtteil",
    "state": "Bundesland",
    "street": "Straße",
    "house_number": "Hausnummer",
    "address": "Anschrift",
    "latitude": "Geografische Breite",
    "longitude": "Geografische Länge",
    "easting": "Rechtswert (Ost)",
    "northing": "Hochwert (Nord)",
    "coordinates": "Breite und Länge in einer Zelle",
    "geometry": "Geometrie",
    "money": "Geldbetrag",
    "percent": "Anteil in Prozent",
    "year": "Jahr",
    "weekday": "Wochentag",
    "opening_hours": "Öffnungszeiten",
    "url": "Internetadresse",
    "email": "E-Mail-Adresse",
    "phone": "Telefonnummer",
    "iban": "IBAN",
    "vat_id": "Umsatzsteuer-Nummer",
    "person_name": "Name einer Person",
    "first_name": "Vorname",
    "last_name": "Familienname",
}


@dataclass(frozen=True, slots=True)
class ColumnEdit:
    """What a person says about one column; `kind` empty keeps what was recognised."""

    title: str
    kind: str
    meaning: str
    description: str


def kind_words(field: Mapping[str, Any]) -> str:
    """Say in words which kind a field has."""
    best = kind_code(field)
    if best:
        return BY_CODE[best].label
    type_ = str(field.get("type", "any"))
    return next((k.label for k in KINDS if k.field["type"] == type_), OTHER_TYPES.get(type_, type_))


def meaning_words(field: Mapping[str, Any]) -> str:
    """Say what a column means, else which kind it has."""
    meaning = str(field.get("meaning") or "")
    return MEANINGS.get(meaning, meaning) if meaning else kind_words(field)


def kind_code(field: Mapping[str, Any]) -> str:
    """Return the choice that says exactly this, or an empty text."""
    parts = ("format", "decimalChar")
    for kind in KINDS:
        if kind.field["type"] != field.get("type", "any"):
            continue
        mine = {p: kind.field.get(p) for p in parts if kind.field.get(p) not in (None, ".")}
        theirs = {p: field.get(p) for p in parts if field.get(p) not in (None, "default", ".")}
        if mine == theirs:
            return kind.code
    return ""


def with_edits(
    schema: Mapping[str, Any], edits: Sequence[ColumnEdit], first: int = 0
) -> dict[str, Any]:
    """Return the schema as the person wants it, edited from column `first` on; the rest stays as it is."""
    fields = list(schema.get("fields", []))
    changed = [_edited(field, edit) for field, edit in zip(fields[first:], edits, strict=False)]
    return {**schema, "fields": [*fields[:first], *changed, *fields[first + len(changed) :]]}


def _edited(field: Mapping[str, Any], edit: ColumnEdit) -> dict[str, Any]:
    result = dict(field)
    _put(result, "title", edit.title.strip())
    _put(result, "description", edit.description.strip())
    if edit.meaning != field.get("meaning", ""):
        result["meaning"] = edit.meaning
        # It was said by a person: nothing is guessed any more.
        result["confidence"], result["reason"] = 1.0, "Von Hand festgelegt."
    if edit.kind and edit.kind != kind_code(field):
        for key in SPELLING:
            result.pop(key, None)
        result |= dict(BY_CODE[edit.kind].field)
        result["confidence"], result["reason"] = 1.0, "Von Hand festgelegt."
    return result


def _put(field: dict[str, Any], key: str, value: str) -> None:
    if value:
        field[key] = value
    else:
        field.pop(key, None)
