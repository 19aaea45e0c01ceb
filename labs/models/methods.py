"""Methods: recipes that others can cook after, from ingredients to typical mistakes."""

from typing import Any, ClassVar

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from labs.blocks import BodyBlock
from labs.blocks.recipes import IngredientBlock, MistakeBlock, ReferenceBlock, StepBlock
from labs.listing import Listed, sliced, topic_choices, visible
from labs.models.topics import Topic
from portal.base.blocks import BodyField
from portal.base.linked import about_page
from portal.base.pages import PortalPage


class Phase(models.TextChoices):
    """Where on the way a method helps; the order is the order of the cookbook."""

    CHECK = "1-basischeck", _("Basischeck")
    PREPARATION = "2-vorbereitung", _("Vorbereitung")
    VISION = "3-vision", _("Vision")
    STRATEGY = "4-strategie", _("Strategie")
    PROJECT = "5-projekt", _("Projekt")
    MONITORING = "6-monitoring", _("Monitoring")


class Difficulty(models.IntegerChoices):
    """How much experience a method asks for."""

    EASY = 1, _("leicht")
    MEDIUM = 2, _("mittel")
    HARD = 3, _("anspruchsvoll")


class MethodIndexPage(PortalPage):
    """All methods, in the order of the phases."""

    template = "labs/method_index.html"
    subpage_types: ClassVar = ["labs.MethodPage"]
    parent_page_types: ClassVar = ["home.HomePage"]

    class Meta:
        verbose_name = _("Übersicht der Methoden")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the methods and the topics to choose from."""
        context = super().get_context(request, *args, **kwargs)
        context["listed"] = method_list(
            self, topic=request.GET.get("thema", ""), number=request.GET.get("seite", "1")
        )
        return context


class MethodPage(PortalPage):
    """A recipe."""

    phase = models.CharField(
        _("Phase"), max_length=20, choices=Phase.choices, default=Phase.PREPARATION
    )
    purpose = models.TextField(_("Wozu?"), max_length=600, blank=True)
    duration = models.CharField(
        _("Dauer"), max_length=80, blank=True, help_text=_("Zum Beispiel „halber Tag“.")
    )
    difficulty = models.PositiveSmallIntegerField(
        _("Schwierigkeit"), choices=Difficulty.choices, default=Difficulty.EASY
    )
    group_size = models.CharField(
        _("Gruppengröße"), max_length=80, blank=True, help_text=_("Zum Beispiel „8 bis 25“.")
    )
    moderation = models.CharField(
        _("Moderation"), max_length=120, blank=True, help_text=_("Zum Beispiel „zwei Personen“.")
    )
    topics = ParentalManyToManyField(
        Topic, blank=True, related_name="methods", verbose_name=_("Themen")
    )
    ingredients = BodyField(
        [("ingredient", IngredientBlock())], verbose_name=_("Zutaten"), blank=True
    )
    steps = BodyField([("step", StepBlock())], verbose_name=_("Schritte"), blank=True)
    mistakes = BodyField(
        [("mistake", MistakeBlock())], verbose_name=_("Typische Fehler"), blank=True
    )
    body = BodyField(BodyBlock(), verbose_name=_("Mehr dazu"), blank=True)
    references = BodyField(
        [("reference", ReferenceBlock())], verbose_name=_("Quellen und Literatur"), blank=True
    )

    template = "labs/method.html"
    parent_page_types: ClassVar = ["labs.MethodIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("purpose"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("phase"), FieldPanel("difficulty")]),
                FieldRowPanel([FieldPanel("duration"), FieldPanel("group_size")]),
                FieldPanel("moderation"),
            ],
            heading=_("Auf einen Blick"),
        ),
        FieldPanel("ingredients"),
        FieldPanel("steps"),
        FieldPanel("mistakes"),
        FieldPanel("body"),
        FieldPanel("references"),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
    ]
    search_fields = [
        *PortalPage.search_fields,
        index.SearchField("purpose"),
        index.SearchField("steps"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("Methode")
        verbose_name_plural = _("Methoden")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the practice examples that used the method."""
        context = super().get_context(request, *args, **kwargs)
        context["used_in"] = (
            list(visible(self.used_in.all()).order_by("title")[:20]) if self.pk else []
        )
        return context

    def linked_data(self) -> dict[str, Any]:
        """Say what search engines should know."""
        return about_page(
            self,
            **{"@type": "HowTo"},
            step=[{"@type": "HowToStep", "name": block.value["title"]} for block in self.steps],
            supply=[block.value["name"] for block in self.ingredients],
        )


def method_list(index_page: MethodIndexPage, *, topic: str, number: str) -> Listed:
    """Return the published methods by phase, with the topics to choose from."""
    methods = visible(MethodPage.objects.child_of(index_page))
    choices = topic_choices(Topic, methods, "methods", topic)
    if topic:
        methods = methods.filter(topics__slug=topic)
    page = sliced(
        methods.select_related("lead_image").order_by("phase", "difficulty", "title"),
        number,
        size=24,
    )
    return Listed(page, choices, {"thema": topic} if topic else {})
