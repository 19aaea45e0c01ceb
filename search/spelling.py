"""How others spell what was typed: the word that may be meant."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from search.analysis.german import fold
from search.api import engine
from search.highlight import near_words
from search.query.plan import Has

# How alike a spelling from the dictionary has to be, of 100; how many words are compared.
ALIKE = 80
COMPARED = 5_000
BEGINNING = 2
SHORTEST, LONG = 5, 8
PUBLIC = Has("label", ("public",))


def better_spelling(text: str, unknown: Sequence[str], hits: Sequence[Mapping[str, Any]]) -> str:
    """Return the text with unknown words as others write them, empty if there is no better one."""
    instead = _from_hits(unknown, hits)
    for word in unknown:
        if word not in instead and (known := nearest_word(word, guess=True)):
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


def nearest_word(word: str, *, guess: bool = False) -> str:
    """Return the word of public documents that is a typo or two away, empty if there is none.

    With `guess` the most alike counts too.
    """
    if len(word) < SHORTEST:
        return ""
    surfaces: dict[str, str] = {}
    for term, _ in engine().terms("v", word[:BEGINNING], PUBLIC, COMPARED):
        surface, shown = term.split("\t")
        surfaces.setdefault(surface, shown)
    near = 1 if len(word) < LONG else 2
    best = process.extractOne(word, surfaces.keys(), scorer=OSA.distance, score_cutoff=near)
    if best is None and guess:
        alike = process.extractOne(word, surfaces.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        return surfaces[alike[0]] if alike else ""
    return surfaces[best[0]] if best else ""
