"""`{% framed body %}…{% endframed %}`: blocks of a body with what belongs around them."""

import itertools
import re
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe

from portal.base.bodies import framed

register = template.Library()


class FramedNode(template.Node):
    """Renders what is inside within the registered frame."""

    def __init__(self, body: FilterExpression, nodelist: NodeList) -> None:
        self.body = body
        self.nodelist = nodelist

    def render(self, context: Any) -> str:
        """Return the body's HTML."""
        request = getattr(context, "request", None) or context.get("request")
        return framed(self.body.resolve(context), request, lambda: self.nodelist.render(context))


@register.tag("framed")
def framed_tag(parser: Parser, token: Token) -> FramedNode:
    """Read the tag."""
    _name, body = token.split_contents()
    nodelist = parser.parse(("endframed",))
    parser.delete_first_token()
    return FramedNode(parser.compile_filter(body), nodelist)


_PARAGRAPH = re.compile(r"<(p|ul|ol)(?=[ >])(?![^>]* id=)")


@register.simple_tag(takes_context=True)
def anchored(context: Any, html: str) -> SafeString:
    """Give each paragraph an id made of the block's own, so that links to it outlive edits above it."""
    name = str(context.get("id") or "")[:8]
    if not name:
        return mark_safe(html)  # noqa: S308 - rich text, as Wagtail rendered it
    count = itertools.count(1)
    text = _PARAGRAPH.sub(lambda m: f'<{m[1]} id="p-{name}-{next(count)}"', str(html))
    return mark_safe(text)  # noqa: S308 - the same with ids of letters and digits
