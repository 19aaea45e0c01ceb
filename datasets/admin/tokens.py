"""Keys of programs in the admin: made for oneself, shown once, listed with their last use, revoked."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST
from wagtail.admin.menu import MenuItem

from datasets.models import ApiToken, TokenScope
from datasets.permissions import is_sysadmin
from datasets.services.tokens import token_create, token_revoke
from portal.base.models import User

TEMPLATE = "datasets/admin/tokens.html"


class TokenForm(forms.Form):
    """What a new key is for, what it may, and for how long."""

    name = forms.CharField(
        label=_("Wofür"),
        max_length=200,
        help_text=_("Zum Beispiel: „Nächtlicher Upload der Zählstellen“."),
    )
    scope = forms.ChoiceField(
        label=_("Was darf er?"),
        choices=TokenScope.choices,
        initial=TokenScope.WRITE,
        help_text=_("Er handelt in Ihrem Namen und darf höchstens, was Sie selbst dürfen."),
    )
    days = forms.TypedChoiceField(
        label=_("Gültig"),
        coerce=int,
        empty_value=None,
        required=False,
        initial=365,
        choices=[
            (30, _("30 Tage")),
            (90, _("90 Tage")),
            (365, _("ein Jahr")),
            ("", _("bis zum Widerruf")),
        ],
    )


def _person(request: HttpRequest) -> User:
    """Return who is asking; the admin lets nobody in without an account."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _tokens_of(user: User) -> "QuerySet[ApiToken]":
    """Return a person's keys; who runs the portal sees those of everybody."""
    rows = ApiToken.objects.select_related("user").order_by("-created_at")
    return rows if is_sysadmin(user) else rows.filter(user=user)


@never_cache
@sensitive_variables("secret")
def tokens(request: HttpRequest) -> HttpResponse:
    """List the keys and make new ones; a new one stands in this answer and nowhere else."""
    user = _person(request)
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["days"]
        _token, secret = token_create(
            actor=user,
            user=user,
            name=form.cleaned_data["name"],
            scope=form.cleaned_data["scope"],
            expires_at=timezone.now() + timedelta(days=days) if days else None,
        )
        form = TokenForm()
    context: dict[str, Any] = {
        "form": form,
        "secret": secret,
        "tokens": _tokens_of(user)[:500],
        "sees_all": is_sysadmin(user),
        "now": timezone.now(),
    }
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, token_id: str) -> HttpResponse:
    """Make a key worthless at once."""
    user = _person(request)
    token_revoke(actor=user, token=get_object_or_404(_tokens_of(user), pk=token_id))
    return redirect("datasets_tokens")


urlpatterns: list[URLPattern] = [
    path("daten/schluessel/", tokens, name="datasets_tokens"),
    path("daten/schluessel/<str:token_id>/widerrufen/", revoke, name="datasets_token_revoke"),
]


def menu_item() -> MenuItem:
    """Return the entry of the admin's menu."""
    return MenuItem(
        _("API-Schlüssel"), reverse("datasets_tokens"), icon_name="key", name="api-keys", order=850
    )
