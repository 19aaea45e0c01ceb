"""Tells who wrote a variant that its source has changed, with the way to the differences."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from labs.corrections.telling import authors_of, mail_later
from portal.base.variants import BY_CODE, language_of


def tell_variant_authors(rows: Any, **_kwargs: Any) -> None:
    """Mail each author once, naming all the variants; receiver of `variants_stale`."""
    by_author: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        for address in authors_of(row.page):
            by_author[address].append(row)
    for address, stale in by_author.items():
        subject = _("Sprachfassung veraltet: {title}").format(title=stale[0].source.title)
        transaction.on_commit(mail_later(" ".join(subject.split()), _text(stale), address))


def _text(stale: list[Any]) -> str:
    """Write the mail."""
    lines = [
        _("„{title}“ wurde geändert. Diese Fassungen hinken jetzt hinterher:").format(
            title=stale[0].source.title
        ),
        "",
    ]
    for row in stale:
        language = BY_CODE.get(language_of(row.page))
        changes = settings.PORTAL_BASE_URL + reverse("labs_variant_compare", args=[row.page_id])
        lines += [
            f"- {row.page.title} ({language.name if language else ''})",
            "  " + _("Was sich geändert hat: {address}").format(address=changes),
        ]
    lines += [
        "",
        _("Ziehen Sie den Text nach und veröffentlichen Sie ihn; dann gilt er als aktuell."),
    ]
    return "\n".join(lines) + "\n"
