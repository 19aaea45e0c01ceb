"""A page in Deutsche Gebärdensprache: it is a video; without one there is nothing to see in it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page

from portal.base.bodies import stored_blocks
from portal.base.variants import BY_CODE, language_of

VIDEO = "video"


def video_first(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep a signed variant as a draft while it has no video."""
    language = BY_CODE.get(language_of(page))
    if language is None or not language.signed or has_video(page.specific):
        return None
    words = _(
        "Gespeichert, aber nicht veröffentlicht: Diese Fassung ist in Gebärdensprache, und es fehlt das Video. "
        "Fügen Sie oben im Text den Block „Video“ ein; was dort geschrieben steht, bleibt auf Deutsch."
    )
    messages.error(request, words)
    return redirect("wagtailadmin_pages:edit", page.pk)


def has_video(page: Any) -> bool:
    """Say whether a video stands anywhere on the page."""
    bodies = [getattr(page, field.name).raw_data for field in _streams(page)]
    return any(kind == VIDEO for kind, _value in stored_blocks(bodies))


def takes_video(page: Any) -> bool:
    """Say whether pages of this kind can hold a video."""
    return any(name == VIDEO for field in _streams(page) for name in _names(field.stream_block))


def _streams(page: Any) -> list[StreamField]:
    """Return the bodies of a page."""
    return [field for field in page._meta.get_fields() if isinstance(field, StreamField)]


def _names(block: Any) -> Iterator[str]:
    """Go through the names of the blocks that may stand in one."""
    for name, child in getattr(block, "child_blocks", {}).items():
        yield name
        yield from _names(child)
