"""`{% framed body %}…{% endframed %}`: blocks of a body with what belongs around them."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token

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
