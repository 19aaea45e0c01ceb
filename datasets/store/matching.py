"""Word search as a tree of terms, and its SQL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from datasets.store.columns import NUMERIC, SEARCHED, Column, Kind, literal
from datasets.store.conditions import Conditions, parse_date
from datasets.store.errors import QueryError
from datasets.store.textsearch import TEXT_COLUMN, folded_sql, variants, words

MAX_TERMS = 50
_NUMBER = re.compile(r"^[+-]?\d+(?:[.,]\d+)?$")
_YEAR = re.compile(r"^\d{4}$")
_TOKEN = re.compile(
    r"\s*(?:(?P<op>[&|!()])|(?P<quoted>'(?:[^']|'')*')|(?P<word>[^\s&|!()':]+))(?P<prefix>:\*?[A-Da-d]*\*?)?"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One chunk of the question; `prefix` also finds longer words."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Combined:
    """Terms joined by "and", "or" or "not" (one item)."""

    join: str
    items: tuple[Tree, ...]


Tree = Term | Combined


def parse_plain(text: str, *, prefix: bool = False) -> Tree:
    """Read a question as plain words that must all occur."""
    chunks = str(text).split()[:MAX_TERMS]
    return Combined("and", tuple(Term(chunk, prefix) for chunk in chunks if words(chunk)))


def parse_operators(text: str) -> Tree:
    """Read PostgreSQL's query syntax: `a & b`, `a | b`, `!a`, `wor:*`, brackets."""
    symbols = _symbols(text)
    return _Parser(symbols).whole()


def _symbols(text: str) -> list[str | Term]:
    symbols: list[str | Term] = []
    position = 0
    stripped = text.rstrip()
    while position < len(stripped):
        match = _TOKEN.match(stripped, position)
        if match is None or len(symbols) > MAX_TERMS * 4:
            raise _bad(text)
        position = match.end()
        if match["op"]:
            if match["prefix"]:
                raise _bad(text)
            symbols.append(match["op"])
            continue
        word = match["word"] or match["quoted"][1:-1].replace("''", "'")
        symbols.append(Term(word, prefix="*" in (match["prefix"] or "")))
    return symbols


def _bad(text: str) -> QueryError:
    return QueryError(
        "query-syntax",
        "Die Suchanfrage ist nicht vollständig. Wörter mit & (und), | (oder), ! (nicht) verbinden.",
        value=text,
    )


class _Parser:
    """or := and ('|' and)*; and := unary ('&' unary)*; unary := '!' unary | '(' or ')' | term."""

    def __init__(self, symbols: list[str | Term]) -> None:
        self.symbols = symbols
        self.at = 0

    def whole(self) -> Tree:
        if not self.symbols:
            return Combined("and", ())
        tree = self._joined("|", "or", 0)
        if self.at < len(self.symbols):
            raise _bad(str(self.symbols[self.at]))
        return tree

    def _joined(self, sign: str, join: str, depth: int) -> Tree:
        if depth > MAX_TERMS:
            raise _bad("(" * 10)
        items = [self._part(sign, depth)]
        while self.at < len(self.symbols) and self.symbols[self.at] == sign:
            self.at += 1
            items.append(self._part(sign, depth))
        return items[0] if len(items) == 1 else Combined(join, tuple(items))

    def _part(self, sign: str, depth: int) -> Tree:
        return self._joined("&", "and", depth) if sign == "|" else self._unary(depth)

    def _unary(self, depth: int) -> Tree:
        if self.at >= len(self.symbols):
            raise _bad("")
        symbol = self.symbols[self.at]
        self.at += 1
        if isinstance(symbol, Term):
            return symbol
        if symbol == "!":
            return Combined("not", (self._unary(depth + 1),))
        if symbol == "(":
            tree = self._joined("|", "or", depth + 1)
            if self.at >= len(self.symbols) or self.symbols[self.at] != ")":
                raise _bad("(")
            self.at += 1
            return tree
        raise _bad(symbol)


