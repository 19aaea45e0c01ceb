"""Helpers of pages that list pages; they know no model of their own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as Slice
from django.core.paginator import Paginator
from django.db.models import QuerySet
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


def visible(pages: Any) -> Any:
    """Keep the pages that everybody may see: published and below no restriction."""
    return pages.live().public()


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
