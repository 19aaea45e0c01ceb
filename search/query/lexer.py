r"""Signs of Lucene's classic query language.

Facts: the token rules of Apache Lucene's `QueryParser.jj` (docs of `queryparser/classic`): the longest
token wins, of equal ones the operator; `\` protects any sign; a range has signs of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.errors import QueryError

_SPACE = r"[ \t\n\r\u3000]"
_START = r"(?:[^ \t\n\r\u3000+\-!():^\[\]\"{}~*?\\/]|\\.)"
_INNER = rf"(?:{_START}|[-+])"
# Order matters only between tokens of equal length.
_RULES: tuple[tuple[str, str], ...] = (
    ("AND", r"AND|&&"),
    ("OR", r"OR|\|\|"),
    ("NOT", r"NOT|!"),
    ("PLUS", r"\+"),
    ("MINUS", r"-"),
    ("BARE", rf"[-+!]{_SPACE}+"),
    ("(", r"\("),
    (")", r"\)"),
    (":", r":"),
    ("STAR", r"\*"),
    ("^", r"\^"),
    ("QUOTED", r'"(?:[^"\\]|\\.)*"'),
    ("TERM", rf"{_START}{_INNER}*"),
    ("FUZZY", rf"~{_INNER}*"),
    ("PREFIX", rf"{_START}{_INNER}*\*"),
    ("WILD", rf"(?:{_START}|[*?])(?:{_INNER}|[*?])*"),
    ("REGEX", r"/(?:\\/|[^/])*/"),
    ("RANGE", r"[\[{]"),
)
_COMPILED = tuple((kind, re.compile(rule, re.DOTALL)) for kind, rule in _RULES)
_SKIP = re.compile(rf"{_SPACE}+")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_RANGE_RULES = (
    ("TO", re.compile(r"TO(?=[ \]}]|$)")),
    ("END", re.compile(r"[\]}]")),
    ("QUOTED", re.compile(r'"(?:\\"|[^"])+"', re.DOTALL)),
    ("GOOP", re.compile(r"[^ \]}]+")),
)


@dataclass(frozen=True, slots=True)
class Token:
    """A sign of the language and its text."""

    kind: str
    text: str


def lex(text: str) -> Iterator[Token]:
    """Yield the tokens. Raises QueryError at a sign that begins none."""
    position = 0
    in_range = after_caret = False
    while True:
        if skipped := _SKIP.match(text, position):
            position = skipped.end()
        if position >= len(text):
            return
        if in_range:
            token = _in_range(text, position)
            in_range = token.kind != "END"
        elif after_caret:
            token = _number(text, position)
            after_caret = False
        else:
            token = _longest(text, position)
            in_range, after_caret = token.kind == "RANGE", token.kind == "^"
        position += len(token.text)
        yield token


def _longest(text: str, position: int) -> Token:
    """Return the longest token that begins here."""
    kind, best = "", ""
    for name, rule in _COMPILED:
        found = rule.match(text, position)
        if found and len(found.group()) > len(best):
            kind, best = name, found.group()
    if not best:
        raise QueryError(f"{text[position]!r} an Stelle {position + 1} passt nicht")
    return Token(kind, best)


def _number(text: str, position: int) -> Token:
    """Return the number that has to follow a caret."""
    found = _NUMBER.match(text, position)
    if not found:
        raise QueryError(f"nach ^ fehlt eine Zahl an Stelle {position + 1}")
    return Token("NUMBER", found.group())


def _in_range(text: str, position: int) -> Token:
    """Return the next token inside brackets."""
    for kind, rule in _RANGE_RULES:
        if found := rule.match(text, position):
            return Token(kind, found.group())
    raise QueryError(f"der Bereich an Stelle {position + 1} ist nicht lesbar")
