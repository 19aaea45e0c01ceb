"""Where in the editor a partner's remark is shown: Wagtail knows fields, a partner knows blocks."""

import json
import re
from typing import Any

from wagtail.blocks import FieldBlock, RichTextBlock, StructBlock
from wagtail.models import Page

# The editor keeps the key of each paragraph in its text; a mark needs one.
_PARAGRAPH = re.compile(r'<(\w+)[^>]*\bdata-block-key="([^"]+)"[^>]*>(.*?)</\1>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def place_of(draft: Page, key: str) -> tuple[str, str]:
    """Return content path and position for a remark at a block ("body.<id>")."""
    found = _block(draft, key)
    if found is None:
        return key, ""
    path, block, value = key, found.block, found.value
    while isinstance(block, StructBlock):
        name, child = _first_field(block)
        if child is None:
            return path, ""
        path, block, value = f"{path}.{name}", child, value.get(name)
    if isinstance(block, RichTextBlock):
        return path, _position(getattr(value, "source", ""))
    return path, ""


def _block(draft: Page, key: str) -> Any:
    """Return the block of the draft's stream with that key."""
    field, _dot, block_id = key.partition(".")
    stream = getattr(draft, field, None) or []
    return next((child for child in stream if getattr(child, "id", None) == block_id), None)


def _first_field(block: StructBlock) -> tuple[str, Any]:
    """Return the first part of a block that a remark can hang on."""
    for name, child in block.child_blocks.items():
        if isinstance(child, FieldBlock | StructBlock):
            return name, child
    return "", None


def _position(html: str) -> str:
    """Mark the first paragraph of a text; the editor expects JSON even where nothing is marked."""
    found = _PARAGRAPH.search(html)
    if found is None:
        return "[]"
    length = len(_TAG.sub("", found[3]))
    return json.dumps([{"key": found[2], "start": 0, "end": length}])
