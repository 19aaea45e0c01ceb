"""The portal's own list of municipalities: an ordinary public dataset called `gemeindeverzeichnis`.

One table with a key (AGS or ARS) and a name; inhabitants and the coordinates of the middle where they are,
as in the official directory. Whoever keeps it decides how current it is.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from datasets.models import Dataset, Resource
from datasets.services.tables import table_of
from datasets.store import QueryError, StoreError, Table, TableQuery

REFERENCE = "gemeindeverzeichnis"
KEY_NAMES = (
    "ags",
    "ars",
    "gemeindeschluessel",
    "gemeindeschlüssel",
    "agsneu",
    "regionalschluessel",
)
NAME_NAMES = ("name", "gemeinde", "gemeindename", "bezeichnung")
LATITUDE_NAMES = ("breite", "breitengrad", "geobreite", "lat", "latitude")
LONGITUDE_NAMES = ("laenge", "länge", "laengengrad", "längengrad", "geolaenge", "lon", "longitude")
AGS_DIGITS, ARS_DIGITS = 8, 12


@dataclass(frozen=True, slots=True)
class Centre:
    """The middle of a municipality."""

    key: str
    latitude: float
    longitude: float


def as_ags(value: Any) -> str:
    """Return the eight digits of a municipality from an AGS or ARS, an empty text if it is neither."""
    digits = "".join(char for char in str(value or "") if char.isdecimal() and char.isascii())
    if len(digits) in (AGS_DIGITS - 1, ARS_DIGITS - 1):  # a spreadsheet took the leading zero
        digits = "0" + digits
    if len(digits) == ARS_DIGITS:
        return digits[:5] + digits[9:]
    return digits if len(digits) == AGS_DIGITS else ""


def column_named(table: Table, names: tuple[str, ...]) -> str | None:
    """Return the column that is called so."""
    fields = {
        field["name"]: field.get("meaning") for field in table.info().schema.get("fields", [])
    }
    for column in table.info().columns:
        plain = "".join(char for char in column.name.lower() if char.isalnum())
        if plain in names or (names is KEY_NAMES and fields.get(column.name) in ("ags", "ars")):
            return column.name
    return None


def reference_exists() -> bool:
    """Say whether the portal has such a list."""
    return Dataset.objects.public().filter(name=REFERENCE).exists()


def reference_table() -> Table | None:
    """Return the list as a table. Raises StoreError and FileNotFoundError if it cannot be read."""
    found = Resource.objects.filter(
        dataset__in=Dataset.objects.public().filter(name=REFERENCE), table_active=True
    )
    resource = found.select_related("current_version", "dataset").order_by("position").first()
    return table_of(resource) if resource else None


class Centres:
    """The middles of municipalities, by key or by a name that only one of a state has."""

    def __init__(self) -> None:
        self._by_key: dict[str, Centre] = {}
        self._by_name: dict[str, list[Centre]] = defaultdict(list)
        try:
            table = reference_table()
            if table is not None:
                self._read(table)
        except (StoreError, QueryError, FileNotFoundError):
            # Without the list, places simply have no middle.
            return

    def _read(self, table: Table) -> None:
        wanted = [
            column_named(table, names)
            for names in (KEY_NAMES, NAME_NAMES, LATITUDE_NAMES, LONGITUDE_NAMES)
        ]
        fields = tuple(name for name in wanted if name is not None)
        if len(fields) < len(wanted):
            return
        for key, name, latitude, longitude in table.search(
            TableQuery(fields=fields, limit=None, include_total=False)
        ).rows:
            where = _number(latitude), _number(longitude)
            if where[0] is None or where[1] is None or not as_ags(key):
                continue
            centre = Centre(as_ags(key), where[0], where[1])
            self._by_key[centre.key] = centre
            self._by_name[plain_name(str(name))].append(centre)

    def of(self, *, key: str, name: str, states: Collection[str]) -> Centre | None:
        """Return the middle; by name only if no other place of these states is called so."""
        if as_ags(key):
            return self._by_key.get(as_ags(key))
        named = [one for one in self._by_name.get(plain_name(name), ()) if one.key[:2] in states]
        return named[0] if len(named) == 1 else None


def plain_name(name: str) -> str:
    """Return a name without what the official list puts behind it ("Moers, Stadt") or people before it."""
    words = name.split(",", maxsplit=1)[0].casefold().split()
    return " ".join(words[1:] if words[:1] in (["stadt"], ["gemeinde"]) else words)


def _number(value: Any) -> float | None:
    try:
        return float(str(value).replace(",", "."))
    except ValueError:
        return None
