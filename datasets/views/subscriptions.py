"""Asking for mails about a dataset, confirming and ending it; without account and without cookies."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from datasets.models import Dataset
from datasets.services.subscriptions import (
    asked_for,
    subscription_ask,
    subscription_confirm,
    subscription_end,
    subscription_of,
)
from portal.base.limits import address_of, too_often

# One network address may stand for a whole town hall, so this only stops machines.
A_MINUTE = 10


class TrappedForm(forms.Form):
    """A form for everybody. `website` is a trap: people do not see it, machines fill it in."""

    website = forms.CharField(
        required=False,
        label=gettext_lazy("Bitte leer lassen"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def is_trapped(self) -> bool:
        """Say whether a machine filled in the form."""
        return bool(self.data.get("website"))


class SubscribeForm(TrappedForm):
    """The address that is to get mails."""

    email = forms.EmailField(
        label=gettext_lazy("Ihre E-Mail-Adresse"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


# Nobody is logged in here, so there is nothing that a forged request could borrow; a token would
# need a cookie. The same holds for the pages below.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def news_ask(request: HttpRequest, name: str) -> HttpResponse:
    """Take an address and send the mail that asks it back."""
    dataset: Dataset = get_object_or_404(Dataset.objects.public(), name=name)
    form = SubscribeForm(request.POST or None)
    if request.method == "POST":
        if too_often("news", address_of(request), A_MINUTE):
            return _answer(
                request,
                dataset,
                _("Das waren viele Anfragen auf einmal"),
                _("Bitte versuchen Sie es in einer Minute noch einmal."),
                status=429,
            )
        if form.is_trapped or form.is_valid():
            if not form.is_trapped:
                subscription_ask(dataset=dataset, email=form.cleaned_data["email"])
            return _answer(
                request,
                dataset,
                _("Bitte sehen Sie in Ihr Postfach"),
                _(
                    "Dort liegt eine E-Mail mit einem Link. Erst wenn Sie ihn öffnen und zustimmen, "
                    "speichern wir Ihre Adresse."
                ),
            )
    context = {"form": form, "dataset": dataset}
    status = 400 if request.method == "POST" else 200
    return render(request, "datasets/voices/subscribe.html", context, status=status)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def news_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then keep the address; a mail scanner that follows the link agrees to nothing."""
    asked = asked_for(token)
    if asked is None:
        raise Http404
    dataset, email = asked
    if request.method == "POST":
        subscription_confirm(token=token)
        return _answer(
            request,
            dataset,
            _("Sie bekommen ab jetzt Nachrichten"),
            _("Am Ende jeder Mail steht ein Link zum Abbestellen. Dann löschen wir Ihre Adresse."),
        )
    return _answer(
        request,
        dataset,
        _("Nachrichten per E-Mail bestellen?"),
        _("Neue, zurückgezogene und korrigierte Fassungen gehen dann an %(email)s.")
        % {"email": email},
        button=_("Ja, bestellen"),
    )


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def news_end(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then delete the address; mail programs may post here by themselves (RFC 8058)."""
    subscription = subscription_of(token)
    if request.method == "POST" or subscription is None:
        subscription_end(token=token)
        return _answer(
            request,
            None,
            _("Abbestellt"),
            _("Unter diesem Link ist keine Adresse mehr gespeichert."),
        )
    return _answer(
        request,
        subscription.dataset,
        _("Nachrichten abbestellen?"),
        _("Wir löschen dann Ihre Adresse."),
        button=_("Ja, abbestellen"),
    )


def _answer(
    request: HttpRequest,
    dataset: Dataset | None,
    headline: str,
    text: str,
    *,
    button: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show one sentence, and a button where something is still to be decided."""
    context = {"dataset": dataset, "headline": headline, "text": text, "button": button}
    response = render(request, "datasets/voices/answer.html", context, status=status)
    # The address of this page is a secret: it must not travel on to pages that it links to.
    response["Referrer-Policy"] = "no-referrer"
    return response
