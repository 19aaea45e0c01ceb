"""Files in the admin: upload, report, repair, answer, publish, withdraw."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from datasets.admin.forms import AnswerForm, UploadForm
from datasets.errors import DatasetsError
from datasets.models import Dataset, Resource, ResourceVersion
from datasets.permissions import can_edit_dataset
from datasets.services.corrections import version_correct
from datasets.services.foreseeing import foreseen, is_shown
from datasets.services.labels import needs_explanation, version_explain
from datasets.services.repairs import offers_of, version_repair, version_undo_repairs
from datasets.services.resources import resource_create, resource_delete
from datasets.services.versions import (
    version_answer_personal_data,
    version_publish,
    version_receive,
    version_withdraw,
)
from datasets.validation.listing import findings_csv
from datasets.views.asking import asked_from
from datasets.views.preview import preview_of

UPLOAD_TEMPLATE = "datasets/admin/upload.html"


def edit_address(dataset: Dataset) -> str:
    """Return where a dataset is edited."""
    return reverse("datasets_admin:edit", args=[dataset.pk])


def _own(request: HttpRequest, dataset: Dataset) -> Dataset:
    """Return the dataset if the person may edit it. Raises PermissionDenied."""
    if not can_edit_dataset(request.user, dataset):  # type: ignore[arg-type]  # the admin has accounts
        raise PermissionDenied
    return dataset


def upload_new(request: HttpRequest, dataset_id: str) -> HttpResponse:
    """Take in the file of a new resource and show its report."""
    dataset = _own(request, get_object_or_404(Dataset.objects.existing(), pk=dataset_id))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        fields = {k: form.cleaned_data[k] for k in ("name", "description") if form.cleaned_data[k]}
        file = form.cleaned_data["file"]
        try:
            resource = resource_create(
                actor=request.user,  # type: ignore[arg-type]
                dataset=dataset,
                fields=fields,
                upload=file.file,
                file_name=file.name,
            )
        except DatasetsError as error:
            form.add_error("file", error.message)
        else:
            return _to_report(resource)
    context = {"form": form, "dataset": dataset, "resource": None}
    return render(request, UPLOAD_TEMPLATE, context, status=422 if form.errors else 200)


def upload_again(request: HttpRequest, resource_id: str) -> HttpResponse:
    """Take in a file as the next version of a resource and show its report."""
    resource = get_object_or_404(Resource.objects.select_related("dataset"), pk=resource_id)
    _own(request, resource.dataset)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            version_receive(
                resource=resource,
                file_name=file.name,
                upload=file.file,
                actor=request.user,  # type: ignore[arg-type]
                note=form.cleaned_data["note"],
                publish=not (form.cleaned_data["hold"] or is_shown(resource)),
            )
        except DatasetsError as error:
            form.add_error("file", error.message)
        else:
            return _to_report(resource)
    context = {"form": form, "dataset": resource.dataset, "resource": resource}
    return render(request, UPLOAD_TEMPLATE, context, status=422 if form.errors else 200)


def _to_report(resource: Resource) -> HttpResponse:
    """Lead to the report of the latest version."""
    latest = resource.versions.order_by("-number").values_list("pk", flat=True).first()
    return redirect("datasets_report", version_id=latest)


def _version(request: HttpRequest, version_id: str) -> ResourceVersion:
    """Return a version that the person may edit."""
    rows = ResourceVersion.objects.select_related(
        "resource__dataset", "resource__current_version", "repaired_from"
    )
    version = get_object_or_404(rows, pk=version_id)
    _own(request, version.resource.dataset)
    return version


def report(request: HttpRequest, version_id: str) -> HttpResponse:
    """Show what was understood, what is wrong and what happens next."""
    version = _version(request, version_id)
    asked = asked_from({key: str(value) for key, value in request.GET.items()})
    context: dict[str, Any] = {
        "version": version,
        "resource": version.resource,
        "dataset": version.resource.dataset,
        "preview": preview_of(version, asked) if version.has_table else None,
        "is_current": version.resource.current_version_id == version.pk,
        "waiting": version.finished_at is None,
        "answer_form": AnswerForm(),
        "needs_explanation": needs_explanation(version),
        "offers": offers_of(version),
        "foreseen": foreseen(version),
        "needs_answer": bool(version.personal_data and not version.personal_data_answer),
    }
    return render(request, "datasets/admin/report.html", context)


def _answer(request: HttpRequest, version: ResourceVersion, actor: Any) -> str:
    answer = request.POST.get("answer", "")
    version_answer_personal_data(version=version, answer=answer, actor=actor)
    return _("Die Antwort ist festgehalten.")


def _publish(request: HttpRequest, version: ResourceVersion, actor: Any) -> str:
    version_publish(version=version, actor=actor)
    return _("Diese Version ist jetzt öffentlich.")


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
    return _("Die Korrektur steht jetzt beim Datensatz und auf allen Seiten mit seinen Daten.")


def _undo(request: HttpRequest, version: ResourceVersion, actor: Any) -> str:
    version_undo_repairs(version=version, actor=actor)
    return _("Die Fassung vor der Reparatur ist wieder öffentlich.")


def _repair(request: HttpRequest, version: ResourceVersion, actor: Any) -> str:
    made = version_repair(version=version, codes=request.POST.getlist("repairs"), actor=actor)
    if made is None:
        return _("Die Datei wird repariert. Die neue Fassung erscheint beim Datensatz.")
    return _("Die reparierte Datei ist eine neue Fassung; das ist ihr Bericht.")


def _explain(request: HttpRequest, version: ResourceVersion, actor: Any) -> str:
    version_explain(version=version, note=request.POST.get("note", ""), actor=actor)
    return _("Ihr Satz steht jetzt bei dieser Fassung.")


ACTIONS: dict[str, Callable[[HttpRequest, ResourceVersion, Any], str]] = {
    "answer": _answer,
    "publish": _publish,
    "withdraw": _withdraw,
    "correct": _correct,
    "undo": _undo,
    "repair": _repair,
    "explain": _explain,
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
    if action == "repair":
        return _to_report(version.resource)
    return redirect("datasets_report", version_id=version.pk)


def findings_file(request: HttpRequest, version_id: str) -> HttpResponse:
    """Send all single errors of a version as a CSV file for a spreadsheet."""
    version = _version(request, version_id)
    text = findings_csv(version.report, version.schema, version.proposal)
    # Spreadsheets on Windows recognise UTF-8 by its mark.
    response = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="befunde-{version.pk}.csv"'
    return response


@require_POST
def remove(request: HttpRequest, resource_id: str) -> HttpResponse:
    """Take a resource out of its dataset."""
    resource = get_object_or_404(Resource.objects.select_related("dataset"), pk=resource_id)
    _own(request, resource.dataset)
    resource_delete(actor=request.user, resource=resource)  # type: ignore[arg-type]
    messages.success(request, _("Die Datei gehört nicht mehr zum Datensatz."))
    return redirect(edit_address(resource.dataset))
