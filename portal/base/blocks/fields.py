"""A StreamField whose blocks stay out of migrations: a changed help text is no change of the database."""

from typing import Any

from wagtail.fields import StreamField


class BodyField(StreamField):
    """The body of a page."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Leave out the definitions of the blocks."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
