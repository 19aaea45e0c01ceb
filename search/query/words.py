"""What one word asks of the weighted fields: its stem, its parts, its synonyms."""

from collections.abc import Mapping
from collections.abc import Sequence as Many

from search.analysis.german import Token, fold, stem, tokens
from search.analysis.synonyms import Expression, current
from search.analysis.tables import lines
from search.fields import PART_WEIGHTS, WEIGHTS
from search.query.plan import Best, Both, Flat, Has, Near, Nothing, Plan, Sequence, Weighed

EVERYWHERE = WEIGHTS | PART_WEIGHTS
# Title and keywords: what a document is about.
MAIN = {name: weight for name, weight in EVERYWHERE.items() if not name.startswith("b")}
TITLE = {name: weight for name, weight in EVERYWHERE.items() if name.startswith("t")}
# Heads of compounds that any dataset could have: `Schulverzeichnis` is about schools.
GENERAL = frozenset(stem(fold(word)) for word in lines("general.txt"))
OWN_PARTS = 0.35
FRONT = 0.25
# How much further ways count in which a word is found: who writes `Auto` and `PKW` is about cars.
TIE = 0.4
SYNONYM = 0.35
# How much it counts beside if the title alone holds all words that were typed.
IN_TITLE = 0.5
# The score of words that stand as they were typed, with one other between at most; of so many words at most.
IN_ROW, ROW = 4.0, 5
ROOT = 0.35
SAME_HALVES = 0.2
# What comes close counts less than what fits; most parts of a word less than the word past a typo.
RELAXED = 0.2
SOME_PARTS = 0.3
SPELLED = 3.0
# Of a compound the last word says only what kind of thing is meant.
HEAD = 0.6
# From so many letters on one typo is looked past, from so many two.
ONE_TYPO, TWO_TYPOS = 4, 8
LONGEST = 40
_NEARER = 4.0


def over_fields(stem: str, weights: Mapping[str, float] = EVERYWHERE) -> list[Plan]:
    """Return the ways in which a stem can be found, best fields first."""
    return [Weighed(Has(name, (stem,)), weight) for name, weight in weights.items()]


def expression_plan(stems: Expression, weights: Mapping[str, float] = EVERYWHERE) -> Plan:
    """Return the plan for stems that all have to be there."""
    plans = tuple(Best(tuple(over_fields(stem, weights))) for stem in stems)
    return plans[0] if len(plans) == 1 else Both(must=plans)


def synonym_plans(stems: Many[str], weights: Mapping[str, float] = EVERYWHERE) -> list[Plan]:
    """Return the plans for what means the same."""
    return [Weighed(expression_plan(other, weights), SYNONYM) for other in current().of(stems)]


def word_plan(token: Token) -> Plan:
    """Return the plan for one word anywhere in a document."""
    ways = over_fields(token.stem)
    ways += synonym_plans((token.stem,))
    if token.root:
        ways += [Weighed(plan, ROOT) for plan in over_fields(token.root)]
    if token.leaves:
        ways.append(Weighed(_parts_plan(token.leaves), OWN_PARTS))
        ways += [Weighed(plan, SAME_HALVES) for plan in _same_halves(token)]
        ways += [
            Weighed(plan, FRONT)
            for front, head in token.halves
            if head in GENERAL
            for plan in (*over_fields(front, MAIN), *synonym_plans((front,), MAIN))
        ]
    return Best(tuple(ways), TIE)


def _parts_plan(leaves: Expression) -> Plan:
    """Return the plan for all parts of a compound."""
    return _about(*(((leaf,), ()) for leaf in leaves))


def _same_halves(token: Token) -> list[Plan]:
    """Return the halves of a compound with what they mean beside: `Ladesäule` + `Standort`."""
    found: list[Plan] = []
    for halves in token.halves:
        same = [current().of((half,)) for half in halves]
        if any(same):
            found.append(_about(*zip(((half,) for half in halves), same, strict=True)))
    return found


def _about(*words: tuple[Expression, Many[Expression]]) -> Plan:
    """Return the plan for words with their synonyms, of which one says what the document is about.

    In a long text any two words stand somewhere: that it holds `Berg` and `Schuld` tells nothing.
    """

    def ways(one: Expression, others: Many[Expression], fields: Mapping[str, float]) -> Plan:
        same = (Weighed(expression_plan(other, fields), SYNONYM) for other in others)
        return Best((*over_fields(one[0], fields), *same))

    main = Best(tuple(ways(one, others, MAIN) for one, others in words))
    return Both(must=(*(ways(one, others, EVERYWHERE) for one, others in words), Flat(main)))


