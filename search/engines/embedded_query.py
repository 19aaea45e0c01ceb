"""From a plan to tantivy's own query objects."""

import re
from typing import Any

import tantivy

from search.errors import QueryError
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

# More terms of one field than this are not drawn together for a range.
EXPANSION_LIMIT = 100_000
Q = tantivy.Query
Must, Should, MustNot = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


class Compiler:
    """Compiles plans for one state of the index."""

    def __init__(self, schema: Any, searcher: Any) -> None:
        self.schema = schema
        self.searcher = searcher

    def compile(self, plan: Plan) -> Any:
        """Return the query. Raises QueryError for an expression that cannot be read."""
        match plan:
            case All():
                return Q.all_query()
            case Nothing():
                return Q.empty_query()
            case Both():
                return self._both(plan)
            case Best(parts=parts, tie=tie):
                return Q.disjunction_max_query([self.compile(part) for part in parts], tie)
            case Weighed(part=part, factor=factor):
                return Q.boost_query(self.compile(part), factor)
            case Flat(part=part, score=score):
                return Q.const_score_query(self.compile(part), score)
            case _:
                return self._leaf(plan)

    def _leaf(self, plan: Plan) -> Any:
        """Return the query on one field."""
        match plan:
            case Has(field=field, terms=(term,)):
                return Q.term_query(self.schema, field, term)
            case Has(field=field, terms=terms):
                return Q.term_set_query(self.schema, field, list(terms))
            case Sequence(field=field, terms=terms, slop=slop):
                return Q.phrase_query(self.schema, field, list(terms), slop)
            case Near(field=field, term=term, distance=distance):
                return Q.fuzzy_term_query(self.schema, field, term, distance)
            case Pattern(field=field, pieces=pieces):
                return self._regex(field, "".join(_piece(piece) for piece in pieces))
            case Expression(field=field, prefix=prefix, pattern=pattern):
                return self._regex(field, f"{escape(prefix)}(?:{pattern})")
            case Between(field=field, low=low, high=high):
                return Q.range_query(self.schema, field, tantivy.FieldType.Integer, low, high)
            case TermsBetween():
                return self._terms_between(plan)
        raise TypeError(plan)

    def _both(self, plan: Both) -> Any:
        """Return clauses side by side."""
        clauses = [(Must, self.compile(part)) for part in plan.must]
        clauses += [(MustNot, self.compile(part)) for part in plan.without]
        wanted = [(Should, self.compile(part)) for part in plan.should]
        if wanted and plan.minimum and clauses:
            clauses.append((Must, Q.boolean_query(wanted, plan.minimum)))
        elif wanted and plan.minimum:
            return Q.boolean_query(wanted, plan.minimum)
        else:
            clauses += wanted
        return Q.boolean_query(clauses)

    def _regex(self, field: str, pattern: str) -> Any:
        """Return a regular expression over whole terms. Raises QueryError."""
        try:
            return Q.regex_query(self.schema, field, pattern)
        except ValueError as error:
            raise QueryError("der reguläre Ausdruck ist nicht lesbar") from error

    def _terms_between(self, plan: TermsBetween) -> Any:
        """Look the terms of a range up in the dictionary: tantivy has no ranges of text."""
        prefix, low, high = plan.prefix, plan.low, plan.high
        found = []
        for term, _count in self.searcher.terms_with_prefix(
            plan.field, prefix, None, EXPANSION_LIMIT
        ):
            rest = term[len(prefix) :]
            if low is not None and (rest < low or (rest == low and not plan.include_low)):
                continue
            if high is not None and (rest > high or (rest == high and not plan.include_high)):
                continue
            found.append(term)
        return Q.term_set_query(self.schema, plan.field, found) if found else Q.empty_query()


def escape(text: str) -> str:
    """Protect the signs that mean something in an expression, and only those."""
    return re.sub(r"([\\.+*?()|\[\]{}^$#&\-~])", r"\\\1", text)


def _piece(piece: str) -> str:
    """Return a piece of a pattern as an expression."""
    if piece in (ANY, ONE):
        return "(?s:.*)" if piece == ANY else "(?s:.)"
    return escape(piece)
