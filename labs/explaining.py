"""Explains words of the glossary where they first appear in the running text of a page."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.utils.html import escape
from django.utils.translation import gettext as _

from labs.models import GlossaryPage, GlossaryTerm
from portal.base.pagecache import by_stamp
from portal.base.variants import language_of

KEY = "labs.glossary"
EASY = "de-simple"
MOST = 12
_PROSE = re.compile(r'(<div class="prose[^>]*>)(.*?)(</div>)', re.DOTALL)
_TAG = re.compile(r"(<[^>]+>)")
# Nothing is explained inside of these: a link or button in a link is no HTML.
_CLOSED = {"a", "button", "code", "abbr", "dfn", "data", "sup", "h2", "h3", "h4"}


def forget(**_kwargs: Any) -> None:
    """Read the glossary anew: receiver of changes."""
    cache.delete(KEY)


def _glossary() -> tuple[str, tuple[tuple[str, str, str, str], ...]]:
    """Return the address of the glossary, and spelling, slug and both explanations of its words."""
    rows = tuple(
        (spelling, term.slug, term.explanation, term.easy)
        for term in GlossaryTerm.objects.filter(in_text=True)
        for spelling in term.spellings
    )
    page = GlossaryPage.objects.live().public().first() if rows else None
    return (page.url or "" if page else "", rows)


@lru_cache(maxsize=4)
def _pattern(spellings: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of the words, the longest first, never inside another word."""
    words = "|".join(re.escape(escape(word)) for word in sorted(spellings, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")


def explain(html: str, page: Any) -> str:
    """Return the page with the first use of each word explained."""
    address, rows = by_stamp(KEY, _glossary)
    if not rows or isinstance(page, GlossaryPage) or '<div class="prose' not in html:
        return html
    easy = language_of(page) == EASY
    texts = {
        spelling: (slug, (simple if easy and simple else plain))
        for spelling, slug, plain, simple in rows
    }
    done: set[str] = set()
    pattern = _pattern(tuple(texts))

    def inside(match: re.Match[str]) -> str:
        return match[1] + _explained(match[2], pattern, texts, done, address) + match[3]

    return _PROSE.sub(inside, html)


def _explained(
    html: str,
    pattern: re.Pattern[str],
    texts: Mapping[str, tuple[str, str]],
    done: set[str],
    address: str,
) -> str:
    """Explain the words of one text; `done` holds what was explained before."""
    parts: Sequence[str] = _TAG.split(html)
    closed, result = 0, []
    for part in parts:
        if part.startswith("<"):
            name = part.strip("</>").split(None, 1)[0].lower() if part.strip("</>") else ""
            if name in _CLOSED:
                closed += -1 if part.startswith("</") else 1
            result.append(part)
        elif closed > 0 or len(done) >= MOST:
            result.append(part)
        else:
            result.append(pattern.sub(lambda m: _word(m[0], texts, done, address), part))
    return "".join(result)


def _word(word: str, texts: Mapping[str, tuple[str, str]], done: set[str], address: str) -> str:
    """Return the word with a button that shows its explanation, the first time only."""
    slug, text = texts[word]
    if slug in done or len(done) >= MOST:
        return word
    done.add(slug)
    more = f' <a href="{escape(address)}#{slug}">{_("Glossar")}</a>' if address else ""
    return (
        f'<span class="term"><button type="button" class="term__word" popovertarget="wort-{slug}">'
        f'{word}</button><span class="term__text" popover id="wort-{slug}">'
        f"{escape(text)}{more}</span></span>"
    )