def group_plan(group: Many[Token]) -> Plan:
    """Return the plan for words that are one expression (`öffentlicher Personennahverkehr`)."""
    words = tuple(word_plan(token) for token in group)
    if len(words) == 1:
        return words[0]
    same = synonym_plans([token.stem for token in group])
    return Best((Both(must=words), *same))


def together_plans(groups: Many[Many[Token]]) -> list[Plan]:
    """Return what counts beside for several words: all of them in the title; one behind the other."""
    stems = tuple(token.stem for group in groups for token in group)
    if not 1 < len(stems) <= ROW:
        return []
    every = tuple(Best(tuple(over_fields(stem, TITLE))) for stem in stems)
    # Engines weigh the distance differently: alike counts whether they stand so, not how often.
    row = Best(tuple(Sequence(name, stems, 1) for name in WEIGHTS))
    return [Weighed(Both(must=every), IN_TITLE), Flat(row, IN_ROW)]


def close_plan(
    token: Token, known: bool, spelled: Token | None = None, *, alone: bool = True
) -> Plan | None:
    """Return what comes close to a word: most of its parts; past a typo, if nobody writes it so.

    `spelled` is the word that may be meant; `alone`: nothing else is asked for.
    """
    ways: list[Plan] = []
    if len(token.leaves) > 1:
        ways.append(Weighed(_most_parts(token, alone), SOME_PARTS))
    if spelled is not None:
        ways.append(Weighed(word_plan(spelled), SPELLED))
    if not known and ONE_TYPO < len(token.surface) <= LONGEST:
        ways += _typos(token)
    return Best(tuple(ways)) if ways else None


def _most_parts(token: Token, alone: bool) -> Plan:
    """Return the plan for a compound of which one part may miss; its beginning says what it is about."""
    leaves = token.leaves
    # One of two parts is little: there it has to be what the document is about.
    fields = MAIN if len(leaves) == 2 and alone else EVERYWHERE
    parts = []
    for place, leaf in enumerate(leaves):
        ways = Best((*over_fields(leaf, fields), *synonym_plans((leaf,), fields)))
        parts.append(Weighed(ways, HEAD) if place == len(leaves) - 1 else ways)
    return Both(should=tuple(parts), minimum=len(parts) - 1)


def _typos(token: Token) -> list[Plan]:
    """Return the plans for one typo, and for two in a longer word."""
    distances = (1, 2) if len(token.surface) >= TWO_TYPOS else (1,)
    found: list[Plan] = []
    for distance in distances:
        factor = _NEARER if distance == 1 else 1.0
        for name, weight in (WEIGHTS | PART_WEIGHTS).items():
            found.append(Weighed(Near(name, token.stem, distance), factor * weight))
        found.append(Weighed(Near("s", token.surface, distance), factor))
    return found


def any_word(text: str) -> Plan:
    """Return the plan for a word as typed; one that falls into several asks for any of them."""
    plans = tuple(word_plan(token) for token in tokens(text))
    return plans[0] if len(plans) == 1 else Both(should=plans, minimum=1) if plans else Nothing()


def phrase_anywhere(text: str, slop: int = 0) -> Plan:
    """Return the plan for words in this order in one of the weighted fields."""
    stems = tuple(token.stem for token in tokens(text))
    if len(stems) < 2:
        return any_word(text)
    return Best(tuple(Weighed(Sequence(name, stems, slop), w) for name, w in WEIGHTS.items()))


def word_in(field: str, text: str) -> Plan:
    """Return the plan for a word in one named field."""
    plans = []
    for token in tokens(text):
        term = (f"{field}={token.stem}",)
        ways: list[Plan] = [Has("f", term), Weighed(Has("fp", term), OWN_PARTS)]
        if token.leaves:
            every = tuple(
                Best((Has("f", (f"{field}={leaf}",)), Has("fp", (f"{field}={leaf}",))))
                for leaf in token.leaves
            )
            ways.append(Weighed(Both(must=every), OWN_PARTS))
        plans.append(Best(tuple(ways)))
    if len(plans) == 1:
        return plans[0]
    return Both(should=tuple(plans), minimum=1) if plans else Nothing()


def phrase_in(field: str, text: str, slop: int) -> Plan:
    """Return the plan for words in this order in one named field."""
    stems = tuple(f"{field}={token.stem}" for token in tokens(text))
    return word_in(field, text) if len(stems) < 2 else Sequence("f", stems, slop)
