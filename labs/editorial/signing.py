"""A page in Deutsche Gebärdensprache: it is a video; without one there is nothing to see in it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from portal.base.blocks.video import VideoBlock
from portal.base.variants import BY_CODE, language_of


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
    streams = [field for field in page._meta.get_fields() if isinstance(field, StreamField)]
    return any(
        isinstance(found, VideoBlock)
        for field in streams
        for found in _blocks(getattr(page, field.name))
    )


def takes_video(page: Any) -> bool:
    """Say whether pages of this kind can hold a video."""
    streams = [field for field in page._meta.get_fields() if isinstance(field, StreamField)]
    return any(
        isinstance(found, VideoBlock) for field in streams for found in _kinds(field.stream_block)
    )


def _blocks(value: Any) -> Iterator[Any]:
    """Go through the kinds of the blocks that stand in a value, also inside others."""
    for child in value or ():
        yield child.block
        if isinstance(child.block, StreamBlock | ListBlock):
            yield from _blocks(child.value)
        elif isinstance(child.block, StructBlock):
            for name, kind in child.block.child_blocks.items():
                if isinstance(kind, StreamBlock):
                    yield from _blocks(child.value.get(name))


def _kinds(block: Any) -> Iterator[Any]:
    """Go through the kinds of blocks that may stand in one."""
    children = [block.child_block] if isinstance(block, ListBlock) else []
    for child in [*children, *getattr(block, "child_blocks", {}).values()]:
        yield child
        yield from _kinds(child)
