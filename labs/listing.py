"""Helpers of pages that list pages; they know no model of their own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as Slice
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from wagtail.models import Page

PAGE_SIZE = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter with its number of pages and whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A slice of pages with the filter that applies to it."""

    page: Slice[Any]
    choices: tuple[Choice, ...]
    chosen: Mapping[str, str]


def hidden_pages() -> Q:
    """Return what excludes the pages below a restriction; asked once where many lists are shown."""
    return Page.objects.all().private_q()


def visible(pages: Any, *, variants: bool = False, hidden: Q | None = None) -> Any:
    """Keep the pages that everybody may see: published and below no restriction.

    Lists show a page once; its variants (English, Leichte Sprache) are reached from there and found
    by the search.
    """
    public = pages.live().exclude(hidden) if hidden is not None else pages.live().public()
    return public if variants else public.filter(variant_of__isnull=True)


def sliced(pages: QuerySet[Any], number: str, *, size: int = PAGE_SIZE) -> Slice[Any]:
    """Return one slice of the pages."""
    return Paginator(pages, size).get_page(number)


def parents_of(pages: Iterable[Page]) -> dict[str, Page]:
    """Return the published parents of the pages by path, in one query."""
    paths = {page.path[: -page.steplen] for page in pages}
    return {page.path: page for page in Page.objects.live().filter(path__in=paths)}


def attach_parents(pages: Iterable[Any]) -> None:
    """Set `lab` on each page to its published parent, None if there is none."""
    listed = list(pages)
    parents = parents_of(listed)
    for page in listed:
        page.lab = parents.get(page.path[: -page.steplen])


def topic_choices(topics: Any, pages: Any, name: str, chosen: str) -> tuple[Choice, ...]:
    """Return the topics of these pages with their numbers; `name` leads from a topic to its pages."""
    ids = pages.values("pk")
    counted = (
        topics.objects.filter(**{f"{name}__in": ids})
        .annotate(number=Count(name, filter=Q(**{f"{name}__in": ids}), distinct=True))
        .order_by("name")
    )
    return tuple(Choice(row.slug, row.name, row.number, row.slug == chosen) for row in counted)
