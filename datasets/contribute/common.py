"""What all steps share: whose version it is, which frame is drawn around it, where the way leads."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datasets.models import ResourceVersion
from datasets.permissions import can_edit_dataset
from portal.base.models import User

ADMIN = "way_admin"
PLAIN = "way"
STEPS: tuple[tuple[str, Promise], ...] = (
    ("datei", _("Datei")),
    ("befund", _("Prüfbericht")),
    ("spalten", _("Spalten")),
    ("angaben", _("Angaben")),
    ("vorschau", _("Vorschau")),
)
PER_REQUEST = 150
COLUMNS_A_PAGE = 50


@dataclass(frozen=True)
class StepLink:
    """One step in the list above every page; `state` is done, now or next."""

    number: int
    title: Promise
    address: str
    state: str


def person_of(request: HttpRequest) -> User:
    """Return who is logged in. Raises PermissionDenied."""
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        raise PermissionDenied
    return user


def own_version(request: HttpRequest, version_id: str) -> ResourceVersion:
    """Return a version that the person may edit. Raises Http404 and PermissionDenied."""
    rows = ResourceVersion.objects.select_related(
        "resource__dataset__organization", "resource__current_version", "repaired_from", "obeys"
    )
    version = get_object_or_404(
        rows, pk=version_id, resource__state="active", resource__dataset__deleted_at__isnull=True
    )
    if not can_edit_dataset(person_of(request), version.resource.dataset):
        raise PermissionDenied
    return version


def address_of(request: HttpRequest, step: str, *args: str) -> str:
    """Return a step's address in the frame that the person is in."""
    match = request.resolver_match
    return reverse(f"way:{step}", args=args, current_app=match.namespace if match else PLAIN)


def steps_for(
    request: HttpRequest, now: str, version: ResourceVersion | None
) -> tuple[StepLink, ...]:
    """Return the steps of the way with the present one marked."""
    names = [name for name, _title in STEPS]
    at = names.index(now)
    links = []
    for number, (name, title) in enumerate(STEPS):
        state = "now" if number == at else "done" if number < at else "next"
        address = ""
        if version is not None and number and version.finished_at is not None:
            address = address_of(request, name, version.pk)
        links.append(StepLink(number + 1, title, address, state))
    return tuple(links)


def draw(
    request: HttpRequest,
    template: str,
    step: str,
    version: ResourceVersion | None,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Draw a step inside the admin's frame or the plain one."""
    match = request.resolver_match
    in_admin = match is not None and match.namespace == ADMIN
    frame = "admin" if in_admin else "plain"
    values = {
        "frame": f"datasets/contribute/frame_{frame}.html",
        "in_admin": in_admin,
        "show_messages": True,
        "steps": steps_for(request, step, version),
        "version": version,
        "resource": version.resource if version else None,
        "dataset": version.resource.dataset if version else None,
        **context,
    }
    response = render(request, f"datasets/contribute/{template}.html", values, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
