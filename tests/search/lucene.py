"""Writes a tree of ours as Lucene's classic parser prints its queries."""

import re

from search.fields import is_analysed
from search.query.nodes import (
    AnyOf,
    Bool,
    Boost,
    Fuzzy,
    MatchAll,
    Node,
    Phrase,
    Range,
    Regex,
    Term,
    Wildcard,
)


def printed(node: Node | None, top: bool = True, analysed: bool = True) -> str:
    """Return what `Query.toString()` says; `analysed` False: as if every field were exact."""
    match node:
        case None:
            return ""
        case Bool(clauses=clauses):
            text = " ".join(f"{c.occur.value}{printed(c.node, False, analysed)}" for c in clauses)
            return text if top else f"({text})"
        case Boost(node=inner, factor=factor):
            return f"({printed(inner, True, analysed)})^{factor}"
        case MatchAll():
            return "*:*"
    return _leaf(node, analysed)


def _leaf(node: Node, analysed: bool) -> str:
    """Return a part on one field."""
    match node:
        case Term(field=field, text=text):
            return f"{field}:{_word(field, text, analysed)}"
        case Phrase(field=field, text=text, slop=slop):
            if not (analysed and is_analysed(field)):
                return f"{field}:{text}"
            return f'{field}:"{_word(field, text, analysed)}"' + (f"~{slop}" if slop else "")
        case Wildcard(field=field, pattern=pattern):
            # Lucene drops the backslashes of a word with nothing but a star at its end.
            if re.fullmatch(r"(?:[^*?\\]|\\.)+\*", pattern):
                pattern = re.sub(r"\\(.)", r"\1", pattern)
            return f"{field}:{pattern}"
        case Fuzzy(field=field, text=text, distance=distance):
            return f"{field}:{_word(field, text, analysed)}~{distance}"
        case Regex(field=field, pattern=pattern):
            return f"{field}:/{pattern}/"
        case Range(field=f, low=low, high=high, include_low=il, include_high=ih):
            return f"{f}:{'[' if il else '{'}{low or '*'} TO {high or '*'}{']' if ih else '}'}"
        case AnyOf(field=field, texts=texts):
            return " ".join(f"{field}:{text}" for text in texts)
    raise TypeError(node)


def _word(field: str, text: str, analysed: bool) -> str:
    """Return a word as the peer's lower-casing analyser writes it."""
    return text.lower() if analysed and is_analysed(field) else text
