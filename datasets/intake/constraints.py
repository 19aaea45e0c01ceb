"""Constraints that the clean values of a column obey, so that later versions are held to them."""

from __future__ import annotations

import re
from typing import Any, Final

from .evidence import Evidence, tolerated
from .guess import Guess
from .meaning import Meaning

_MAX_ENUM: Final = 12
_NEGATIVE: Final = re.compile(r"^\D*-\s*[.,]?\d")
_DIGITS: Final = re.compile(r"^\d+$")
_KEY_LABEL: Final = re.compile(
    r"^(?:id|fid|oid|gid|uid|uuid|objectid|object id|gml id|ogc fid|lfd nr|lfdnr|laufende nummer|"
    r"lfd nummer|sid|pk|key|nr|nummer|.*\bid|.*nummer|.*\bnr|.*schluessel|.*kennung|.*code|ags|ars|rs)$"
)
_SIGNED_LABEL: Final = re.compile(
    r"temperatur|saldo|salden|differenz|veraenderung|abweichung|bilanz|ergebnis|gewinn|ueberschuss|"
    r"hoehe ueber|trend|ertrag|aufwand|betrag|\bwert\b|grad\b|wanderung|\bindex"
)
_SAFE_TEXT: Final = frozenset({"", "state", "district", "weekday", "place"})


def find_constraints(
    found: Evidence, guess: Guess, meaning: Meaning | None, rows: int, sampled: bool
) -> dict[str, Any]:
    """Constraints in Table Schema terms; only patterns of keys if the column was sampled."""
    complete = found.column.complete and not sampled
    result: dict[str, Any] = {}
    missing = found.blank + (sum(found.placeholders.values()) if guess.missing_placeholders else 0)
    if complete and rows and not missing and guess.type != "boolean":
        result["required"] = True
    if complete and not missing and _unique(found, guess, meaning, rows):
        result["unique"] = True
    if guess.type in ("integer", "number") and complete:
        result.update(_bounds(found, meaning))
    if guess.type == "string":
        result.update(_text_constraints(found, meaning, complete))
    return result


def _unique(found: Evidence, guess: Guess, meaning: Meaning | None, rows: int) -> bool:
    if guess.type not in ("integer", "string") or rows < 3 or guess.odd:
        return False
    name = meaning.name if meaning else ""
    if name not in ("id", "ags", "ars") and not (
        found.position == 0 and _KEY_LABEL.match(found.label)
    ):
        return False
    if found.distinct != len(found.column.values) - sum(1 for v in found.placeholders):
        return False
    return found.cells == len(found.column.values)


def _bounds(found: Evidence, meaning: Meaning | None) -> dict[str, Any]:
    name = meaning.name if meaning else ""
    if name in ("latitude", "longitude", "easting", "northing", "id"):
        return {}
    if _SIGNED_LABEL.search(found.label):
        return {}
    if not found.sampled and not any(_NEGATIVE.match(value) for value, _ in found.values):
        return {"minimum": 0}
    return {}


def _text_constraints(found: Evidence, meaning: Meaning | None, complete: bool) -> dict[str, Any]:
    if meaning is not None and meaning.pattern:
        return {"pattern": meaning.pattern}
    if (pattern := _digit_pattern(found)) and complete:
        return {"pattern": pattern}
    name = meaning.name if meaning else ""
    if name not in _SAFE_TEXT or not complete or found.distinct > _MAX_ENUM:
        return {}
    values = [raw for raw in found.column.values if raw.strip()]
    total = found.solid + sum(found.placeholders.values())
    if 2 <= len(values) <= _MAX_ENUM and total >= max(30, 5 * len(values)):
        short = all(len(value) <= 60 and "\n" not in value for value in values)
        return {"enum": sorted(values)} if short else {}
    return {}


def _digit_pattern(found: Evidence) -> str:
    """Keys of digits with leading zeros: all of one length."""
    zeros = any(len(value) > 1 and value[0] == "0" for value, _ in found.values)
    if not zeros or found.padded or found.sampled or found.share_base < 8:
        return ""
    lengths: dict[int, int] = {}
    for value, count in found.values:
        if _DIGITS.match(value):
            lengths[len(value)] = lengths.get(len(value), 0) + count
    if not lengths:
        return ""
    main = max(lengths, key=lambda size: lengths[size])
    odd = found.share_base - lengths[main]
    return f"\\d{{{main}}}" if odd <= min(tolerated(found.share_base), 3) else ""
