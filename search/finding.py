"""Searching as people do: strictly first, then past typos and missing words, best hits first."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from search.analysis.german import Token, tokens
from search.api import ask, catch_up
from search.engines.base import Answer, Request
from search.query.human import Wish, loose, read_wish, relaxed, strict_plan
from search.query.plan import Best, Flat, Has, Nothing, Plan
from search.query.words import over_fields
from search.spelling import nearest_word

# Fewer hits than this, and what comes close is shown too.
FEW = 5


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks for: text, picked facets, order and page. `labels` say what they may find."""

    text: str
    labels: tuple[str, ...] = ("public",)
    filters: tuple[Plan, ...] = ()
    choices: Mapping[str, Plan] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    facet_size: int = 50
    sort: str = ""
    descending: bool = True
    offset: int = 0
    limit: int = 20
    stored: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The answer, how it was found ("strict", "relaxed", "loose"), and how the text was read."""

    answer: Answer
    stage: str
    wish: Wish
    unknown: tuple[str, ...] = ()


def find(question: Question) -> Found:
    """Answer a question. Raises IndexUnavailable."""
    wish = read_wish(question.text)
    catch_up()
    request = _request(question, strict_plan(wish))
    answer = ask(request)
    if wish.empty or _count(request, answer) >= FEW:
        return Found(answer, "strict", wish)
    known = _Known(question)
    stage, exact = "strict", _exact(wish, answer)
    # What holds only some of the words stands behind what holds all, never instead of it.
    for wider in (False, True):
        if wider and not _count(request, answer):
            break
        closer = relaxed(wish, known, known.spelled, wider=wider, exact=exact)
        if closer is not None and (wider or not answer.total or len(wish.groups) == 1):
            more_request = _request(question, closer)
            more = ask(more_request)
            if more.total > answer.total:
                request, answer, stage = more_request, more, "relaxed"
    for rest in () if _count(request, answer) else loose(wish, known, known.spelled):
        request = _request(question, rest)
        answer, stage = ask(request), "loose"
        if _count(request, answer):
            break
    return Found(answer, stage, wish, known.unknown())


def _exact(wish: Wish, answer: Answer) -> Plan | None:
    """Return the few documents that hold everything as typed by their keys: engines need not find them twice.

    None where these are not all of them: further down than the first page, or of words joined by `oder`.
    """
    if wish.joined == "oder" or len(answer.keys) != answer.total:
        return None
    return Has("key", answer.keys) if answer.keys else Nothing()


def _request(question: Question, plan: Plan) -> Request:
    """Return the request for a plan."""
    return Request(
        plan=plan,
        filters=question.filters,
        choices=question.choices,
        labels=question.labels,
        facets=question.facets,
        facet_size=question.facet_size,
        sort=question.sort,
        descending=question.descending,
        offset=question.offset,
        limit=question.limit,
        stored=question.stored,
    )


def _count(request: Request, answer: Answer) -> int:
    """Return the number of hits as if no facet was picked: picking must not change the stage."""
    if not request.choices or answer.total >= FEW:
        return answer.total
    return ask(replace(request, choices={}, facets=(), limit=0)).total


class _Known:
    """Whether anybody writes a word so, among what the person may find."""

    def __init__(self, question: Question) -> None:
        self.labels = question.labels
        self.answers: dict[str, tuple[str, bool]] = {}
        self.spellings: dict[str, Token | None] = {}

    def __call__(self, token: Token) -> bool:
        """Say whether any document has the word."""
        if token.stem not in self.answers:
            plan = Flat(Best(tuple(over_fields(token.stem))))
            found = ask(Request(plan, labels=self.labels, limit=0)).total > 0
            self.answers[token.stem] = (token.surface, found)
        return self.answers[token.stem][1]

    def spelled(self, token: Token) -> Token | None:
        """Return the word of public documents that may be meant by one with a typo."""
        if token.surface not in self.spellings:
            word = nearest_word(token.surface)
            self.spellings[token.surface] = tokens(word)[0] if word else None
        return self.spellings[token.surface]

    def unknown(self) -> tuple[str, ...]:
        """Return the words that nobody writes so."""
        return tuple(surface for surface, found in self.answers.values() if not found)
