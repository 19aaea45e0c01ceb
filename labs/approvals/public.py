"""What the partner sees: the draft with its changes, room for remarks, two buttons."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from labs.approvals.comparing import changed_fields, parts_of
from labs.approvals.models import ApprovalLink, Decision
from labs.approvals.services import PURPOSE, LinkClosed, approval_decide, why_closed
from portal.base.limits import address_of, too_often
from portal.base.secrets import read_token

VIEWS, DECISIONS, GUESSES = 60, 10, 20
MOST_REMARKS = 50


# Whoever has the link may decide, nobody else knows it: there is nothing that a forged request could
# borrow, and a token against it would need a cookie.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: HttpRequest, token: str) -> HttpResponse:
    """Show the draft; a POST with name, decision and confirmation decides, nothing else does."""
    content = read_token(PURPOSE, token)
    if content is None:
        if too_often("approval-guess", address_of(request), GUESSES):
            return _slower(request)
        raise Http404
    link = (
        ApprovalLink.objects.select_related("page", "revision", "created_by")
        .filter(pk=content.get("l") or 0, revision_id=content.get("r") or 0)
        .first()
    )
    if link is None:
        raise Http404
    most = DECISIONS if request.method == "POST" else VIEWS
    if too_often(f"approval-{request.method}", str(link.pk), most):
        return _slower(request)
    if reason := why_closed(link):
        return _closed(request, reason)
    if request.method == "POST":
        return _decide(request, link)
    return _page(request, link)


def _decide(request: HttpRequest, link: ApprovalLink) -> HttpResponse:
    """Check what was sent and keep the decision."""
    name = request.POST.get("name", "").strip()[:160]
    decision = request.POST.get("decision", "")
    comment = request.POST.get("comment", "").strip()[:2000]
    remarks = [
        (key.removeprefix("remark:")[:200], str(value).strip()[:2000])
        for key, value in request.POST.items()
        if key.startswith("remark:") and str(value).strip()
    ][:MOST_REMARKS]
    problems = []
    if not name:
        problems.append(_("Bitte nennen Sie Ihren Namen."))
    if decision not in Decision.values:
        problems.append(_("Bitte wählen Sie „Freigeben“ oder „Änderung nötig“."))
    if decision == Decision.CHANGES and not (comment or remarks):
        problems.append(_("Bitte sagen Sie, was zu ändern ist."))
    if request.POST.get("confirm") != "ja":
        problems.append(_("Bitte bestätigen Sie, dass Sie die Seite gelesen haben."))
    if problems:
        return _page(request, link, problems=problems, status=422)
    try:
        approval_decide(link=link, decision=decision, name=name, comment=comment, remarks=remarks)
    except LinkClosed as error:
        return _closed(request, error.message)
    return _hidden(
        render(request, "labs/approvals/done.html", {"link": link, "decision": decision})
    )


def _page(
    request: HttpRequest,
    link: ApprovalLink,
    *,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the draft with what differs from the public page."""
    draft = link.revision.as_object()
    public = link.page.specific if link.page.live else None
    # The bodies show figures as editors see them; an own figure may not be public yet.
    request.is_preview = True  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "link": link,
        "draft": draft,
        "is_new": public is None,
        "fields": changed_fields(public, draft) if public is not None else [],
        "parts": [
            (part, request.POST.get(f"remark:{part.key}", "")) for part in parts_of(public, draft)
        ],
        "problems": problems or [],
        "given": request.POST,
    }
    return _hidden(render(request, "labs/approvals/page.html", context, status=status))


def _closed(request: HttpRequest, reason: str) -> HttpResponse:
    """Say why there is nothing to decide; tell nothing of the page."""
    headline = _("Hier gibt es nichts zu entscheiden")
    return _say(request, headline, reason, 410)


def _slower(request: HttpRequest) -> HttpResponse:
    """Ask for a minute; what was decided or written before is untouched."""
    text = _(
        "In der letzten Minute kamen sehr viele Anfragen. Warten Sie bitte eine Minute und laden Sie die "
        "Seite dann neu; Ihr Link gilt weiter."
    )
    response = _say(request, _("Bitte einen Moment Geduld"), text, 429)
    response["Retry-After"] = "60"
    return response


def _say(request: HttpRequest, headline: str, reason: str, status: int) -> HttpResponse:
    context = {"headline": headline, "reason": reason}
    return _hidden(render(request, "labs/approvals/closed.html", context, status=status))


def _hidden(response: HttpResponse) -> HttpResponse:
    """Keep the address to the partner."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
