"""Text with its figures as words: what the search reads, with the numbers that everybody sees now."""

import re
from typing import Any

from labs.figures.scope import EMBED, IDENTIFIER, Scope, figure_ids, stored_text


def with_numbers(stream: Any) -> Any:
    """Return a stream of blocks in which each figure is its current number."""
    raw = list(getattr(stream, "raw_data", None) or ())
    ids = figure_ids(stored_text(raw))
    if not ids:
        return stream
    scope = Scope(with_notes=False)
    scope.load(ids)
    return stream.stream_block.to_python(_replaced(raw, scope))


def _replaced(value: Any, scope: Scope) -> Any:
    """Return stored blocks with numbers instead of figures."""
    if isinstance(value, str):
        return EMBED.sub(lambda match: _number(match, scope), value) if "<embed" in value else value
    if isinstance(value, dict):
        return {key: _replaced(item, scope) for key, item in value.items()}
    if hasattr(value, "__iter__"):
        return [_replaced(item, scope) for item in value]
    return value


def _number(match: re.Match[str], scope: Scope) -> str:
    """Return the number of one figure, nothing if there is none to be seen."""
    found = IDENTIFIER.search(match.group())
    state = scope.states.get(int(found[1])) if found else None
    return str(state.text) if state is not None else ""
