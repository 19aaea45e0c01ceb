"""Approval links in the admin: ask, see what became of it, revoke."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from labs.approvals.models import ApprovalLink
from labs.approvals.services import approval_ask, approval_revoke, path_of, why_closed

MOST_LINKS = 20


class AskForm(forms.Form):
    """Whom to ask, and what to say."""

    email = forms.EmailField(label=gettext_lazy("E-Mail der Partnerin oder des Partners"))
    message = forms.CharField(
        label=gettext_lazy("Nachricht"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Zum Beispiel: Bitte freigeben bis Freitag."),
    )  # fmt: skip


def links(request: HttpRequest, page_id: int) -> HttpResponse:
    """List the links of a page; make one or revoke one."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    rows = ApprovalLink.objects.filter(page=page).select_related("revision", "page")
    revoking = request.method == "POST" and "revoke" in request.POST
    form = AskForm(request.POST if request.method == "POST" and not revoking else None)
    user: Any = request.user
    if revoking:
        given = request.POST["revoke"]
        link = get_object_or_404(rows, pk=int(given) if given.isdecimal() else 0)
        approval_revoke(link=link, actor=user)
        messages.success(request, _("Der Link gilt nicht mehr."))
        return redirect("labs_approvals", page.pk)
    if form.is_bound and form.is_valid():
        if sum(1 for row in rows if row.is_open) >= MOST_LINKS:
            form.add_error(
                None, _("Für diese Seite sind schon viele Links offen. Sperren Sie zuerst einige.")
            )
        else:
            approval_ask(page=page, actor=user, **form.cleaned_data)
            messages.success(request, _("Die Bitte um Freigabe ist unterwegs."))
            return redirect("labs_approvals", page.pk)
    listed = [(row, settings.PORTAL_BASE_URL + path_of(row), why_closed(row)) for row in rows[:100]]
    context = {"page": page, "form": form, "links": listed}
    return render(request, "labs/approvals/links.html", context, status=422 if form.errors else 200)
