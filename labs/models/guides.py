"""Guides: methods, chapter by chapter or step by step."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from labs.blocks import ChapterBlock
from labs.listing import visible
from labs.models.topics import Topic
from labs.outline import chapters_of
from portal.base.blocks import BodyField
from portal.base.linked import about_page
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
    version = models.CharField(
        _("Version"), max_length=20, blank=True, help_text=_("Zum Beispiel „1.2“.")
    )
    source = models.TextField(_("Quellen"), blank=True)

    template = "labs/guide.html"
    parent_page_types: ClassVar = ["labs.GuideIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *PortalPage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("reading_minutes")]),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
        FieldPanel("chapters"),
        MultiFieldPanel(
            [
                FieldPanel("version"),
                InlinePanel("changes", label=_("Änderung"), heading=_("Liste der Änderungen")),
            ],
            heading=_("Version"),
        ),
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

    def linked_data(self) -> dict[str, Any]:
        """Say what search engines should know."""
        return about_page(
            self, **{"@type": "TechArticle", "headline": self.title}, version=self.version
        )


class GuideChange(Orderable):
    """What a version of a guide changed."""

    guide = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="changes")
    version = models.CharField(_("Version"), max_length=20)
    date = models.DateField(_("Datum"), default=timezone.localdate)
    text = models.CharField(_("Was hat sich geändert?"), max_length=400)

    panels = [
        FieldRowPanel([FieldPanel("version"), FieldPanel("date")]),
        FieldPanel("text"),
    ]

    class Meta:
        verbose_name = _("Änderung")
        verbose_name_plural = _("Änderungen")
        ordering = ["-date", "-sort_order"]

    def __str__(self) -> str:
        return f"{self.version}: {self.text}"


def guide_list() -> list[GuidePage]:
    """Return the published guides by title."""
    guides = visible(GuidePage.objects.all()).select_related("lead_image")
    return list(guides.prefetch_related("topics").order_by("title")[:GUIDES])
