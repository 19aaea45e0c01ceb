"""German compounds to their parts: `Straßenbaumkataster` is found by `Baum` and `Kataster` too."""

import math
import re
from functools import lru_cache
from itertools import combinations, pairwise

from search.analysis.stems import fold, stem
from search.analysis.tables import lines

SHORTEST = 3
LONGEST = 45
_LINKS = ("", "s", "es", "n", "en", "er", "e", "ens")
_COMMON_LINKS = ("", "s", "n", "en")
# How much less a word counts with another link than the one it nearly always has.
_OTHER_LINK = 0.15
_SAFE_LINKS = ("", "s", "es")
# A front of three letters takes the rarer links only if many words begin with it.
_MANY = 30
# Highest mean cost of a part: for words that are no part themselves, and for those that are.
_LIMIT, _LIMIT_KNOWN = 8.4, 7.3
_SHORT = {3: 3.0, 4: 1.5}
_BEGUN = re.compile(r"([^\W\d_]{2,40})-(?!\w)")
_SUSPENDED = re.compile(
    r"((?:\b[^\W\d_]{2,40}-(?:,\s|/|\s(?:und|oder|sowie|bzw\.)\s)){1,5})([^\W\d_]{6,45})\b"
)
_OPEN = ("ae", "oe", "ue")


class _Lexicon:
    """The words that compounds are made of, by the form they have at the front and at the end."""

    def __init__(self) -> None:
        self.fronts: dict[str, tuple[str, float]] = {}
        self.heads: dict[str, tuple[float, int]] = {}
        self.opaque = {stem(fold(word)) for word in lines("opaque.txt")}
        for name in ("parts.txt", "own_parts.txt"):
            for line in lines(name):
                word, ends, begins, *link = line.split()
                self._add(fold(word), int(ends), int(begins), link[0].strip("-") if link else None)

    def _add(self, word: str, ends: int, begins: int, own: str | None) -> None:
        """Take a word in; `own` is the link that nearly all compounds with it have."""
        short = stem(word)
        if ends:
            count, length = self.heads.get(short, (0, LONGEST))
            self.heads[short] = (max(count, ends), min(length, len(word)))
        if not begins:
            return
        for link in _LINKS if len(word) > SHORTEST or begins >= _MANY else _SAFE_LINKS:
            rare = _OTHER_LINK if own not in (None, link) else 1.0 if link in _COMMON_LINKS else 0.5
            self._add_front(word + link, short, begins * rare)
        if word.endswith("e") and len(word) > SHORTEST + 1:
            self._add_front(word[:-1], short, begins)
        if word.endswith("en") and len(word) > SHORTEST + 3:
            self._add_front(word[:-2], short, begins / 2)

    def _add_front(self, form: str, short: str, count: float) -> None:
        """Note a form that may begin a compound; the more frequent word wins."""
        if self.fronts.get(form, ("", 0))[1] < count:
            self.fronts[form] = (short, count)

    def front(self, form: str) -> tuple[str, float] | None:
        """Return the stem and the number of words that begin so."""
        found = self.fronts.get(form)
        if found is None and form.endswith(("er", "e")) and any(u in form for u in _OPEN):
            short = stem(form)
            return (short, self.heads[short][0] / 3) if short in self.heads else None
        return found

    def head(self, form: str) -> tuple[str, float] | None:
        """Return the stem and the number of words that end so; the form may be inflected."""
        short = stem(form)
        count, length = self.heads.get(short, (0, 0))
        # A vowel that changes is written with two letters: `rad`, `raedern`.
        longest = length + (4 if any(u in form for u in _OPEN) else 3)
        return (short, count) if count and length - 1 <= len(form) <= longest else None

    def knows(self, word: str) -> bool:
        """Say whether compounds are made of this word."""
        return word in self.fronts or stem(word) in self.heads


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    """Return the lexicon, read at the first word."""
    return _Lexicon()


@lru_cache(maxsize=200_000)
def parts_of(folded: str) -> tuple[str, ...]:
    """Return the stems of the words in a compound, smaller compounds included; none if it is whole."""
    cuts = _cuts(folded, False)
    if not cuts:
        return ()
    lexicon = _lexicon()
    places = (0, *cuts, len(folded))
    last = len(places) - 1
    found = []
    for start in range(last):
        for end in range(start + 1, last + 1):
            form = folded[places[start] : places[end]]
            part = lexicon.head(form) if end == last else lexicon.front(form)
            if part is not None and end - start < last:
                found.append(part[0])
    return tuple(dict.fromkeys(found))


