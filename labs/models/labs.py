"""The labs of a programme."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from labs.blocks import BodyBlock
from labs.listing import hidden_pages, visible
from labs.models.actors import Actor, Sector
from labs.models.events import EventPage
from labs.models.news_pages import NewsPage
from labs.models.stories import StoryPage
from labs.models.topics import Topic
from labs.states import State
from portal.base.blocks import BodyField
from portal.base.linked import about_page
from portal.base.pages import PortalPage

# A lab shows at most so many of its stories, and so many of what else belongs to it.
STORIES = 50
RELATIONS = ("places", "members", "goals", "milestones", "questions", "proposals", "topics")
OTHERS = 6


class LabStatus(models.TextChoices):
    """How far a lab is."""

    PLANNED = "geplant", _("geplant")
    RUNNING = "laufend", _("laufend")
    DONE = "abgeschlossen", _("abgeschlossen")


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
    members_complete = models.BooleanField(
        _("Liste der Mitglieder ist vollständig"),
        default=False,
        help_text=_("Erst dann zählt das Portal die Mitglieder und zeigt die Summe beim Programm."),
    )
    members_note = models.CharField(
        _("Anmerkung zu den Mitgliedern"),
        max_length=300,
        blank=True,
        help_text=_("Zum Beispiel, dass die Liste nicht vollständig ist."),
    )
    body = BodyField(BodyBlock(), verbose_name=_("Inhalt"), blank=True)
    learned = BodyField(BodyBlock(), verbose_name=_("Was haben wir gelernt?"), blank=True)
    finished_on = models.DateField(
        _("abgeschlossen am"),
        null=True,
        blank=True,
        help_text=_("Mit diesem Tag gilt das Labor als abgeschlossen; die Seite bleibt."),
    )
    keeper = models.CharField(_("Wer bewahrt die Daten auf?"), max_length=250, blank=True)
    source = models.TextField(_("Quellen"), blank=True)

    template = "labs/lab.html"
    parent_page_types: ClassVar = ["labs.LabIndexPage"]
    subpage_types: ClassVar = ["labs.StoryPage", "labs.NewsPage", "labs.EventPage"]
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
        MultiFieldPanel(
            [FieldPanel("members_complete"), FieldPanel("members_note")],
            heading=_("Zur Liste der Mitglieder"),
        ),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
        FieldPanel("body"),
        InlinePanel("goals", label=_("Ziel"), heading=_("Zielbild: Ziele mit Fortschritt")),
        InlinePanel("milestones", label=_("Meilenstein"), heading=_("Fahrplan")),
        InlinePanel("questions", label=_("Frage"), heading=_("Offene Fragen")),
        FieldPanel("learned"),
        InlinePanel("proposals", label=_("Vorschlag"), heading=_("Vorschläge")),
        MultiFieldPanel([FieldPanel("finished_on"), FieldPanel("keeper")], heading=_("Abschluss")),
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
        if self.pk:
            # The template asks for them again and again; once is enough.
            models.prefetch_related_objects([self], *RELATIONS)
        hidden = hidden_pages()
        context["stories"] = self.stories(hidden)
        if self.path:
            events = visible(EventPage.objects.child_of(self), hidden=hidden)
            news = visible(NewsPage.objects.child_of(self), hidden=hidden)
            context["events"] = list(events.order_by("-start", "pk")[:OTHERS])
            context["news"] = list(news.order_by("-date", "pk")[:OTHERS])
        context["kindred"] = self.kindred(hidden)
        context["timeline"] = sorted(self.milestones.all(), key=lambda row: row.day)
        return context

    def linked_data(self) -> dict[str, Any]:
        """Say what search engines should know."""
        return about_page(
            self,
            **{"@type": "Project"},
            foundingDate=self.start.isoformat() if self.start else None,
            areaServed=[place.name for place in self.places.all()],
        )

    def kindred(self, hidden: models.Q | None = None) -> list["LabPage"]:
        """Return other published labs with common topics, those with most first."""
        topics = [topic.pk for topic in self.topics.all()]
        if not topics:
            return []
        return list(
            visible(LabPage.objects.exclude(pk=self.pk).filter(topics__in=topics), hidden=hidden)
            .annotate(common=models.Count("topics", filter=models.Q(topics__in=topics)))
            .prefetch_related("places")
            .order_by("-common", "title")[:OTHERS]
        )

    def stories(self, hidden: models.Q | None = None) -> list[StoryPage]:
        """Return the lab's published stories, newest first."""
        if not self.path:
            return []
        found = visible(StoryPage.objects.child_of(self), hidden=hidden)
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
    actor = models.ForeignKey(
        Actor,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("Akteur"),
        help_text=_("Suchen Sie zuerst hier; nur was fehlt, wird unten von Hand genannt."),
    )
    name = models.CharField(
        _("Name"), max_length=200, blank=True, help_text=_("Leer: der Name des Akteurs.")
    )
    sector = models.CharField(_("Sektor"), max_length=20, choices=Sector.choices, blank=True)
    kind = models.CharField(
        _("Art"), max_length=100, blank=True, help_text=_("Kommune, Verein, Hochschule …")
    )
    note = models.CharField(_("Anmerkung"), max_length=300, blank=True)
    url = models.URLField(_("Webseite"), blank=True)

    panels = [
        FieldPanel("actor"),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("sector"), FieldPanel("kind")]),
        FieldPanel("note"),
        FieldPanel("url"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("Mitglied")
        verbose_name_plural = _("Mitglieder")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Take over from the actor what is not said here; ask for a name if there is neither."""
        super().clean()
        if self.actor is not None:
            self.name = self.name or self.actor.name
            self.sector = self.sector or self.actor.sector
            self.url = self.url or self.actor.url
        if not self.name:
            raise ValidationError(
                {"name": gettext("Wählen Sie einen Akteur oder nennen Sie einen Namen.")}
            )
