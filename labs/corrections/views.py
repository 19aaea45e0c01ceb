"""The author of a page answers a correction: it does not concern the page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from datasets.models import Correction
from labs.corrections.models import CorrectionReply
from labs.corrections.telling import pages_concerned


def reply(request: HttpRequest, correction_id: str, page_id: int) -> HttpResponse:
    """Show the correction with a field for the reason; keep the reason, or take it back."""
    correction = get_object_or_404(
        Correction.objects.select_related("dataset", "version"), pk=correction_id
    )
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    known = CorrectionReply.objects.filter(correction=correction, page=page).first()
    reason = known.reason if known else ""
    problem = ""
    if request.method == "POST":
        reason = request.POST.get("reason", "").strip()[:500]
        if page.pk not in {found.pk for found in pages_concerned(correction)}:
            problem = _("Auf dieser Seite steht nichts aus den korrigierten Fassungen.")
        elif not reason and known is None:
            problem = _("Bitte sagen Sie in einem Satz, warum die Seite nicht betroffen ist.")
        else:
            _keep(request, correction, page, reason)
            return redirect("wagtailadmin_pages:edit", page.pk)
    context = {"correction": correction, "page": page, "reason": reason, "problem": problem}
    status = 422 if problem else 200
    return render(request, "labs/corrections/reply.html", context, status=status)


def _keep(request: HttpRequest, correction: Correction, page: Page, reason: str) -> None:
    """Write or remove the answer; its entry in the page's history makes kept pages untrue at once."""
    log(
        instance=page,
        action="labs.correction.reply",
        user=request.user,
        data={"correction": correction.sentence, "reason": reason},
    )
    if reason:
        person: Any = request.user
        CorrectionReply.objects.update_or_create(
            correction=correction,
            page=page,
            defaults={"reason": reason, "created_by": person},
        )
        messages.success(request, _("Ihre Begründung steht jetzt auf der Seite."))
        return
    CorrectionReply.objects.filter(correction=correction, page=page).delete()
    messages.success(request, _("Die Seite zeigt wieder den Hinweis auf die Korrektur."))
