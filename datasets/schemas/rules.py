"""The rules of a column in German words."""

from collections.abc import Mapping
from typing import Any, Final

SHOWN: Final = 12
WORDS: Final = {
    "minimum": "mindestens {}",
    "maximum": "höchstens {}",
    "exclusiveMinimum": "größer als {}",
    "exclusiveMaximum": "kleiner als {}",
    "minLength": "mindestens {} Zeichen",
    "maxLength": "höchstens {} Zeichen",
    "pattern": "Muster {}",
}


def rules_of(field: Mapping[str, Any]) -> list[str]:
    """Return one phrase for each rule."""
    rules = field.get("constraints") or {}
    found = []
    if rules.get("required"):
        found.append("muss ausgefüllt sein")
    if rules.get("unique"):
        found.append("jeder Wert nur einmal")
    found += [words.format(rules[key]) for key, words in WORDS.items() if key in rules]
    if "enum" in rules:
        values = [str(value) for value in rules["enum"]]
        more = f" und {len(values) - SHOWN} weitere" if len(values) > SHOWN else ""
        found.append(f"einer von: {', '.join(values[:SHOWN])}{more}")
    return found
