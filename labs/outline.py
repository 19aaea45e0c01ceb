"""The outline of a guide: chapters with anchors and their neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from portal.base.slugs import unique_slugs


@dataclass(slots=True)
class Chapter:
    """A chapter as the page shows it."""

    title: str
    anchor: str
    body: Any
    previous: "Chapter | None" = None
    next: "Chapter | None" = None


def chapters_of(stream: Sequence[Any]) -> list[Chapter]:
    """Return the chapters of a stream in their order."""
    values = [block.value for block in stream]
    anchors = unique_slugs([value["title"] or "" for value in values], prefix="kapitel")
    chapters = [
        Chapter(title=value["title"], anchor=anchor, body=value["body"])
        for value, anchor in zip(values, anchors, strict=True)
    ]
    for before, after in pairwise(chapters):
        before.next, after.previous = after, before
    return chapters
