"""From the tree of a CKAN query to a plan: which field is analysed, exact, a date or a number.

Facts: CKAN's Solr schema; Solr adds `*:*` to a query of negatives only at its top.
"""

from collections.abc import Callable
from datetime import datetime

from search.analysis.german import fold, tokens
from search.errors import QueryError
from search.fields import CATCH_ALL, DATES, NUMBERS, is_analysed, micros, sortable_number
from search.query.dates import parse_moment
from search.query.nodes import (
    AnyOf,
    Bool,
    Boost,
    Fuzzy,
    MatchAll,
    Node,
    Occur,
    Phrase,
    Range,
    Regex,
    Term,
    Wildcard,
    Words,
)
from search.query.plan import (
    ANY,
    ONE,
    All,
    Best,
    Between,
    Both,
    Expression,
    Flat,
    Has,
    Near,
    Nothing,
    Pattern,
    Plan,
    TermsBetween,
    Weighed,
)
from search.query.words import any_word, phrase_anywhere, phrase_in, word_in

REGEX_LIMIT = 200
_YEAR = 4
# Names that other catalogues' clients use for the same thing.
_SAME = {"title_ngram": "title", "name_ngram": "name", "index_id": "id"}


def compile_query(node: Node | None) -> Plan:
    """Return the plan of a whole query. Raises QueryError."""
    if node is None:
        return Nothing()
    if isinstance(node, Bool) and all(c.occur is Occur.NOT for c in node.clauses):
        return Both(must=(All(),), without=tuple(_plan(c.node) for c in node.clauses))
    return _plan(node)


def _plan(node: Node) -> Plan:
    """Return the plan of a part."""
    match node:
        case MatchAll():
            return All()
        case Boost(node=inner, factor=factor):
            return Weighed(_plan(inner), factor)
        case Bool():
            return _bool(node)
        case Words(texts=texts, minimum=minimum):
            return Both(should=tuple(_dismax(text) for text in texts), minimum=minimum)
        case AnyOf(field=field, texts=texts):
            return Flat(Has("x", tuple(f"{field}={text}" for text in texts)))
        case _:
            return _leaf(node)


def _bool(node: Bool) -> Plan:
    """Return clauses side by side; only negatives match nothing, as inside Solr."""
    parts: dict[Occur, list[Plan]] = {occur: [] for occur in Occur}
    for clause in node.clauses:
        parts[clause.occur].append(_plan(clause.node))
    must, should = parts[Occur.MUST], parts[Occur.SHOULD]
    if not must and not should:
        return Nothing()
    minimum = max(node.minimum, 0 if must else 1)
    return Both(tuple(must), tuple(should), tuple(parts[Occur.NOT]), minimum)


def _dismax(text: str) -> Plan:
    """Return one word or phrase of CKAN's dismax: exact name, tags and groups beside the text."""
    phrase = text.startswith('"')
    bare = text.strip('"')
    anywhere = phrase_anywhere(bare) if phrase else any_word(bare)
    exact = [
        Weighed(Has("x", (f"{name}={bare}",)), weight)
        for name, weight in (("name", 4.0), ("tags", 2.0), ("groups", 2.0))
    ]
    return Best((anywhere, *exact))


def _leaf(node: Node) -> Plan:
    """Return the plan of a part that names one field."""
    if isinstance(node, MatchAll | Boost | Bool | Words | AnyOf):  # pragma: no cover - see _plan
        raise TypeError(node)
    field = _SAME.get(node.field, node.field)
    match node:
        case Wildcard(pattern="*"):
            return All() if field in ("*", CATCH_ALL) else Flat(Has("has", (field,)))
        case Range(low=None, high=None):
            return Flat(Has("has", (field,)))
        case Range():
            return _range(field, node)
        case Term(text=text) | Phrase(text=text) if field in DATES or field in NUMBERS:
            return _range(field, Range(field, text, text, True, True))
    return _analysed(field, node) if is_analysed(field) else _exact(field, node)


def _analysed(field: str, node: Node) -> Plan:
    """Return the plan of a part on an analysed field."""
    prefix = "" if field == CATCH_ALL else f"{field}="
    surfaces = "fs" if prefix else "s"
    match node:
        case Term(text=text):
            return word_in(field, text) if prefix else any_word(text)
        case Phrase(text=text, slop=slop):
            return phrase_in(field, text, slop) if prefix else phrase_anywhere(text, slop)
        case Wildcard(pattern=pattern):
            return _pattern(surfaces, prefix, pattern, folded=True)
        case Fuzzy(text=text, distance=distance):
            folded = "".join(token.surface for token in tokens(text))
            near = Near(surfaces, prefix + folded, distance)
            return Best((near, word_in(field, text) if prefix else any_word(text)))
        case Regex(pattern=pattern):
            return _expression(surfaces, prefix, pattern)
    raise TypeError(node)


