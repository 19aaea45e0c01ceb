"""Everything that belongs to a topic, from all labs and from the catalogue."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from datasets.models import Dataset
from labs.listing import attach_parents, visible
from labs.models.events import EventPage
from labs.models.guides import GuidePage
from labs.models.labs import LabPage
from labs.models.methods import MethodPage
from labs.models.news_pages import NewsPage
from labs.models.practice import PracticePage
from labs.models.progress import LabQuestion
from labs.models.stories import StoryPage
from labs.models.topics import Topic

MOST = 24
PAGES: tuple[Any, ...] = (
    StoryPage, LabPage, MethodPage, GuidePage, PracticePage, EventPage, NewsPage,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TopicContent:
    """What a topic page shows."""

    stories: list[StoryPage]
    labs: list[LabPage]
    methods: list[MethodPage]
    guides: list[GuidePage]
    examples: list[PracticePage]
    events: list[EventPage]
    news: list[NewsPage]
    questions: list[LabQuestion]
    datasets: list[Dataset]


def topic_content(topic: Topic) -> TopicContent:
    """Return what everybody may see of a topic."""
    labs = visible(LabPage.objects.filter(topics=topic))
    stories = _listed(StoryPage, topic, "-date")
    events = _listed(EventPage, topic, "-start")
    for pages in (stories, events):
        attach_parents(pages)
    return TopicContent(
        stories=stories,
        labs=list(labs.prefetch_related("places").order_by("title")[:MOST]),
        methods=_listed(MethodPage, topic, "phase"),
        guides=_listed(GuidePage, topic, "title"),
        examples=_listed(PracticePage, topic, "title"),
        events=events,
        news=_listed(NewsPage, topic, "-date"),
        questions=list(
            LabQuestion.objects.filter(lab__in=labs.values("pk"))
            .select_related("lab")
            .order_by("lab__title", "sort_order")[:MOST]
        ),
        datasets=list(topic_datasets(topic)[:MOST]),
    )


def topic_datasets(topic: Topic) -> Any:
    """Return the public datasets with one of the topic's tags or themes."""
    wanted = Q(tags__name__in=topic.words) | Q(themes__in=topic.themes.values("pk"))
    return (
        Dataset.objects.public()
        .filter(wanted)
        .distinct()
        .select_related("organization")
        .prefetch_related("resources")
        .order_by("title", "pk")
    )


def topics_counted() -> list[Topic]:
    """Return all topics, each with the number of its published pages."""
    topics = list(Topic.objects.all())
    counts: dict[int, int] = {}
    for model in PAGES:
        rows = visible(model.objects.all()).order_by().values_list("topics").annotate(Count("pk"))
        for topic, number in rows:
            counts[topic] = counts.get(topic, 0) + number
    for topic in topics:
        topic.number = counts.get(topic.pk, 0)  # type: ignore[attr-defined]
    return topics


def _listed(model: Any, topic: Topic, order: str) -> list[Any]:
    """Return the published pages of a topic."""
    pages = visible(model.objects.filter(topics=topic)).select_related("lead_image")
    return list(pages.order_by(order, "pk")[:MOST])
