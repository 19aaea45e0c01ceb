"""Public files in the admin: report, correction, withdrawal; what is not public is on the way."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from datasets.errors import DatasetsError
from datasets.models import Dataset, ResourceVersion
from datasets.permissions import can_edit_dataset
from datasets.services.corrections import correction_made, version_correct
from datasets.services.repairs import offers_of
from datasets.services.versions import version_withdraw
from datasets.views.asking import asked_from
from datasets.views.preview import preview_of


def edit_address(dataset: Dataset) -> str:
    """Return where a dataset is edited."""
    return reverse("datasets_admin:edit", args=[dataset.pk])


def _own(request: HttpRequest, dataset: Dataset) -> Dataset:
    """Return the dataset if the person may edit it. Raises PermissionDenied."""
    if not can_edit_dataset(request.user, dataset):  # type: ignore[arg-type]  # the admin has accounts
        raise PermissionDenied
    return dataset


def _version(request: HttpRequest, version_id: str) -> ResourceVersion:
    """Return a version that the person may edit."""
    rows = ResourceVersion.objects.select_related(
        "resource__dataset", "resource__current_version", "repaired_from"
    )
    version = get_object_or_404(rows, pk=version_id)
    _own(request, version.resource.dataset)
    return version


def report(request: HttpRequest, version_id: str) -> HttpResponse:
    """Show a public version's report and what can be done about it; others are on the way."""
    version = _version(request, version_id)
    if version.published_at is None:
        return redirect("way_admin:befund", version_id=version.pk)
    asked = asked_from({key: str(value) for key, value in request.GET.items()})
    context: dict[str, Any] = {
        "version": version,
        "resource": version.resource,
        "dataset": version.resource.dataset,
        "preview": preview_of(version, asked) if version.has_table else None,
        "is_current": version.resource.current_version_id == version.pk,
        "offers": offers_of(version),
    }
    return render(request, "datasets/admin/report.html", context)


def _withdraw(request: HttpRequest, version: ResourceVersion, actor: Any) -> str:
    version_withdraw(version=version, notice=request.POST.get("notice", ""), actor=actor)
    return _("Diese Version ist zurückgezogen.")


def _correct(request: HttpRequest, version: ResourceVersion, actor: Any) -> str:
    version_correct(
        version=version,
        text=request.POST.get("text", ""),
        period=request.POST.get("period", ""),
        actor=actor,
    )
    return correction_made()


ACTIONS: dict[str, Callable[[HttpRequest, ResourceVersion, Any], str]] = {
    "withdraw": _withdraw,
    "correct": _correct,
}


@require_POST
def act(request: HttpRequest, version_id: str) -> HttpResponse:
    """Do what a button of the report says."""
    version = _version(request, version_id)
    action = request.POST.get("action", "")
    if action not in ACTIONS:
        messages.error(request, _("Diese Schaltfläche gibt es nicht."))
        return redirect("datasets_report", version_id=version.pk)
    try:
        messages.success(request, ACTIONS[action](request, version, request.user))
    except DatasetsError as error:
        messages.error(request, error.message)
        return redirect("datasets_report", version_id=version.pk)
    return redirect("datasets_report", version_id=version.pk)
