"""From a plan to Elasticsearch's query, with the same matches and weights as tantivy's.

As plain dictionaries: to make the query objects of `elasticsearch.dsl` takes longer than the answer.
"""

import re
from typing import Any

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
    Sequence,
    TermsBetween,
    Weighed,
)

# Of a word with typos, so many spellings are looked for at most.
SPELLINGS = 200
CONSTANT = "constant_score"
Body = dict[str, Any]


def compile_plan(plan: Plan, boost: float = 1.0) -> Body:
    """Return the query of a plan."""
    match plan:
        case All():
            return {"match_all": {"boost": boost}}
        case Nothing():
            return {"match_none": {}}
        case Both():
            return _both(plan, boost)
        case Best(parts=parts, tie=tie):
            queries = [compile_plan(part) for part in parts]
            return {"dis_max": {"queries": queries, "tie_breaker": tie, "boost": boost}}
        case Weighed(part=part, factor=factor):
            return compile_plan(part, boost * factor)
        case Flat(part=part, score=score):
            return {CONSTANT: {"filter": compile_plan(part), "boost": boost * score}}
        case _:
            return _leaf(plan, boost)


def _leaf(plan: Plan, boost: float) -> Body:
    """Return the query on one field."""
    match plan:
        case Has(field=field, terms=(term,)):
            return {"term": {field: {"value": term, "boost": boost}}}
        case Has(field=field, terms=terms):
            return {"terms": {field: list(terms), "boost": boost}}
        case Sequence(field=field, terms=terms, slop=slop):
            phrase = {"query": " ".join(terms), "slop": slop, "boost": boost}
            return {"match_phrase": {field: {**phrase, "analyzer": "whitespace"}}}
        case Near(field=field, term=term, distance=distance):
            near = {"value": term, "fuzziness": distance, "max_expansions": SPELLINGS}
            return {"fuzzy": {field: {**near, "rewrite": CONSTANT, "boost": boost}}}
        case Pattern(field=field, pieces=(str(begun), end)) if end == ANY and begun not in (
            ANY,
            ONE,
        ):
            return {"prefix": {field: {"value": begun, "rewrite": CONSTANT, "boost": boost}}}
        case Pattern(field=field, pieces=pieces):
            pattern = "".join(_piece(piece) for piece in pieces)
            return {"wildcard": {field: {"value": pattern, "rewrite": CONSTANT, "boost": boost}}}
        case Expression(field=field, prefix=prefix, pattern=pattern):
            value = f"{escape(prefix)}({pattern})"
            asked = {"value": value, "flags": "NONE", "rewrite": CONSTANT, "boost": boost}
            return {"regexp": {field: asked}}
        case Between(field=field, low=low, high=high):
            ends = {"gte": low, "lte": high}
            set_ends = {name: end for name, end in ends.items() if end is not None}
            return {"range": {field: {**set_ends, "boost": boost}}}
        case TermsBetween():
            return _terms_between(plan, boost)
    raise TypeError(plan)


def _both(plan: Both, boost: float) -> Body:
    """Return clauses side by side."""
    clauses: dict[str, Any] = {
        "must": [compile_plan(part) for part in plan.must],
        "should": [compile_plan(part) for part in plan.should],
        "must_not": [compile_plan(part) for part in plan.without],
    }
    given = {name: queries for name, queries in clauses.items() if queries}
    if plan.should:
        given["minimum_should_match"] = max(plan.minimum, 0 if plan.must else 1)
    elif not plan.must:
        return {"match_none": {}}
    return {"bool": {**given, "boost": boost}}


def _terms_between(plan: TermsBetween, boost: float) -> Body:
    """Return a range of terms with one prefix: one query, as a field may have many values."""
    prefix = plan.prefix
    ends = {"gte" if plan.include_low else "gt": prefix + plan.low} if plan.low else {"gte": prefix}
    if plan.high is None:
        ends["lt"] = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    else:
        ends["lte" if plan.include_high else "lt"] = prefix + plan.high
    return {CONSTANT: {"filter": {"range": {plan.field: ends}}, "boost": boost}}


def escape(text: str) -> str:
    """Protect every sign that may mean something in a regular expression."""
    return re.sub(r"([^\w])", r"\\\1", text)


def _piece(piece: str) -> str:
    """Return a piece of a pattern as a wildcard."""
    if piece in (ANY, ONE):
        return "*" if piece == ANY else "?"
    return re.sub(r"([*?\\])", r"\\\1", piece)
