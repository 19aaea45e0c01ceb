"""Pages to look at again: which are due, who is told once, and who said that all is still right."""

import datetime
from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, get_page_models

from labs.corrections.telling import authors_of, mail_later
from labs.editorial.basics import day
from labs.models import LabPage, LabTeam
from portal.base.models import User
from portal.base.pages import PortalPage

REVIEW_DAYS = 365
MOST = 500
# Texts grow old by themselves; lists, news and what has a date only when somebody named a day.
AGEING = {"storypage", "guidepage", "labpage", "methodpage", "practicepage", "standardpage"}
LOOKED, TOLD = "labs.review.looked", "labs.review.told"


def due_reviews(pages: Any, *, unless: tuple[str, ...] = (LOOKED,)) -> Any:
    """Return the published pages whose day has come, or that nobody looked at for twelve months.

    Publishing is looking, and so is saying that all is still right; labs that are over ask for nothing.
    """
    today = timezone.localdate()
    long_ago = timezone.now() - datetime.timedelta(days=REVIEW_DAYS)
    deeds = PageLogEntry.objects.filter(page=OuterRef("pk"), action__in=unless)
    since = deeds.filter(timestamp__date__gte=OuterRef("review_on"))
    unseen = Q(last_published_at__isnull=True) | Q(last_published_at__date__lt=F("review_on"))
    asked, later = Q(), Q()
    for model in get_page_models():
        if issubclass(model, PortalPage):
            rows: Any = model._default_manager.order_by()
            due = rows.filter(unseen, ~Exists(since), review_on__lte=today)
            asked |= Q(pk__in=due.values("pk"))
            later |= Q(pk__in=rows.filter(review_on__gt=today).values("pk"))
    old = Q(last_published_at__lt=long_ago, content_type__model__in=AGEING) & ~later
    old &= Q(~Exists(deeds.filter(timestamp__gte=long_ago)))
    inner = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    over = LabPage.objects.filter(finished_on__lte=today).alias(inner=inner)
    return (
        pages.live().filter(asked | old).exclude(Exists(over.filter(inner__startswith=F("path"))))
    )


@transaction.atomic
def review_looked(*, page: Page, actor: User) -> datetime.date:
    """Note that somebody looked and all is still right; return when the portal asks again."""
    log(instance=page, action=LOOKED, user=actor)
    return timezone.localdate() + datetime.timedelta(days=REVIEW_DAYS)


@transaction.atomic
def reviews_remind() -> int:
    """Mail once about each page that is due, one mail for each person; return how many pages."""
    due = due_reviews(Page.objects.all(), unless=(LOOKED, TOLD))
    pages = list(
        due.select_related("owner", "latest_revision__user").order_by("last_published_at", "pk")[
            :MOST
        ]
    )
    by_author: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        addresses = sorted(authors_of(page) or _team_of(page))
        for address in addresses:
            by_author[address].append(page)
        log(instance=page, action=TOLD, data={"number": len(addresses)})
    for address, theirs in by_author.items():
        transaction.on_commit(mail_later(_subject(theirs), _text(theirs), address))
    return len(pages)


def _team_of(page: Page) -> set[str]:
    """Return the addresses of who leads the lab of a page whose authors are gone."""
    teams = LabTeam.objects.filter(lab__in=page.get_ancestors(inclusive=True).values("pk"))
    people = User.objects.filter(groups__in=teams.values("group"), is_active=True)
    return set(people.exclude(email="").values_list("email", flat=True))


def _subject(pages: list[Page]) -> str:
    more = len(pages) - 1
    subject = (
        _("Wieder ansehen: {title} und {number} weitere") if more else _("Wieder ansehen: {title}")
    )
    return " ".join(subject.format(title=pages[0].title, number=more).split())


def _text(pages: list[Page]) -> str:
    """Write the mail."""
    lines = [_("Stimmt der Text noch? Für diese Seiten ist es Zeit, wieder hinzusehen:"), ""]
    for page in pages:
        published = _("zuletzt veröffentlicht am {day}").format(day=day(page.last_published_at))
        address = settings.PORTAL_BASE_URL + reverse("labs_review", args=[page.pk])
        lines += [f"- {page.title} ({published})", f"  {address}"]
    lines += [
        "",
        _(
            "Ändern und veröffentlichen Sie die Seite, oder sagen Sie dort, dass alles noch stimmt. "
            "Das Portal fragt dann in zwölf Monaten wieder."
        ),
    ]
    return "\n".join(lines) + "\n"
