"""German words to tokens: folded, stemmed, compounds taken apart; the same for documents and queries."""

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache

from search.analysis.parts import halves_of, is_noun, leaves_of, parts_of, stretches_of
from search.analysis.stems import fold, root_of, stem

__all__ = ["Token", "fold", "places", "stem", "token_of", "tokens", "words_of"]

_WORD = re.compile(r"[^\W_]+(?:[._][^\W_]+)*|[^\W_]+")
# `OpenData` and `co2_t` are looked for by their pieces too.
_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
_SHORTEST_PIECE = 2
_WOMAN = re.compile(r"^([a-z]{2,}(?:er|ent|and|ist|eut|at|og|eur))in(?:nen)?$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as written, its folded surface, its stem, the stems of its parts.

    `leaves` are its smallest parts in order; `parts` hold these, the compounds between, and `root`: what a
    noun and its verb have in common (`Sperrung`, `gesperrt`). `halves` are the ways to cut it in two.
    """

    text: str
    surface: str
    stem: str
    parts: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    halves: tuple[tuple[str, str], ...] = ()
    root: str = ""


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text in order."""
    return [_read(word) for word in _WORD.findall(text)]


def words_of(text: str) -> set[str]:
    """Return the words of a text as they are written."""
    return set(_WORD.findall(text))


def token_of(word: str) -> Token:
    """Return the token of one word out of `words_of`."""
    return _read(word)


def places(text: str, wanted: Container[str]) -> list[tuple[int, int, Token]]:
    """Return the wanted words of a text as tokens with their beginnings and ends."""
    if not wanted:
        return []
    found = (match for match in _WORD.finditer(text) if match.group() in wanted)
    return [(match.start(), match.end(), _read(match.group())) for match in found]


@lru_cache(maxsize=200_000)
def _read(word: str) -> Token:
    """Return what a word as written is looked for by; words come back often."""
    surface = fold(word)
    pieces = [fold(p) for split in re.split(r"[._]", word) for p in _CAMEL.split(split)]
    pieces = [piece for piece in pieces if len(piece) >= _SHORTEST_PIECE or piece.isdecimal()]
    if not pieces or pieces == [surface]:
        return _plain(word, surface)
    stems = tuple(stem(piece) for piece in pieces)
    inside = (part for piece in pieces for part in parts_of(piece))
    # Whole, it is compared as it is written.
    return Token(word, surface, surface, tuple(dict.fromkeys((*stems, *inside))), stems)


def _plain(word: str, surface: str) -> Token:
    """Return the token of a word that is written as one."""
    short, leaves = stem(surface), leaves_of(surface)
    # `Geschäft` is no participle.
    root = "" if leaves or (short.startswith("ge") and is_noun(short)) else root_of(short)
    if woman := _WOMAN.match(surface):
        root = stem(woman[1])
    roots = (root, *map(root_of, leaves))
    parts = (*parts_of(surface), *stretches_of(surface), *roots)
    parts = tuple(part for part in dict.fromkeys(parts) if part)
    return Token(word, surface, short, parts, leaves, halves_of(surface), root)
