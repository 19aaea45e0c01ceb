"""One page for a lab's editors: what is due, what is wrong, what waits, each with one button."""

import datetime
from collections.abc import Callable
from dataclasses import replace

from django.db.models import CharField, F, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from labs.editorial.basics import Card, Item, Scope, card_of, day, edit, listed
from labs.editorial.living import (
    broken,
    bundles,
    corrections,
    data_waiting,
    empty_searches,
    first_steps,
    row_reports,
)
from labs.editorial.reviews import due_reviews
from labs.models import (
    EventGuest,
    EventPage,
    GuestState,
    LabMilestone,
    LinkProblem,
    PracticePage,
)
from portal.base.models import PageVariant


def milestones(scope: Scope, full: bool) -> Card:
    """What a lab promised until two weeks from now and has not done."""
    until = timezone.localdate() + datetime.timedelta(days=14)
    rows = LabMilestone.objects.filter(
        lab__in=scope.labs.values("pk"),
        lab__finished_on__isnull=True,
        done_on__isnull=True,
        date__lte=until,
    ).select_related("lab")
    return card_of(
        "meilensteine",
        _("Fällige Meilensteine"),
        _("Eintragen, was erledigt ist, oder ein neues Datum setzen."),
        rows.order_by("date", "pk"),
        lambda row: Item(row.title, edit(row.lab_id), f"{row.lab.title} · {day(row.date)}"),
        full,
    )


def scheduled(scope: Scope, full: bool) -> Card:
    """What goes out or expires by itself."""
    rows = scope.pages.filter(
        Q(go_live_at__gte=timezone.now()) | Q(expire_at__gte=timezone.now(), live=True)
    ).order_by(F("go_live_at").asc(nulls_last=True), "expire_at", "pk")

    def item(page: Page) -> Item:
        goes = page.go_live_at and page.go_live_at >= timezone.now()
        note = _("erscheint am {day}") if goes else _("läuft ab am {day}")
        return Item(
            page.title,
            edit(page),
            note.format(day=day(page.go_live_at if goes else page.expire_at)),
        )

    return card_of(
        "termine", _("Geplante Veröffentlichungen"), _("Erscheinen von selbst."), rows, item, full
    )


def waiting(scope: Scope, full: bool) -> Card:
    """What waits for a second person."""
    ids = scope.pages.order_by().annotate(as_text=Cast("pk", CharField())).values("as_text")
    rows = (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type__app_label="wagtailcore",
            revision__object_id__in=ids,
        )
        .select_related("task", "workflow_state__requested_by", "revision")
        .defer("revision__content")
        .order_by("started_at", "pk")
    )

    def item(state: TaskState) -> Item:
        who = state.workflow_state.requested_by
        note = _("seit {day}, von {who}").format(
            day=day(state.started_at), who=who or _("unbekannt")
        )
        return Item(state.revision.object_str, edit(int(state.revision.object_id)), note)

    return card_of(
        "freigaben", _("Warten auf Freigabe"), _("Lesen und entscheiden."), rows, item, full
    )


def variants(scope: Scope, full: bool) -> Card:
    """Variants whose source changed since."""
    rows = PageVariant.objects.filter(
        stale_since__isnull=False, source__in=scope.pages.values("pk")
    ).select_related("page")
    return card_of(
        "sprachfassungen",
        _("Veraltete Sprachfassungen"),
        _("Vergleichen, nachziehen, veröffentlichen."),
        rows.order_by("stale_since", "pk"),
        lambda row: Item(
            row.page.title,
            reverse("labs_variant_compare", args=[row.page_id]),
            _("veraltet seit {day}").format(day=day(row.stale_since)),
        ),
        full,
    )


def dead_links(scope: Scope, full: bool) -> Card:
    """Links that lead nowhere."""
    rows = LinkProblem.objects.filter(page__in=scope.pages.values("pk")).select_related("page")
    return card_of(
        "links",
        _("Tote Links"),
        _("Adresse berichtigen oder den Link entfernen."),
        rows.order_by("page__title", "pk"),
        lambda row: Item(row.page.title, edit(row.page_id), f"{row.address}: {row.reason}"),
        full,
    )


def reviews(scope: Scope, full: bool) -> Card:
    """Pages that nobody looked at for twelve months, or that asked for it."""
    return card_of(
        "wiedervorlage",
        _("Wieder ansehen"),
        _("Stimmt der Text noch? Ändern, oder sagen, dass alles noch stimmt."),
        due_reviews(scope.pages).order_by("last_published_at", "pk"),
        lambda page: Item(
            page.title,
            reverse("labs_review", args=[page.pk]),
            _("zuletzt veröffentlicht am {day}").format(day=day(page.last_published_at)),
        ),
        full,
    )


def guests(scope: Scope, full: bool) -> Card:
    """People on waiting lists of events to come."""
    rows = EventGuest.objects.filter(
        state=GuestState.WAITING,
        event__in=scope.pages.values("pk"),
        event__start__gte=timezone.now(),
    ).select_related("event")
    return card_of(
        "warteliste",
        _("Auf der Warteliste"),
        _("Mehr Plätze freigeben oder einen zweiten Termin anbieten."),
        rows.order_by("event__start", "created_at", "pk"),
        lambda row: Item(row.event.title, reverse("labs_guests", args=[row.event_id]), row.name),
        full,
    )


def minutes(scope: Scope, full: bool) -> Card:
    """Events that are over and have no minutes."""
    since = timezone.now() - datetime.timedelta(days=120)
    rows = EventPage.objects.live().filter(
        pk__in=scope.pages.values("pk"), start__range=(since, timezone.now()), cancelled=False
    )
    # Whether a stream is empty is asked differently in each database; these are few.
    shown = ("pk", "title", "start", "minutes", "content_type")
    items = [
        Item(page.title, edit(page.pk), day(page.start))
        for page in rows.only(*shown).order_by("start", "pk")
        if not page.minutes
    ]
    return listed(
        "protokolle", _("Ohne Protokoll"), _("Kurz aufschreiben, was herauskam."), items, full
    )


def drafts(scope: Scope, full: bool) -> Card:
    """Practice examples nobody published yet."""
    rows = PracticePage.objects.filter(live=False, pk__in=scope.pages.values("pk"))
    return card_of(
        "praxisbeispiele",
        _("Ungeprüfte Praxisbeispiele"),
        _("Prüfen, nachfragen, veröffentlichen."),
        rows.order_by("latest_revision_created_at", "pk"),
        lambda page: Item(page.draft_title, edit(page), day(page.latest_revision_created_at)),
        full,
    )


CARDS: dict[str, Callable[[Scope, bool], Card]] = {
    "erste-schritte": first_steps,
    "meilensteine": milestones,
    "freigaben": waiting,
    "daten-freigaben": data_waiting,
    "termine": scheduled,
    "pakete": bundles,
    "anfragen": row_reports,
    "korrekturen": corrections,
    "zahlen": broken,
    "links": dead_links,
    "sprachfassungen": variants,
    "wiedervorlage": reviews,
    "warteliste": guests,
    "protokolle": minutes,
    "praxisbeispiele": drafts,
    "suchen": empty_searches,
}


def dashboard(scope: Scope) -> list[Card]:
    """Return all cards, each with its first items."""
    scope = replace(scope, kept={})
    return [make(scope, False) for make in CARDS.values()]
