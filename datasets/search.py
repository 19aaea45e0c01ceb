"""Datasets as search documents; the names of facets are those that catalogues are asked for."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from datasets.licenses import license_get
from datasets.models import Dataset, Resource
from datasets.permissions import PUBLIC_LABEL
from datasets.views.markdown import to_text
from search.api import touch
from search.documents import SearchDocument, years_between

PREFIX = "dataset"
CHUNK = 200
_COLUMNS_LIMIT = 20_000
# `Kleve, Geldern und Moers`
_BETWEEN_PLACES = re.compile(r"[,;]\s*|\s+und\s+")

# What portals call beginning and end of the time that data are about.
_FROM = ("temporal_start", "temporal_coverage_from", "temporal_coverage-from")
_UNTIL = ("temporal_end", "temporal_coverage_to", "temporal_coverage-to")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class DatasetProvider:
    """All datasets, also drafts and deleted ones: labels and `state` say who finds which."""

    prefix = PREFIX

    def iter_documents(self) -> Iterator[SearchDocument]:
        """Yield every dataset, a few hundred at a time."""
        ids = Dataset.objects.order_by("pk").values_list("pk", flat=True)
        chunk: list[str] = []
        for pk in ids.iterator(chunk_size=CHUNK):
            chunk.append(pk)
            if len(chunk) == CHUNK:
                yield from self._of(chunk)
                chunk = []
        yield from self._of(chunk)

    def get_documents(self, keys: Sequence[str]) -> Iterable[SearchDocument]:
        """Return the documents of these keys."""
        return self._of([key.split(":", 1)[1] for key in keys])

    def _of(self, ids: Sequence[str]) -> Iterator[SearchDocument]:
        for dataset in _rows().filter(pk__in=ids):
            yield dataset_document(dataset)


def dataset_touched(dataset_id: str, **_: Any) -> None:
    """Note that a dataset's document has to be written anew; receiver of `dataset_changed`."""
    touch([f"{PREFIX}:{dataset_id}"])


def _rows() -> QuerySet[Dataset]:
    """Return datasets with everything that a document needs, in a fixed number of queries."""
    heavy = ("report", "proposal", "profile", "findings")
    resources = (
        Resource.objects.filter(state="active")
        .select_related("current_version")
        .defer(*(f"current_version__{name}" for name in heavy))
    )
    rows: QuerySet[Dataset] = Dataset.objects.select_related(
        "organization", "creator"
    ).prefetch_related(Prefetch("resources", queryset=resources), "tags__vocabulary", "themes")
    return rows


def dataset_document(dataset: Dataset) -> SearchDocument:
    """Return what is found of one dataset."""
    resources = list(dataset.resources.all())
    tags = list(dataset.tags.all())
    facets = _facets(dataset, resources)
    for tag in tags:
        name = f"vocab_{tag.vocabulary.name}" if tag.vocabulary else "tags"
        facets[name] = (*facets.get(name, ()), tag.name)
    extras = _extras(dataset)
    if period := _period(extras):
        facets["period"] = period
    for key, value in extras.items():
        facets.setdefault(key, (value,))
    return SearchDocument(
        key=f"{PREFIX}:{dataset.pk}",
        kind="dataset",
        title=dataset.title or dataset.name,
        body=to_text(dataset.notes or ""),
        url=dataset.get_absolute_url(),
        keywords=tuple(tag.name for tag in tags),
        places=_places(dataset),
        facets=facets,
        texts=_texts(dataset, resources) | {f"extras_{k}": v for k, v in extras.items()},
        dates={"metadata_modified": dataset.modified_at, "metadata_created": dataset.created_at},
        numbers={"num_resources": len(resources), "num_tags": len(tags)},
        bbox=_bbox(extras.get("spatial", "")),
        permission_labels=_labels(dataset),
    )


