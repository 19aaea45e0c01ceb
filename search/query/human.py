"""What people type into the box: words, "phrases", -without, begin*; nothing is ever an error."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from search.analysis.german import Token, fold, tokens
from search.analysis.stems import plain_vowels
from search.analysis.synonyms import current
from search.analysis.tables import lines
from search.fields import PART_WEIGHTS, WEIGHTS
from search.query.plan import ANY, All, Best, Both, Pattern, Plan, Weighed
from search.query.words import RELAXED, group_plan, phrase_anywhere, relaxed_plan

_PIECE = re.compile(r'([+-]?)("[^"]*"|„[^“”"]*[“”"]|[^\s"„“”]+)')
_QUOTES = '"„“”'
WORD_LIMIT = 30
SHORTEST_BEGINNING = 2
# Words that say nothing beside others.
STOP = frozenset(fold(word) for word in lines("stop.txt"))

Group = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed, read: groups of words, phrases, beginnings, and what must not be there."""

    groups: tuple[Group, ...] = ()
    phrases: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    words: tuple[str, ...] = field(default=())

    @property
    def empty(self) -> bool:
        """Say whether nothing was asked for."""
        return not (self.groups or self.phrases or self.beginnings or self.without)


def read_wish(text: str) -> Wish:
    """Read what a person typed."""
    free: list[str] = []
    phrases, beginnings, without = [], [], []
    for sign, piece in _PIECE.findall(text)[:WORD_LIMIT]:
        bare = piece.strip(_QUOTES)
        if not re.search(r"\w", bare):
            continue
        if sign == "-":
            without.append(bare)
        elif piece[0] in _QUOTES and len(tokens(bare)) > 1:
            phrases.append(bare)
        elif bare.endswith("*") and len(bare.rstrip("*")) >= SHORTEST_BEGINNING:
            beginnings.append(bare.rstrip("*"))
        else:
            free.append(bare)
    found = tokens(" ".join(free))
    telling = [token for token in found if token.surface not in STOP] or found
    return Wish(_groups(telling), tuple(phrases), tuple(beginnings), tuple(without), tuple(free))


def _groups(found: list[Token]) -> tuple[Group, ...]:
    """Put words together that are one expression of the thesaurus; drop what is said twice."""
    stems = [token.stem for token in found]
    groups: dict[tuple[str, ...], Group] = {}
    place = 0
    while place < len(found):
        length = current().at(stems, place)
        group = tuple(found[place : place + length])
        groups.setdefault(tuple(token.stem for token in group), group)
        place += length
    return tuple(groups.values())


def strict_plan(wish: Wish) -> Plan:
    """Return the plan in which everything has to be there."""
    return _together(wish, [group_plan(group) for group in wish.groups])


def relaxed(wish: Wish, is_known: Callable[[Token], bool]) -> Plan | None:
    """Return the plan that looks past a typo or a missing part; None if it finds no more."""
    plans: list[Plan] = []
    changed = False
    for group in wish.groups:
        plan = group_plan(group)
        close = relaxed_plan(group[0], is_known(group[0])) if len(group) == 1 else None
        changed = changed or close is not None
        plans.append(plan if close is None else Best((plan, Weighed(close, RELAXED))))
    return _together(wish, plans) if changed else None


def loose(wish: Wish, is_known: Callable[[Token], bool]) -> Plan | None:
    """Return the plan in which one group may miss; None if there is only one."""
    if len(wish.groups) < 2:
        return None
    plans: list[Plan] = []
    for group in wish.groups:
        plan = group_plan(group)
        close = relaxed_plan(group[0], is_known(group[0])) if len(group) == 1 else None
        plans.append(plan if close is None else Best((plan, Weighed(close, RELAXED))))
    enough = Both(should=tuple(plans), minimum=len(plans) - 1)
    return _together(wish, [enough])


def _together(wish: Wish, plans: list[Plan]) -> Plan:
    """Put words, phrases, beginnings and exclusions side by side."""
    must = [*plans, *(phrase_anywhere(phrase) for phrase in wish.phrases)]
    must += [_beginning(fold(beginning)) for beginning in wish.beginnings]
    without = tuple(phrase_anywhere(bare) for bare in wish.without)
    if not must and not without:
        return All()
    return Both(must=tuple(must) or (All(),), without=without)


def _beginning(folded: str) -> Plan:
    """Return the plan for words that begin so, those in titles first."""
    whole = [
        Weighed(Pattern(name, (plain_vowels(folded), ANY)), weight)
        for name, weight in (WEIGHTS | PART_WEIGHTS).items()
    ]
    return Best((*whole, Pattern("s", (folded, ANY))))
