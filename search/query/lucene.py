"""Parser of Lucene's classic query language: clauses with signs, not operators with precedence.

Facts: Apache Lucene's `QueryParser.jj` and `QueryParserBase.addClause`; the default operator is AND as
CKAN sends it. So `a b OR c` asks for a, while b and c only raise the order.
"""

import re
from collections.abc import Callable

from search.errors import QueryError
from search.query.lexer import Token, lex
from search.query.nodes import (
    AnyOf,
    Bool,
    Boost,
    Clause,
    Fuzzy,
    MatchAll,
    Node,
    Occur,
    Phrase,
    Range,
    Regex,
    Term,
    Wildcard,
)

MAX_LENGTH = 8_000
MAX_CLAUSES = 1_024
MAX_DEPTH = 60
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_TERMS = {"TERM", "STAR", "PREFIX", "WILD", "REGEX", "BARE"}
_END = Token("", "")
# A word before one of these is not drawn together with the word before it.
_NOT_AFTER_RUN = {":", "STAR", "FUZZY", "^", "AND", "OR"}


def parse(
    text: str,
    *,
    field: str = "text",
    is_exact: Callable[[str], bool] | None = None,
) -> Node | None:
    """Return the tree of a query, None where it asks for nothing.

    `is_exact` makes it a filter: words side by side on a field for which it says True count as one
    clause that any of them fulfils. Raises QueryError.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"die Suchanfrage ist länger als {MAX_LENGTH} Zeichen")
    return _Parser(list(lex(text)), is_exact).parse(field)


def unescape(text: str) -> str:
    r"""Drop the backslashes that protect signs; `\u00e4` is the letter of that number."""
    read = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m.group(1), 16)), text)
    return re.sub(r"\\(.)", r"\1", read, flags=re.DOTALL)


class _Parser:
    """One pass over the tokens."""

    def __init__(self, tokens: list[Token], is_exact: Callable[[str], bool] | None) -> None:
        self.tokens = tokens
        self.position = 0
        self.is_exact = is_exact
        self.clauses = 0

    def parse(self, field: str) -> Node | None:
        """Read everything; a rest is an error."""
        node = self._query(field, 0)
        if self._peek() is not _END:
            raise QueryError(f"{self._peek().text!r} steht hier falsch")
        return node

    def _peek(self, ahead: int = 0) -> Token:
        place = self.position + ahead
        return self.tokens[place] if place < len(self.tokens) else _END

    def _next(self) -> Token:
        token = self._peek()
        self.position += 1
        return token

    def _expect(self, *kinds: str) -> Token:
        token = self._next()
        if token.kind not in kinds:
            raise QueryError(
                f"{token.text!r} steht hier falsch" if token.text else "die Suchanfrage bricht ab"
            )
        return token

    def _query(self, field: str, depth: int) -> Node | None:
        """Read clauses up to a closing bracket or the end."""
        if depth > MAX_DEPTH:
            raise QueryError("zu viele Klammern ineinander")
        clauses: list[Clause] = []
        only: Node | None = None
        first = True
        while first or self._peek().kind not in ("", ")"):
            conjunction = ""
            if not first and self._peek().kind in ("AND", "OR"):
                conjunction = self._next().kind
            if not conjunction and self._run_length():
                node = self._add_run(clauses, field)
                only = node if first else None
            else:
                sign = self._sign()
                node = self._clause(field, depth)
                self._add(clauses, conjunction, sign, node)
                only = node if first and not sign else None
            first = False
        if len(clauses) == 1 and only is not None:
            return only
        return Bool(tuple(clauses)) if clauses else None

    def _sign(self) -> str:
        """Read `+`, `-`, `!` or NOT."""
        kind = self._peek().kind
        if kind in ("PLUS", "MINUS", "NOT"):
            self._next()
            return "+" if kind == "PLUS" else "-"
        return ""

    def _run_length(self) -> int:
        """Return how many words stand side by side here, 0 if it is not at least two."""
        if self._peek().kind != "TERM" or self._peek(1).kind != "TERM":
            return 0
        length = 1
        while (
            self._peek(length).kind == "TERM" and self._peek(length + 1).kind not in _NOT_AFTER_RUN
        ):
            length += 1
        return length if length > 1 else 0

    def _add_run(self, clauses: list[Clause], field: str) -> Node | None:
        """Add words that stand side by side; return the node if they make up one clause."""
        words = [unescape(self._next().text) for _ in range(self._run_length())]
        if self.is_exact is not None and self.is_exact(field):
            node = AnyOf(field, tuple(words))
            self._add(clauses, "", "", node)
            return node
        for word in words:
            self._add(clauses, "", "", Term(field, word))
        return None

    def _add(self, clauses: list[Clause], conjunction: str, sign: str, node: Node | None) -> None:
        """Add a clause; its conjunction changes the one before it (Lucene's addClause)."""
        if clauses and conjunction and clauses[-1].occur is not Occur.NOT:
            occur = Occur.MUST if conjunction == "AND" else Occur.SHOULD
            clauses[-1] = Clause(occur, clauses[-1].node)
        if node is None:
            return
        self.clauses += 1
        if self.clauses > MAX_CLAUSES:
            raise QueryError(f"mehr als {MAX_CLAUSES} Teile")
        positive = Occur.SHOULD if conjunction == "OR" else Occur.MUST
        clauses.append(Clause(Occur.NOT if sign == "-" else positive, node))

    def _clause(self, field: str, depth: int) -> Node | None:
        """Read `field:` if it is there, then a bracket or a term."""
        if self._peek().kind in ("TERM", "STAR") and self._peek(1).kind == ":":
            field = unescape(self._next().text)
            self._next()
        kind = self._peek().kind
        if kind == "(":
            self._next()
            node = self._query(field, depth + 1)
            self._expect(")")
            return self._boosted(node)
        if kind == "QUOTED":
            return self._quoted(field)
        if kind == "RANGE":
            return self._boosted(self._range(field))
        return self._term(field)

    def _boosted(self, node: Node | None) -> Node | None:
        """Read `^2`."""
        if self._peek().kind != "^":
            return node
        self._next()
        factor = float(self._expect("NUMBER").text)
        return None if node is None else Boost(node, factor)

    def _suffix(self) -> tuple[str | None, float | None]:
        """Read `~1` and `^2` in either order."""
        fuzzy: str | None = None
        factor: float | None = None
        if self._peek().kind == "FUZZY":
            fuzzy = self._next().text
        if self._peek().kind == "^":
            self._next()
            factor = float(self._expect("NUMBER").text)
            if fuzzy is None and self._peek().kind == "FUZZY":
                fuzzy = self._next().text
        return fuzzy, factor

    def _quoted(self, field: str) -> Node:
        """Read a phrase with `~3` and `^2`."""
        text = unescape(self._next().text[1:-1])
        fuzzy, factor = self._suffix()
        slop = int(_amount(fuzzy, 0.0)) if fuzzy else 0
        node: Node = Phrase(field, text, slop)
        return node if factor is None else Boost(node, factor)

    def _range(self, field: str) -> Node:
        """Read `[a TO b]`, `{a TO b}` and mixtures."""
        start = self._next().text
        low = self._bound(self._expect("GOOP", "QUOTED", "TO"))
        self._expect("TO")
        high = self._bound(self._expect("GOOP", "QUOTED", "TO"))
        end = self._expect("END").text
        return Range(field, low, high, start == "[", end == "]")

    @staticmethod
    def _bound(token: Token) -> str | None:
        """Return one end of a range; a bare star is open."""
        if token.kind == "QUOTED":
            return unescape(token.text[1:-1])
        return None if token.text == "*" else unescape(token.text)

    def _term(self, field: str) -> Node:
        """Read a word, a pattern or a regular expression."""
        token = self._expect(*_TERMS)
        fuzzy, factor = self._suffix()
        node = self._bare(field, token, fuzzy)
        return node if factor is None else Boost(node, factor)

    @staticmethod
    def _bare(field: str, token: Token, fuzzy: str | None) -> Node:
        """Turn a token that is not quoted into a node."""
        if token.kind in ("STAR", "PREFIX", "WILD"):
            if field == "*" and token.kind == "STAR":
                return MatchAll()
            return Wildcard(field, token.text)
        if token.kind == "REGEX":
            return Regex(field, token.text[1:-1].replace("\\/", "/"))
        text = unescape(token.text[:1] if token.kind == "BARE" else token.text)
        if fuzzy is None:
            return Term(field, text)
        amount = _amount(fuzzy, 2.0)
        if amount >= 1 and amount != int(amount):
            raise QueryError("nach ~ steht eine ganze Zahl")
        # Below one it is the similarity of old Lucene: (1 - s) * length, at most two letters.
        distance = int(amount) if amount >= 1 else int((1 - amount) * len(text)) if amount else 0
        return Fuzzy(field, text, min(2, distance))


def _amount(fuzzy: str, default: float) -> float:
    """Return the number behind `~`; Lucene takes anything else for none."""
    return float(fuzzy[1:]) if _NUMBER.fullmatch(fuzzy[1:]) else default
