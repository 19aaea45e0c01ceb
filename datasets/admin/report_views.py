"""What people report about rows, in the admin: the list and the answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from datasets.admin.policies import DatasetPolicy
from datasets.errors import DatasetsError
from datasets.models import Dataset, ReportOutcome, RowReport
from datasets.permissions import can_edit_dataset
from datasets.services.row_reports import row_report_answer

SHOWN = 100


def row_reports(request: HttpRequest) -> HttpResponse:
    """List what is open, the oldest first, and the last answers."""
    policy = DatasetPolicy(Dataset)
    mine = policy.instances_user_has_any_permission_for(request.user, ["change"])  # type: ignore[arg-type]  # the admin has accounts
    rows = RowReport.objects.filter(
        resource__dataset__in=mine.values("pk"), resource__state="active"
    ).select_related("resource__dataset", "answered_by")
    open_ones = Q(outcome=ReportOutcome.OPEN)
    context = {
        "open_reports": rows.filter(open_ones).order_by("created_at", "pk")[:SHOWN],
        "answered": rows.exclude(open_ones).order_by("-answered_at", "-pk")[:20],
    }
    return render(request, "datasets/admin/row_reports.html", context)


def answer(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show one report, and take the answer."""
    rows = RowReport.objects.select_related("resource__dataset", "resource__current_version")
    report = get_object_or_404(rows, pk=report_id)
    if not can_edit_dataset(request.user, report.resource.dataset):  # type: ignore[arg-type]
        raise PermissionDenied
    if request.method == "POST":
        try:
            row_report_answer(
                report=report,
                outcome=request.POST.get("outcome", ""),
                answer=request.POST.get("answer", ""),
                actor=request.user,  # type: ignore[arg-type]
            )
        except DatasetsError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Die Antwort ist festgehalten."))
            return redirect("row_reports")
    context = {
        "report": report,
        "resource": report.resource,
        "dataset": report.resource.dataset,
        "outcomes": [(v, t) for v, t in ReportOutcome.choices if v != ReportOutcome.OPEN],
    }
    return render(request, "datasets/admin/row_report.html", context)
