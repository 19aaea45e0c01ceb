"""What the home page shows: chosen by editors, else the newest; only what everybody may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, When
from wagtail.models import Page

from datasets.models import Dataset
from labs.listing import attach_parents, visible
from labs.models import (
    GuideIndexPage,
    GuidePage,
    LabIndexPage,
    LabPage,
    StoryIndexPage,
    StoryPage,
)
from labs.services.records import PUBLISHER

NEWEST = 3
INDEXES = {"labs": LabIndexPage, "stories": StoryIndexPage, "guides": GuideIndexPage}


@dataclass(frozen=True, slots=True)
class Highlights:
    """What is highlighted, and how much there is altogether."""

    stories: list[StoryPage]
    labs: list[LabPage]
    guides: list[GuidePage]
    datasets: list[Dataset]
    story_count: int
    lab_count: int
    guide_count: int
    dataset_count: int


def chosen_ids(stream: Iterable[Any]) -> list[Any]:
    """Return the ids of the records chosen in a stream; what is gone is left out."""
    return [block.value.pk for block in stream if block.value is not None]


def highlighted(
    *, stories: Sequence[int], labs: Sequence[int], datasets: Sequence[str]
) -> Highlights:
    """Return the highlights."""
    all_stories = visible(StoryPage.objects.all())
    all_labs = visible(LabPage.objects.all())
    all_guides = visible(GuidePage.objects.all())
    all_datasets = Dataset.objects.public()
    shown = _chosen_or_newest(all_stories.select_related("lead_image"), stories, "-date")
    attach_parents(shown)
    return Highlights(
        stories=shown,
        labs=_in_order(all_labs.prefetch_related("places"), labs),
        guides=list(all_guides.select_related("lead_image").order_by("title")[:NEWEST]),
        datasets=_chosen_or_newest(
            all_datasets.select_related("organization").prefetch_related("resources"),
            datasets,
            # What the portal says of itself changes often and would crowd out the towns' data.
            Case(When(organization__name=PUBLISHER, then=1), default=0),
            "-modified_at",
        ),
        story_count=all_stories.count(),
        lab_count=all_labs.count(),
        guide_count=all_guides.count(),
        dataset_count=all_datasets.count(),
    )


def _in_order(rows: Any, ids: Sequence[Any]) -> list[Any]:
    """Return the rows with these ids in the order of the ids."""
    found = {row.pk: row for row in rows.filter(pk__in=ids)} if ids else {}
    return [found[pk] for pk in ids if pk in found]


def _chosen_or_newest(rows: Any, ids: Sequence[Any], *order: Any) -> list[Any]:
    """Return the chosen rows, or the newest if nothing is chosen."""
    return _in_order(rows, ids) or list(rows.order_by(*order, "pk")[:NEWEST])


def index_urls() -> dict[str, str]:
    """Return the addresses of the published lists of labs, stories and guides."""
    pages = visible(Page.objects.type(*INDEXES.values()))
    kinds = {model: name for name, model in INDEXES.items()}
    return {kinds[page.specific_class]: page.url or "" for page in pages[:10]}
