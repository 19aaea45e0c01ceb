"""The two reads that everybody does all day, as fixed SQL: building it anew costs more than running it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from datasets.ckan.envelope import RawJson
from datasets.ckan.renderings import DIALECT, stamp
from datasets.models import Body, Dataset, RenderedDataset

_DATASETS, _TEXTS = Dataset._meta.db_table, RenderedDataset._meta.db_table
_ONE = f"""
SELECT d.id, d.live, d.private, d.deleted_at, d.organization_id, d.creator_id, r.body
FROM {_DATASETS} d
LEFT JOIN {_TEXTS} r ON r.dataset_id = d.id AND r.dialect = %s AND r.etag = %s
WHERE d.id = %s OR d.name = %s
"""  # noqa: S608 - names of our own tables, values are bound
_PUBLIC = f"""
SELECT r.dataset_id, r.body FROM {_TEXTS} r JOIN {_DATASETS} d ON d.id = r.dataset_id
WHERE r.dialect = %s AND r.etag = %s AND d.live AND NOT d.private AND d.deleted_at IS NULL
AND r.dataset_id IN ({{}})
"""  # noqa: S608 - as above


@dataclass(frozen=True, slots=True)
class PackageRow:
    """Who may see a dataset, and its stored text (None: not rendered since its last change)."""

    id: str
    live: bool
    private: bool
    deleted_at: datetime | None
    organization_id: str | None
    creator_id: int | None
    text: str | None

    @property
    def is_public(self) -> bool:
        """Say whether everybody may see the dataset."""
        return bool(self.live) and not self.private and self.deleted_at is None

    def as_dataset(self) -> Dataset:
        """Return a dataset with just what permissions look at."""
        return Dataset(
            id=self.id,
            live=bool(self.live),
            private=bool(self.private),
            deleted_at=self.deleted_at,
            organization_id=self.organization_id,
            creator_id=self.creator_id,
        )


def package_row(key: str) -> PackageRow | None:
    """Return the dataset of an id, or else of a name."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, (DIALECT, stamp(), key, key))
        rows = [PackageRow(*row) for row in cursor.fetchmany(2)]
    return next((row for row in rows if row.id == key), rows[0] if rows else None)


def public_texts(ids: Sequence[str]) -> dict[str, RawJson]:
    """Return the stored texts of those of the datasets that are public."""
    if not ids:
        return {}
    sql = _PUBLIC.format(", ".join(["%s"] * len(ids)))
    with connection.cursor() as cursor:
        cursor.execute(sql, (DIALECT, stamp(), *ids))
        return {pk: RawJson(body) for pk, body in cursor.fetchall()}


def titles_of(wanted: Mapping[type[Body], Sequence[str]]) -> dict[type[Body], dict[str, str]]:
    """Return the titles of organizations and themes by name, in one look-up."""
    found: dict[type[Body], dict[str, str]] = {model: {} for model in wanted}
    asked = [(model, names) for model, names in wanted.items() if names]
    parts = [
        f"SELECT {number}, name, title FROM {model._meta.db_table} "  # noqa: S608 - as above
        f"WHERE name IN ({', '.join(['%s'] * len(names))})"
        for number, (model, names) in enumerate(asked)
    ]
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), [n for _, names in asked for n in names])
            for number, name, title in cursor.fetchall():
                found[asked[number][0]][name] = title or name
    return found
