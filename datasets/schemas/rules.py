"""The rules of a column in German words."""

from collections.abc import Callable, Mapping
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


def rules_of(field: Mapping[str, Any], *, say: Callable[[str], str] = str) -> list[str]:
    """Return one phrase for each rule; `say` may put the words into another language."""
    rules = field.get("constraints") or {}
    found = []
    if rules.get("required"):
        found.append(say("muss ausgefüllt sein"))
    if rules.get("unique"):
        found.append(say("jeder Wert nur einmal"))
    found += [say(words).format(rules[key]) for key, words in WORDS.items() if key in rules]
    if "enum" in rules:
        values = [str(value) for value in rules["enum"]]
        more = say(" und {} weitere").format(len(values) - SHOWN) if len(values) > SHOWN else ""
        found.append(say("einer von: {}").format(", ".join(values[:SHOWN])) + more)
    return found
