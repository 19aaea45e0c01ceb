"""The labs of the programme and the page that lists them."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import Count
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from labs.blocks import BodyBlock, FigureBlock
from labs.listing import Choice, visible
from labs.models.stories import StoryPage
from labs.models.topics import Topic
from labs.states import State
from portal.base.blocks import BodyField
from portal.base.pages import PortalPage
from portal.base.slugs import german_slug

# A lab shows at most so many of its stories, the list of labs so many labs.
STORIES = 50
LABS = 200


class LabStatus(models.TextChoices):
    """How far a lab is."""

    PLANNED = "geplant", _("geplant")
    RUNNING = "laufend", _("laufend")
    DONE = "abgeschlossen", _("abgeschlossen")


class LabIndexPage(PortalPage):
    """All labs, narrowed down by state."""

    figures = BodyField(
        [("figure", FigureBlock())], verbose_name=_("Kennzahlen"), blank=True, max_num=8
    )
    figures_note = models.CharField(_("Anmerkung zu den Kennzahlen"), max_length=300, blank=True)
    source = models.CharField(_("Quelle"), max_length=400, blank=True)

    template = "labs/lab_index.html"
    max_count = 1
    subpage_types: ClassVar = ["labs.LabPage"]
    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("figures"),
        FieldPanel("figures_note"),
        FieldPanel("source"),
    ]

    class Meta:
        verbose_name = _("Übersicht der Labore")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the labs and the states to choose from."""
        context = super().get_context(request, *args, **kwargs)
        context["listed"] = lab_list(state=request.GET.get("land", ""))
        return context


class LabPage(PortalPage):
    """A lab: its region, members and topics; its stories are the pages below it."""

    region = models.CharField(_("Region"), max_length=160, blank=True)
    status = models.CharField(
        _("Stand"), max_length=20, choices=LabStatus.choices, default=LabStatus.RUNNING
    )
    start = models.DateField(_("Beginn"), null=True, blank=True)
    end = models.DateField(_("Ende"), null=True, blank=True)
    topics = ParentalManyToManyField(
        Topic, blank=True, related_name="labs", verbose_name=_("Themen")
    )
    members_note = models.CharField(
        _("Anmerkung zu den Mitgliedern"),
        max_length=300,
        blank=True,
        help_text=_("Zum Beispiel, dass die Liste nicht vollständig ist."),
    )
    body = BodyField(BodyBlock(), verbose_name=_("Inhalt"), blank=True)
    source = models.TextField(_("Quellen"), blank=True)

    template = "labs/lab.html"
    parent_page_types: ClassVar = ["labs.LabIndexPage"]
    subpage_types: ClassVar = ["labs.StoryPage"]
    content_panels = [
        *PortalPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("region"),
                FieldPanel("status"),
                FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
            ],
            heading=_("Das Labor in Kürze"),
        ),
        InlinePanel("places", label=_("Ort"), heading=_("Orte")),
        InlinePanel("members", label=_("Mitglied"), heading=_("Mitglieder")),
        FieldPanel("members_note"),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
        FieldPanel("body"),
        FieldPanel("source"),
    ]
    search_fields = [*PortalPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("Labor")
        verbose_name_plural = _("Labore")

    @property
    def states(self) -> list[str]:
        """Return the names of the states that the lab's places lie in."""
        return sorted({place.get_state_display() for place in self.places.all() if place.state})

    @property
    def period(self) -> str:
        """Return the years of the lab, as "2020–2022"."""
        years = [day.year for day in (self.start, self.end) if day]
        return "–".join(str(year) for year in sorted(set(years)))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the lab's published stories."""
        context = super().get_context(request, *args, **kwargs)
        context["stories"] = self.stories()
        return context

    def stories(self) -> list[StoryPage]:
        """Return the lab's published stories, newest first."""
        if not self.path:
            return []
        found = visible(StoryPage.objects.child_of(self))
        return list(found.select_related("lead_image").order_by("-date", "pk")[:STORIES])


class LabPlace(Orderable):
    """A municipality or district that the lab works in."""

    lab = ParentalKey(LabPage, on_delete=models.CASCADE, related_name="places")
    name = models.CharField(_("Name"), max_length=160)
    state = models.CharField(_("Land"), max_length=2, choices=State.choices, blank=True)
    key = models.CharField(
        _("Gemeinde- oder Kreisschlüssel"),
        max_length=12,
        blank=True,
        help_text=_("Amtlicher Schlüssel mit 5, 8 oder 12 Ziffern."),
    )
    district = models.CharField(_("Landkreis"), max_length=160, blank=True)
    latitude = models.FloatField(_("Breite"), null=True, blank=True)
    longitude = models.FloatField(_("Länge"), null=True, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("state")]),
        FieldRowPanel([FieldPanel("key"), FieldPanel("district")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("Ort")
        verbose_name_plural = _("Orte")

    def __str__(self) -> str:
        return self.name


class LabMember(Orderable):
    """Who works together in a lab."""

    lab = ParentalKey(LabPage, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(_("Name"), max_length=200)
    kind = models.CharField(
        _("Art"), max_length=100, blank=True, help_text=_("Kommune, Verein, Hochschule …")
    )
    note = models.CharField(_("Anmerkung"), max_length=300, blank=True)
    url = models.URLField(_("Webseite"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
        FieldPanel("note"),
        FieldPanel("url"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("Mitglied")
        verbose_name_plural = _("Mitglieder")

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class ListedLabs:
    """Labs with the states to choose from."""

    labs: list[LabPage]
    choices: tuple[Choice, ...]
    state: str


def lab_list(*, state: str) -> ListedLabs:
    """Return the published labs, of one state (its name as a slug) if given."""
    labs = visible(LabPage.objects.all())
    rows = (
        LabPlace.objects.filter(lab__in=labs.values("pk"), state__in=State.values)
        .values("state")
        .annotate(number=Count("lab", distinct=True))
    )
    keys = {german_slug(str(choice.label)): choice for choice in State}
    counts = {row["state"]: row["number"] for row in rows}
    choices = tuple(
        Choice(slug, str(choice.label), counts[choice.value], slug == state)
        for slug, choice in sorted(keys.items())
        if choice.value in counts
    )
    chosen = keys.get(state)
    if chosen:
        labs = labs.filter(pk__in=LabPlace.objects.filter(state=chosen.value).values("lab_id"))
    listed = labs.prefetch_related("places", "topics").order_by("title")[:LABS]
    return ListedLabs(list(listed), choices, str(chosen.label) if chosen else "")
