"""What people type into the box: words, questions, "phrases", -without, begin*; nothing is ever an error."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from search.analysis.german import Token, fold, tokens
from search.analysis.stems import plain_vowels
from search.analysis.synonyms import current
from search.analysis.tables import lines
from search.fields import PART_WEIGHTS, WEIGHTS
from search.query.plan import ANY, All, Best, Both, Flat, Pattern, Plan, Weighed
from search.query.words import (
    RELAXED,
    close_plan,
    expression_plan,
    group_plan,
    phrase_anywhere,
    together_plans,
    word_in,
)

_PIECE = re.compile(r'([+-]?)("[^"]*"|„[^“”"]*[“”"]|[^\s"„“”]+)')
_QUOTES = '"„“”'
WORD_LIMIT = 30
SHORTEST_BEGINNING = 2
# Words that say nothing beside others, and words that only move a hit up.
STOP = frozenset(fold(word) for word in lines("stop.txt"))
SOFT = frozenset(fold(word) for word in lines("soft.txt"))
# What stands behind `wie` in a question: `wie alt sind die Brücken`.
_ASKED = frozenset(
    [
        "alt", "breit", "gross", "gut", "haeufig", "hoch", "kalt", "lang", "laut", "oft", "sauber",
        "schlecht", "schnell", "schwer", "stark", "teuer", "tief", "voll", "warm", "weit",
    ]
)  # fmt: skip
_COLUMN = frozenset(("spalte", "spalten", "column", "columns", "feld", "field"))
# How much a column counts that was asked for, a word that is not needed, and what holds only some words.
_IN_COLUMNS, _SOFT, _LOOSE = 8.0, 0.3, 0.3
# What holds all words stands before what comes close.
_EXACTLY = 20.0

Group = tuple[Token, ...]
Known = Callable[[Token], bool]


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed, read: groups of words, phrases, beginnings, and what must not be there.

    `soft` are words that are not needed; `columns`: a column of this name is asked for; `joined` is
    "und" or "oder" where words are listed.
    """

    groups: tuple[Group, ...] = ()
    phrases: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    soft: tuple[Group, ...] = ()
    columns: bool = False
    joined: str = ""

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
    groups, soft = _read_words(free, alone=not (phrases or beginnings))
    surfaces = {fold(word) for word in free}
    return Wish(
        groups, tuple(phrases), tuple(beginnings), tuple(without), soft,
        columns=not surfaces.isdisjoint(_COLUMN),
        joined="oder" if "oder" in surfaces else "und" if surfaces & {"und", "sowie"} else "",
    )  # fmt: skip


def _read_words(free: list[str], *, alone: bool) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """Return the groups that are needed and those that only help.

    Where nothing else is asked for, words that say little are needed after all.
    """
    found = tokens(" ".join(free))
    # `Lehr- und Wanderpfade`: the first is half a word.
    halves = {token.surface for word in free if word.endswith("-") for token in tokens(word)}
    needed: list[Group] = []
    soft: list[Group] = []
    idle: list[Group] = []
    before = ""
    for group in _groups(found):
        word = group[0].surface if len(group) == 1 else ""
        if word in STOP or (before == "wie" and word in _ASKED):
            idle.append(group)
        elif word in SOFT or word in halves:
            soft.append(group)
        else:
            needed.append(group)
        before = word
    if needed or not alone:
        return tuple(needed), tuple(soft)
    return tuple(soft or idle), ()


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
    """Return the plan in which everything has to be there; of words joined by `oder` any."""
    plans = [group_plan(group) for group in wish.groups]
    if wish.joined == "oder" and len(plans) > 1:
        plans = [Both(should=tuple(plans), minimum=1)]
    return _together(wish, plans)


def relaxed(
    wish: Wish,
    is_known: Known,
    spelled: Callable[[Token], Token | None],
    *,
    wider: bool,
    exact: Plan | None = None,
) -> Plan | None:
    """Return the plan that looks past a typo or a missing part; None if it finds no more.

    With `wider`, of two words and more one may miss, far behind. `exact` is a shorter way to say which
    documents hold all words as typed.
    """
    plans, changed = _close_plans(wish, is_known, spelled)
    if wider and len(plans) > 1:
        changed = True
        most = Both(should=tuple(plans), minimum=len(plans) - 1)
        plans = [Best((Both(must=tuple(plans)), Weighed(most, _LOOSE)))]
    exactly = exact or Both(must=tuple(group_plan(group) for group in wish.groups))
    return _together(wish, plans, [Flat(exactly, _EXACTLY)]) if changed else None


def loose(wish: Wish, is_known: Known, spelled: Callable[[Token], Token | None]) -> list[Plan]:
    """Return the plans in which more and more words may miss; of a single word one of its parts."""
    if len(wish.groups) == 1:
        leaves = wish.groups[0][0].leaves if len(wish.groups[0]) == 1 else ()
        parts = tuple(expression_plan((leaf,)) for leaf in leaves)
        return [_together(wish, [Both(should=parts, minimum=1)])] if parts else []
    plans, _ = _close_plans(wish, is_known, spelled)
    years = [p for p, g in zip(plans, wish.groups, strict=True) if g[0].surface.isdecimal()]
    words = [plan for plan in plans if plan not in years]
    if not words:
        words, years = years, []
    found: list[Plan] = []
    if years:
        found.append(_together(wish, words, years))
    for minimum in dict.fromkeys((len(words) - 1, len(words) // 2, 1)):
        if 0 < minimum < len(words):
            some = Both(should=tuple(words), minimum=minimum)
            found.append(_together(wish, [some], years))
    return found


def _close_plans(
    wish: Wish, is_known: Known, spelled: Callable[[Token], Token | None]
) -> tuple[list[Plan], bool]:
    """Return a plan for each group, with what comes close; and whether anything does."""
    plans: list[Plan] = []
    changed = False
    for group in wish.groups:
        plan = group_plan(group)
        close = None
        if len(group) == 1:
            known = is_known(group[0])
            other = None if known else spelled(group[0])
            close = close_plan(group[0], known, other, alone=len(wish.groups) == 1)
        changed = changed or close is not None
        plans.append(plan if close is None else Best((plan, Weighed(close, RELAXED))))
    return plans, changed


def _together(wish: Wish, plans: list[Plan], more: list[Plan] | None = None) -> Plan:
    """Put words, phrases, beginnings and exclusions side by side; what only helps beside them."""
    must = [*plans, *(phrase_anywhere(phrase) for phrase in wish.phrases)]
    must += [_beginning(fold(beginning)) for beginning in wish.beginnings]
    without = tuple(phrase_anywhere(bare) for bare in wish.without)
    if not must and not without:
        return All()
    helping = list(more or ())
    if must:
        for group in wish.soft:
            whole = expression_plan(tuple(token.stem for token in group))
            helping.append(Weighed(whole, _SOFT))
        helping += together_plans(wish.groups)
        if wish.columns:
            helping += [
                Weighed(word_in("columns", token.text), _IN_COLUMNS)
                for group in wish.groups
                for token in group
            ]
    return Both(must=tuple(must) or (All(),), should=tuple(helping), without=without)


def _beginning(folded: str) -> Plan:
    """Return the plan for words that begin so, those in titles first."""
    whole = [
        Weighed(Pattern(name, (plain_vowels(folded), ANY)), weight)
        for name, weight in (WEIGHTS | PART_WEIGHTS).items()
    ]
    return Best((*whole, Pattern("s", (folded, ANY))))
