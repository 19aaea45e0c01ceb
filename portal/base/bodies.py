"""A frame around the bodies of pages; the app that puts living things into bodies registers one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# Gets the body, the request (None in tests) and what renders the blocks; returns safe HTML.
Frame = Callable[[Any, Any, Callable[[], str]], str]


@dataclass(slots=True)
class _Registry:
    frame: Frame | None = field(default=None)


_registry = _Registry()


def register_frame(frame: Frame) -> None:
    """Say what stands around bodies; called in `AppConfig.ready()`."""
    _registry.frame = frame


def framed(body: Any, request: Any, render: Callable[[], str]) -> str:
    """Return the rendered blocks with what the frame adds."""
    return _registry.frame(body, request, render) if _registry.frame else render()


# Gets the whole page as HTML and the page; returns the HTML.
Finish = Callable[[str, Any], str]
_finishes: list[Finish] = []


def register_finish(finish: Finish) -> None:
    """Have finished pages worked on; called in `AppConfig.ready()`."""
    if finish not in _finishes:
        _finishes.append(finish)


def finished(html: str, page: Any) -> str:
    """Return the finished page."""
    for finish in _finishes:
        html = finish(html, page)
    return html


def stored_blocks(content: Any) -> Iterator[tuple[str, Any]]:
    """Go through the blocks of what is stored of a page or a body, also inside others: kind and value."""
    if isinstance(content, Mapping):
        if isinstance(kind := content.get("type"), str):
            yield kind, content.get("value")
        content = list(content.values())
    if isinstance(content, Sequence) and not isinstance(content, str | bytes):
        for part in content:
            yield from stored_blocks(part)