def _exact(field: str, node: Node) -> Plan:
    """Return the plan of a part on an exact field: sign by sign, no score."""
    match node:
        case Term(text=text) | Phrase(text=text):
            return Flat(Has("x", (f"{field}={text}",)), 1.0)
        case Wildcard(pattern=pattern):
            return Flat(_pattern("x", f"{field}=", pattern, folded=False), 1.0)
        case Fuzzy(text=text, distance=distance):
            return Flat(Near("x", f"{field}={text}", distance), 1.0)
        case Regex(pattern=pattern):
            return Flat(_expression("x", f"{field}=", pattern), 1.0)
    raise TypeError(node)


def _pattern(index_field: str, prefix: str, pattern: str, *, folded: bool) -> Plan:
    """Read `*`, `?` and protected signs."""
    pieces, literal = [], prefix
    signs = iter(pattern)
    for sign in signs:
        if sign in "*?":
            pieces += [literal, ANY if sign == "*" else ONE]
            literal = ""
        else:
            plain = next(signs, sign) if sign == "\\" else sign
            literal += fold(plain) if folded else plain
    return Pattern(index_field, tuple(piece for piece in (*pieces, literal) if piece))


def _expression(index_field: str, prefix: str, pattern: str) -> Plan:
    """Bound a regular expression."""
    if len(pattern) > REGEX_LIMIT:
        raise QueryError(f"der reguläre Ausdruck ist länger als {REGEX_LIMIT} Zeichen")
    return Expression(index_field, prefix, pattern)


def _range(field: str, node: Range) -> Plan:
    """Return the plan of a range on dates, numbers or exact values."""
    if field in DATES:
        return _between(field, node)
    if is_analysed(field):
        field = field.removeprefix("extras_")
    bounds = [bound for bound in (node.low, node.high) if bound is not None]
    dates = [parse_moment(bound) for bound in bounds]
    ends: tuple[str | None, str | None]
    if any("NOW" in b or b[4:5] == "-" for b in bounds) and all(dates):
        sign, ends = "@", _ends(node, lambda b: sortable_number(_moment(b).timestamp()))
    elif all(_is_number(bound) for bound in bounds):
        sign, ends = "#", _ends(node, lambda b: sortable_number(float(b)))
        if bounds and all(len(bound) == _YEAR for bound in bounds) and all(dates):
            # 2021 may be a number or the beginning of a year.
            years = _ends(node, lambda b: sortable_number(_moment(b).timestamp()))
            return Flat(
                Best(
                    tuple(
                        TermsBetween(
                            "z", field + mark, low, high, node.include_low, node.include_high
                        )
                        for mark, (low, high) in (("#", ends), ("@", years))
                    )
                ),
                1.0,
            )
    elif field in NUMBERS:
        raise QueryError(f"{field}: keine Zahl")
    else:
        return Flat(
            TermsBetween(
                "x", f"{field}=", node.low, node.high, node.include_low, node.include_high
            ),
            1.0,
        )
    low, high = ends
    return Flat(
        TermsBetween("z", f"{field}{sign}", low, high, node.include_low, node.include_high), 1.0
    )


def _ends(node: Range, change: Callable[[str], str]) -> tuple[str | None, str | None]:
    """Return both ends in sortable form."""
    low = None if node.low is None else change(node.low)
    return low, None if node.high is None else change(node.high)


def _between(field: str, node: Range) -> Plan:
    """Return a range of moments."""
    low = None if node.low is None else micros(_moment(node.low)) + (not node.include_low)
    high = None if node.high is None else micros(_moment(node.high)) - (not node.include_high)
    return Flat(Between(field, low, high), 1.0)


def _moment(text: str) -> datetime:
    """Return a moment. Raises QueryError as Solr does (`Invalid Date String`)."""
    moment = parse_moment(text)
    if moment is None:
        raise QueryError(f"{text!r} ist kein Datum")
    return moment


def _is_number(text: str) -> bool:
    """Say whether this is a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True
