"""Registering for an event and cancelling, without account and without cookies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from labs.forms import GuestForm
from labs.listing import visible
from labs.models import EventGuest, EventPage, GuestState
from labs.services.guests import guest_cancel, guest_register


# Nobody is logged in here, so there is nothing that a forged request could borrow; a token would
# need a cookie.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def event_register(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form; take the registration."""
    event = get_object_or_404(visible(EventPage.objects.all(), variants=True), pk=pk)
    free = event.free_places()
    if not event.accepts_guests or (free == 0 and not event.waiting_list):
        return _answer(
            request,
            event,
            _("Hier kann sich niemand mehr anmelden"),
            _("Die Anmeldung ist geschlossen, oder alle Plätze sind vergeben."),
            status=409 if request.method == "POST" else 200,
        )
    form = GuestForm(request.POST or None)
    if request.method == "POST" and form.is_trapped:
        return _thanks(request, event, waiting=False)
    if request.method == "POST" and form.is_valid():
        fields = {
            name: form.cleaned_data[name] for name in ("name", "email", "organization", "note")
        }
        guest = guest_register(event=event, **fields)
        if guest is None:
            return _answer(
                request,
                event,
                _("Alle Plätze sind vergeben"),
                _("Der letzte Platz ging eben an jemand anderen."),
                status=409,
            )
        return _thanks(request, event, waiting=guest.state == GuestState.WAITING)
    context = {"event": event, "form": form, "free": free}
    status = 400 if request.method == "POST" else 200
    return render(request, "labs/event_register.html", context, status=status)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def event_cancel(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask, then delete a registration; a mail scanner that follows the link changes nothing."""
    guest = EventGuest.objects.filter(secret=secret).select_related("event").first()
    if guest is None:
        return render(request, "labs/event_gone.html", status=404)
    event = guest.event
    if request.method == "POST":
        guest_cancel(guest=guest)
        return _answer(
            request,
            event,
            _("Sie sind abgemeldet"),
            _("Ihre Angaben sind gelöscht. Danke, dass Sie Bescheid gegeben haben."),
        )
    return _answer(
        request,
        event,
        _("Möchten Sie sich abmelden?"),
        _("Ihr Platz geht dann an die nächste Person auf der Warteliste."),
        guest=guest,
    )


def _thanks(request: HttpRequest, event: EventPage, *, waiting: bool) -> HttpResponse:
    """Say that it worked, without saying whether this address was known already."""
    headline = _("Sie stehen auf der Warteliste") if waiting else _("Ihre Anmeldung ist da")
    text = _("Wir haben Ihnen eine E-Mail geschickt. Darin steht auch, wie Sie sich abmelden.")
    return _answer(request, event, headline, text)


def _answer(
    request: HttpRequest,
    event: EventPage,
    headline: str,
    text: str,
    *,
    guest: EventGuest | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show one sentence about a registration."""
    context = {"event": event, "headline": headline, "text": text, "guest": guest}
    return render(request, "labs/event_answer.html", context, status=status)
