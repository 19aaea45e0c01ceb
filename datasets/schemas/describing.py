"""What a dataset says of itself for other catalogues: how often it changes, which place, which time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

_BASE: Final = "http://publications.europa.eu/resource/authority/frequency/"
# The words of the EU's list of frequencies that town halls need.
FREQUENCIES: Final[Mapping[str, str]] = {
    _BASE + "CONT": "laufend",
    _BASE + "DAILY": "täglich",
    _BASE + "WEEKLY": "wöchentlich",
    _BASE + "MONTHLY": "monatlich",
    _BASE + "QUARTERLY": "vierteljährlich",
    _BASE + "ANNUAL_2": "halbjährlich",
    _BASE + "ANNUAL": "jährlich",
    _BASE + "IRREG": "unregelmäßig",
    _BASE + "NEVER": "nie (abgeschlossen)",
}
FREQUENCY, PLACE, BEGIN, END = "frequency", "geocodingText", "temporal_start", "temporal_end"
KEYS: Final = (FREQUENCY, PLACE, BEGIN, END)


def detail(additional: Iterable[Mapping[str, Any]], key: str) -> str:
    """Return a further detail of a dataset, an empty text where it has none."""
    return next((str(i.get("value") or "") for i in additional if i.get("key") == key), "")


def with_details(
    additional: Sequence[Mapping[str, Any]], values: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the further details with these values; empty ones go, all others stay in their order."""
    left = dict(values)
    found = []
    for item in additional:
        key = str(item.get("key"))
        value = left.pop(key, item.get("value")) if key in values else item.get("value")
        if key not in values or value:
            found.append({**item, "value": value})
    return [*found, *({"key": key, "value": value} for key, value in left.items() if value)]


def years_of(
    fields: Iterable[Mapping[str, Any]], profile: Iterable[Mapping[str, Any]]
) -> tuple[str, str]:
    """Return the first and the last year that a column of years holds, as text."""
    names = {f.get("name") for f in fields if f.get("type") == "year" or f.get("meaning") == "year"}
    for item in profile:
        low, high = str(item.get("minimum") or ""), str(item.get("maximum") or "")
        if item.get("name") in names and low.isdigit() and high.isdigit():
            return low, high
    return "", ""
