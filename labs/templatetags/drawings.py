"""Put kept drawings on a page, where the same chart may stand more than once."""

import re
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
# Where a drawing names its parts or points to them; `aria-labelledby` names two.
_NAMED = re.compile(r'(\bid="|="#|\(#|labelledby="|-title )(diagramm-\w+)(?=-)')


@register.simple_tag
def anchor(chart: Any, turn: int = 1) -> str:
    """Return the anchor of a chart on its page."""
    return f"d{chart.pk}" if not turn or turn == 1 else f"d{chart.pk}-{turn}"


@register.simple_tag
def drawing(svg: str, chart: Any, turn: int = 1) -> SafeString:
    """Return a kept drawing with ids that no other drawing on the page has."""
    name = f"diagramm-{chart.pk}" if not turn or turn == 1 else f"diagramm-{chart.pk}x{turn}"
    named = _NAMED.sub(lambda found: found[1] + name, svg)
    return mark_safe(named)  # noqa: S308 - texts are escaped where they are drawn
