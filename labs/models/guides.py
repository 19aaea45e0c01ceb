"""Guides: methods, chapter by chapter or step by step."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from labs.blocks import ChapterBlock
from labs.listing import visible
from labs.models.topics import Topic
from labs.outline import chapters_of
from portal.base.blocks import BodyField
from portal.base.pages import PortalPage

# The list of guides has no pages; more than this would need them.
GUIDES = 200


class GuideKind(models.TextChoices):
    """What the parts of a guide are called."""

    CHAPTERS = "kapitel", _("Kapitel")
    STEPS = "schritte", _("Schritte")


class GuideIndexPage(PortalPage):
    """All guides."""

    template = "labs/guide_index.html"
    max_count = 1
    subpage_types: ClassVar = ["labs.GuidePage"]

    class Meta:
        verbose_name = _("Übersicht der Leitfäden")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the guides."""
        context = super().get_context(request, *args, **kwargs)
        context["guides"] = guide_list()
        return context


class GuidePage(PortalPage):
    """A guide with a table of contents."""

    kind = models.CharField(
        _("Gliederung"), max_length=20, choices=GuideKind.choices, default=GuideKind.CHAPTERS
    )
    reading_minutes = models.PositiveSmallIntegerField(
        _("Lesezeit in Minuten"), null=True, blank=True, validators=[MaxValueValidator(600)]
    )
    topics = ParentalManyToManyField(
        Topic, blank=True, related_name="guides", verbose_name=_("Themen")
    )
    chapters = BodyField([("chapter", ChapterBlock())], verbose_name=_("Kapitel"), blank=True)
    source = models.TextField(_("Quellen"), blank=True)

    template = "labs/guide.html"
    parent_page_types: ClassVar = ["labs.GuideIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *PortalPage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("reading_minutes")]),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
        FieldPanel("chapters"),
        FieldPanel("source"),
    ]
    search_fields = [*PortalPage.search_fields, index.SearchField("chapters")]

    class Meta:
        verbose_name = _("Leitfaden")
        verbose_name_plural = _("Leitfäden")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the chapters with their anchors and neighbours."""
        context = super().get_context(request, *args, **kwargs)
        context["outline"] = chapters_of(self.chapters)
        return context


def guide_list() -> list[GuidePage]:
    """Return the published guides by title."""
    guides = visible(GuidePage.objects.all()).select_related("lead_image")
    return list(guides.prefetch_related("topics").order_by("title")[:GUIDES])
