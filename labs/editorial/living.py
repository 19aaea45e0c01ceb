"""Cards about what lives: first steps of a lab, bundles, data on pages, searches that found nothing."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from datasets.models import Correction, Membership, ReportOutcome, Role, RowReport
from datasets.permissions import is_sysadmin
from datasets.selectors.reviews import Waiting, waiting_for
from labs.bundles.access import bundles_of
from labs.bundles.models import Bundle, BundleItem, BundleState
from labs.editorial.basics import Card, Item, Scope, card_of, day, edit, listed
from labs.figures.following import kinds
from labs.models import LabStatus, StoryPage
from search.models import EmptyQuery

MOST_LABS = 200
CORRECTION_DAYS, SEARCH_DAYS = 90, 30


def first_steps(scope: Scope, full: bool) -> Card:
    """What a new lab still lacks: aims, timeline, partners, a first story."""
    stories = StoryPage.objects.filter(live=True, path__startswith=OuterRef("path"))
    labs = (
        scope.labs.filter(finished_on__isnull=True)
        .exclude(status=LabStatus.DONE)
        .annotate(
            aims=Count("goals", distinct=True),
            steps=Count("milestones", distinct=True),
            people=Count("members", distinct=True),
            told=Exists(stories),
        )
        .order_by("title")[:MOST_LABS]
    )
    items = []
    for lab in labs:
        here = edit(lab)
        todo = (
            (
                lab.aims,
                _("Zielbild: Was wollen wir erreichen?"),
                f"{here}#panel-child-inhalt-zielbild_ziele_mit_fortschritt-section",
            ),
            (
                lab.steps,
                _("Fahrplan: aus der Vorlage beginnen"),
                reverse("labs_plan", args=[lab.pk]),
            ),
            (
                lab.people,
                _("Partner: Wer macht mit?"),
                f"{here}#panel-child-inhalt-mitglieder-section",
            ),
            (
                lab.told,
                _("Die erste Geschichte"),
                reverse("wagtailadmin_pages:add", args=["labs", "storypage", lab.pk]),
            ),
        )
        items += [Item(title, url, lab.title) for done, title, url in todo if not done]
    hint = _("In dieser Reihenfolge kommt ein Labor ans Licht.")
    return listed("erste-schritte", _("Erste Schritte"), hint, items, full)


def bundles(scope: Scope, full: bool) -> Card:
    """Bundles that will be published, and those that could not be."""
    rows = Bundle.objects.all() if scope.user is None else bundles_of(scope.user)
    rows = rows.exclude(state__in=(BundleState.OPEN, BundleState.PUBLISHED))
    if scope.one_lab:
        parts = BundleItem.objects.filter(page__in=scope.pages.values("pk"))
        paged = BundleItem.objects.filter(bundle=OuterRef("pk"), page__isnull=False)
        # What holds data alone belongs to no lab; it is shown to its people everywhere.
        rows = rows.filter(Q(pk__in=parts.values("bundle_id")) | ~Exists(paged))

    def item(bundle: Bundle) -> Item:
        note = _("erscheint am {day}").format(day=day(bundle.publish_at))
        if bundle.state != BundleState.PLANNED:
            note = bundle.failure[:160] or bundle.get_state_display()
        return Item(bundle.title, reverse("labs_bundle", args=[bundle.pk]), note)

    return card_of(
        "pakete",
        _("Pakete"),
        _("Geplante erscheinen von selbst; bei anderen steht, woran es lag."),
        rows.order_by("state", "publish_at", "pk"),
        item,
        full,
    )


@dataclass(frozen=True, slots=True)
class _Placed:
    """A figure or chart on a published page."""

    item: Any
    page_id: int
    title: str
    published: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class _Living:
    """What the cards about figures and charts share."""

    corrections: list[Correction]
    answered: set[tuple[str, int]]
    placed: list[_Placed]


def _living(scope: Scope) -> _Living:
    """Return recent corrections, which pages answered them, and what on pages is broken or concerned."""
    found: _Living | None = (scope.kept or {}).get("living")
    if found is None:
        recent, answered = _corrections()
        concerned = Q(resource__in={row.resource_id for row in recent})
        found = _Living(recent, answered, _placed(scope, ~Q(problem="") | concerned))
        if scope.kept is not None:
            scope.kept["living"] = found
    return found


def _corrections() -> tuple[list[Correction], set[tuple[str, int]]]:
    """Return the recent corrections and, in the same query, which pages answered them."""
    since = timezone.now() - datetime.timedelta(days=CORRECTION_DAYS)
    rows: Any = (
        Correction.objects.filter(created_at__gte=since)
        .annotate(reply_page=F("replies__page_id"))
        .select_related("dataset", "version")
        .order_by("-created_at", "pk")
    )
    recent: dict[str, Correction] = {}
    answered: set[tuple[str, int]] = set()
    for row in rows:
        recent.setdefault(row.pk, row)
        answered.add((row.pk, row.reply_page))
    return list(recent.values()), answered


def _placed(scope: Scope, wanted: Q) -> list[_Placed]:
    """Return the figures and charts that stand on the scope's published pages."""
    items: dict[tuple[int, str], Any] = {}
    for kind in kinds:
        number = ContentType.objects.get_for_model(kind.model).pk
        every: Any = kind.model._default_manager
        rows = every.filter(wanted).select_related("shown", "newest")
        items |= {(number, str(row.pk)): row for row in rows}
    if not items:
        return []
    pages = scope.pages.live().filter(pk=Cast(OuterRef("object_id"), IntegerField()))
    references = ReferenceIndex.objects.filter(
        to_content_type__in={kind for kind, _pk in items},
        to_object_id__in={pk for _kind, pk in items},
        base_content_type=ContentType.objects.get_for_model(Page),
    ).annotate(
        title=Subquery(pages.values("title")[:1]),
        published=Subquery(pages.values("last_published_at")[:1]),
    )
    shown = references.values_list(
        "to_content_type_id", "to_object_id", "object_id", "title", "published"
    )
    known = {
        (title, int(page), kind, pk): published
        for kind, pk, page, title, published in shown
        if title is not None and (kind, pk) in items
    }
    return [
        _Placed(items[kind, pk], page, title, known[title, page, kind, pk])
        for title, page, kind, pk in sorted(known)
    ]