class TextQuery:
    """Collects the SQL of a search over all columns or over some."""

    def __init__(self, conditions: Conditions) -> None:
        self.conditions = conditions
        self.parts: list[str] = []
        self.ranks: list[tuple[str, str]] = []
        every = list(conditions.columns.values())
        self._columns = every
        self._texts = _folded([column for column in every if column.kind in SEARCHED])

    @property
    def where(self) -> str:
        """SQL of everything asked; a question without a word finds nothing."""
        return " AND ".join(self.parts)

    def add(self, name: str, tree: Tree) -> None:
        """Search in one column, or in all for an empty name."""
        if name:
            column = self.conditions.column(name)
            self.parts.append(self._compile(tree, [column], whole_row=False))
            self.ranks.append((f"rank {name}", _rank(tree, [_text_of(column)])))
            return
        self.parts.append(self._compile(tree, self._columns, whole_row=True))
        self.ranks.append(("rank", _rank(tree, self._texts) if self._texts else "0.1"))

    def _compile(self, tree: Tree, columns: list[Column], *, whole_row: bool) -> str:
        if isinstance(tree, Term):
            return self._term(tree, columns, whole_row=whole_row)
        if not tree.items:
            return "FALSE"
        parts = [self._compile(item, columns, whole_row=whole_row) for item in tree.items]
        if tree.join == "not":
            return f"NOT coalesce({parts[0]}, FALSE)"
        return "(" + f" {tree.join.upper()} ".join(parts) + ")"

    def _term(self, term: Term, columns: list[Column], *, whole_row: bool) -> str:
        choices = []
        text = [column for column in columns if column.kind in SEARCHED]
        if text:
            found = _words_sql(term, self._texts if whole_row else _folded(text))
            if found and not whole_row and not text[0].folded:
                # The row's text decides quickly, then the column's own.
                found = f"({found} AND {_words_sql(term, [_text_of(text[0])])})"
            choices.append(found)
        choices += [self._typed(term, column) for column in columns if column.kind not in SEARCHED]
        choices = [choice for choice in choices if choice]
        return "(" + " OR ".join(choices) + ")" if choices else "FALSE"

    def _typed(self, term: Term, column: Column) -> str:
        if column.name == "_id":
            return ""
        if term.prefix:
            if not any(char.isdigit() for char in term.text):
                return ""
            self.conditions.parameters.append(term.text)
            return f"starts_with(CAST({column.expression} AS VARCHAR), ?)"
        return self._equal(term.text, column)

    def _equal(self, text: str, column: Column) -> str:
        if column.kind in NUMERIC and _NUMBER.match(text):
            number = Decimal(text.replace(",", "."))
            return self.conditions._compare(column, "eq", number)
        if column.kind in (Kind.DATE, Kind.DATETIME):
            if _YEAR.match(text):
                return f"year({column.expression}) = {int(text)}"
            try:
                day = parse_date(text)
            except ValueError:
                return ""
            self.conditions.parameters.append(day.isoformat())
            return f"CAST({column.expression} AS DATE) = CAST(? AS DATE)"
        return ""


def _folded(columns: Sequence[Column]) -> list[str]:
    """Return the SQL of folded texts in which the words of these columns stand."""
    if all(column.folded for column in columns):
        return [column.folded for column in columns]
    return [TEXT_COLUMN]


def _text_of(column: Column) -> str:
    """Return the SQL of a column's own text for search."""
    if column.kind in SEARCHED:
        return column.folded or folded_sql([column.expression])
    return f"' ' || CAST({column.expression} AS VARCHAR)"


def _words_sql(term: Term, texts: Sequence[str]) -> str:
    """Return SQL: the folded texts hold the words of a term, the last one perhaps as a beginning.

    The words are letters and digits after folding, so a literal is safe; it is quoted anyway.
    """
    parts = words(term.text)
    conditions = []
    for number, word in enumerate(parts):
        end = "" if term.prefix and number == len(parts) - 1 else " "
        found = [
            f"contains({text}, {literal(f' {form}{end}')})"
            for text in texts
            for form in variants(word)
        ]
        conditions.append("(" + " OR ".join(found) + ")" if len(found) > 1 else found[0])
    return " AND ".join(conditions)


def _rank(tree: Tree, texts: Sequence[str]) -> str:
    """Return SQL: the more often the words occur, the better (as PostgreSQL's `ts_rank` orders)."""
    found = [
        f"coalesce((strlen({text}) - strlen(replace({text}, {literal(' ' + form)}, '')))"
        f" / {len(form.encode()) + 1}, 0)"
        for text in texts
        for term in _terms(tree)
        for word in words(term.text)
        for form in variants(word)
    ]
    return f"round(0.06 * ({' + '.join(found) or '0'}), 6)"


def _terms(tree: Tree) -> list[Term]:
    """Return the terms that rows must hold, not those they must not."""
    if isinstance(tree, Term):
        return [tree]
    if tree.join == "not":
        return []
    return [term for item in tree.items for term in _terms(item)]
