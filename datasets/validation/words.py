"""What a column expects, in German: kinds, forms and rules of a field."""

import re
from datetime import datetime
from typing import Any, Final

KINDS: Final = {
    "integer": "ganze Zahlen",
    "number": "Zahlen",
    "boolean": "Ja oder Nein",
    "date": "Datumsangaben",
    "time": "Uhrzeiten",
    "datetime": "Zeitpunkte",
    "year": "Jahreszahlen mit vier Ziffern",
    "yearmonth": "Monate der Form JJJJ-MM",
    "duration": "Zeitspannen",
    "string": "Text",
    "geopoint": "Koordinaten",
    "geojson": "Geometrien (GeoJSON)",
    "array": "Listen",
    "list": "Listen",
    "object": "Angaben in geschweiften Klammern (JSON)",
}
STRINGS: Final = {
    "email": "E-Mail-Adressen",
    "uri": "Internetadressen",
    "uuid": "Kennungen (UUID)",
    "binary": "Binärdaten (Base64)",
    "wkt": "Geometrien (WKT)",
}
MEANINGS: Final = {
    "ags": "Gemeindeschlüssel (AGS) mit acht Ziffern",
    "ars": "Regionalschlüssel (ARS) mit zwölf Ziffern",
    "plz": "Postleitzahlen mit fünf Ziffern",
}
PARTS: Final = {
    "%d": "TT",
    "%m": "MM",
    "%Y": "JJJJ",
    "%y": "JJ",
    "%H": "hh",
    "%M": "mm",
    "%S": "ss",
}
CODES: Final = {"ags": 8, "ars": 12, "plz": 5}
MONTHS: Final = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]


def expectation(field: dict[str, Any]) -> str:
    """Say what stands in a column, as the object of "erwartet"."""
    kind, form = str(field.get("type", "string")), str(field.get("format", "default"))
    if kind in {"date", "time", "datetime"}:
        return f"{KINDS[kind]} der Form {_form(kind, form)}"
    if kind == "string":
        return STRINGS.get(form, KINDS[kind])
    if kind == "number" and field.get("decimalChar") == ",":
        return "Zahlen mit Dezimalkomma"
    if kind == "number":
        return "Zahlen mit Dezimalpunkt"
    if kind == "boolean":
        words = [*field.get("trueValues", ["true", "1"]), *field.get("falseValues", ["false", "0"])]
        return f"eines der Wörter {listed([f'„{word}“' for word in words[:6]], 'oder')}"
    return KINDS.get(kind, "andere Werte")


def _form(kind: str, form: str) -> str:
    if form in {"default", "any"}:
        form = {"date": "%Y-%m-%d", "time": "%H:%M:%S"}.get(kind, "%Y-%m-%dT%H:%M:%SZ")
    for part, word in PARTS.items():
        form = form.replace(part, word)
    return form


def rule_of(note: str) -> str:
    """Return the name of the rule that frictionless's note speaks of."""
    found = re.match(r'constraint "(\w+)"', note)
    return found.group(1) if found else ""


def rule_sentence(rule: str, field: dict[str, Any]) -> str:
    """Say what a rule of a field demands."""
    value = field.get("constraints", {}).get(rule)
    if rule == "pattern" and field.get("meaning") in MEANINGS:
        return f"Die Spalte erwartet {MEANINGS[str(field['meaning'])]}."
    sentences = {
        "required": "In dieser Spalte muss immer etwas stehen.",
        "minimum": f"Erlaubt sind Werte ab {shown(value, field)}.",
        "maximum": f"Erlaubt sind Werte bis {shown(value, field)}.",
        "exclusiveMinimum": f"Erlaubt sind Werte über {shown(value, field)}.",
        "exclusiveMaximum": f"Erlaubt sind Werte unter {shown(value, field)}.",
        "minLength": f"Verlangt sind mindestens {value} Zeichen.",
        "maxLength": f"Erlaubt sind höchstens {value} Zeichen.",
        "pattern": f"Die Werte müssen die Form „{value}“ haben.",
    }
    if rule == "enum" and isinstance(value, list):
        more = f" und {len(value) - 8} weitere" if len(value) > 8 else ""
        return f"Erlaubt sind nur {listed([f'„{item}“' for item in value[:8]], 'oder')}{more}."
    return sentences.get(rule, "")


def shown(value: Any, field: dict[str, Any]) -> str:
    """Return a bound as people here write it."""
    text = str(value)
    if field.get("type") in {"number", "integer"}:
        return text.replace(".", ",")
    if field.get("type") == "date" and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return ".".join(reversed(text.split("-")))
    return text


def cell_hint(cell: str, field: dict[str, Any]) -> str:
    """Say what is wrong with this very cell, where that can be told."""
    if field.get("type") == "date":
        return _impossible_day(cell)
    if field.get("type") == "integer" and re.fullmatch(r"-?[\d.]+,\d+", cell):
        return f"„{cell}“ hat Nachkommastellen."
    point = field.get("type") == "number" and field.get("decimalChar") != ","
    if point and re.fullmatch(r"-?[\d.]*,\d+", cell):
        return f"„{cell}“ hat ein Dezimalkomma."
    digits = CODES.get(str(field.get("meaning")))
    if digits and re.fullmatch(rf"\d{{{digits - 1}}}", cell):
        return f"„{cell}“ fehlt die führende Null: gemeint ist wohl „0{cell}“."
    return ""


def _impossible_day(cell: str) -> str:
    german = re.fullmatch(r"(\d\d?)\.(\d\d?)\.(\d{4})", cell)
    iso = re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)", cell)
    if german:
        day, month, year = (int(part) for part in german.groups())
    elif iso:
        year, month, day = (int(part) for part in iso.groups())
    else:
        return ""
    if not 1 <= month <= len(MONTHS):
        return f"Einen {month}. Monat gibt es nicht."
    try:
        datetime(year, month, day)  # noqa: DTZ001 - only asks whether the day exists
    except ValueError:
        return f"Den {day}. {MONTHS[month - 1]} {year} gibt es nicht."
    return ""


def listed(parts: list[str], word: str = "und") -> str:
    """Return "a, b und c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def number(value: int) -> str:
    """Return 12.345."""
    return f"{value:,}".replace(",", ".")
