"""Pages as search documents: those that everybody may see, with topics, lab and place."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Page, PageQuerySet

from datasets.permissions import PUBLIC_LABEL
from labs.figures.plain import with_numbers
from labs.listing import attach_parents, visible
from labs.models import (
    EventPage,
    GuidePage,
    LabPage,
    MethodPage,
    NewsPage,
    PracticePage,
    StoryPage,
)
from portal.base.variants import language_of
from search.documents import SearchDocument, years_between

CHUNK = 100


@dataclass(slots=True)
class PageProvider:
    """All published pages of one type; `extend` returns what such a page adds to its document."""

    prefix: str
    pages: Callable[[], PageQuerySet]
    extend: Callable[[Any], dict[str, Any]]

    def iter_documents(self) -> Iterator[SearchDocument]:
        """Yield the documents of all pages, some at a time."""
        ids = list(visible(self.pages(), variants=True).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), CHUNK):
            yield from self._of(ids[start : start + CHUNK])

    def get_documents(self, keys: Sequence[str]) -> Iterable[SearchDocument]:
        """Return the documents of those keys that are published."""
        ids = [key.split(":", 1)[1] for key in keys]
        return self._of([int(pk) for pk in ids if pk.isdecimal()])

    def _of(self, ids: Sequence[int]) -> Iterator[SearchDocument]:
        pages = list(visible(self.pages(), variants=True).filter(pk__in=ids))
        attach_parents(pages)
        attach_labs(pages)
        for page in pages:
            added = {"body": page.summary, **self.extend(page)}
            yield SearchDocument(
                key=f"{self.prefix}:{page.pk}",
                kind=self.prefix,
                title=page.title,
                url=page.url or "",
                permission_labels=(PUBLIC_LABEL,),
                language=language_of(page),
                **added,
            )


def attach_labs(pages: Sequence[Any]) -> None:
    """Give pages below a lab the whole lab with its places."""
    wanted = {page.lab.pk for page in pages if getattr(page, "lab", None)}
    labs = LabPage.objects.prefetch_related("places").in_bulk(wanted)
    for page in pages:
        if getattr(page, "lab", None):
            page.lab = labs.get(page.lab.pk, page.lab)


def places_of(lab: Any) -> tuple[str, ...]:
    """Return the names of the places of a lab; none if it is no lab."""
    if not isinstance(lab, LabPage):
        return ()
    places = list(lab.places.all())
    districts = dict.fromkeys(place.district for place in places if place.district)
    names = (lab.region, *(place.name for place in places), *districts, *lab.states)
    return tuple(dict.fromkeys(name for name in names if name))


def states_of(lab: Any) -> tuple[str, ...]:
    """Return the states of a lab; none if it is no lab."""
    return tuple(lab.states) if isinstance(lab, LabPage) else ()


def stream_text(stream: Any) -> str:
    """Return the words of a stream of blocks, without markup; figures as their current numbers."""
    words = stream.stream_block.get_searchable_content(with_numbers(stream))
    return strip_tags(" ".join(str(word) for word in words))


def body_of(page: Any, *streams: Any) -> str:
    """Return the text of a page: its summary, then its streams."""
    return "\n".join(part for part in (page.summary, *map(stream_text, streams)) if part)


def story_document(page: StoryPage) -> dict[str, Any]:
    """Return what a story adds: its lab, topics and date."""
    lab = getattr(page, "lab", None)
    topics = tuple(topic.name for topic in page.topics.all())
    return {
        "body": body_of(page, page.body),
        "keywords": topics,
        "places": places_of(lab),
        "facets": {
            "topic": topics,
            "lab": (lab.title,) if lab else (),
            "region": states_of(lab),
        },
        "texts": {"author": page.authors},
        "dates": {"published": timezone.make_aware(datetime.combine(page.date, time()))},
    }


def guide_document(page: GuidePage) -> dict[str, Any]:
    """Return what a guide adds: its topics."""
    topics = tuple(topic.name for topic in page.topics.all())
    return {
        "body": body_of(page, page.chapters),
        "keywords": topics,
        "facets": {"topic": topics},
        "dates": _published(page),
    }


def lab_document(page: LabPage) -> dict[str, Any]:
    """Return what a lab adds: places, members, topics."""
    topics = tuple(topic.name for topic in page.topics.all())
    members = " ".join(member.name for member in page.members.all())
    return {
        "body": "\n".join((body_of(page, page.body, page.learned), members)),
        "keywords": topics,
        "places": places_of(page),
        "facets": {
            "topic": topics,
            "region": states_of(page),
            "period": years_between(page.start, page.end or timezone.localdate()),
        },
        "dates": _published(page),
    }


def event_document(page: EventPage) -> dict[str, Any]:
    """Return what an event adds: place, agenda, minutes, date."""
    topics = tuple(topic.name for topic in page.topics.all())
    state = (page.get_state_display(),) if page.state else ()
    return {
        "body": body_of(page, page.body, page.agenda, page.minutes),
        "keywords": topics,
        "places": tuple(part for part in (page.venue, page.address, *state) if part),
        "facets": {
            "topic": topics,
            "region": state,
            "period": years_between(*map(timezone.localdate, (page.start, page.ends))),
        },
        "dates": {"published": page.start},
    }


def news_document(page: NewsPage) -> dict[str, Any]:
    """Return what a piece of news adds: text, topics, date."""
    topics = tuple(topic.name for topic in page.topics.all())
    return {
        "body": body_of(page, page.body),
        "keywords": topics,
        "facets": {"topic": topics},
        "dates": {"published": timezone.make_aware(datetime.combine(page.date, time()))},
    }


def method_document(page: MethodPage) -> dict[str, Any]:
    """Return what a method adds: purpose, ingredients, steps, mistakes."""
    topics = tuple(topic.name for topic in page.topics.all())
    streams = (page.ingredients, page.steps, page.mistakes, page.body)
    return {
        "body": "\n".join((page.purpose, body_of(page, *streams))),
        "keywords": (*topics, page.get_phase_display()),
        "facets": {"topic": topics},
        "dates": _published(page),
    }


def practice_document(page: PracticePage) -> dict[str, Any]:
    """Return what a practice example adds: place, what was done, what was learned."""
    topics = tuple(topic.name for topic in page.topics.all())
    state = (page.get_state_display(),) if page.state else ()
    told = (page.problem, page.action, page.effect, page.went_well, page.went_badly, page.needed)
    partners = (partner.actor.name for partner in page.partners.all())
    return {
        "body": "\n".join((body_of(page, page.body), *filter(None, told), *partners)),
        "keywords": (*topics, page.get_kind_display()),
        "places": tuple(part for part in (page.place, *state) if part),
        "facets": {"topic": topics, "region": state},
        "dates": _published(page),
    }


def _published(page: Page) -> dict[str, datetime]:
    """Return when the page was first published."""
    return {"published": page.first_published_at} if page.first_published_at else {}


STORIES = PageProvider(
    "story", lambda: StoryPage.objects.prefetch_related("topics"), story_document
)
GUIDES = PageProvider("guide", lambda: GuidePage.objects.prefetch_related("topics"), guide_document)
LABS = PageProvider(
    "lab",
    lambda: LabPage.objects.prefetch_related("topics", "places", "members"),
    lab_document,
)
EVENTS = PageProvider("event", lambda: EventPage.objects.prefetch_related("topics"), event_document)
NEWS = PageProvider("news", lambda: NewsPage.objects.prefetch_related("topics"), news_document)
METHODS = PageProvider(
    "method", lambda: MethodPage.objects.prefetch_related("topics"), method_document
)
PRACTICES = PageProvider(
    "case",
    lambda: PracticePage.objects.prefetch_related("topics", "partners__actor"),
    practice_document,
)
