"""Where a hit shows what was asked for: excerpts with marked words, the same for every engine."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from rapidfuzz.distance import OSA

from search.analysis.german import Token, fold, places, token_of, tokens, words_of
from search.analysis.synonyms import current
from search.query.human import Wish

# Letters around the marked words; how far into a text is looked.
LENGTH = 260
LOOK = 4_000
NEAR = 2
LONG_WORD = 5
MAX_COLUMNS = 6
Piece = tuple[str, bool]
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
_SIGNS = re.compile(r"^\s*(?:#{1,6}|[*>+-]|\d+\.)\s+|\*\*|__|`|\|", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words that are marked: stems, beginnings, and words with a typo."""

    stems: frozenset[str]
    beginnings: tuple[str, ...] = ()
    typos: tuple[str, ...] = ()
    judged: set[str] = field(default_factory=set)
    marked: set[str] = field(default_factory=set)

    def words(self, text: str) -> set[str]:
        """Return the words of a text that were asked for; each is judged once for all texts."""
        found = words_of(text)
        new = found - self.judged
        self.judged.update(new)
        self.marked.update(word for word in new if self._compare(token_of(word)))
        return found & self.marked

    def _compare(self, token: Token) -> bool:
        """Compare by stem, parts, beginning, and past typos."""
        if token.stem in self.stems or not self.stems.isdisjoint(token.parts):
            return True
        if self.beginnings and token.surface.startswith(self.beginnings):
            return True
        return any(is_near(typo, token.surface) for typo in self.typos)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text; `pieces` are its words in order and whether each is marked."""

    pieces: tuple[Piece, ...]
    marks: int


def plain(text: str) -> str:
    """Return a text without the signs of Markdown and HTML, in one line."""
    bare = unescape(strip_tags(text)) if "<" in text or "&" in text else text
    bare = _LINK.sub(r"\1", bare)
    return " ".join(_SIGNS.sub(" ", bare).split())


def is_near(typed: str, surface: str) -> bool:
    """Say whether a word is the typed one with a typo or two."""
    if len(typed) < LONG_WORD or abs(len(typed) - len(surface)) > NEAR:
        return False
    return OSA.distance(typed, surface, score_cutoff=NEAR) <= (1 if len(typed) < 8 else NEAR)


def wanted_of(wish: Wish, unknown: Sequence[str] = ()) -> Wanted:
    """Return what to mark for a wish; `unknown` are words that nobody writes so."""
    found: set[str] = set()
    groups = [tuple(token for token in group) for group in wish.groups]
    groups += [tuple(tokens(phrase)) for phrase in wish.phrases]
    for group in groups:
        stems = tuple(token.stem for token in group)
        for expression in (stems, *current().of(stems)):
            found.update(expression)
        for token in group:
            found.update(token.leaves if len(token.leaves) > 1 else ())
            found.update(stem for same in current().of((token.stem,)) for stem in same)
    return Wanted(frozenset(found), tuple(map(fold, wish.beginnings)), tuple(unknown))


def excerpt(text: str, wanted: Wanted, length: int = LENGTH) -> Excerpt:
    """Return the stretch of a text with most of the words asked for, else its beginning."""
    looked = text[:LOOK]
    marks = [(a, b, token.stem) for a, b, token in places(looked, wanted.words(looked))]
    start, end = _stretch(looked, marks, length)
    inside = [(a, b) for a, b, _ in marks if a >= start and b <= end]
    pieces: list[Piece] = [("… ", False)] if start else []
    place = start
    for a, b in inside:
        pieces += [(looked[place:a], False), (looked[a:b], True)]
        place = b
    pieces.append((looked[place:end], False))
    if end < len(text):
        pieces.append((" …", False))
    return Excerpt(tuple(piece for piece in pieces if piece[0]), len(inside))


def _stretch(text: str, marks: list[tuple[int, int, str]], length: int) -> tuple[int, int]:
    """Return where the best stretch begins and ends, at borders of words."""
    best, most = 0, (0, 0)
    for number, (start, _, _) in enumerate(marks):
        inside = [mark for mark in marks[number:] if mark[1] <= start + length * 3 // 4]
        score = (len({stem for _, _, stem in inside}), len(inside))
        if score > most:
            best, most = start, score
    begin = max(0, best - length // 4)
    if begin:
        begin = text.find(" ", begin, best) + 1 or best
    end = min(len(text), begin + length)
    if end < len(text):
        end = max(text.rfind(" ", begin, end), begin + length // 2)
    return begin, end


def columns_of(stored: Mapping[str, Any], wanted: Wanted) -> tuple[str, ...]:
    """Return the columns of a dataset that were asked for."""
    columns = str(stored["texts"].get("columns", ""))
    if not wanted.words(columns):
        return ()
    return tuple(dict.fromkeys(name for name in columns.split() if wanted.words(name)))[
        :MAX_COLUMNS
    ]


def near_words(
    texts: Sequence[str], typed: Sequence[str], limit: int = 3_000
) -> Iterator[tuple[str, str]]:
    """Yield what was typed and how the texts write it."""
    for text in texts:
        for token in tokens(text[:limit]):
            for word in typed:
                if token.surface != word and is_near(word, token.surface):
                    yield word, token.text
