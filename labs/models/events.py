"""Events: when, where, what, who comes, what came out of it."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from labs.blocks import BodyBlock
from labs.blocks.recipes import AgendaBlock
from labs.listing import attach_parents, sliced, visible
from labs.models.topics import Topic
from labs.states import State
from portal.base.blocks import BodyField
from portal.base.linked import about_page
from portal.base.pages import PortalPage

UPCOMING = 60


class EventIndexPage(PortalPage):
    """All events of all labs: those to come, then those that were."""

    template = "labs/event_index.html"
    subpage_types: ClassVar = ["labs.EventPage"]
    parent_page_types: ClassVar = ["home.HomePage"]

    class Meta:
        verbose_name = gettext_lazy("Übersicht der Veranstaltungen")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the events."""
        context = super().get_context(request, *args, **kwargs)
        events = visible(EventPage.objects.filter(locale_id=self.locale_id))
        upcoming = list(events.upcoming().order_by("start", "pk")[:UPCOMING])
        past = sliced(events.past().order_by("-start", "pk"), request.GET.get("seite", "1"))
        attach_parents(upcoming)
        attach_parents(past)
        context.update(upcoming=upcoming, past=past)
        return context


class EventQuerySet(PageQuerySet):
    """Events by time."""

    def upcoming(self) -> Any:
        """Keep what is not over."""
        now = timezone.now()
        return self.filter(models.Q(end__gte=now) | models.Q(end__isnull=True, start__gte=now))

    def past(self) -> Any:
        """Keep what is over."""
        now = timezone.now()
        return self.filter(models.Q(end__lt=now) | models.Q(end__isnull=True, start__lt=now))


