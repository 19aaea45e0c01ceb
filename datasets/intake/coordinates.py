"""Coordinates: which columns are latitude, longitude, easting or northing, in which system."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .evidence import Evidence
from .guess import Guess

_LAT: Final = re.compile(
    r"\b(lat|latitude|breite|breitengrad|geo ?breite|geogr breite|wgs84 (lat|breite)|y|y ?(koordinate|koord|coord|wert)|ykoord|geo y|koordinate n|nord|n)\b"
)
_LON: Final = re.compile(
    r"\b(lon|lng|long|longitude|laenge|laengengrad|geo ?laenge|wgs84 (lon|laenge)|x|x ?(koordinate|koord|coord|wert)|xkoord|geo x|koordinate e|ost|e|o)\b"
)
_EAST: Final = re.compile(
    r"\b(rechtswert|ostwert|easting|east|ost|x|xwert|x ?wert|rw|utm ?(e|x|ost|rechts\w*)|e|r|xkoord|x ?(koordinate|koord|coord)|rechts|xutm|koor\w* ?x|gk ?r\w*)\b"
)
_NORTH: Final = re.compile(
    r"\b(hochwert|nordwert|northing|north|nord|y|ywert|y ?wert|hw|utm ?(n|y|nord|hoch\w*)|n|h|ykoord|y ?(koordinate|koord|coord)|hoch|yutm|koor\w* ?y|gk ?h\w*)\b"
)
_CLEAR: Final = re.compile(
    r"\b(lat|latitude|lon|lng|longitude|breitengrad|laengengrad|rechtswert|hochwert|ostwert|nordwert|easting|northing|utm|koord\w*|coord\w*|geo|wgs84|xkoord|ykoord)\b"
)
_MERCATOR: Final = "EPSG:3857"
_ZONE33: Final = re.compile(r"33\b|25833|utm33|etrs33")
_EASTERN: Final = (
    (re.compile(r"plz|postleitzahl|zip"), re.compile(r"^(?:0[1-489]|1\d)\d{3}$")),
    (re.compile(r"ags|ars|schluessel|kennziffer|gkz"), re.compile(r"^1[1-4]\d{3}(?:\d{3,7})?$")),
    (
        None,
        re.compile(
            r"^(?:Berlin|Brandenburg|Sachsen|Mecklenburg-Vorpommern|Potsdam|Dresden|Leipzig|Chemnitz|Rostock|"
            r"Schwerin|Cottbus|Greifswald|Stralsund|Görlitz|Zwickau|Frankfurt \(Oder\))\b"
        ),
    ),
)
_CLEAN: Final = re.compile(r"^[-+]?\d+(?:[.,]\d+)?$")
# (meaning, crs, lower, upper); projected systems as used in Germany.
_RANGES: Final = (
    ("latitude", "EPSG:4326", 47.0, 55.2),
    ("longitude", "EPSG:4326", 5.5, 15.2),
    ("easting", "EPSG:25832", 250_000.0, 950_000.0),
    ("northing", "EPSG:25832", 5_220_000.0, 6_120_000.0),
    ("easting", "EPSG:31466", 2_450_000.0, 2_650_000.0),
    ("easting", "EPSG:31467", 3_300_000.0, 3_750_000.0),
    ("easting", "EPSG:31468", 4_250_000.0, 4_750_000.0),
    ("easting", "EPSG:31469", 5_350_000.0, 5_520_000.0),
    ("easting", "EPSG:4647", 32_250_000.0, 32_950_000.0),
    ("easting", "EPSG:5650", 33_150_000.0, 33_650_000.0),
    ("easting", "EPSG:3857", 650_000.0, 1_680_000.0),
    ("northing", "EPSG:3857", 6_120_000.0, 7_370_000.0),
)


@dataclass(frozen=True, slots=True)
class Axis:
    """A column that is one axis of a position."""

    meaning: str
    crs: str
    confidence: float
    reason: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class _Numbers:
    index: int
    label: str
    low: float
    high: float
    decimals: float
    fits: tuple[tuple[str, str], ...]


def find_axes(columns: Sequence[tuple[Evidence, Guess]]) -> dict[int, Axis]:
    """Axes by position in `columns`."""
    numbers = [n for i, (e, g) in enumerate(columns) if (n := _numbers(i, e, g)) is not None]
    zone33 = bool(numbers) and _lies_in_zone33(columns)
    axes: dict[int, Axis] = {}
    for number in numbers:
        if (axis := _degrees(number, numbers) or _projected(number, numbers, zone33)) is not None:
            axes[number.index] = axis
    return axes if _balanced(axes) else {}


def _numbers(index: int, found: Evidence, guess: Guess) -> _Numbers | None:
    if guess.type not in ("number", "integer") or guess.unit or not found.values:
        return None
    grouped = bool(guess.options.get("groupChar"))
    parsed, decimals = [], 0
    for value, _ in found.values:
        text = value.replace(".", "") if grouped else value
        if not _CLEAN.match(text):
            continue
        text = text.replace(",", ".")
        decimals += len(text.rpartition(".")[2]) >= 3 if "." in text else 0
        parsed.append(float(text))
    if not parsed:
        return None
    parsed.sort()
    # Some zeros or slips must not hide an axis: the middle 90 % decide.
    solid = [number for number in parsed if number != 0] or parsed
    cut = len(solid) // 20
    low, high = solid[cut], solid[-1 - cut]
    fits = tuple((m, crs) for m, crs, lower, upper in _RANGES if lower <= low and high <= upper)
    if not fits:
        return None
    return _Numbers(index, found.label, low, high, decimals / len(parsed), fits)


def _degrees(number: _Numbers, others: Sequence[_Numbers]) -> Axis | None:
    kinds = {meaning for meaning, crs in number.fits if crs == "EPSG:4326"}
    if not kinds:
        return None
    meaning = kinds.pop()
    wanted = "longitude" if meaning == "latitude" else "latitude"
    partner = any(
        abs(o.index - number.index) <= 3 and (wanted, "EPSG:4326") in o.fits and o.decimals >= 0.5
        for o in others
    )
    own, other = (_LAT, _LON) if meaning == "latitude" else (_LON, _LAT)
    named, swapped = own.search(number.label), other.search(number.label)
    clear = _CLEAR.search(number.label)
    if number.decimals < 0.5 and not (named and clear):
        return None
    word = "geographische Breite" if meaning == "latitude" else "geographische Länge"
    if named and (clear or partner):
        return Axis(meaning, "EPSG:4326", 0.97, f"Überschrift und Wertebereich: {word} (WGS84).")
    if swapped and partner and not named:
        text = f"Die Überschrift sagt das Gegenteil, aber die Werte sind die {word}: Achsen vertauscht?"
        return Axis(meaning, "EPSG:4326", 0.85, f"Wertebereich: {word} (WGS84).", text)
    if partner and number.decimals >= 0.9 and number.high - number.low < 9:
        return Axis(meaning, "EPSG:4326", 0.75, f"Wertebereich und Nachbarspalte: {word} (WGS84).")
    return None


def _projected(number: _Numbers, others: Sequence[_Numbers], zone33: bool) -> Axis | None:
    options = [(m, crs) for m, crs in number.fits if crs != "EPSG:4326"]
    east, north = _EAST.search(number.label), _NORTH.search(number.label)
    if not options:
        return None
    partner = any(_pair(number, other) for other in others if abs(other.index - number.index) <= 3)
    if not partner or not (east or north or number.decimals > 0.8):
        return None
    meanings = {meaning for meaning, _ in options}
    meaning = (
        ("easting" if east and not north else "northing") if len(meanings) == 2 else meanings.pop()
    )
    near = sorted(
        (o for o in others if _pair(number, o)), key=lambda o: abs(o.index - number.index)
    )
    pair = (number, near[0]) if meaning == "easting" else (near[0], number)
    crs = _system(*pair, zone33=zone33)
    word = "Rechtswert/Ostwert" if meaning == "easting" else "Hochwert/Nordwert"
    wrong = north and not east if meaning == "easting" else east and not north
    warning = f"Die Überschrift sagt das Gegenteil, aber die Werte sind {word}: Achsen vertauscht?"
    sure = 0.9 if crs != "EPSG:25832" or "32" in number.label else 0.8
    return Axis(meaning, crs, sure, f"Wertebereich: {word} ({crs}).", warning if wrong else "")


def _pair(one: _Numbers, other: _Numbers) -> bool:
    if one.index == other.index:
        return False
    return bool(_systems(one, other) or _systems(other, one))


def _systems(east: _Numbers, north: _Numbers) -> list[str]:
    """Systems in which the two are easting and northing; only Web Mercator has its own northings."""
    norths = {crs == _MERCATOR for m, crs in north.fits if m == "northing"}
    return [crs for m, crs in east.fits if m == "easting" and (crs == _MERCATOR) in norths]


def _system(east: _Numbers, north: _Numbers, *, zone33: bool) -> str:
    crs = next(iter(_systems(east, north)), "EPSG:25832")
    labels = f"{east.label} {north.label}"
    if crs == "EPSG:25832" and east.high < 520_000 and (zone33 or _ZONE33.search(labels)):
        return "EPSG:25833"
    return crs


def _lies_in_zone33(columns: Sequence[tuple[Evidence, Guess]]) -> bool:
    """Keys, postcodes or names say Berlin, Brandenburg, Mecklenburg or Saxony, which use zone 33."""
    return any(
        (wanted is None or wanted.search(found.label)) and found.share(pattern) >= 0.9
        for found, guess in columns
        if guess.type == "string" and found.solid
        for wanted, pattern in _EASTERN
    )


def _balanced(axes: dict[int, Axis]) -> bool:
    """A lone axis is no position, unless its label was clear (confidence 0.97)."""
    return len(axes) > 1 or any(axis.confidence > 0.9 for axis in axes.values())
