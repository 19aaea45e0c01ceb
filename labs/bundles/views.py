"""Bundles in the admin: put together, check, plan, publish, show to others."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.widgets import AdminDateTimeInput, AdminPageChooser
from wagtail.models import Page

from datasets.models import Dataset, Organization, ResourceVersion
from datasets.permissions import (
    EDITORS,
    can_edit_dataset,
    is_sysadmin,
    organizations_with,
    readable_datasets,
)
from labs.bundles.checking import problems_of
from labs.bundles.models import Bundle, BundleItem, BundleState
from labs.bundles.previewing import link_of
from labs.bundles.publishing import bundle_publish, items_of


class BundleForm(forms.ModelForm[Bundle]):
    """Title and time."""

    class Meta:
        model = Bundle
        fields = ["title", "publish_at"]
        widgets = {"publish_at": AdminDateTimeInput}


class PageForm(forms.Form):
    """A page to add."""

    page = forms.ModelChoiceField(
        label=gettext_lazy("Seite"), queryset=Page.objects.filter(depth__gt=1),
        widget=AdminPageChooser,
    )  # fmt: skip


class DataForm(forms.Form):
    """A version or a dataset to add."""

    what = forms.ChoiceField(label=gettext_lazy("Daten"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["what"]
        field.choices = [
            *((f"version:{row.pk}", str(BundleItem(version=row))) for row in _versions(user)),
            *((f"dataset:{row.pk}", str(BundleItem(dataset=row))) for row in _drafts(user)),
        ]


def _versions(user: Any) -> list[ResourceVersion]:
    """Return the unpublished versions the person may publish."""
    rows = (
        ResourceVersion.objects.filter(
            published_at__isnull=True,
            withdrawn_at__isnull=True,
            resource__dataset__in=readable_datasets(user),
        )
        .select_related("resource__dataset")
        .order_by("-created_at")[:100]
    )
    return [row for row in rows if can_edit_dataset(user, row.resource.dataset)]


def _drafts(user: Any) -> list[Dataset]:
    """Return the datasets with a draft that the person may publish."""
    rows = readable_datasets(user).filter(Q(live=False) | Q(has_unpublished_changes=True))[:100]
    return [row for row in rows if can_edit_dataset(user, row)]


def _mine(request: HttpRequest) -> QuerySet[Bundle]:
    """Return the bundles of this person, and those with data that they may approve; who runs the portal sees all."""
    user: Any = request.user
    bundles = Bundle.objects.all()
    if is_sysadmin(user):
        return bundles
    return bundles.filter(Q(created_by=user) | Q(pk__in=_to_approve(user))).distinct()


def _to_approve(user: Any) -> QuerySet[BundleItem, int]:
    """Return the bundles with data of organizations in which the person writes and four eyes are wanted."""
    bodies = Organization.objects.filter(pk__in=organizations_with(user, EDITORS), four_eyes=True)
    rows = BundleItem.objects.filter(
        Q(dataset__organization__in=bodies) | Q(version__resource__dataset__organization__in=bodies)
    )
    return rows.values_list("bundle_id", flat=True)


def index(request: HttpRequest) -> HttpResponse:
    """List the bundles; make a new one, with a page in it where the way came from one."""
    form = BundleForm(request.POST or None)
    page = _page_asked(request)
    if request.method == "POST" and form.is_valid():
        bundle = form.save(commit=False)
        bundle.created_by = request.user  # type: ignore[assignment]
        bundle.save()
        if page is not None:
            bundle.items.create(page=page)
        return redirect("labs_bundle", bundle.pk)
    bundles = list(_mine(request)[:200])
    context = {"bundles": bundles, "form": form, "page": page}
    return render(request, "labs/bundles/index.html", context, status=422 if form.errors else 200)


def _page_asked(request: HttpRequest) -> Page | None:
    """Return the page that the address names, if this person may publish it."""
    given = request.GET.get("seite", "")
    page = Page.objects.filter(pk=int(given[:18])).first() if given.isdecimal() else None
    allowed = page is not None and page.permissions_for_user(request.user).can_publish()
    return page if allowed else None


def detail(request: HttpRequest, bundle_id: int) -> HttpResponse:
    """Show a bundle with its parts, what is missing and who may see it."""
    bundle = get_object_or_404(_mine(request), pk=bundle_id)
    form = BundleForm(request.POST or None, instance=bundle)
    if request.method == "POST" and not bundle.is_over and form.is_valid():
        form.save()
        messages.success(request, _("Gespeichert."))
        return redirect("labs_bundle", bundle.pk)
    planner: Any = request.user if bundle.state != BundleState.PLANNED else bundle.planned_by
    parts = [
        (item, [] if bundle.is_over else problems_of(item, planner)) for item in items_of(bundle)
    ]
    base = settings.PORTAL_BASE_URL
    context = {
        "bundle": bundle,
        "form": form,
        "parts": parts,
        "page_form": PageForm(),
        "data_form": DataForm(user=request.user),
        "readers": [(reader, base + link_of(reader)) for reader in bundle.readers.all()],
    }
    return render(request, "labs/bundles/detail.html", context, status=422 if form.errors else 200)


@require_POST
def act(request: HttpRequest, bundle_id: int) -> HttpResponse:
    """Do what a button says."""
    bundle = get_object_or_404(_mine(request), pk=bundle_id)
    name = request.POST.get("action", "")
    action = ACTIONS.get(name)
    user: Any = request.user
    if bundle.created_by_id != user.pk and not is_sysadmin(user) and name not in DECIDING:
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
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    bundle.items.get_or_create(page=page)


def _add_data(request: HttpRequest, bundle: Bundle) -> None:
    form = DataForm(request.POST, user=request.user)
    if not form.is_valid():
        messages.error(request, _("Bitte wählen Sie Daten, die noch nicht öffentlich sind."))
        return
    kind, pk = form.cleaned_data["what"].split(":", 1)
    _item, added = bundle.items.get_or_create(**{f"{kind}_id": pk})
    if added and bundle.state == BundleState.PLANNED:
        # Planned was what somebody looked at, perhaps as the second person.
        _unplan(request, bundle)


def _remove(request: HttpRequest, bundle: Bundle) -> None:
    given = request.POST.get("item", "")
    if given.isdecimal():
        bundle.items.filter(pk=int(given[:18])).delete()


def _plan(request: HttpRequest, bundle: Bundle) -> None:
    if bundle.publish_at is None or bundle.publish_at <= timezone.now():
        messages.error(request, _("Geben Sie zuerst einen Zeitpunkt an, der noch kommt."))
        return
    problems = [f"{item}: {' '.join(found)}" for item, found in _faults(bundle, request.user)]
    if problems or not bundle.items.exists():
        words = problems or [_("Das Paket ist leer.")]
        messages.error(request, _("Noch nicht fertig. ") + " ".join(words))
        return
    bundle.state, bundle.failure = BundleState.PLANNED, ""
    bundle.planned_by = request.user  # type: ignore[assignment]
    bundle.save(update_fields=["state", "failure", "planned_by"])
    messages.success(request, _("Eingeplant. Alle Teile werden zu diesem Zeitpunkt öffentlich."))


def _faults(bundle: Bundle, planner: Any) -> list[tuple[BundleItem, list[str]]]:
    return [(item, found) for item in items_of(bundle) if (found := problems_of(item, planner))]


def _unplan(request: HttpRequest, bundle: Bundle) -> None:
    bundle.state = BundleState.OPEN
    bundle.save(update_fields=["state"])
    messages.success(request, _("Das Paket ist wieder in Arbeit."))


def _publish(request: HttpRequest, bundle: Bundle) -> None:
    user: Any = request.user
    if bundle_publish(bundle_id=bundle.pk, actor=user):
        messages.success(request, _("Alle Teile sind jetzt öffentlich."))
    else:
        bundle.refresh_from_db()
        messages.error(request, _("Nichts ist öffentlich geworden. ") + bundle.failure)


def _invite(request: HttpRequest, bundle: Bundle) -> None:
    form = forms.EmailField()
    try:
        email = form.clean(request.POST.get("email", ""))
    except forms.ValidationError:
        messages.error(request, _("Bitte geben Sie eine E-Mail-Adresse an."))
        return
    bundle.readers.get_or_create(email=email)


def _uninvite(request: HttpRequest, bundle: Bundle) -> None:
    given = request.POST.get("reader", "")
    if given.isdecimal():
        bundle.readers.filter(pk=int(given[:18])).delete()
        messages.success(request, _("Der Link gilt nicht mehr."))


def _delete(request: HttpRequest, bundle: Bundle) -> HttpResponse:
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
