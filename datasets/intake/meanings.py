"""What a column means, told from its label and its values; coordinates live in coordinates.py."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from .codes import NUTS, is_region_key, valid_iban
from .evidence import Evidence
from .firstnames import names_a_person
from .meaning import Meaning
from .regions import region_key

# Kept as text whatever the digits say: they are names of things, not amounts.
TEXT_MEANINGS: Final = frozenset(
    {"ags", "ars", "plz", "nuts", "phone", "iban", "vat_id", "house_number"}
)


def _rx(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_PLZ_LABEL: Final = _rx(
    r"\b(plz|postleitzahl|postleitzahlen|zip|zipcode|zip code|post ?code|postal ?code|postzustellbezirk)\b"
)
_PLZ: Final = re.compile(
    r"^(?:D-)?(?:0[1-9]|[1-9]\d)\d{3}(?:\s*(?:[,;/]|und)\s*(?:0[1-9]|[1-9]\d)\d{3})*$"
)
_PLZ_SHORT: Final = re.compile(r"^[1-9]\d{3}$")
_EMAIL: Final = re.compile(r"^(?:mailto:)?[^@\s;,]+@[^@\s;,]+\.[a-zA-Z]{2,}$")
_URL: Final = re.compile(r"^(?:https?://|ftp://|www\.)\S+$", re.IGNORECASE)
_URL_LABEL: Final = _rx(r"\b(internet\w*|homepage|web ?(?:seite|site|adresse)?|url|link|www)\b")
_URL_OR_DOMAIN: Final = re.compile(
    r"^(?:https?://|ftp://|www\.)\S+$|^(?:[\w-]+\.)+[a-z]{2,8}(?:/\S*)?$", re.IGNORECASE
)
_VAT: Final = re.compile(r"^DE ?\d{9}$")
_PHONE: Final = re.compile(
    r"^(?:(?:Tel\.?|Fon|Fax)[: ]*)?(?:\+|00|0|\(0|\(\+)[\d\s()/\-–.]{5,24}\d(?:\s*-\s*\d+)?$"
)
_PHONE_OR_SHORT: Final = re.compile(
    rf"{_PHONE.pattern}|^11\d{{1,5}}$|{_PHONE.pattern[:-1]}\s*[,;/].*$"
)
_PHONE_STRICT: Final = re.compile(
    r"^(?:\+49|0049)[\d\s()/\-–.]{6,20}$|^\(?0\d{2,5}\)?\s?[/\-–]\s?[\d\s\-]{3,14}$"
)
_PHONE_LABEL: Final = _rx(
    r"\b(tel|telefon|telefonnummer|telefonnr|telefon nr|tel nr|phone|fon|fax|telefax|faxnummer|handy|mobil|mobilnummer|mobiltelefon|rufnummer|rufnr)\b"
)
_DAY: Final = r"(?:mo|di|mi|do|fr|sa|so|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonntags?|tägl\.?|täglich|werktags|mo\.|di\.|mi\.|do\.|fr\.|sa\.|so\.|mon|tue|wed|thu|fri|sat|sun)"
_HOURS: Final = re.compile(
    rf"^.{{0,60}}\b{_DAY}\b[^\n]{{0,60}}?\d{{1,2}}(?:[:.]\d\d)?\s*(?:Uhr)?\s*(?:-|–|bis)\s*\d{{1,2}}|^24/7|^.{{0,20}}rund um die Uhr",
    re.IGNORECASE,
)
_SPAN: Final = re.compile(
    r"^\d{1,2}(?:[:.]\d\d)?\s*(?:Uhr)?\s*(?:-|–|bis)\s*\d{1,2}(?:[:.]\d\d)?\b"
)
_HOURS_LABEL: Final = _rx(r"oeffnungszeit|geoeffnet|sprechzeit|opening hours|oeffnet")
_STREET_LABEL: Final = _rx(
    r"\b(strasse|str|strassenname|strassen name|strasse name|str name|street|strassenbezeichnung|strname|strasse hausnummer|strasse hnr|strasse nr|strasse und hausnummer|strasse haus nr)\b"
)
_SITE_LABEL: Final = _rx(
    r"\b(standort|tatort|aufstell(?:ungs)?ort|unfallort|messort|baustelle)(?: ?\d)?\b"
)
_NOT_STREET: Final = _rx(
    r"schluessel|strschl|kategorie|klasse|art\b|laenge|typ\b|nummer der strasse|\bid\b|abschnitt|zustand|baum"
)
_REMARK_LABEL: Final = _rx(
    r"bemerkung|hinweis|beschreibung|kommentar|notiz|lage\b|objekt|titel|haltestelle"
)
_ADDRESS_LABEL: Final = _rx(r"\b(adresse|anschrift|address|postanschrift|standortadresse)\b")
_STREET: Final = re.compile(
    r"^(?=.{4,80}$)(?!.*[.!?]\s+[A-ZÄÖÜ][a-zäöüß]+\s.*[.!?]).*(?:str\.|(?:stra(?:ß|ss)e|weg|platz|allee|gasse|ring|damm|ufer|chaussee|stieg|steig|graben|markt|pfad|promenade)\b"
    r"|\b(?:am|an der|im|in der|auf der|auf dem|zum|zur|unter den|hinter der) [A-ZÄÖÜ])",
    re.IGNORECASE | re.DOTALL,
)
_STREET_SURE: Final = re.compile(
    r"^(?=.{4,60}$)[^,;:]*(?:str\.|(?:stra(?:ß|ss)e|weg|platz|allee|gasse|ring|damm|ufer)\b)(?:\s*\d+.{0,12})?$",
    re.IGNORECASE,
)
_HOUSE_LABEL: Final = _rx(
    r"\b(hausnummern?|haus ?nr|hs ?nr|hnr|haus nummer|hausnummern bereich|house ?number|housenumber|hausnummer zusatz)\b"
)
_HOUSE: Final = re.compile(r"^\d{1,5}\s*[a-zA-Z]?(?:\s*[-–/+,]\s*\d{0,4}\s*[a-zA-Z]?)*$")
_PLACE_LABEL: Final = _rx(
    r"\b(ort|orte|ortsname|wohnort|gemeinde|gemeindename|gemeinde name|name gemeinde|stadt|city|kommune|municipality|kreis name|kreisname|name kreis|landkreis|kreis kreisfreie stadt|gvb name|raumeinheit|gebietsname|region|raum|gen|stadt gemeinde|ort gemeinde|kreis|landkreis stadt|gemeinde stadt|town|bezeichnung gebiet|ortschaft|gemeindeve\d*name)\b"
)
_DISTRICT_LABEL: Final = _rx(
    r"\b(stadtteil|stadtteilname|stadtteil name|ortsteil|ortsteile|stadtbezirk|bezirk|bezirksname|stadtviertel|quartier|viertel|(?:city )?(?:sub)?district|ortschaft|stadtraum|wohnquartier|gemarkung|stadtbezirksname)\b"
)
_STATE_LABEL: Final = _rx(r"\b(bundesland|bundeslaender|state|land name)\b")
_STATES: Final = frozenset({
    "baden-württemberg", "bayern", "berlin", "brandenburg", "bremen", "hamburg", "hessen",
    "mecklenburg-vorpommern", "niedersachsen", "nordrhein-westfalen", "rheinland-pfalz",
    "saarland", "sachsen", "sachsen-anhalt", "schleswig-holstein", "thüringen", "deutschland",
})  # fmt: skip
_WEEKDAYS: Final = frozenset({
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag",
    "mo", "di", "mi", "do", "fr", "sa", "so", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
})  # fmt: skip
_MUNICIPAL: Final = re.compile(
    r".*(?:, (?:Stadt|St\.|Kreisfreie Stadt|Landeshauptstadt|Landkreis|Kreis|Hansestadt|Flecken|M\.)\b|\b(?:Landkreis|Kreisfreie Stadt|Regierungsbezirk|Samtgemeinde|Verbandsgemeinde)\b)"
)
_FIRST_LABEL: Final = _rx(r"\b(vorname|vornamen|rufname|first name|given name)\b")
_LAST_LABEL: Final = _rx(
    r"\b(nachname|familienname|zuname|surname|last name|family name|geburtsname|name des kindes|nachnamen)\b"
)
_PERSON_LABEL: Final = _rx(
    r"\b(ansprechpartner|ansprechpartnerin|ansprechperson|kontaktperson|eigentuemer|halter|antragsteller|antragstellerin|sachbearbeiter|sachbearbeiterin|inhaber|mieter|versicherter|patient|schuelername|name vorname|vorname name|vor und nachname|vollstaendiger name|leitung|schulleitung|schulleiter|accountable|bearbeiter)\b"
)
_PERSON: Final = re.compile(
    r"^(?:Herr|Frau|Hr\.|Fr\.)\s+(?:(?:Dr|Prof)\.\s+)*[A-ZÄÖÜ][\wäöüß'’-]+$"
    r"|^(?:(?:Herr|Frau|Hr\.|Fr\.|Dr\.|Prof\.)\s+)*[A-ZÄÖÜ][\wäöüß'’-]+,?\s+(?:[A-ZÄÖÜ]\.?\s+|von\s+|van\s+|de\s+)*[A-ZÄÖÜ][\wäöüß'’-]+$"
)
_NOT_PERSON: Final = _rx(
    r"strasse|\bstr\b|schule|einrichtung|objekt|ort\b|titel|stiftung|firma|haltestelle|kirche"
)
_NAME: Final = re.compile(r"^[A-ZÄÖÜÉÈÀÂÁÓÖÇŞŠŽÍİ'’][^\d@/;:]{0,40}$")
_ID_LABEL: Final = _rx(
    r"^(?:id|fid|oid|gid|uid|uuid|objectid|object id|gml id|ogc fid|lfd nr|lfdnr|laufende nummer|lfd nummer|nr|nummer|key|kennung|schluessel|code|sid|pk|oid \d|index)$|(?:\b(?:id|nr|nummer|schluessel|code|key|kennung|kennziffer|kuerzel|schl|aktenzeichen|az|tbnr\d?|uuid)|(?:nummer|nr|schluessel|schl|kennung)|\w{3}(?<!ox)(?<!iz)id)$|^(?:nr|nummer|schluessel|kennziffer) [a-z]"
)
_NOT_ID: Final = _rx(r"public key|anzahl|zahl\b|farbcode|qr code|barcode bild")
_COMPACT: Final = re.compile(r"^[\w.\-/:|]{1,60}$")
_PLACE_CODE: Final = re.compile(r"^[A-Z]{0,3}\d+[A-Z]?$|^\d+$")
_WKT: Final = re.compile(
    r"^(?:SRID=\d+;)?(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*Z?\s*\(|^\{\s*\"type\"\s*:\s*\"(?:Multi)?(?:Point|LineString|Polygon)\"",
    re.IGNORECASE,
)
_PAIR: Final = re.compile(
    r"^\(?\s*(?:4[7-9]|5[0-5])\.\d+\s*[,; ]\s*\d{1,2}\.\d+\s*\)?$|^\(?\s*(?:[5-9]|1[0-5])\.\d+\s*[,; ]\s*(?:4[7-9]|5[0-5])\.\d+\s*\)?$"
)


def find_meaning(found: Evidence) -> Meaning | None:
    """The most convincing meaning of a column, None if there is none."""
    if not found.solid:
        return None
    for recognise in _RECOGNISERS:
        if (meaning := recognise(found)) is not None:
            return meaning
    return None


def _email(found: Evidence) -> Meaning | None:
    if found.share(_EMAIL) >= 0.85:
        return Meaning("email", "Die Werte sind E-Mail-Adressen.", 0.97)
    return None


def _url(found: Evidence) -> Meaning | None:
    named = _URL_LABEL.search(found.label) is not None
    if found.share(_URL) >= 0.85 or (named and found.share(_URL_OR_DOMAIN) >= 0.85):
        return Meaning("url", "Die Werte sind Internetadressen.", 0.97)
    return None


def _iban(found: Evidence) -> Meaning | None:
    hits = found.passing(valid_iban, 0.85)
    if hits >= 0.85 * found.share_base:
        return Meaning("iban", "Die Werte sind IBAN mit richtiger Prüfziffer.", 0.99)
    return None


def _vat(found: Evidence) -> Meaning | None:
    if found.share(_VAT) >= 0.85 and not re.search(r"nuts", found.label):
        return Meaning("vat_id", "Die Werte sind Umsatzsteuer-Identifikationsnummern.", 0.95)
    return None


def _phone(found: Evidence) -> Meaning | None:
    if _PHONE_LABEL.search(found.label) and found.share(_PHONE_OR_SHORT) >= 0.7:
        return Meaning("phone", "Überschrift und Werte: Telefonnummern.", 0.95)
    if found.share(_PHONE_STRICT) >= 0.9:
        return Meaning("phone", "Die Werte haben die Form von Telefonnummern.", 0.85)
    return None


def _plz(found: Evidence) -> Meaning | None:
    if not _PLZ_LABEL.search(found.label):
        return None
    full, short = found.share(_PLZ), found.share(_PLZ_SHORT)
    if full + short < 0.75:
        return None
    warning = "Bei einigen Postleitzahlen fehlt die führende Null." if short else ""
    if short > 0.9:
        warning = "Alle Postleitzahlen haben nur vier Stellen; vermutlich fehlt die führende Null."
        return Meaning("plz", "Überschrift: Postleitzahl.", 0.7, warning, r"\d{4,5}")
    kept = any(value.startswith("0") for value, _ in found.values)
    plain = found.share(re.compile(r"^\d{4,5}$")) >= 0.97 and not found.padded
    pattern = "" if not plain else (r"\d{5}" if kept or not short else r"\d{4,5}")
    return Meaning("plz", "Überschrift und Werte: Postleitzahlen.", 0.97, warning, pattern)


def _nuts(found: Evidence) -> Meaning | None:
    if found.share(NUTS) < 0.95 or not any(len(v) > 2 for v, _ in found.values):
        return None
    if "nuts" in found.label or (
        found.distinct >= 3 and found.share(re.compile(r"^DE[0-9A-G]")) > 0.9
    ):
        return Meaning("nuts", "Die Werte sind NUTS-Schlüssel.", 0.95)
    return None


def _geometry(found: Evidence) -> Meaning | None:
    if found.share(_WKT) >= 0.9:
        return Meaning("geometry", "Die Werte sind Geometrien.", 0.97)
    if found.share(_PAIR) >= 0.9:
        return Meaning("coordinates", "Jede Zelle enthält Breite und Länge.", 0.95)
    return None


def _hours(found: Evidence) -> Meaning | None:
    share = found.share(_HOURS)
    timed = max(_letters(found), found.share(_SPAN))
    if share >= 0.5 or (_HOURS_LABEL.search(found.label) and timed >= 0.5):
        return Meaning("opening_hours", "Wochentage mit Uhrzeiten: Öffnungszeiten.", 0.9)
    return None


def _house(found: Evidence) -> Meaning | None:
    if _HOUSE_LABEL.search(found.label) and _letters(found) < 0.5:
        return Meaning("house_number", "Überschrift: Hausnummer.", 0.95)
    return None


def house_beside_street(found: Evidence, left: Meaning | None) -> Meaning | None:
    """A plain "Nr." to the right of a street name is the house number."""
    if (
        left is None
        or left.name != "street"
        or found.label not in ("nr", "nummer", "no", "nr zusatz")
    ):
        return None
    if found.share(_HOUSE) < 0.9:
        return None
    return Meaning("house_number", "Nummern neben dem Straßennamen.", 0.9)


_LETTERS: Final = re.compile(r"^[^\d]*[A-Za-zÄÖÜäöüß]{2}")


def _letters(found: Evidence) -> float:
    return found.share(_LETTERS)


def _street(found: Evidence) -> Meaning | None:
    if _letters(found) < 0.7 or _NOT_STREET.search(found.label):
        return None
    if _ADDRESS_LABEL.search(found.label) and found.share(_STREET) >= 0.3:
        return Meaning("address", "Überschrift: Anschrift.", 0.9)
    if _STREET_LABEL.search(found.label) and found.share(_STREET) >= 0.3:
        return Meaning("street", "Überschrift und Werte: Straßennamen.", 0.95)
    surely, likely = found.share(_STREET_SURE), found.share(_STREET)
    if _SITE_LABEL.search(found.label) and likely >= 0.7:
        return Meaning("street", "Überschrift und Werte: Standorte an Straßen.", 0.8)
    described = _REMARK_LABEL.search(found.label)
    if (
        not described
        and found.distinct >= 5
        and (surely >= 0.6 or (surely >= 0.5 and likely >= 0.85))
    ):
        return Meaning("street", "Die meisten Werte sind Straßennamen.", 0.8)
    return None


def _are_of(found: Evidence, words: frozenset[str], share: float) -> bool:
    hits = found.passing(lambda value: value.lower().rstrip(".") in words, share)
    return hits / max(1, found.share_base) >= share


def _state(found: Evidence) -> Meaning | None:
    if _are_of(found, _STATES, 0.9) and (found.distinct > 1 or _STATE_LABEL.search(found.label)):
        return Meaning("state", "Die Werte sind Bundesländer.", 0.95)
    return None


def _weekday(found: Evidence) -> Meaning | None:
    if _are_of(found, _WEEKDAYS, 0.95) and found.distinct >= 2:
        return Meaning("weekday", "Die Werte sind Wochentage.", 0.95)
    return None


def _place(found: Evidence) -> Meaning | None:
    if _letters(found) < 0.8 and found.share(_KEY_AND_NAME) < 0.8:
        return None
    if found.share(_KEY_AND_NAME) >= 0.8:
        keys = sum(c for v, c in found.values if _KEY_AND_NAME.match(v) and is_region_key(v[:5]))
        if keys >= 0.7 * found.share_base:
            return Meaning("place", "Die Werte sind Gebietsschlüssel und Gebietsname.", 0.85)
        return Meaning("place", "Die Werte sind Postleitzahl und Ort.", 0.85)
    if _DISTRICT_LABEL.search(found.label) and found.share(_COMPACT_TEXT) >= 0.9:
        return Meaning("district", "Überschrift: Stadt- oder Ortsteil.", 0.9)
    if _PLACE_LABEL.search(found.label) and found.share(_COMPACT_TEXT) >= 0.9:
        return Meaning("place", "Überschrift: Orts- oder Gebietsname.", 0.9)
    if found.share(_MUNICIPAL) >= 0.3 and found.distinct >= 5 and found.share(_COMPACT_TEXT) >= 0.9:
        return Meaning("place", "Viele Werte sind Namen von Städten und Kreisen.", 0.85)
    return None


_KEY_AND_NAME: Final = re.compile(r"^(?:D-)?\d{5} [A-ZÄÖÜ]")
_COMPACT_TEXT: Final = re.compile(r"^[^\n]{1,80}$")


def _person(found: Evidence) -> Meaning | None:
    if _letters(found) < 0.8:
        return None
    if _PERSON_LABEL.search(found.label) and found.share(_PERSON) >= 0.5:
        return Meaning("person_name", "Überschrift und Werte: Namen von Personen.", 0.85)
    if found.distinct >= 3 and found.share(_PERSON) >= 0.7 and not _NOT_PERSON.search(found.label):
        known = sum(count for value, count in found.probe if names_a_person(value))
        if known >= 0.6 * sum(count for _, count in found.probe):
            return Meaning("person_name", "Die Werte sind Vor- und Nachnamen.", 0.8)
    if _LAST_LABEL.search(found.label) and found.share(_NAME) >= 0.7:
        return Meaning("last_name", "Überschrift: Familienname.", 0.9)
    if _FIRST_LABEL.search(found.label) and found.share(_NAME) >= 0.7:
        return Meaning("first_name", "Überschrift: Vorname.", 0.9)
    return None


def _identifier(found: Evidence) -> Meaning | None:
    if found.label == "spalte 1" and _counts_rows(found):
        return Meaning("id", "Fortlaufende Nummern ohne Überschrift.", 0.85)
    if not _ID_LABEL.search(found.label) or _NOT_ID.search(found.label):
        return None
    if found.share(_COMPACT) < 0.9 or found.share(_DECIMAL) > 0.5:
        return None
    return Meaning("id", "Überschrift und Form: Kennung oder Nummer.", 0.9)


def _counts_rows(found: Evidence) -> bool:
    """Whole numbers from 0 or 1 on, each exactly once."""
    if found.solid < 10 or found.distinct != found.solid or found.sampled:
        return found.sampled and found.distinct == found.solid and found.values[0][0] in ("0", "1")
    numbers = [int(value) for value, _ in found.values if value.isdecimal() and len(value) < 8]
    return len(numbers) == found.solid and max(numbers) - min(numbers) == found.solid - 1


_DECIMAL: Final = re.compile(r"^[-+]?\d+,\d+$|^-\d")
_RECOGNISERS: Final[tuple[Callable[[Evidence], Meaning | None], ...]] = (
    _email, _url, _iban, _vat, _plz, _nuts, region_key, _phone, _geometry, _house, _hours,
    _state, _weekday, _street, _person, _place, _identifier,
)  # fmt: skip
