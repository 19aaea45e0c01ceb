"""How well a file's columns fit a schema of the library, and the schema laid over the file."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

FOLDED: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
# A name that is nearly the same may be a slip of the pen.
NEAR: Final = 0.84
# What a column that only nearly fits is worth.
WORTH_NEAR, WORTH_CAST, WORTH_OTHER = 0.85, 0.75, 0.4
# A column that the schema does not know costs little: the file may say more.
EXTRA: Final = 0.15
REQUIRED: Final = 2.0
# Types whose values are also values of the other.
CASTS: Final = frozenset(
    {
        ("integer", "number"),
        ("year", "integer"),
        ("integer", "string"),
        ("number", "string"),
        ("date", "string"),
        ("datetime", "string"),
        ("boolean", "string"),
        ("year", "string"),
        ("date", "datetime"),
        ("integer", "year"),
        ("integer", "boolean"),
    }
)
# How the file writes its values is the file's affair as long as the type is the same.
WRITTEN: Final = (
    "format",
    "decimalChar",
    "groupChar",
    "bareNumber",
    "trueValues",
    "falseValues",
    "missingValues",
)


@dataclass(frozen=True, slots=True)
class Match:
    """`percent` of the schema that the file fulfils; pairs are (name in the schema, name in the file)."""

    percent: int
    pairs: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    other_kind: tuple[str, ...]


def match(file_fields: Sequence[Mapping[str, Any]], descriptor: Mapping[str, Any]) -> Match:
    """Compare the columns of a file with a Table Schema."""
    wanted = [field for field in descriptor.get("fields", []) if field.get("name")]
    pairs = _pairs(file_fields, wanted)
    by_name = {str(field["name"]): field for field in file_fields}
    reached = whole = 0.0
    other: list[str] = []
    for field in wanted:
        weight = REQUIRED if field.get("constraints", {}).get("required") else 1.0
        whole += weight
        found = pairs.get(str(field["name"]))
        if found is None:
            continue
        name, worth = found
        fits = _fits(by_name[name], field)
        if fits < 1:
            other.append(name)
        reached += weight * worth * fits
    used = {name for name, _worth in pairs.values()}
    extra = tuple(name for name in by_name if name not in used)
    whole += EXTRA * len(extra)
    return Match(
        percent=int(100 * reached / whole + 0.5) if whole else 0,
        pairs=tuple((name, found[0]) for name, found in pairs.items()),
        missing=tuple(str(f["name"]) for f in wanted if str(f["name"]) not in pairs),
        extra=extra,
        other_kind=tuple(other),
    )


def lay_over(file_schema: Mapping[str, Any], descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema by which a file is judged that is to obey a schema of the library.

    Columns keep the names and the spelling of the file; kinds, rules and texts come from the library.
    """
    fields = list(file_schema.get("fields", []))
    wanted = {str(f["name"]): f for f in descriptor.get("fields", []) if f.get("name")}
    pairs = {name: found[0] for name, found in _pairs(fields, list(wanted.values())).items()}
    back = {mine: theirs for theirs, mine in pairs.items()}
    laid = [
        _laid(field, wanted[back[str(field["name"])]]) if str(field["name"]) in back else field
        for field in fields
    ]
    laid += [dict(field) for name, field in wanted.items() if name not in pairs]
    result = {**file_schema, "fields": laid}
    for key in ("primaryKey", "foreignKeys", "missingValues"):
        if key in descriptor:
            result[key] = (
                _renamed(descriptor[key], pairs) if key == "primaryKey" else descriptor[key]
            )
    return result


def _renamed(key: object, pairs: Mapping[str, str]) -> object:
    if isinstance(key, str):
        return pairs.get(key, key)
    return [pairs.get(str(name), str(name)) for name in key] if isinstance(key, list) else key


def _laid(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    result = {**theirs, "name": mine["name"]}
    if mine.get("type") == theirs.get("type"):
        for key in WRITTEN:
            result.pop(key, None)
            if key in mine:
                result[key] = mine[key]
    for key in ("meaning", "crs", "unit", "title"):
        if key in mine:
            result.setdefault(key, mine[key])
    return result


def _pairs(
    file_fields: Sequence[Mapping[str, Any]], wanted: Sequence[Mapping[str, Any]]
) -> dict[str, tuple[str, float]]:
    """Return for each name of the schema the column that it is, and how sure that is."""
    free = {str(field["name"]): _words(field) for field in file_fields}
    pairs: dict[str, tuple[str, float]] = {}
    for field in wanted:
        name, own = str(field["name"]), _words(field)
        hit = next((n for n, words in free.items() if n == name or words & own), None)
        if hit is not None:
            pairs[name] = (hit, 1.0)
            del free[hit]
    for field in wanted:
        name = str(field["name"])
        if name in pairs or not free:
            continue
        own = _words(field)
        best = max(free, key=lambda n: _nearness(free[n], own))
        if _nearness(free[best], own) >= NEAR:
            pairs[name] = (best, WORTH_NEAR)
            del free[best]
    _pair_by_meaning(file_fields, wanted, free, pairs)
    return pairs


def _pair_by_meaning(
    file_fields: Sequence[Mapping[str, Any]],
    wanted: Sequence[Mapping[str, Any]],
    free: dict[str, set[str]],
    pairs: dict[str, tuple[str, float]],
) -> None:
    """Pair what is called differently but means the same, where only one column on each side does."""
    left = [field for field in wanted if str(field["name"]) not in pairs]
    mine = [field for field in file_fields if str(field["name"]) in free]
    for field in left:
        meaning = field.get("meaning")
        same = [f for f in mine if meaning and f.get("meaning") == meaning]
        if len(same) == 1 and sum(1 for f in left if f.get("meaning") == meaning) == 1:
            pairs[str(field["name"])] = (str(same[0]["name"]), WORTH_NEAR)
            del free[str(same[0]["name"])]


def _nearness(some: set[str], others: set[str]) -> float:
    """Return how close the closest two names are."""
    return max(
        (SequenceMatcher(None, a, b).ratio() for a in some for b in others),
        default=0.0,
    )


def _words(field: Mapping[str, Any]) -> set[str]:
    """Return what a column may be called."""
    texts = (field.get("name"), field.get("title"), field.get("title_en"))
    return {word for text in texts if text and (word := folded(str(text)))}


def folded(text: str) -> str:
    """Return a name as it is compared: without capitals, umlauts and signs."""
    plain = unicodedata.normalize("NFC", text).lower().translate(FOLDED)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "", plain)


def _fits(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> float:
    """Say how well the kind of a column fits the one that is asked for."""
    a, b = str(mine.get("type", "any")), str(theirs.get("type", "any"))
    if b in {a, "any"}:
        return 1.0
    return WORTH_CAST if (a, b) in CASTS else WORTH_OTHER
