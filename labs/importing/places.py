"""The places of a lab in a table: names, official keys and coordinates, in the same order."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from datasets.charts import in_germany

COORDINATES = ("keys", "latitude", "longitude")
_SPLIT = re.compile(r"\s*[;|\n]\s*")


@dataclass(frozen=True, slots=True)
class RowPlace:
    """A place of one line; without a name it stands for the lab as a whole."""

    name: str
    key: str = ""
    latitude: float | None = None
    longitude: float | None = None


Fault = tuple[str, str]


def places_of(
    names: list[str], keys: str, latitudes: str, longitudes: str
) -> tuple[tuple[RowPlace, ...], list[Fault]]:
    """Return the places, and what is wrong with them by column."""
    faults: list[Fault] = []
    columns = {
        "keys": [part for part in re.split(r"[\s;|,]+", keys) if part],
        "latitude": _parts(latitudes),
        "longitude": _parts(longitudes),
    }
    wanted = max(1, len(names))
    for column, parts in columns.items():
        # One pair for several places is the middle of all of them.
        if parts and len(parts) != wanted and len(parts) != 1:
            text = _("Es sind {number} Angaben für {places} Orte. Trennen Sie sie mit „;“.")
            faults.append((column, text.format(number=len(parts), places=wanted)))
    if len(columns["latitude"]) != len(columns["longitude"]):
        faults.append(("longitude", _("Zu jeder Breite gehört eine Länge.")))
    faults += [
        ("keys", _("„{key}“ ist kein amtlicher Schlüssel: 5, 8 oder 12 Ziffern.").format(key=key))
        for key in columns["keys"]
        if not re.fullmatch(r"\d{5}|\d{8}|\d{12}", key)
    ]
    points = [
        _point(*pair) for pair in zip(columns["latitude"], columns["longitude"], strict=False)
    ]
    if None in points:
        faults.append(
            ("latitude", _("Das liegt nicht in Deutschland. So geht es: Breite 51,45, Länge 6,63."))
        )
    if faults:
        return tuple(RowPlace(name[:160]) for name in names), faults
    found = []
    for number, name in enumerate(names or [""]):
        point = points[number] if number < len(points) else None
        key = columns["keys"][number] if number < len(columns["keys"]) else ""
        latitude, longitude = point or (None, None)
        found.append(RowPlace(name[:160], key, latitude, longitude))
    return tuple(found if names or points else []), faults


def _parts(cell: str) -> list[str]:
    return [part for part in _SPLIT.split(cell.strip()) if part]


def _point(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Return the numbers, with decimal comma or point; None if they are none or lie elsewhere."""
    try:
        point = float(latitude.replace(",", ".")), float(longitude.replace(",", "."))
    except ValueError:
        return None
    return point if in_germany(point[1], point[0]) else None
