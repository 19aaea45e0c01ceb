"""Sentences and links about pages in other words."""

from dataclasses import dataclass
from typing import Any

from django import template
from wagtail.models import Page

from portal.base.models import PageVariant
from portal.base.variants import LANGUAGES, SOURCE, Language, language_of

register = template.Library()


@dataclass(frozen=True, slots=True)
class Row:
    """A language with the page in it, if there is one."""

    language: Language
    page: Page | None
    stale_since: Any


@register.simple_tag
def variants_of(page: Page) -> list[Row]:
    """Return for each other language the variant of a page; nothing for a variant itself."""
    if PageVariant.objects.filter(page_id=page.pk).exists():
        return []
    rows = PageVariant.objects.filter(source_id=page.pk).select_related("page")
    found = {language_of(row.page): row for row in rows}
    return [
        Row(language, row.page if row else None, row.stale_since if row else None)
        for language in LANGUAGES
        if language.code != SOURCE
        for row in (found.get(language.code),)
    ]
