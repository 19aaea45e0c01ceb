"""Patterns over the colours of series, so that a chart can be read without any colour."""

from __future__ import annotations

from datasets.charts import drawing as d

# The first series is plain; each further one has a pattern of its own, in the colour of the paper.
_PATTERNS = (
    "",
    '<path d="M0 8L8 0M-2 2L2 -2M6 10L10 6" stroke-width="2.4"/>',
    '<path d="M2 0V8" stroke-width="2"/>',
    '<path d="M0 2H8" stroke-width="2"/>',
    '<path d="M0 0L8 8M0 8L8 0" stroke-width="1.4"/>',
    '<circle cx="4" cy="4" r="1.7" stroke-width="1"/>',
)


def definitions(series: int, key: str) -> str:
    """Return the patterns that a chart of so many series needs; `key` is unique on its page."""
    found = "".join(
        f'<pattern id="{key}-h{number}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<g class="chart__hatch" stroke="#fff" fill="none">{_PATTERNS[number]}</g></pattern>'
        for number in range(1, min(series, len(_PATTERNS)))
    )
    return f"<defs>{found}</defs>" if found else ""


def box(x: float, y: float, width: float, height: float, colour: int, title: str, key: str) -> str:
    """Draw a box in the colour and the pattern of a series."""
    drawn = d.rect(x, y, width, height, colour, title)
    if not colour or not key:
        return drawn
    return drawn + (
        f'<rect x="{d.num(x)}" y="{d.num(y)}" width="{d.num(max(0.0, width))}"'
        f' height="{d.num(height)}" fill="url(#{key}-h{colour})" pointer-events="none"/>'
    )
