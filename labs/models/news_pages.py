"""News: short, dated, from a lab or from the whole programme."""

from typing import Any, ClassVar

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from labs.blocks import BodyBlock
from labs.listing import Listed, sliced, topic_choices, visible
from labs.models.topics import Topic
from portal.base.blocks import BodyField
from portal.base.linked import about_page
from portal.base.pages import PortalPage


class NewsIndexPage(PortalPage):
    """All news, newest first; those of labs too."""

    template = "labs/news_index.html"
    subpage_types: ClassVar = ["labs.NewsPage"]
    parent_page_types: ClassVar = ["home.HomePage"]

    class Meta:
        verbose_name = _("Übersicht der Meldungen")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the news and the topics to choose from."""
        context = super().get_context(request, *args, **kwargs)
        context["listed"] = news_list(
            self, topic=request.GET.get("thema", ""), number=request.GET.get("seite", "1")
        )
        return context


class NewsPage(PortalPage):
    """A piece of news."""

    date = models.DateField(_("Datum"), default=timezone.localdate)
    topics = ParentalManyToManyField(
        Topic, blank=True, related_name="news", verbose_name=_("Themen")
    )
    body = BodyField(BodyBlock(), verbose_name=_("Meldung"), blank=True)

    template = "labs/news.html"
    parent_page_types: ClassVar = ["labs.NewsIndexPage", "labs.LabPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("date"),
        FieldPanel("body"),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
    ]
    search_fields = [*PortalPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("Meldung")
        verbose_name_plural = _("Meldungen")

    def linked_data(self) -> dict[str, Any]:
        """Say what search engines should know."""
        return about_page(self, **{"@type": "NewsArticle", "headline": self.title})


def news_list(index_page: NewsIndexPage, *, topic: str, number: str) -> Listed:
    """Return the published news of the page's language, newest first."""
    pages = visible(NewsPage.objects.filter(locale_id=index_page.locale_id))
    choices = topic_choices(Topic, pages, "news", topic)
    if topic:
        pages = pages.filter(topics__slug=topic)
    page = sliced(pages.select_related("lead_image").order_by("-date", "-pk"), number)
    return Listed(page, choices, {"thema": topic} if topic else {})