class EventPage(PortalPage):
    """An event."""

    start = models.DateTimeField(gettext_lazy("Beginn"))
    end = models.DateTimeField(gettext_lazy("Ende"), null=True, blank=True)
    venue = models.CharField(
        gettext_lazy("Ort"), max_length=200, blank=True, help_text=gettext_lazy("Haus und Raum.")
    )
    address = models.CharField(gettext_lazy("Anschrift"), max_length=250, blank=True)
    state = models.CharField(gettext_lazy("Land"), max_length=2, choices=State.choices, blank=True)
    online_url = models.URLField(
        gettext_lazy("Adresse der Videokonferenz"),
        blank=True,
        help_text=gettext_lazy(
            "Steht nicht auf der Seite; Angemeldete bekommen sie mit der Bestätigung."
        ),
    )
    is_online = models.BooleanField(gettext_lazy("findet online statt"), default=False)
    cancelled = models.BooleanField(gettext_lazy("abgesagt"), default=False)
    topics = ParentalManyToManyField(
        Topic, blank=True, related_name="events", verbose_name=gettext_lazy("Themen")
    )
    body = BodyField(BodyBlock(), verbose_name=gettext_lazy("Worum geht es?"), blank=True)
    agenda = BodyField([("item", AgendaBlock())], verbose_name=gettext_lazy("Programm"), blank=True)
    registration = models.BooleanField(gettext_lazy("mit Anmeldung"), default=False)
    places = models.PositiveIntegerField(
        gettext_lazy("Plätze"), null=True, blank=True, help_text=gettext_lazy("Leer: ohne Grenze.")
    )
    waiting_list = models.BooleanField(
        gettext_lazy("Warteliste, wenn alle Plätze vergeben sind"), default=True
    )
    closes_at = models.DateTimeField(
        gettext_lazy("Anmeldung bis"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Leer: bis zum Beginn."),
    )
    minutes = BodyField(
        BodyBlock(), verbose_name=gettext_lazy("Protokoll und Ergebnisse"), blank=True
    )

    objects = PageManager.from_queryset(EventQuerySet)()

    template = "labs/event.html"
    parent_page_types: ClassVar = ["labs.EventIndexPage", "labs.LabPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *PortalPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
                FieldPanel("venue"),
                FieldRowPanel([FieldPanel("address"), FieldPanel("state")]),
                FieldPanel("is_online"),
                FieldPanel("online_url"),
                FieldPanel("cancelled"),
            ],
            heading=gettext_lazy("Wann und wo?"),
        ),
        FieldPanel("body"),
        FieldPanel("agenda"),
        MultiFieldPanel(
            [
                FieldPanel("registration"),
                FieldRowPanel([FieldPanel("places"), FieldPanel("closes_at")]),
                FieldPanel("waiting_list"),
            ],
            heading=gettext_lazy("Anmeldung"),
            help_text=gettext_lazy(
                "Namen und Adressen der Angemeldeten werden 30 Tage nach dem Ende gelöscht."
            ),
        ),
        FieldPanel("minutes"),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
    ]
    search_fields = [
        *PortalPage.search_fields,
        index.SearchField("body"),
        index.SearchField("minutes"),
    ]

    class Meta:
        verbose_name = gettext_lazy("Veranstaltung")
        verbose_name_plural = gettext_lazy("Veranstaltungen")

    def clean(self) -> None:
        """Refuse an end before the beginning."""
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("Das Ende liegt vor dem Beginn.")})

    @property
    def ends(self) -> Any:
        """Return when the event is over."""
        return self.end or self.start

    @property
    def is_over(self) -> bool:
        """Say whether the event is over."""
        return bool(self.ends < timezone.now())

    @property
    def one_day(self) -> bool:
        """Say whether it begins and ends on one day."""
        local = timezone.localtime
        return local(self.start).date() == local(self.ends).date()

    @property
    def accepts_guests(self) -> bool:
        """Say whether somebody may still register."""
        closes = self.closes_at or self.start
        return self.registration and not self.cancelled and timezone.now() < closes

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the lab, the free places and the form."""
        context = super().get_context(request, *args, **kwargs)
        parent = self.get_parent() if self.path else None
        context["lab"] = parent if parent and parent.live and parent.depth > 3 else None
        context["free"] = self.free_places() if self.registration and self.pk else None
        return context

    def linked_data(self) -> dict[str, Any]:
        """Say when, where and whether it takes place."""
        state = "EventCancelled" if self.cancelled else "EventScheduled"
        mode = "OnlineEventAttendanceMode" if self.is_online else "OfflineEventAttendanceMode"
        place: dict[str, Any] = {"@type": "VirtualLocation", "url": self.full_url}
        if self.venue or self.address:
            place = {"@type": "Place", "name": self.venue, "address": self.address}
        return about_page(
            self,
            **{"@type": "Event"},
            startDate=self.start.isoformat(),
            endDate=self.ends.isoformat(),
            eventStatus=f"https://schema.org/{state}",
            eventAttendanceMode=f"https://schema.org/{mode}",
            location=place,
            organizer={"@type": "Organization", "name": settings.PORTAL_NAME},
        )

    def free_places(self) -> int | None:
        """Return how many places are left, None without a limit."""
        if self.places is None:
            return None
        return max(self.places - self.guests.filter(state=GuestState.IN).count(), 0)


class GuestState(models.TextChoices):
    """Whether somebody has a place."""

    IN = "dabei", gettext_lazy("dabei")
    WAITING = "warteliste", gettext_lazy("auf der Warteliste")


class EventGuest(models.Model):
    """Somebody who registered; deleted 30 days after the event, at once when they cancel."""

    event = models.ForeignKey(EventPage, models.CASCADE, related_name="guests")
    name = models.CharField(gettext_lazy("Name"), max_length=160)
    email = models.EmailField(gettext_lazy("E-Mail"))
    organization = models.CharField(gettext_lazy("Organisation"), max_length=200, blank=True)
    note = models.CharField(
        gettext_lazy("Anmerkung"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("Zum Beispiel: Ich brauche eine Gebärdendolmetschung."),
    )
    state = models.CharField(
        gettext_lazy("Stand"), max_length=12, choices=GuestState.choices, default=GuestState.IN
    )
    secret = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(gettext_lazy("angemeldet"), auto_now_add=True)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    # What the guest was last told: when it begins, and whether it is called off.
    known_start = models.DateTimeField(null=True, blank=True, editable=False)
    known_cancelled = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = gettext_lazy("Anmeldung")
        verbose_name_plural = gettext_lazy("Anmeldungen")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "email"], name="one_registration_each")
        ]

    def __str__(self) -> str:
        return self.name
