"""Bundles in the admin: put together, check, plan, publish, show to others."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from datasets.permissions import is_sysadmin
from labs.bundles.access import bundles_of
from labs.bundles.approving import is_approved, may_approve, wanted
from labs.bundles.checking import problems_of
from labs.bundles.forms import BundleForm, DataForm, PageForm
from labs.bundles.history import history_of, note
from labs.bundles.models import Bundle, BundleItem, BundleState
from labs.bundles.planning import bundle_plan, bundle_reopen, moment
from labs.bundles.previewing import link_of
from labs.bundles.publishing import bundle_publish, items_of


def index(request: HttpRequest) -> HttpResponse:
    """List the bundles; make a new one, with a page in it where the way came from one."""
    form = BundleForm(request.POST or None)
    page = _page_asked(request)
    if request.method == "POST" and form.is_valid():
        bundle = form.save(commit=False)
        bundle.created_by = request.user  # type: ignore[assignment]
        bundle.save()
        note(bundle, "make")
        if page is not None:
            note(bundle, "add", part=str(bundle.items.create(page=page)))
        return redirect("labs_bundle", bundle.pk)
    bundles = list(bundles_of(request.user)[:200])
    context = {"bundles": bundles, "form": form, "page": page}
    return render(request, "labs/bundles/index.html", context, status=422 if form.errors else 200)


def _page_asked(request: HttpRequest) -> Page | None:
    """Return the page that the address names, if this person may edit it."""
    given = request.GET.get("seite", "")
    page = Page.objects.filter(pk=int(given[:18])).first() if given.isdecimal() else None
    allowed = page is not None and page.permissions_for_user(request.user).can_edit()
    return page if allowed else None


def detail(request: HttpRequest, bundle_id: int) -> HttpResponse:
    """Show a bundle with its parts, what is missing and who may see it."""
    bundle = get_object_or_404(bundles_of(request.user), pk=bundle_id)
    form = BundleForm(request.POST or None, instance=bundle)
    if request.method == "POST" and not bundle.is_over and form.is_valid():
        form.save()
        if "publish_at" in form.changed_data:
            note(bundle, "time", time=moment(bundle))
        if bundle.state == BundleState.PLANNED and not _is_to_come(bundle):
            bundle_reopen(bundle=bundle)
            messages.warning(request, _("Ohne kommenden Zeitpunkt ist das Paket nicht eingeplant."))
        messages.success(request, _("Gespeichert."))
        return redirect("labs_bundle", bundle.pk)
    parts = [_Part(item, bundle, request.user) for item in items_of(bundle)]
    # Looking changes nothing: the background round takes the bundle from the plan and tells its people.
    stale = bundle.state == BundleState.PLANNED and any(part.changed for part in parts)
    base = settings.PORTAL_BASE_URL
    context = {
        "bundle": bundle,
        "form": form,
        "parts": parts,
        "stale": stale,
        "standing": BundleState.CHANGED.label if stale else bundle.get_state_display(),
        "history": history_of(bundle),
        "page_form": PageForm(),
        "data_form": DataForm(user=request.user),
        "mine": _may_change(request.user, bundle),
        "readers": [(reader, base + link_of(reader)) for reader in bundle.readers.all()],
    }
    return render(request, "labs/bundles/detail.html", context, status=422 if form.errors else 200)


class _Part:
    """A part with its state in words."""

    def __init__(self, item: BundleItem, bundle: Bundle, user: Any) -> None:
        self.item = item
        self.problems = [] if bundle.is_over else problems_of(item)
        self.approved = bundle.is_over or is_approved(item)
        self.changed = bool(item.approved_mark) and not self.approved
        self.mine = not self.approved and may_approve(item, user)
        self.wanted = "" if self.approved or self.mine else wanted(item)


def _may_change(user: Any, bundle: Bundle) -> bool:
    """Say whether the person may do more with the bundle than say yes."""
    return bundle.created_by_id == user.pk or is_sysadmin(user)


def _is_to_come(bundle: Bundle) -> bool:
    """Say whether the bundle has a time that has not come."""
    return bundle.publish_at is not None and bundle.publish_at > timezone.now()


@require_POST
def act(request: HttpRequest, bundle_id: int) -> HttpResponse:
    """Do what a button says."""
    bundle = get_object_or_404(bundles_of(request.user), pk=bundle_id)
    name = request.POST.get("action", "")
    action = ACTIONS.get(name)
    user: Any = request.user
    if not _may_change(user, bundle) and name not in DECIDING:
        raise PermissionDenied
    if action is None or bundle.is_over:
        messages.error(request, _("Das geht mit diesem Paket nicht."))
        return redirect("labs_bundle", bundle.pk)
    return action(request, bundle) or redirect("labs_bundle", bundle.pk)


def _add_page(request: HttpRequest, bundle: Bundle) -> None:
    form = PageForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Bitte wählen Sie eine Seite."))
        return
    page = form.cleaned_data["page"]
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    _added(request, bundle, page=page)


def _add_data(request: HttpRequest, bundle: Bundle) -> None:
    form = DataForm(request.POST, user=request.user)
    if not form.is_valid():
        messages.error(request, _("Bitte wählen Sie Daten, die noch nicht öffentlich sind."))
        return
    kind, pk = form.cleaned_data["what"].split(":", 1)
    _added(request, bundle, **{f"{kind}_id": pk})


def _added(request: HttpRequest, bundle: Bundle, **part: Any) -> None:
    """Put a part into the bundle; what is planned was what somebody looked at."""
    item, added = bundle.items.get_or_create(**part)
    if added:
        note(bundle, "add", part=str(item))
    if added and bundle.state in {BundleState.PLANNED, BundleState.WAITING}:
        _unplan(request, bundle)


def _remove(request: HttpRequest, bundle: Bundle) -> None:
    given = request.POST.get("item", "")
    for item in bundle.items.filter(pk=int(given[:18]) if given.isdecimal() else 0):
        note(bundle, "take", part=str(item))
        item.delete()


def _plan(request: HttpRequest, bundle: Bundle) -> None:
    if not _is_to_come(bundle):
        messages.error(request, _("Geben Sie zuerst einen Zeitpunkt an, der noch kommt."))
        return
    found = [(item, problems_of(item)) for item in items_of(bundle)]
    words = [f"{item}: {' '.join(problems)}" for item, problems in found if problems]
    if words or not found:
        words = words or [_("Das Paket ist leer.")]
        messages.error(request, _("Noch nicht fertig. ") + " ".join(words))
        return
    user: Any = request.user
    if bundle_plan(bundle=bundle, actor=user):
        _say_waiting(request)
    else:
        text = _("Eingeplant. Alle Teile werden zu diesem Zeitpunkt öffentlich.")
        messages.success(request, text)


def _say_waiting(request: HttpRequest) -> None:
    text = _(
        "Ihre Freigabe ist festgehalten. Es fehlt noch die von anderen; bei jedem Teil steht, wessen."
    )
    messages.warning(request, text)


def _unplan(request: HttpRequest, bundle: Bundle) -> None:
    bundle_reopen(bundle=bundle)
    messages.success(request, _("Das Paket ist wieder in Arbeit."))


def _publish(request: HttpRequest, bundle: Bundle) -> None:
    user: Any = request.user
    if bundle_publish(bundle_id=bundle.pk, actor=user):
        messages.success(request, _("Alle Teile sind jetzt öffentlich."))
        return
    bundle.refresh_from_db()
    if bundle.state == BundleState.WAITING:
        _say_waiting(request)
    else:
        messages.error(request, _("Nichts ist öffentlich geworden. ") + bundle.failure)


def _invite(request: HttpRequest, bundle: Bundle) -> None:
    form = forms.EmailField()
    try:
        email = form.clean(request.POST.get("email", ""))
    except forms.ValidationError:
        messages.error(request, _("Bitte geben Sie eine E-Mail-Adresse an."))
        return
    _reader, made = bundle.readers.get_or_create(email=email)
    if made:
        note(bundle, "show", email=email)


def _uninvite(request: HttpRequest, bundle: Bundle) -> None:
    given = request.POST.get("reader", "")
    for reader in bundle.readers.filter(pk=int(given[:18]) if given.isdecimal() else 0):
        note(bundle, "hide", email=reader.email)
        reader.delete()
        messages.success(request, _("Der Link gilt nicht mehr."))


def _delete(request: HttpRequest, bundle: Bundle) -> HttpResponse:
    note(bundle, "delete")
    bundle.delete()
    messages.success(request, _("Das Paket ist gelöscht; seine Teile bleiben, wie sie sind."))
    return redirect("labs_bundles")


# What a second person may do with a bundle of somebody else.
DECIDING = {"plan", "unplan", "publish"}
ACTIONS: dict[str, Callable[[HttpRequest, Bundle], HttpResponse | None]] = {
    "add_page": _add_page,
    "add_data": _add_data,
    "remove": _remove,
    "plan": _plan,
    "unplan": _unplan,
    "publish": _publish,
    "invite": _invite,
    "uninvite": _uninvite,
    "delete": _delete,
}
