"""What is new, as RSS and Atom: everything, or one kind of page."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from labs.listing import visible
from labs.models import EventPage, GuidePage, MethodPage, NewsPage, PracticePage, StoryPage

NEWEST = 30
KINDS: dict[str, tuple[Any, Any]] = {
    "geschichten": (StoryPage, gettext_lazy("Geschichten")),
    "meldungen": (NewsPage, gettext_lazy("Meldungen")),
    "leitfaeden": (GuidePage, gettext_lazy("Leitfäden")),
    "methoden": (MethodPage, gettext_lazy("Methoden")),
    "praxisbeispiele": (PracticePage, gettext_lazy("Praxisbeispiele")),
    "veranstaltungen": (EventPage, gettext_lazy("Veranstaltungen")),
}
EVERYTHING = "alles"


class PagesRss(Feed[Any, str]):
    """The newest pages as RSS."""

    feed_type: Any = Rss201rev2Feed

    def get_object(self, request: HttpRequest, kind: str) -> str:
        """Return the kind; refuse what is none."""
        if kind not in KINDS and kind != EVERYTHING:
            raise Http404
        return kind

    def title(self, obj: str) -> str:
        """Name the portal and the kind."""
        label = _("Neues") if obj == EVERYTHING else str(KINDS[obj][1])
        return f"{settings.PORTAL_NAME}: {label}"

    def link(self, obj: str) -> str:
        """Lead to the portal."""
        return f"{settings.PORTAL_BASE_URL}/"

    def description(self, obj: str) -> str:
        """Say what is in it."""
        return _("Die neuesten öffentlichen Seiten.")

    subtitle = description

    def items(self, obj: str) -> list[Any]:
        """Return the newest public pages, newest first."""
        models = (
            [KINDS[obj][0]] if obj != EVERYTHING else [model for model, _label in KINDS.values()]
        )
        pages = [page for model in models for page in _newest(model)]
        return sorted(pages, key=lambda page: page.first_published_at, reverse=True)[:NEWEST]

    def item_title(self, item: Any) -> str:
        """Return the page's title; the feed escapes it by itself."""
        return item.title

    def item_description(self, item: Any) -> str:
        """Return the summary."""
        return item.summary

    def item_link(self, item: Any) -> str:
        """Return the address."""
        return item.full_url or ""

    def item_guid(self, item: Any) -> str:
        """Return a name that stays when the address changes."""
        return f"urn:uuid:{item.translation_key}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Any) -> datetime.datetime:
        """Return when it was first published."""
        return item.first_published_at

    def item_updateddate(self, item: Any) -> datetime.datetime:
        """Return when it was last published."""
        return item.last_published_at or item.first_published_at

    def item_categories(self, item: Any) -> list[str]:
        """Return the topics."""
        return [topic.name for topic in item.topics.all()]


class PagesAtom(PagesRss):
    """The same as Atom."""

    feed_type = Atom1Feed


def _newest(model: Any) -> list[Any]:
    """Return the newest public pages of a type."""
    pages = visible(model.objects.filter(first_published_at__lte=timezone.now()))
    return list(pages.prefetch_related("topics").order_by("-first_published_at", "-pk")[:NEWEST])
