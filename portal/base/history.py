"""What the history of a page calls our own deeds; words that depend on the entry need a class in Wagtail."""

from collections.abc import Callable
from typing import Any

from wagtail.log_actions import LogFormatter


def register_deed(
    actions: Any, action: str, name: Any, words: Callable[[dict[str, Any]], str]
) -> None:
    """Name an action; `words` makes the sentence of an entry from what was kept with it."""

    class Entry(LogFormatter):
        """The sentence of one kind of entry."""

        label = name

        def format_message(self, log_entry: Any) -> str:
            """Return the sentence."""
            return words(log_entry.data or {})

    actions.register_action(action)(Entry)
