"""What the public pages of the catalogue show; each page in a fixed number of queries."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from datasets.models import (
    Dataset,
    Organization,
    Resource,
    ResourceVersion,
    Theme,
)
from datasets.permissions import can_read_dataset, readable_datasets
from portal.base.models import User

PAGE_SIZE = 20

# Everything that a list of versions shows; the large findings stay in the database.
VERSION_FIELDS = (
    "id", "resource_id", "number", "label", "note", "state", "message", "file_name", "sha256", "size",
    "rows", "columns", "finding_count", "table_key", "created_at", "published_at", "withdrawn_at",
    "withdrawn_notice", "repairs", "mimetype",
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One value of a filter with its number of datasets and whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class ListPage:
    """A page of datasets with the filters that apply to it."""

    page: Page[Dataset]
    filters: dict[str, list[Choice]]
    chosen: dict[str, str]


def dataset_list_page(*, user: User | None, params: dict[str, str], number: int) -> ListPage:
    """Return the datasets that the person may see, newest change first, filtered by `params`."""
    visible = readable_datasets(user)
    chosen = {
        key: value
        for key in ("organisation", "thema", "schlagwort", "format")
        if (value := params.get(key))
    }
    matching = visible
    for key, value in chosen.items():
        matching = matching.filter(_condition(key, value))
    listed = (
        matching.order_by("-modified_at", "pk")
        .select_related("organization")
        .prefetch_related(_resources(), "tags")
    )
    page = Paginator(listed, PAGE_SIZE).get_page(number)
    filters = {
        "organisation": _bodies(Organization, matching, "datasets", chosen.get("organisation")),
        "thema": _bodies(Theme, matching, "datasets", chosen.get("thema")),
    }
    return ListPage(page, filters, chosen)


def _condition(key: str, value: str) -> Q:
    """Return the filter of one parameter of the list's address."""
    return {
        "organisation": Q(organization__name=value),
        "thema": Q(themes__name=value),
        "schlagwort": Q(
            pk__in=Dataset.tags.through.objects.filter(tag__name=value).values("dataset_id")
        ),
        "format": Q(pk__in=Resource.objects.filter(format__iexact=value).values("dataset_id")),
    }[key]


def _bodies(
    model: type[Organization] | type[Theme],
    datasets: QuerySet[Dataset],
    relation: str,
    chosen: str | None,
) -> list[Choice]:
    """Count the matching datasets of each organization or theme."""
    counted = (
        model.objects.filter(**{f"{relation}__in": datasets.order_by().values("pk")})
        .annotate(
            number=Count(
                relation,
                filter=Q(**{f"{relation}__in": datasets.order_by().values("pk")}),
                distinct=True,
            )
        )
        .order_by("title", "name")[:100]
    )
    return [Choice(row.name, str(row), row.number, row.name == chosen) for row in counted]


def _resources() -> Prefetch[str, QuerySet[Resource], str]:
    """Return the prefetch of a dataset's living resources with their current version."""
    return Prefetch(
        "resources",
        queryset=Resource.objects.filter(state="active")
        .select_related("current_version__obeys__table_schema")
        .defer(
            "current_version__obeys__descriptor",
            "current_version__report",
            "current_version__proposal",
            "current_version__profile",
            "current_version__findings",
            "current_version__schema",
        ),
    )


def dataset_for_page(*, user: User | None, name: str) -> Dataset:
    """Return the dataset with its resources, tags and themes.

    Raises Http404 also for what the person may not see: a page does not tell that it exists.
    """
    dataset = (
        Dataset.objects.existing()
        .select_related("organization")
        .prefetch_related(_resources(), "tags", "themes", "corrections__version")
        .filter(Q(name=name) | Q(pk=name))
        .first()
    )
    if dataset is None or not can_read_dataset(user, dataset):
        raise Http404
    return dataset


def resource_for_page(*, user: User | None, dataset_name: str, resource_id: str) -> Resource:
    """Return a living resource of a readable dataset; raises Http404 otherwise."""
    resource = (
        Resource.objects.filter(pk=resource_id, state="active")
        .filter(Q(dataset__name=dataset_name) | Q(dataset_id=dataset_name))
        .select_related(
            "dataset__organization",
            "current_version__obeys__table_schema",
            "current_version__repaired_from",
            "fetch_plan",
        )
        .first()
    )
    if resource is None or not can_read_dataset(user, resource.dataset):
        raise Http404
    return resource


def versions_of(resource: Resource, *, with_unpublished: bool) -> list[ResourceVersion]:
    """Return the versions of a resource, newest first, without their large fields."""
    versions = resource.versions.only(*VERSION_FIELDS).order_by("-number")
    if not with_unpublished:
        versions = versions.filter(published_at__isnull=False)
    return list(versions[:100])