def _facets(dataset: Dataset, resources: list[Resource]) -> dict[str, tuple[str, ...]]:
    """Return the values that are filtered and counted."""
    owner = dataset.organization
    state = "deleted" if dataset.deleted_at else "active" if dataset.live else "draft"
    return {
        "id": (dataset.pk,),
        "name": (dataset.name,),
        "type": (dataset.kind,),
        "state": (state,),
        "private": (str(dataset.private).lower(),),
        "organization": (owner.name,) if owner else (),
        "owner_org": (owner.pk,) if owner else (),
        "groups": tuple(theme.name for theme in dataset.themes.all()),
        "res_format": tuple(dict.fromkeys(r.format for r in resources if r.format)),
        "license_id": (dataset.license,) if dataset.license else (),
        "creator_user_id": (dataset.creator.public_id,) if dataset.creator else (),
        "version": (dataset.version_label,) if dataset.version_label else (),
    }


def _texts(dataset: Dataset, resources: list[Resource]) -> dict[str, str]:
    """Return the further fields in which words are looked for."""
    owner = dataset.organization
    license_ = license_get(dataset.license or "")
    columns = [
        word
        for resource in resources
        if resource.current_version
        for field in resource.current_version.schema.get("fields", [])
        for word in (field.get("title"), field.get("name"))
        if word
    ]
    return {
        "res_name": "\n".join(r.name for r in resources if r.name),
        "res_description": "\n".join(r.description for r in resources if r.description),
        "urls": "\n".join(r.url for r in resources if r.url),
        "columns": " ".join(dict.fromkeys(columns))[:_COLUMNS_LIMIT],
        "author": dataset.author or "",
        "maintainer": dataset.maintainer or "",
        "license": license_.title if license_ else dataset.license or "",
        "organization_title": str(owner) if owner else "",
        "theme_titles": "\n".join(str(theme) for theme in dataset.themes.all()),
        "name_words": dataset.name.replace("-", " ").replace("_", " "),
    }


def _extras(dataset: Dataset) -> dict[str, str]:
    """Return the further details as text by name."""
    found = {}
    for item in dataset.additional:
        key, value = str(item.get("key", "")), item.get("value")
        if key and value not in (None, ""):
            found[key] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return found


def _period(extras: dict[str, str]) -> tuple[str, ...]:
    """Return the years that the data are about."""
    first, last = (
        next((day for name in names if (day := _day(extras.get(name, "")))), None)
        for names in (_FROM, _UNTIL)
    )
    return years_between(first or last, last or first)


def _day(text: str) -> date | None:
    """Return the first day of what is written as a date, a month or a year; None if it is none."""
    found = _DAY.match(text.strip())
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None


def _places(dataset: Dataset) -> tuple[str, ...]:
    """Return the names of the places the dataset is about."""
    wanted = {"ort", "place", "spatial_text", "geocodingText", "spatial-text"}
    texts = (value for key, value in _extras(dataset).items() if key in wanted)
    names = (name.strip() for text in texts for name in _BETWEEN_PLACES.split(text))
    return tuple(dict.fromkeys(name for name in names if name))


def _bbox(spatial: str) -> tuple[float, float, float, float] | None:
    """Return the corners of a GeoJSON geometry, None if it is none."""
    try:
        geometry = json.loads(spatial) if spatial else None
        points = list(_points(geometry.get("coordinates"))) if isinstance(geometry, dict) else []
    except (ValueError, TypeError):
        return None
    if not points:
        return None
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    west, south, east, north = min(xs), min(ys), max(xs), max(ys)
    inside = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return (west, south, east, north) if inside else None


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    """Yield the points of nested coordinates."""
    if not isinstance(coordinates, list) or not coordinates:
        return
    if isinstance(coordinates[0], int | float):
        yield float(coordinates[0]), float(coordinates[1])
        return
    for inner in coordinates:
        yield from _points(inner)


def _labels(dataset: Dataset) -> tuple[str, ...]:
    """Return who may find the dataset."""
    if dataset.is_public:
        return (PUBLIC_LABEL,)
    # Those who work on this single dataset find it by its own label.
    own = f"dataset:{dataset.pk}"
    if dataset.organization_id:
        return (f"org:{dataset.organization_id}", own)
    return (f"user:{dataset.creator_id}", own) if dataset.creator_id else (own,)
