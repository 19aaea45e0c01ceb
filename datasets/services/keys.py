"""Foreign keys between the tables of a dataset: what one names has to stand in the other."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from datasets.models import Dataset, PackageOrigin, ResourceVersion
from datasets.schemas.alignment import foreign
from datasets.services.storage import table_path
from datasets.store import StoreError
from datasets.store.comparing import values_missing

KEPT_SECONDS = 24 * 3600
HEAVY = ("report", "findings", "profile", "proposal")


@dataclass(frozen=True)
class KeyFinding:
    """A foreign key that does not hold: how many rows name what is not there, and the first."""

    table: str
    columns: str
    parent: str
    count: int
    examples: tuple[tuple[int, str], ...]

    @property
    def sentence(self) -> str:
        """Say it in German."""
        first = ", ".join(f"„{value}“" for _row, value in self.examples)
        return _(
            "%(count)s Zeilen nennen in „%(columns)s“ einen Wert, den es in „%(parent)s“ nicht gibt: "
            "%(first)s"
        ) % {"count": self.count, "columns": self.columns, "parent": self.parent, "first": first}


def keys_check(dataset: Dataset) -> list[KeyFinding]:
    """Return every foreign key between the dataset's public tables that does not hold.

    Versions never change, so neither does the answer for the same ones: it is kept for a while.
    """
    rows = ResourceVersion.objects.filter(
        resource__dataset=dataset, resource__state="active", resource__current_version__isnull=False
    )
    return keys_between(
        dataset,
        [
            version
            for version in rows.select_related("resource").defer(*HEAVY)
            if version.pk == version.resource.current_version_id
        ],
    )


def keys_between(dataset: Dataset, versions: Iterable[ResourceVersion]) -> list[KeyFinding]:
    """Return every foreign key between these versions that does not hold."""
    current = {version.resource_id: version for version in versions if version.has_table}
    pointing = [
        (version, key)
        for version in current.values()
        for key in version.schema.get("foreignKeys") or []
        if foreign(key)
    ]
    if not pointing:
        return []
    name = (
        "keys:"
        + hashlib.sha256(
            "|".join(sorted(version.table_key for version in current.values())).encode()
        ).hexdigest()
    )
    known: list[KeyFinding] | None = cache.get(name)
    if known is None:
        names = _names(dataset, current)
        known = [
            finding
            for version, key in pointing
            if (parent := names.get(foreign(key))) is not None
            for finding in _checked(version, parent, key)
        ]
        cache.set(name, known, KEPT_SECONDS)
    return known


def _names(dataset: Dataset, current: dict[str, ResourceVersion]) -> dict[str, ResourceVersion]:
    """Return the tables by the names that foreign keys call them."""
    names = {str(version.resource): version for version in current.values()}
    origin = PackageOrigin.objects.filter(dataset=dataset).first()
    entries = origin.descriptor.get("resources", []) if origin else []
    for pk, came in (origin.entries if origin else {}).items():
        entry: Any = entries[came["index"]] if came["index"] < len(entries) else None
        if pk in current and isinstance(entry, dict) and entry.get("name"):
            names[str(entry["name"])] = current[pk]
    return names


def _checked(
    version: ResourceVersion, parent: ResourceVersion, key: dict[str, Any]
) -> list[KeyFinding]:
    mine, theirs = _listed(key.get("fields")), _listed(key["reference"].get("fields"))
    if not mine or len(mine) != len(theirs):
        return []
    try:
        count, examples = values_missing(
            table_path(version.table_key),
            table_path(parent.table_key),
            list(zip(mine, theirs, strict=True)),
        )
    except (StoreError, FileNotFoundError):
        return []
    if not count:
        return []
    return [
        KeyFinding(
            str(version.resource), ", ".join(mine), str(parent.resource), count, tuple(examples)
        )
    ]


def _listed(fields: object) -> list[str]:
    if isinstance(fields, str):
        return [fields]
    return [str(field) for field in fields] if isinstance(fields, list) else []
