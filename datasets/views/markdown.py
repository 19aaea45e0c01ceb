"""Markdown of descriptions to clean HTML."""

from functools import lru_cache
from html import unescape

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    "p", "br", "strong", "em", "a", "ul", "ol", "li", "code", "pre", "blockquote", "h2", "h3", "h4",
    "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "hr",
}  # fmt: skip
_PARSER = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


@lru_cache(maxsize=512)
def to_html(text: str) -> SafeString:
    """Return the text as HTML with nothing in it that could run, load or deceive."""
    tokens = _PARSER.parse(text[:100_000])
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    # Descriptions stand below the page's h1: whatever levels they use become h2, h3 and so on.
    levels = sorted({token.tag for token in headings})
    for token in headings:
        token.tag = f"h{2 + levels.index(token.tag)}" if levels.index(token.tag) < 5 else "h6"
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    clean = nh3.clean(
        html, tags=TAGS, attributes={"a": {"href", "title"}}, link_rel="nofollow noopener"
    )
    return mark_safe(clean)  # noqa: S308 - cleaned in the line above


def to_text(text: str) -> str:
    """Return the words of a description without its marks, for excerpts and search."""
    return unescape(strip_tags(to_html(text).replace("><", "> <"))).strip()
