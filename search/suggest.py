"""What may be meant while typing: words and titles."""

import re
from dataclasses import dataclass

from search.analysis.german import fold, tokens
from search.api import catch_up, engine
from search.engines.base import Request
from search.query.human import read_wish, strict_plan
from search.query.plan import ANY, Both, Flat, Has, Pattern, Plan

WORDS, TITLES = 6, 4
SHORTEST = 2
PUBLIC = Has("label", ("public",))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to search for; with an address it is a title that can be opened."""

    text: str
    url: str = ""
    kind: str = ""


def suggestions(text: str) -> list[Suggestion]:
    """Return words that go on as typed and titles that hold them, for everybody's eyes."""
    typed = text.strip()
    before, last = _last_word(typed)
    if len(last) < SHORTEST:
        return []
    earlier = strict_plan(read_wish(before)) if before else None
    within: Plan = PUBLIC if earlier is None else Both(must=(PUBLIC, Flat(earlier)))
    titles = Request(
        _titled(earlier, last), labels=("public",), limit=TITLES, stored=True, counted=False
    )
    catch_up()
    terms, hits = engine().typed("v", fold(last), within, WORDS * 2, titles)
    found = dict.fromkeys(
        f"{before} {term.split(chr(9))[1]}".strip().lower() for term, _count in terms
    )
    words = [Suggestion(word) for word in list(found)[:WORDS]]
    return words + [Suggestion(hit["title"], hit["url"], hit["kind"]) for hit in hits.stored]


def _titled(earlier: Plan | None, last: str) -> Plan:
    """Return the plan for titles with a word that begins so; those come first in which it is whole already."""
    beginning = Flat(Pattern("ts", (fold(last), ANY)))
    stems = tuple(Has("t", (token.stem,)) for token in tokens(last))
    return Both(must=(beginning, *([] if earlier is None else [Flat(earlier)])), should=stems)


def _last_word(text: str) -> tuple[str, str]:
    """Return what stands before the last word, and the last word."""
    found = re.fullmatch(r"(.*?)([\w.-]*)", text, re.DOTALL)
    return (found[1].strip(), found[2].strip(".-")) if found else (text, "")