def broken(scope: Scope, full: bool) -> Card:
    """Figures and charts that cannot be computed any more and show an old value."""
    items = [
        Item(placed.title, edit(placed.page_id), f"{placed.item}: {placed.item.problem}")
        for placed in _living(scope).placed
        if placed.item.problem
    ]
    hint = _("Die Seite zeigt den letzten guten Stand. Zahl oder Diagramm neu wählen.")
    return listed("zahlen", _("Zahlen und Diagramme, die nicht mehr folgen"), hint, items, full)


def corrections(scope: Scope, full: bool) -> Card:
    """Corrected data on pages whose editors neither answered nor published anew since."""
    hint = _("Stimmt der Text noch? Ändern, oder sagen, warum es die Seite nicht betrifft.")
    living = _living(scope)
    items: list[Item] = []
    for row in living.corrections:
        pages = {one.page_id: one.title for one in living.placed if _concerns(row, one)}
        items += [
            Item(
                title,
                reverse("labs_correction_reply", args=[row.pk, page]),
                f"{row.dataset}: {row.sentence}",
            )
            for page, title in pages.items()
            if (row.pk, page) not in living.answered
        ]
    return listed("korrekturen", _("Korrigierte Daten auf Seiten"), hint, items, full)


def _concerns(correction: Correction, placed: _Placed) -> bool:
    """Say whether what the page shows is older than the correction, as is the page's text."""
    state = placed.item.shown or placed.item.newest
    number = state.version_number if state else None
    published = placed.published
    return (
        placed.item.resource_id == correction.resource_id
        and (number is None or number <= correction.number)
        and (published is None or published < correction.created_at)
    )


def empty_searches(scope: Scope, full: bool) -> Card:
    """What people looked for in the last thirty days and did not find, anywhere in the portal."""
    since = timezone.localdate() - datetime.timedelta(days=SEARCH_DAYS)
    return card_of(
        "suchen",
        _("Suchen ohne Treffer"),
        _("Fehlt ein Text, ein Datensatz oder nur ein Synonym?"),
        EmptyQuery.objects.filter(last__gte=since).order_by("-count", "words"),
        lambda row: Item(
            row.words,
            f"{reverse('search')}?q={row.words}",
            _("{count} Mal, zuletzt am {day}").format(count=row.count, day=day(row.last)),
        ),
        full,
    )


def data_waiting(scope: Scope, full: bool) -> Card:
    """Files and descriptions that this person may approve, not being their author."""
    hint = _("Ansehen, freigeben oder mit einer Anmerkung zurückgeben.")
    items = []
    if scope.user is not None:
        for row in waiting_for(scope.user):
            who = row.asked_by or _("ein Programm")
            note = _("seit {day}, von {who}").format(day=day(row.since), who=who)
            items.append(Item(str(row.dataset), _review_address(row), note))
    return listed("daten-freigaben", _("Daten warten auf Ihre Freigabe"), hint, items, full)


def _review_address(row: Waiting) -> str:
    """Return where the person looks at it and decides."""
    if row.version_id:
        return reverse("way_admin:vorschau", args=[row.version_id])
    return reverse("datasets_admin:edit", args=[row.dataset.pk])


def row_reports(scope: Scope, full: bool) -> Card:
    """What people say is wrong in rows of tables that this person is responsible for."""
    rows = RowReport.objects.filter(outcome=ReportOutcome.OPEN).select_related("resource__dataset")
    if scope.user is not None and not is_sysadmin(scope.user):
        mine = Membership.objects.filter(user=scope.user, role__in=(Role.EDITOR, Role.ADMIN))
        rows = rows.filter(resource__dataset__organization__in=mine.values("organization_id"))
    return card_of(
        "anfragen",
        _("Unbeantwortete Meldungen zu Daten"),
        _("Wer etwas meldet, bekommt eine Antwort bis zum genannten Tag."),
        rows.order_by("created_at", "pk"),
        lambda row: Item(
            row.text[:80],
            reverse("row_report_answer", args=[row.pk]),
            f"{row.resource.dataset} · "
            + _("Antwort versprochen bis {day}").format(day=day(row.due_at)),
        ),
        full,
    )
