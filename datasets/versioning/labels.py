"""The number of a new version by rule, with the reasons in German.

Major: who relied on the table has to change something (a column is gone, renamed or of another
kind, the key changed). Minor: there is more or less of the same. Patch: only values or words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

FIRST: Final = "1.0.0"
LEVELS: Final = ("patch", "minor", "major")
KINDS: Final = {
    "string": "Text",
    "integer": "ganze Zahl",
    "number": "Zahl",
    "boolean": "Ja/Nein",
    "date": "Datum",
    "time": "Uhrzeit",
    "datetime": "Zeitpunkt",
    "year": "Jahr",
}
# How values are written, not what they are.
SPELLING: Final = ("format", "decimalChar", "groupChar", "trueValues", "falseValues", "bareNumber")


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a version its readers rely on; `fields` is empty where there is no table."""

    fields: tuple[Mapping[str, Any], ...]
    key: tuple[str, ...]
    rows: int | None
    sha256: str

    @classmethod
    def of(cls, schema: Mapping[str, Any], rows: int | None, sha256: str) -> "Shape":
        """Return the shape of a table with this schema."""
        key = schema.get("primaryKey", ())
        return cls(
            tuple(schema.get("fields", ())),
            (key,) if isinstance(key, str) else tuple(key),
            rows,
            sha256,
        )


@dataclass(frozen=True, slots=True)
class Step:
    """The proposed number, how great the change is, and why."""

    level: str
    label: str
    reasons_de: tuple[str, ...]


def next_step(before: Shape | None, after: Shape, labels: Sequence[str] = ()) -> Step:
    """Return the number of `after`, greater than all `labels` given so far."""
    last = max((_parts(label) for label in labels), default=None)
    if before is None or last is None:
        return Step("first", _bump(last, "major"), ("Erste Version.",))
    found = _changes(before, after)
    level = max((level for level, _ in found), key=LEVELS.index, default="patch")
    reasons = tuple(reason for _, reason in sorted(found, key=lambda c: -LEVELS.index(c[0])))
    return Step(level, _bump(last, level), reasons or ("Nur einzelne Werte sind anders.",))


def _parts(label: str) -> tuple[int, int, int]:
    found = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", label)
    return (int(found[1]), int(found[2]), int(found[3])) if found else (0, 0, 0)


def _bump(last: tuple[int, int, int] | None, level: str) -> str:
    if last is None:
        return FIRST
    major, minor, patch = last
    if level == "major":
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if level == "minor" else f"{major}.{minor}.{patch + 1}"


def _changes(before: Shape, after: Shape) -> list[tuple[str, str]]:
    if before.sha256 == after.sha256:
        return [("patch", "Die Datei ist dieselbe.")]
    if before.fields and not after.fields:
        return [("major", "Die Datei lässt sich nicht mehr als Tabelle lesen.")]
    if after.fields and not before.fields:
        return [("minor", "Die Datei lässt sich jetzt als Tabelle lesen.")]
    found = [*_columns(before, after), *_rows(before.rows, after.rows)]
    if before.key != after.key and (before.key or after.key):
        found.append(("major", "Der Schlüssel der Tabelle ist ein anderer."))
    return found


def _columns(before: Shape, after: Shape) -> list[tuple[str, str]]:
    old = {str(field["name"]): field for field in before.fields}
    new = {str(field["name"]): field for field in after.fields}
    renamed = _renamed(before, after)
    found = [("major", f"Spalte „{a}“ heißt jetzt „{b}“.") for a, b in renamed.items()]
    gone = [name for name in old if name not in new and name not in renamed]
    found += [("major", f"Spalte „{name}“ ist entfallen.") for name in gone]
    added = [name for name in new if name not in old and name not in renamed.values()]
    found += [("minor", f"Spalte „{name}“ ist neu.") for name in added]
    for name, field in old.items():
        if name in new:
            found += _column(name, field, new[name])
    return found


def _renamed(before: Shape, after: Shape) -> dict[str, str]:
    """Take a column for renamed where one of the same kind stands in its place under a new name."""
    names = {str(field["name"]) for field in before.fields}
    kept = {str(field["name"]) for field in after.fields}
    if len(before.fields) != len(after.fields):
        return {}
    return {
        str(a["name"]): str(b["name"])
        for a, b in zip(before.fields, after.fields, strict=True)
        if a["name"] not in kept and b["name"] not in names and a.get("type") == b.get("type")
    }


def _column(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, str]]:
    kinds = [str(field.get("type", "any")) for field in (old, new)]
    if kinds[0] != kinds[1]:
        was, now = (KINDS.get(kind, kind) for kind in kinds)
        return [("major", f"Spalte „{name}“ war {was} und ist jetzt {now}.")]
    if any(_spelling(old, part) != _spelling(new, part) for part in SPELLING):
        return [("minor", f"Die Werte der Spalte „{name}“ sind anders geschrieben.")]
    return []


def _spelling(field: Mapping[str, Any], part: str) -> Any:
    value = field.get(part)
    return None if value == "default" else value


def _rows(before: int | None, after: int | None) -> list[tuple[str, str]]:
    if before is None or after is None or before == after:
        return []
    count = abs(after - before)
    shown = f"{count:,}".replace(",", ".")
    lines = "1 Zeile" if count == 1 else f"{shown} Zeilen"
    return [("minor", f"{lines} {'mehr' if after > before else 'weniger'}.")]
