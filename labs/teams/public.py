"""What an invited person sees: who invites to what, and a way in with an own password."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth import login
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from labs.models import LabInvitation
from labs.models.teams import INVITATION_DAYS
from labs.teams.services import (
    PURPOSE,
    InvitationClosed,
    accounts_of,
    invitation_accept,
    why_closed,
)
from portal.base.limits import address_of, too_often
from portal.base.secrets import read_token

GUESSES, ATTEMPTS = 20, 20
BACKEND = "django.contrib.auth.backends.ModelBackend"


class AccountForm(forms.Form):
    """Name and password of a new account."""

    name = forms.CharField(
        label=gettext_lazy("Ihr Name"),
        max_length=160,
        help_text=gettext_lazy("So sehen Sie die anderen im Team."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Ihr neues Passwort"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("Noch einmal dasselbe Passwort"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["password"].help_text = " ".join(map(str, password_validators_help_texts()))

    def clean(self) -> dict[str, Any]:
        """Compare both and check the strength."""
        data = super().clean() or {}
        password, again = data.get("password"), data.get("again")
        if password and again and password != again:
            self.add_error("again", _("Die beiden Passwörter sind verschieden."))
        if password:
            try:
                validate_password(password)
            except ValidationError as error:
                self.add_error("password", error)
        return data


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the invitation; only a POST accepts it, so programs that follow links in mails don't."""
    found = _find(request, token)
    if isinstance(found, HttpResponse):
        return found
    if reason := why_closed(found):
        return _closed(request, reason, 410)
    known = list(accounts_of(found))
    if any(not account.is_active for account in known):
        return _closed(request, _("Dieses Konto ist gesperrt. Fragen Sie die Redaktion."), 410)
    mine = next((account for account in known if account.pk == request.user.pk), None)
    form = AccountForm(request.POST or None)
    try:
        if request.method == "POST" and mine is not None:
            invitation_accept(invitation=found, user=mine)
            return _welcome(found)
        if request.method == "POST" and not known and form.is_valid():
            person = invitation_accept(
                invitation=found,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
            )
            login(request, person, backend=BACKEND)
            return _welcome(found)
    except InvitationClosed as error:
        return _closed(request, error.message, 410)
    way_in = reverse("wagtailadmin_login") + "?" + urlencode({"next": request.path})
    context = {"invitation": found, "form": form, "known": known, "mine": mine, "way_in": way_in}
    status = 422 if request.method == "POST" else 200
    return _hidden(render(request, "labs/teams/invitation.html", context, status=status))


def _find(request: HttpRequest, token: str) -> Any:
    """Return the invitation, or the answer to too many attempts. Raises Http404."""
    content = read_token(PURPOSE, token, valid=timedelta(days=2 * INVITATION_DAYS))
    if content is None:
        if too_often("invitation-guess", address_of(request), GUESSES):
            return _closed(request, _("Zu viele Versuche. Bitte warten Sie eine Minute."), 429)
        raise Http404
    rows = LabInvitation.objects.select_related("lab", "invited_by")
    found = rows.filter(pk=content.get("i") or 0).first()
    if found is None:
        raise Http404
    if request.method == "POST" and too_often("invitation", str(found.pk), ATTEMPTS):
        return _closed(request, _("Zu viele Versuche. Bitte warten Sie eine Minute."), 429)
    return found


def _welcome(found: LabInvitation) -> HttpResponse:
    """Lead to the dashboard of the lab."""
    return redirect(f"{reverse('labs_overview')}?labor={found.lab_id}")


def _closed(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    """Say why the link does nothing."""
    return _hidden(render(request, "labs/teams/closed.html", {"reason": reason}, status=status))


def _hidden(response: HttpResponse) -> HttpResponse:
    """Keep the address to the invited person."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
