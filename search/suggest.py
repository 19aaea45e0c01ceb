"""What may be meant: words and titles while typing, and a better spelling afterwards."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from search.analysis.german import fold, tokens
from search.api import ask, catch_up, engine
from search.engines.base import Request
from search.highlight import near_words
from search.query.human import read_wish, strict_plan
from search.query.plan import ANY, Both, Flat, Has, Pattern, Plan

WORDS, TITLES = 6, 4
SHORTEST = 2
# How alike a spelling from the dictionary has to be, of 100; how many words are compared.
ALIKE = 80
COMPARED = 5_000
BEGINNING = 2
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
    found: dict[str, None] = {}
    catch_up()
    for term, _count in engine().terms("v", fold(last), within, WORDS * 2):
        found.setdefault(f"{before} {term.split(chr(9))[1]}".strip().lower(), None)
    words = [Suggestion(word) for word in list(found)[:WORDS]]
    beginning = Pattern("s", (fold(last), ANY))
    plan: Plan = beginning if earlier is None else Both(must=(earlier, beginning))
    titles = ask(Request(_titled(plan, last), labels=("public",), limit=TITLES, stored=True))
    return words + [Suggestion(hit["title"], hit["url"], hit["kind"]) for hit in titles.stored]


def _titled(plan: Plan, last: str) -> Plan:
    """Prefer documents whose title has the word, should it be whole already."""
    stems = tuple(Has("t", (token.stem,)) for token in tokens(last))
    return Both(must=(plan,), should=stems) if stems else plan


def _last_word(text: str) -> tuple[str, str]:
    """Return what stands before the last word, and the last word."""
    found = re.fullmatch(r"(.*?)([\w.-]*)", text, re.DOTALL)
    return (found[1].strip(), found[2].strip(".-")) if found else (text, "")


def better_spelling(text: str, unknown: Sequence[str], hits: Sequence[Mapping[str, Any]]) -> str:
    """Return the text with unknown words as others write them, empty if there is no better one."""
    instead = _from_hits(unknown, hits)
    for word in unknown:
        if word not in instead and (known := _from_dictionary(word)):
            instead[word] = known
    if not instead:
        return ""
    changed = re.sub(r"[\w.]+", lambda m: instead.get(fold(m[0]), m[0]), text)
    return changed if changed != text else ""


def _from_hits(unknown: Sequence[str], hits: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the spellings that the best hits have."""
    counted: dict[str, Counter[str]] = {}
    for place, hit in enumerate(hits[:5]):
        texts = (hit["title"], hit["body"], *hit["keywords"])
        for typed, spelling in near_words(texts, unknown):
            counted.setdefault(typed, Counter())[spelling] += 5 - place
    return {typed: spellings.most_common(1)[0][0] for typed, spellings in counted.items()}


def _from_dictionary(word: str) -> str:
    """Return the word of public documents that is most alike, if it begins the same way."""
    terms = engine().terms("v", word[:BEGINNING], PUBLIC, COMPARED)
    surfaces: dict[str, str] = {}
    for term, _ in terms:
        surface, shown = term.split("\t")
        surfaces.setdefault(surface, shown)
    best = process.extractOne(word, surfaces.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
    return surfaces[best[0]] if best else ""
