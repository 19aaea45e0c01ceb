"""Datasets as stored JSON text: rendered once after a change, then only read.

A rendering is written on the first read after a change, under the dataset's row lock, so that it can
never be older than the dataset. Its stamp says which portal address and which form it was made for.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch, QuerySet

from datasets.ckan.dicts import package_dict
from datasets.ckan.envelope import RawJson
from datasets.models import Dataset, RecordState, RenderedDataset, Resource
from datasets.permissions import readable_datasets
from portal.base.models import User

DIALECT = "ckan"
# To be raised when `package_dict` changes: older texts are then rendered anew.
FORM = 1


def stamp() -> str:
    """Return what a stored text must have been made for to be usable."""
    return _stamp(settings.PORTAL_BASE_URL)


@lru_cache(maxsize=4)
def _stamp(base_url: str) -> str:
    made_for = f"{FORM} {base_url}"
    return hashlib.blake2b(made_for.encode(), digest_size=8).hexdigest()


def full_datasets(datasets: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """Return datasets with all that their dictionaries need, in a fixed number of queries."""
    resources = Resource.objects.filter(state=RecordState.ACTIVE).order_by("position", "created_at")
    return datasets.select_related("organization", "creator").prefetch_related(
        Prefetch("resources", queryset=resources), "tags", "themes", "corrections__version"
    )


def store_rendering(dataset_id: str) -> RawJson | None:
    """Render one dataset anew, keep the text and return it; None if there is no such dataset."""
    return store_renderings([dataset_id]).get(dataset_id)


def store_renderings(ids: Sequence[str]) -> dict[str, RawJson]:
    """Render datasets anew, keep the texts and return them by id."""
    if not ids:
        return {}
    with transaction.atomic():
        locked = Dataset.objects.select_for_update().filter(pk__in=ids).order_by("pk")
        present = list(locked.values_list("pk", flat=True))
        texts = {
            dataset.pk: RawJson(json.dumps(package_dict(dataset)))
            for dataset in full_datasets(Dataset.objects.filter(pk__in=present))
        }
        mark = stamp()
        RenderedDataset.objects.bulk_create(
            [
                RenderedDataset(dataset_id=pk, dialect=DIALECT, body=text, etag=mark)
                for pk, text in texts.items()
            ],
            update_conflicts=True,
            unique_fields=["dataset", "dialect"],
            update_fields=["body", "etag"],
        )
    return texts


def renderings(ids: Sequence[str], *, datasets: QuerySet[Dataset] | None = None) -> list[RawJson]:
    """Return the texts of those datasets in this order; `datasets` narrows which may be shown."""
    rows = RenderedDataset.objects.filter(dialect=DIALECT, etag=stamp(), dataset_id__in=ids)
    if datasets is not None:
        rows = rows.filter(dataset__in=datasets.order_by().values("pk"))
    texts = {pk: RawJson(body) for pk, body in rows.values_list("dataset_id", "body")}
    absent = [pk for pk in ids if pk not in texts]
    if absent:
        allowed = Dataset.objects.all() if datasets is None else datasets
        shown = allowed.filter(pk__in=absent).order_by().values_list("pk", flat=True)
        texts |= store_renderings(list(shown))
    return [texts[pk] for pk in ids if pk in texts]


def visible_renderings(user: User | None, ids: Sequence[str]) -> list[RawJson]:
    """Return the texts of those of the datasets that the person may see."""
    return renderings(ids, datasets=readable_datasets(user))


def forget_rendering(dataset_id: str, **_: Any) -> None:
    """Drop what was rendered of a dataset; receiver of `dataset_changed`."""
    RenderedDataset.objects.filter(dataset_id=dataset_id, dialect=DIALECT).delete()
