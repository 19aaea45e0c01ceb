"""Stories: what a lab did and what others can learn from it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Count
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page
from wagtail.search import index

from labs.blocks import BodyBlock
from labs.listing import Choice, Listed, attach_parents, sliced, visible
from labs.models.topics import Topic
from portal.base.blocks import BodyField
from portal.base.linked import about_page
from portal.base.pages import PortalPage

RELATED = 3


class StoryIndexPage(PortalPage):
    """All stories of all labs, newest first; the stories themselves lie below their labs."""

    template = "labs/story_index.html"
    max_count = 1
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("Übersicht der Geschichten")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the stories and the topics to choose from."""
        context = super().get_context(request, *args, **kwargs)
        context["listed"] = story_list(
            topic=request.GET.get("thema", ""), number=request.GET.get("seite", "1")
        )
        return context


class StoryPage(PortalPage):
    """A story of the lab above it."""

    date = models.DateField(_("Datum"), default=timezone.localdate)
    authors = models.CharField(
        _("Wer erzählt?"), max_length=300, blank=True, help_text=_("Namen, mit Komma getrennt.")
    )
    topics = ParentalManyToManyField(
        Topic, blank=True, related_name="stories", verbose_name=_("Themen")
    )
    body = BodyField(BodyBlock(), verbose_name=_("Geschichte"), blank=True)

    template = "labs/story.html"
    parent_page_types: ClassVar = ["labs.LabPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        # What people came to write stands first; what can wait stands below.
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        PortalPage.content_panels[-1],
        FieldRowPanel([FieldPanel("date"), FieldPanel("authors")]),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
    ]
    search_fields = [*PortalPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("Geschichte")
        verbose_name_plural = _("Geschichten")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the story's lab and further stories."""
        context = super().get_context(request, *args, **kwargs)
        above = self.path[: -self.steplen] if self.path else ""
        # The way to this page holds published pages only, its lab among them.
        context["lab"] = next((page for page in context["ancestors"] if page.path == above), None)
        context["topics"] = list(self.topics.all())
        context["more_stories"] = self.related(context["topics"])
        return context

    def linked_data(self) -> dict[str, Any]:
        """Say what search engines should know."""
        return about_page(
            self,
            **{"@type": "Article", "headline": self.title, "author": self.authors},
        )

    def related(self, own: list[Topic]) -> list["StoryPage"]:
        """Return other stories, those with common topics first."""
        topics = [topic.pk for topic in own]
        found = list(
            # What a story is a variant of is the same story.
            visible(StoryPage.objects.exclude(pk=self.pk).exclude(variants__page=self.pk))
            .select_related("lead_image")
            .annotate(common=Count("topics", filter=models.Q(topics__in=topics), distinct=True))
            .order_by("-common", "-date", "pk")[:RELATED]
        )
        attach_parents(found)
        return found


def story_list(*, topic: str, number: str) -> Listed:
    """Return published stories, newest first, with the topics to choose from."""
    stories = visible(StoryPage.objects.all())
    counted = (
        Topic.objects.filter(stories__in=stories.values("pk"))
        .annotate(number=Count("stories", filter=models.Q(stories__in=stories.values("pk"))))
        .order_by("name")
    )
    choices = tuple(Choice(row.slug, row.name, row.number, row.slug == topic) for row in counted)
    if topic:
        stories = stories.filter(topics__slug=topic)
    page = sliced(
        stories.select_related("lead_image").prefetch_related("topics").order_by("-date", "pk"),
        number,
    )
    attach_parents(page)
    return Listed(page, choices, {"thema": topic} if topic else {})
