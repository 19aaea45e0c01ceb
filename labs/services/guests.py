"""Guests of events: a place or the waiting list, a way out, and no trace 30 days later."""

import datetime
import logging
import secrets
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from labs.models import EventGuest, EventPage, GuestState
from portal.base.traces import journal_clear

logger = logging.getLogger(__name__)

KEPT_DAYS = 30
REMINDER_HOURS = 48
FORGOTTEN = "labs.guests.forget"


@transaction.atomic
def guest_register(
    *, event: EventPage, name: str, email: str, organization: str = "", note: str = ""
) -> EventGuest | None:
    """Give somebody a place or a turn on the waiting list; None if there is neither.

    Whoever registers twice gets the same mail again and takes no second place.
    """
    # The event's row is the lock: two who want the last place at once come one after the other.
    event = EventPage.objects.select_for_update().get(pk=event.pk)
    known = EventGuest.objects.filter(event=event, email__iexact=email).first()
    if known is not None:
        _mail_later(known, "confirmation")
        return known
    full = event.free_places() == 0
    if full and not event.waiting_list:
        return None
    guest = EventGuest(
        event=event,
        name=name,
        email=email.lower(),
        organization=organization,
        note=note,
        state=GuestState.WAITING if full else GuestState.IN,
        secret=secrets.token_urlsafe(32),
        known_start=event.start,
    )
    try:
        with transaction.atomic():
            guest.save()
    except IntegrityError:
        return EventGuest.objects.get(event=event, email=guest.email)
    _mail_later(guest, "confirmation")
    return guest


@transaction.atomic
def guest_cancel(*, guest: EventGuest) -> None:
    """Delete a registration; the first who waits moves up."""
    event = EventPage.objects.select_for_update().get(pk=guest.event_id)
    guest.delete()
    guests_move_up(event=event)


@transaction.atomic
def guests_move_up(*, event: EventPage) -> int:
    """Give free places to those who wait, in their order; return how many."""
    waiting = list(event.guests.filter(state=GuestState.WAITING).order_by("created_at", "pk"))
    free = event.free_places()
    if event.cancelled or event.is_over:
        return 0
    lucky = waiting if free is None else waiting[:free]
    for guest in lucky:
        guest.state = GuestState.IN
        guest.save(update_fields=["state"])
        _mail_later(guest, "moved_up")
    return len(lucky)


def guests_forget(*, now: datetime.datetime | None = None) -> int:
    """Delete the guests of events that were over 30 days ago; return how many.

    The history of the event keeps how many they were, nothing else.
    """
    until = (now or timezone.now()) - datetime.timedelta(days=KEPT_DAYS)
    over = EventPage.objects.filter(end__lt=until) | EventPage.objects.filter(
        end__isnull=True, start__lt=until
    )
    events = over.filter(pk__in=EventGuest.objects.values("event_id")).order_by("pk")
    number = sum(_forget(event) for event in events)
    if number:
        journal_clear()
    return number


@transaction.atomic
def _forget(event: EventPage) -> int:
    """Delete the guests of one event and note their number."""
    guests = EventGuest.objects.filter(event=event)
    waiting = guests.filter(state=GuestState.WAITING).count()
    number, _kinds = guests.delete()
    counts = {"places": number - waiting, "waiting": waiting}
    log(instance=event, action=FORGOTTEN, data=counts)
    return number


def guests_forgotten(event: EventPage) -> PageLogEntry | None:
    """Return the note about guests that are deleted: when, and how many they were."""
    return (
        PageLogEntry.objects.filter(page=event.pk, action=FORGOTTEN).order_by("-timestamp").first()
    )


def guests_remind(*, now: datetime.datetime | None = None) -> int:
    """Remind those who have a place, once, two days before; return how many."""
    now = now or timezone.now()
    soon = now + datetime.timedelta(hours=REMINDER_HOURS)
    guests = EventGuest.objects.filter(
        state=GuestState.IN,
        reminded_at__isnull=True,
        event__live=True,
        event__cancelled=False,
        event__start__gt=now,
        event__start__lte=soon,
        created_at__lt=now - datetime.timedelta(hours=12),
    ).select_related("event")
    number = 0
    for guest in guests[:500]:
        taken = EventGuest.objects.filter(pk=guest.pk, reminded_at__isnull=True)
        if taken.update(reminded_at=now):
            guest_mail(guest, "reminder")
            number += 1
    return number


def guests_tell(*, now: datetime.datetime | None = None) -> int:
    """Tell the guests of coming events what they do not know: called off, moved, or on after all; return how many."""
    coming = EventGuest.objects.filter(
        event__live=True, event__start__gt=now or timezone.now(), known_start__isnull=False
    )
    news = coming.exclude(known_start=F("event__start"), known_cancelled=F("event__cancelled"))
    number = 0
    for guest in news.select_related("event").order_by("pk")[:500]:
        event, off = guest.event, guest.known_cancelled
        known = EventGuest.objects.filter(pk=guest.pk, known_start=guest.known_start)
        told = known.filter(known_cancelled=off).update(
            known_start=event.start, known_cancelled=event.cancelled, reminded_at=None
        )
        if told and not (off and event.cancelled):  # moved while it is off: nobody comes anyway
            guest_mail(guest, "cancelled" if event.cancelled else "back" if off else "moved")
            number += 1
    return number


def _mail_later(guest: EventGuest, kind: str) -> None:
    """Send a mail once the transaction holds."""
    transaction.on_commit(lambda: guest_mail(guest, kind))


def guest_mail(guest: EventGuest, kind: str) -> None:
    """Send a mail; a mail server that is away must not undo a registration."""
    subjects = {
        "confirmation": _("Anmeldung: {title}"),
        "moved_up": _("Ein Platz ist frei geworden: {title}"),
        "reminder": _("Bald ist es so weit: {title}"),
        "cancelled": _("Abgesagt: {title}"),
        "moved": _("Neuer Termin: {title}"),
        "back": _("Findet doch statt: {title}"),
    }
    cancel = settings.PORTAL_BASE_URL + reverse("event_cancel", args=[guest.secret])
    context = {
        "guest": guest,
        "event": guest.event,
        "kind": kind,
        "cancel_url": cancel,
        "url": guest.event.full_url,
    }
    text = render_to_string("labs/mail/guest.txt", context)
    # A title is one line in the database, but not by force: no header may be smuggled in.
    subject = " ".join(subjects[kind].format(title=guest.event.title).split())
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [guest.email])
    except (OSError, SMTPException):
        logger.exception("a mail about an event could not be sent")
