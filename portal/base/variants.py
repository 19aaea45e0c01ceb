"""A page in other words: English, Leichte Sprache, Alltagssprache, sign language. Linked, and marked when stale."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone
from wagtail.models import Locale, Page, Revision

from portal.base.models import PageVariant
from portal.base.pagecache import by_stamp

HOME_DEPTH = 2
# Sent with the `rows` (PageVariant) that lag behind since their source was published.
variants_stale = Signal()
SOURCE = "de"


@dataclass(frozen=True, slots=True)
class Language:
    """A language or register: its code for machines, its own name for itself, the end of addresses.

    `written`: the code of what stands on the page in letters; what is signed is seen in its video only.
    """

    code: str
    name: str
    suffix: str
    short: str
    signed: bool = False

    @property
    def written(self) -> str:
        """Return the code of the written words."""
        return SOURCE if self.signed else self.code


LANGUAGES = (
    Language("de", "Deutsch", "", "DE"),
    Language("de-simple", "Leichte Sprache", "leichte-sprache", "LS"),
    Language("de-x-einfach", "Alltagssprache", "alltagssprache", "AS"),
    Language("gsg", "Deutsche Gebärdensprache", "dgs", "DGS", signed=True),
    Language("en", "English", "english", "EN"),
)
BY_CODE = {language.code: language for language in LANGUAGES}
_KEY = "base.variants"
# Numbers of locales and their codes, for the life of this process.
_codes: dict[int, str] = {}


@dataclass(frozen=True, slots=True)
class VariantLink:
    """The same content elsewhere."""

    language: Language
    url: str
    current: bool
    stale_since: datetime | None = None


def language_of(page: Page) -> str:
    """Return the code of a page's language; which number is which code is looked up rarely."""
    if page.locale_id not in _codes:
        _codes.update(Locale.objects.values_list("pk", "language_code"))
    return _codes.get(page.locale_id, SOURCE)


def written(code: str) -> str:
    """Return the code of the written words of a variant; of a language that is none, its own."""
    return BY_CODE[code].written if code in BY_CODE else code


def written_in(page: Page) -> str:
    """Return the code of the language that the words of a page are written in."""
    return written(language_of(page))


def forget_locales(**_: Any) -> None:
    """Look the codes up anew: receiver of changes of locales."""
    _codes.clear()


def variant_links(page: Page) -> list[VariantLink]:
    """Return the published variants of a page, itself among them; empty if it stands alone."""
    if page.pk not in _with_variants():
        return []
    rows = list(_family(Q(page_id=page.pk) | Q(source_id=page.pk)))
    if not rows:
        return []
    source = rows[0].source_id
    if source != page.pk:
        rows = list(_family(Q(source_id=source)))
    found = {language_of(row.page): row.page for row in rows if row.page.live}
    if not found:
        return []
    origin = page if source == page.pk else Page.objects.live().filter(pk=source).first()
    pages = {SOURCE: origin, **found}
    stale = {row.page_id: row.stale_since for row in rows}
    return [
        VariantLink(language, str(shown.full_url or ""), shown.pk == page.pk, stale.get(shown.pk))
        for language in LANGUAGES
        if (shown := pages.get(language.code)) is not None
    ]


def _with_variants() -> frozenset[int]:
    """Return the pages that have variants or are some; most pages have none and need not ask."""
    return by_stamp(_KEY, _all_variants)


def _all_variants() -> frozenset[int]:
    pairs = PageVariant.objects.values_list("page_id", "source_id")
    return frozenset(pk for pair in pairs for pk in pair)


def forget_variants(**_: Any) -> None:
    """Look up anew which pages have variants: receiver of changes."""
    cache.delete(_KEY)


def _family(wanted: Q) -> Any:
    """Return links between pages with the variant loaded."""
    return PageVariant.objects.filter(wanted).select_related("page")


@transaction.atomic
def variant_create(*, source: Page, code: str, user: Any = None) -> Page:
    """Copy a page as a draft to be rewritten; a variant that exists is returned."""
    language = BY_CODE[code]
    known = PageVariant.objects.filter(source_id=source.pk, page__locale__language_code=code)
    if (row := known.select_related("page").first()) is not None:
        return row.page.specific
    locale, _new = Locale.objects.get_or_create(language_code=code)
    page = _copied(source.specific, language, locale, user)
    PageVariant.objects.create(
        page_id=page.pk, source_id=source.pk, source_revision=source.live_revision
    )
    return page


def _copied(source: Any, language: Language, locale: Locale, user: Any) -> Page:
    """Copy a page beside itself. The home page has no place beside it, so its variant lies below."""
    below = source.depth == HOME_DEPTH
    slug = language.suffix if below else f"{source.slug}-{language.suffix}"
    return source.copy(
        to=Page.objects.get(pk=source.pk) if below else source.get_parent(),
        update_attrs={"slug": slug, "locale": locale},
        copy_revisions=False,
        keep_live=False,
        reset_translation_key=False,
        recursive=False,
        user=user,
        log_action=None,
    )


def source_published(instance: Page, revision: Revision | None = None, **_: Any) -> None:
    """Mark the variants of a page that changed as stale; a variant published anew is fresh again."""
    fresh = PageVariant.objects.filter(source_id=instance.pk, stale_since__isnull=True)
    lagging = list(fresh.exclude(source_revision=revision).select_related("page", "source"))
    if lagging:
        ids = [row.pk for row in lagging]
        PageVariant.objects.filter(pk__in=ids).update(stale_since=timezone.now())
        variants_stale.send(sender=PageVariant, rows=lagging)
    row = PageVariant.objects.filter(page_id=instance.pk).select_related("source").first()
    if row is not None:
        row.source_revision = row.source.live_revision
        row.stale_since = None
        row.save(update_fields=["source_revision", "stale_since"])
