"""A draft beside what is public: which fields and blocks are new, changed or gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

# Not for readers, or for editors alone.
SKIPPED = {
    "slug",
    "path",
    "url_path",
    "seo_title",
    "draft_title",
    "translation_key",
    "latest_revision",
    "review_on",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A block of the draft; `state` is "same", "new", "changed" or "gone"."""

    key: str
    state: str
    label: str
    block: Any

    @property
    def mark(self) -> str:
        """Return what is written beside the block."""
        words = {"new": _("neu"), "changed": _("geändert"), "gone": _("entfällt")}
        return words.get(self.state, "")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of words with its public and its new value."""

    label: str
    before: str
    after: str


def changed_fields(before: Page | None, after: Page) -> list[FieldChange]:
    """Return the fields of words and dates that differ."""
    found = []
    for field in after._meta.get_fields():
        plain = isinstance(field, models.CharField | models.TextField | models.DateField)
        if not plain or isinstance(field, StreamField | RichTextField | models.DateTimeField):
            continue
        if field.name in SKIPPED or not field.editable:
            continue
        old = str(getattr(before, field.name) or "") if before is not None else ""
        new = str(getattr(after, field.name) or "")
        if old != new:
            found.append(FieldChange(str(field.verbose_name), old, new))
    return found


def parts_of(before: Page | None, after: Page) -> Iterator[Part]:
    """Yield the blocks of all bodies of the draft, and those that are gone."""
    for field in after._meta.get_fields():
        if not isinstance(field, StreamField):
            continue
        known = _raw(getattr(before, field.name)) if before is not None else {}
        fresh = getattr(after, field.name)
        raw = _raw(fresh)
        for block in fresh:
            state = _state(known.get(block.id), raw.get(block.id)) if before is not None else "same"
            yield Part(f"{field.name}.{block.id}", state, str(block.block.label), block)
        if before is not None:
            for block in getattr(before, field.name):
                if block.id not in raw:
                    yield Part(f"{field.name}.{block.id}", "gone", str(block.block.label), block)


def _raw(stream: Any) -> dict[str, Any]:
    return {item.get("id"): (item["type"], item["value"]) for item in stream.get_prep_value()}


def _state(old: Any, new: Any) -> str:
    if old is None:
        return "new"
    return "same" if old == new else "changed"
