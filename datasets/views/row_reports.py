"""Telling that something is wrong in one row of a table; without account and without cookies."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from datasets.models import ANSWER_WITHIN, Resource, ResourceVersion
from datasets.services.row_reports import row_report_create
from datasets.store import StoreError
from datasets.views.asking import Asked
from datasets.views.preview import Cell, preview_page, shown_table
from datasets.views.subscriptions import TrappedForm
from datasets.views.versions import resource_by_id
from portal.base.limits import address_of, too_often

A_MINUTE = 10


class RowReportForm(TrappedForm):
    """What is wrong, and where the answer goes."""

    text = forms.CharField(
        label=gettext_lazy("Was stimmt nicht?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Zum Beispiel: „Die Rutsche ist seit März abgebaut.“ Bitte keine Angaben über Menschen."
        ),
    )
    email = forms.EmailField(
        label=gettext_lazy("Ihre E-Mail-Adresse"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy(
            "Nur wenn Sie eine Antwort möchten. Wir löschen sie, sobald Sie die Antwort haben."
        ),
    )


# Nobody has to be logged in here, so there is nothing that a forged request could borrow.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def row_report(request: HttpRequest, resource_id: str, row: int) -> HttpResponse:
    """Show the row and a form; take the report."""
    resource = resource_by_id(request, resource_id)
    version, cells = _row(resource, row)
    form = RowReportForm(request.POST or None)
    context = {
        "resource": resource,
        "dataset": resource.dataset,
        "row": row,
        "cells": cells,
        "form": form,
        "days": ANSWER_WITHIN.days,
    }
    if request.method != "POST":
        return render(request, "datasets/voices/row_report.html", context)
    if too_often("row-report", address_of(request), A_MINUTE):
        form.add_error(
            None, _("Das waren viele Meldungen auf einmal. Bitte warten Sie eine Minute.")
        )
        return render(request, "datasets/voices/row_report.html", context, status=429)
    if not form.is_trapped and not form.is_valid():
        return render(request, "datasets/voices/row_report.html", context, status=400)
    if not form.is_trapped:
        row_report_create(
            resource=resource,
            version=version,
            row=row,
            cells=[(name, cell.text) for name, cell in cells],
            text=form.cleaned_data["text"],
            email=form.cleaned_data["email"],
        )
    thanks = {
        "dataset": resource.dataset,
        "headline": _("Danke für Ihre Meldung"),
        "text": _(
            "Sie liegt jetzt bei denen, die den Datensatz pflegen. Eine Antwort gibt es innerhalb von %(days)s Tagen."
        )
        % {"days": ANSWER_WITHIN.days},
    }
    return render(request, "datasets/voices/answer.html", thanks)


def _row(resource: Resource, row: int) -> tuple[ResourceVersion | None, list[tuple[str, Cell]]]:
    """Return the version that is shown and the row's names and values. Raises Http404."""
    version = resource.current_version
    try:
        table = shown_table(resource, version)
    except (FileNotFoundError, StoreError) as error:
        raise Http404 from error
    cells = preview_page(table, Asked(row=row)).single if table else []
    if not cells:
        raise Http404
    return version, cells