def leaves_of(folded: str) -> tuple[str, ...]:
    """Return the stems of the smallest words in a compound, in order."""
    cuts = _cuts(folded, False)
    lexicon = _lexicon()
    places = (0, *cuts, len(folded))
    found = []
    for start, end in pairwise(places):
        form = folded[start:end]
        part = lexicon.head(form) if end == len(folded) else lexicon.front(form)
        found.append(part[0] if part else stem(form))
    return tuple(found) if cuts else ()


def halves_of(folded: str) -> tuple[tuple[str, str], ...]:
    """Return the ways to cut a compound in two: `(Ladesäule, Standort)`, `(Lade, Säulenstandort)`."""
    cuts = _cuts(folded, False)
    return tuple((_front_stem(folded[:cut]), stem(folded[cut:])) for cut in cuts)


def stretches_of(folded: str) -> tuple[str, ...]:
    """Return the stems of the compounds inside a compound, those that no list knows included."""
    places = (0, *_cuts(folded, False), len(folded))
    found = []
    for start, end in combinations(range(len(places)), 2):
        if 1 < end - start < len(places) - 1:
            form = folded[places[start] : places[end]]
            found.append(stem(form) if end == len(places) - 1 else _front_stem(form))
    return tuple(dict.fromkeys(found))


def completed(text: str) -> list[str]:
    """Return the words that a hyphen stands for: of `Ein- und Mehrpersonenhaushalte` the `einpersonenhaushalte`."""
    found = []
    for begun, whole in _SUSPENDED.findall(text):
        folded = fold(whole)
        if cuts := _cuts(folded, False):
            found += [fold(word) + folded[cuts[0] :] for word in _BEGUN.findall(begun)]
    return found


def _front_stem(form: str) -> str:
    """Return the stem of the beginning of a compound, a link behind it or not."""
    known = _lexicon().front(form)
    return known[0] if known else stem(form)


def is_noun(short: str) -> bool:
    """Say whether this is the stem of a noun that compounds end in."""
    return short in _lexicon().heads


@lru_cache(maxsize=200_000)
def _cuts(word: str, inner: bool) -> tuple[int, ...]:
    """Return where a word falls apart."""
    lexicon = _lexicon()
    if not 2 * SHORTEST <= len(word) <= LONGEST or stem(word) in lexicon.opaque:
        return ()
    best = _best(word)
    limit = _LIMIT_KNOWN if inner or lexicon.knows(word) else _LIMIT
    if best is None or best[0] / (len(best[1]) + 1) > limit:
        return ()
    cuts: list[int] = []
    start = 0
    for end in (*best[1], len(word)):
        form = word[start:end]
        inside = _cuts(form, True) or (_cuts(form[:-1], True) if form.endswith("s") else ())
        cuts += [start + cut for cut in inside]
        cuts.append(end)
        start = end
    return tuple(cuts[:-1])


def _best(word: str) -> tuple[float, tuple[int, ...]] | None:
    """Return the cheapest way to make the word of known parts: its cost and its cuts."""
    lexicon = _lexicon()
    ways: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for end in range(SHORTEST, len(word) - SHORTEST + 1):
        for start, (cost, cuts) in list(ways.items()):
            if end - start < SHORTEST:
                continue
            part = lexicon.front(word[start:end])
            if part is not None:
                total = cost + _cost(part[1], end - start)
                if end not in ways or total < ways[end][0]:
                    ways[end] = (total, (*cuts, end))
    found = None
    for start, (cost, cuts) in ways.items():
        part = lexicon.head(word[start:]) if start else None
        if part is not None:
            total = cost + _cost(part[1], len(word) - start)
            if found is None or total < found[0]:
                found = (total, cuts)
    return found


def _cost(count: float, length: int) -> float:
    """Return how improbable a part is: rare and short ones are."""
    return 9.0 - math.log(1 + count) + _SHORT.get(length, 0.0)
