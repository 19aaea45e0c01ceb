"""Python patterns as Rust patterns that match nothing Python's would not."""

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

# How Python reads a pattern; the modules have no types.
sre: Any = import_module("re._constants")
sre_parser: Any = import_module("re._parser")

MAX_REPEAT = 1000
# Rust's classes follow another version of Unicode: only what all versions share is taken.
CATEGORIES = {
    sre.CATEGORY_DIGIT: "0-9",
    sre.CATEGORY_WORD: "0-9A-Za-z_",
    sre.CATEGORY_SPACE: r" \t\n\r\x0b\x0c",
}


class Untranslatable(Exception):
    """The pattern says something that has no safe counterpart."""


def rust_pattern(pattern: str) -> str | None:
    """Return a Rust pattern that is at most as generous as frictionless's use of `pattern`.

    frictionless matches "^" + pattern + "$" from the beginning. None where that cannot be told.
    """
    try:
        tree: Any = sre_parser.parse(f"^{pattern}$")
        if tree.state.flags & ~re.UNICODE:
            return None
        return r"\A(?:" + _sequence(tree) + ")"
    except (Untranslatable, re.error, RecursionError, OverflowError):
        return None


def _sequence(nodes: Iterable[Any]) -> str:
    return "".join(_node(op, value) for op, value in nodes)


def _node(op: Any, value: Any) -> str:
    if op is sre.LITERAL:
        return _char(value)
    if op is sre.NOT_LITERAL:
        return f"[^{_char(value)}]"
    if op is sre.ANY:
        return r"[^\n]"
    if op is sre.IN:
        return _set(value)
    if op is sre.AT:
        return _anchor(value)
    if op is sre.BRANCH:
        return "(?:" + "|".join(_sequence(branch) for branch in value[1]) + ")"
    if op is sre.SUBPATTERN:
        return _group(value)
    if op in {sre.MAX_REPEAT, sre.MIN_REPEAT}:
        return _repeat(*value)
    raise Untranslatable


def _char(code: int) -> str:
    return f"\\x{{{code:x}}}"


def _set(items: list[Any]) -> str:
    negated = items[0][0] is sre.NEGATE
    parts = []
    for op, value in items[1:] if negated else items:
        if op is sre.LITERAL:
            parts.append(_char(value))
        elif op is sre.RANGE:
            parts.append(f"{_char(value[0])}-{_char(value[1])}")
        elif op is sre.CATEGORY and not negated and value in CATEGORIES:
            parts.append(CATEGORIES[value])
        else:
            raise Untranslatable
    return f"[{'^' if negated else ''}{''.join(parts)}]"


def _anchor(value: Any) -> str:
    if value in {sre.AT_BEGINNING, sre.AT_BEGINNING_STRING}:
        return r"\A"
    if value in {sre.AT_END, sre.AT_END_STRING}:
        return r"\z"
    raise Untranslatable


def _group(value: Any) -> str:
    _number, add_flags, remove_flags, nodes = value
    if add_flags or remove_flags:
        raise Untranslatable
    return f"(?:{_sequence(nodes)})"


def _repeat(low: int, high: Any, nodes: Any) -> str:
    top = low if high is sre.MAXREPEAT else int(high)
    if max(low, top) > MAX_REPEAT:
        raise Untranslatable
    return f"(?:{_sequence(nodes)}){{{low},{'' if high is sre.MAXREPEAT else top}}}"
