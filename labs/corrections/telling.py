"""Which corrections a page has to show, and who hears of a new one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from datasets.models import Correction
from labs.corrections.models import CorrectionReply
from labs.figures.following import kinds
from labs.figures.usage import pages_using
from portal.base.models import User

MADE = "labs.correction.made"


@dataclass(frozen=True, slots=True)
class Notice:
    """A correction on a page, with what the page's author says about it."""

    correction: Correction
    reply: CorrectionReply | None


def notices(shown: Mapping[str, int], page_id: int) -> list[Notice]:
    """Return the corrections of the shown versions (number by resource), in at most two queries."""
    if not shown:
        return []
    concerned = Q()
    for resource_id, number in shown.items():
        concerned |= Q(resource_id=resource_id, number__gte=number)
    replies = CorrectionReply.objects.filter(page_id=page_id)
    found = (
        Correction.objects.filter(concerned)
        .select_related("version", "dataset")
        .prefetch_related(Prefetch("replies", queryset=replies, to_attr="here"))
    )
    return [Notice(correction, next(iter(correction.here), None)) for correction in found]


def pages_concerned(correction: Correction) -> list[Page]:
    """Return the published pages that show data of the corrected versions."""
    pages: dict[int, Page] = {}
    for kind in kinds:
        rows: Any = kind.model._default_manager
        items = rows.filter(resource_id=correction.resource_id).filter(
            Q(shown__version_number__lte=correction.number) | Q(shown__version_number=None)
        )
        ids = list(items.values_list("pk", flat=True))
        for found in pages_using(kind.model, ids).values():
            pages |= {page.pk: page for page in found}
    return sorted(pages.values(), key=lambda page: page.title)


def tell_authors(correction: Correction, **_kwargs: Any) -> None:
    """Send each author of concerned pages one mail; receiver of `version_corrected`."""
    by_author: dict[str, list[Page]] = defaultdict(list)
    for page in pages_concerned(correction):
        for address in authors_of(page):
            by_author[address].append(page)
    for address, pages in by_author.items():
        subject = _("Korrektur: {dataset}").format(dataset=correction.dataset)
        text = _text(correction, pages)
        transaction.on_commit(mail_later(subject, text, address))


def note_correction(correction: Correction, **_kwargs: Any) -> None:
    """Keep it in the history of the dataset; receiver of `version_corrected`."""
    person = correction.created_by
    log(instance=correction.dataset, action=MADE, user=person, data={"text": correction.sentence})


def mail_later(subject: str, text: str, address: str) -> Any:
    """Return what sends the mail after the commit; a mail that fails breaks nothing."""
    return lambda: send_mail(
        subject, text, settings.DEFAULT_FROM_EMAIL, [address], fail_silently=True
    )


def authors_of(page: Page) -> set[str]:
    """Return the addresses of who made the page and who worked on it last."""
    people: Iterable[User | None] = (
        page.owner,
        page.latest_revision.user if page.latest_revision else None,
    )
    return {person.email for person in people if person and person.is_active and person.email}


def _text(correction: Correction, pages: list[Page]) -> str:
    """Write the mail."""
    base = settings.PORTAL_BASE_URL
    lines = [
        _("Daten, die auf Ihren Seiten stehen, wurden korrigiert:"),
        "",
        f"{correction.dataset}: {correction.sentence}",
        f"{base}{correction.dataset.get_absolute_url()}",
        "",
        _("Der Hinweis steht schon auf diesen Seiten. Prüfen Sie bitte, ob der Text noch stimmt:"),
        "",
    ]
    for page in pages:
        reply = reverse("labs_correction_reply", args=[correction.pk, page.pk])
        lines += [
            f"- {page.title}: {page.full_url}",
            "  "
            + _("Betrifft die Seite nicht? Sagen Sie warum: {address}").format(
                address=f"{base}{reply}"
            ),
        ]
    return "\n".join(lines) + "\n"
