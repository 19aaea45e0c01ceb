"""The editors' dashboard and what it leads to, in the admin."""

import csv
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.models import Page
from wagtail.permissions import policy_registry

from labs.editorial.basics import Scope, day, scope_of, scope_of_none
from labs.editorial.checks import check_html, check_page
from labs.editorial.dashboard import CARDS, dashboard
from labs.editorial.links import links_check
from labs.editorial.plan import plan_start, steps
from labs.editorial.reviews import review_looked
from labs.editorial.signing import takes_video
from labs.models import EventPage, LabPage
from labs.services.guests import guests_forgotten
from labs.teams.views import leads
from labs.views.files import safe_cell
from portal.base.models import PageVariant
from portal.base.variants import BY_CODE, SOURCE, variant_create

WORDS_A_MINUTE = 200


def labs_of(user: Any) -> Any:
    """Return the labs that a person works on."""
    policy = policy_registry.get_by_type(Page)
    mine = policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    return LabPage.objects.filter(pk__in=mine.values("pk")).order_by("title")


def _scope(request: HttpRequest) -> tuple[Scope, LabPage | None, list[LabPage]]:
    """Return what the person asked for, refused where it is not theirs."""
    labs = list(labs_of(request.user)[:200])
    asked = request.GET.get("labor", "")
    lab = next((lab for lab in labs if str(lab.pk) == asked), None)
    if asked and lab is None:
        raise PermissionDenied
    if lab is None and not request.user.is_superuser and not _whole(request.user):
        if not labs:
            return scope_of_none(request.user), None, labs
        lab = labs[0]
    return scope_of(LabPage.objects.all(), lab, request.user), lab, labs


def _whole(user: Any) -> bool:
    """Say whether a person may edit the whole portal, not only a lab."""
    home = Page.objects.filter(depth=2).first()
    return home is not None and home.permissions_for_user(user).can_edit()


def overview(request: HttpRequest) -> HttpResponse:
    """Show all cards of one lab, or of the whole portal."""
    scope, lab, labs = _scope(request)
    cards = dashboard(scope)
    context = {
        "cards": cards,
        "quiet": [card for card in cards if not card.count],
        "lab": lab,
        "labs": labs,
        "whole": _whole(request.user),
        "leads": lab is not None and leads(request.user, lab),
    }
    return render(request, "labs/admin/overview.html", context)


@require_POST
def measure(request: HttpRequest) -> JsonResponse:
    """Say how easy a page in the making reads, by the rule of the check; nothing is kept."""
    language = check_html(request.POST.get("html", "")).language
    per_sentence = round(language.words / max(language.sentences, 1))
    text = _("{level} – Amstad {ease}, LIX {lix}, {length} Wörter je Satz").format(
        level=language.level, ease=language.ease, lix=language.lix, length=per_sentence
    )
    minutes = round(language.words / WORDS_A_MINUTE)
    answer = {
        "words": language.words,
        "minutes": _("{n} Min.").format(n=minutes) if minutes else _("unter 1 Min."),
        "text": text if language.words else _("noch kein Text"),
        "advice": language.advice,
    }
    return JsonResponse(answer)


def one_card(request: HttpRequest, name: str) -> HttpResponse:
    """Show one card with all its items."""
    if name not in CARDS:
        raise Http404
    scope, lab, _labs = _scope(request)
    context = {"card": CARDS[name](scope, True), "lab": lab}
    return render(request, "labs/admin/card.html", context)


def start_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the usual steps of a lab; put them into its draft once asked to."""
    page = _editable(request, pk)
    if not isinstance(page, LabPage):
        raise Http404
    if request.method == "POST":
        if plan_start(lab=page, user=request.user):
            words = _("Der Fahrplan steht im Entwurf. Passen Sie Namen und Tage an.")
            messages.success(request, words)
        else:
            messages.info(request, _("Das Labor hat schon Meilensteine; sie bleiben."))
        return redirect(
            f"{reverse('wagtailadmin_pages:edit', args=[pk])}#panel-child-inhalt-fahrplan-section"
        )
    return render(request, "labs/admin/plan.html", {"lab": page, "steps": steps()})


@require_POST
def check_links(request: HttpRequest) -> HttpResponse:
    """Look at all links now."""
    if not _whole(request.user):
        raise PermissionDenied
    number = links_check()
    text = ngettext("Geprüft: {number} toter Link.", "Geprüft: {number} tote Links.", number)
    messages.success(request, text.format(number=number))
    return redirect("labs_overview")


def text_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what to look at on one page, in its newest draft."""
    page = _editable(request, pk)
    context = {"page": page, "checked": check_page(page.get_latest_revision_as_object())}
    return render(request, "labs/admin/check.html", context)


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a page is still right; keep that somebody said so."""
    page = _editable(request, pk)
    if request.method == "POST":
        user: Any = request.user
        again = review_looked(page=page, actor=user)
        words = _("Danke. Das Portal fragt am {day} wieder.").format(day=day(again))
        messages.success(request, words)
        return redirect("labs_overview")
    return render(request, "labs/admin/review.html", {"page": page, "public": page.get_url()})


@require_POST
def make_variant(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Copy a page as a draft in other words and open it."""
    page = _editable(request, pk)
    if code not in BY_CODE or code == SOURCE or PageVariant.objects.filter(page_id=pk).exists():
        raise Http404
    if BY_CODE[code].signed and not takes_video(page.specific):
        words = _(
            "Seiten dieser Art haben keinen Platz für ein Video, also auch keine Gebärdensprache."
        )
        messages.error(request, words)
        return redirect(f"{reverse('labs_text_check', args=[pk])}#fassungen")
    variant = variant_create(source=page, code=code, user=request.user)
    if BY_CODE[code].signed:
        words = _("Fügen Sie das Video in Gebärdensprache ein und veröffentlichen Sie die Fassung.")
    else:
        words = _("Schreiben Sie die Fassung jetzt um und veröffentlichen Sie sie.")
    messages.success(request, words)
    return redirect("wagtailadmin_pages:edit", variant.pk)


def compare_variant(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to what changed in the source since the variant was written."""
    variant = get_object_or_404(PageVariant.objects.select_related("source"), page_id=pk)
    _editable(request, variant.page_id)
    older, newer = variant.source_revision_id, variant.source.live_revision_id
    if older and newer and older != newer:
        address = reverse(
            "wagtailadmin_pages:revisions_compare", args=[variant.source_id, older, newer]
        )
        return redirect(address)
    return redirect("wagtailadmin_pages:edit", pk)


def guests(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who registered for an event; as CSV on request."""
    event = get_object_or_404(EventPage, pk=pk)
    _editable(request, pk)
    rows = list(event.guests.all())
    if request.GET.get("format") == "csv":
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{event.slug}-anmeldungen.csv"'
        writer = csv.writer(answer)
        writer.writerow(["name", "e-mail", "organisation", "anmerkung", "stand", "angemeldet"])
        for row in rows:
            cells = (row.name, row.email, row.organization, row.note, row.get_state_display())
            writer.writerow([*map(safe_cell, cells), row.created_at.isoformat()])
        return answer
    context = {"event": event, "guests": rows, "forgotten": guests_forgotten(event)}
    return render(request, "labs/admin/guests.html", context)


def _editable(request: HttpRequest, pk: int) -> Any:
    """Return a page that this person may edit."""
    page = get_object_or_404(Page, pk=pk)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page.specific
