"""Pieces of SVG: presentation attributes only, so a strict content policy lets them pass."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

# For SVG files that stand alone; pages override them by class for light and dark.
COLOURS = ("#0a5a60", "#a8451b", "#5b4b9a", "#7a6100", "#1d6fb8", "#9a2f6b")
WIDTH = 640
FONT = 14
LETTER = 8.0  # width of a letter of that size, on average
BROAD = 9.0  # of a digit or a capital in a broad typeface
INK, SOFT, LINE = "#12262b", "#465a5f", "#b9c9c8"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper of a drawing: its width, and the most room that names beside rows get."""

    width: int = WIDTH
    names: float = 284.0
    narrow: bool = False


WIDE = Sheet()
# As wide as a phone shows it, so that letters keep their size there.
NARROW = Sheet(360, 96.0, narrow=True)
_CONTROL = dict.fromkeys([*range(32), 127, 65534, 65535], " ")


def clean(text: str) -> str:
    """Escape a text for SVG; control characters become blanks."""
    return escape(str(text).translate(_CONTROL))


def shortened(text: str, width: float) -> str:
    """Cut a text to about so many pixels."""
    most = max(2, int(width / LETTER))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def wrapped(text: str, width: float, lines: int) -> tuple[str, ...]:
    """Break a text into so many lines at most; the last one is cut if there is more."""
    most = max(2, int(width / LETTER))
    found = textwrap.wrap(text, most) or [""]
    if len(found) > lines:
        found[lines - 1 :] = [shortened(" ".join(found[lines - 1 :]), width)]
    return tuple(found)


def text_width(text: str) -> float:
    """Guess the width of a text in pixels."""
    return sum(BROAD if c.isdigit() or c.isupper() else LETTER for c in text)


def num(value: float) -> str:
    """Write a coordinate briefly."""
    return f"{value:.1f}".removesuffix(".0")


def text(
    x: float, y: float, words: str, *, anchor: str = "start", soft: bool = False, extra: str = ""
) -> str:
    """Draw one line of text."""
    name, colour = ("chart__soft", SOFT) if soft else ("chart__text", INK)
    return (
        f'<text x="{num(x)}" y="{num(y)}" text-anchor="{anchor}" class="{name}" fill="{colour}"'
        f"{extra}>{clean(words)}</text>"
    )


def line(x1: float, y1: float, x2: float, y2: float, *, strong: bool = False) -> str:
    """Draw a line of the grid, or an axis."""
    name, colour = ("chart__axis", SOFT) if strong else ("chart__grid", LINE)
    return (
        f'<line x1="{num(x1)}" y1="{num(y1)}" x2="{num(x2)}" y2="{num(y2)}" class="{name}"'
        f' stroke="{colour}"/>'
    )


def rect(x: float, y: float, width: float, height: float, colour: int, title: str = "") -> str:
    """Draw a filled box in the colour of a series; the title shows when pointed at."""
    inner = f"<title>{clean(title)}</title>" if title else ""
    return (
        f'<rect x="{num(x)}" y="{num(y)}" width="{num(max(0.0, width))}" height="{num(height)}"'
        f' class="chart__s{colour + 1}" fill="{COLOURS[colour]}">{inner}</rect>'
    )


def document(
    parts: Sequence[str],
    height: float,
    *,
    title: str,
    description: str,
    key: str,
    width: int = WIDTH,
) -> str:
    """Wrap drawn pieces as an image with title and description; `key` is unique on its page."""
    name = re.sub(r"[^\w-]", "-", f"{key}-title")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {num(height)}" class="chart__svg"'
        f' role="img" aria-labelledby="{name} {name}-d" font-family="system-ui, sans-serif"'
        f' font-size="{FONT}"><title id="{name}">{clean(title)}</title>'
        f'<desc id="{name}-d">{clean(description)}</desc>{"".join(parts)}</svg>'
    )


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Return round numbers that enclose a span."""
    if not high > low:
        high = low + (abs(low) or 1.0)
    rough = (high - low) / max(1, about)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(f * power for f in (1, 2, 2.5, 5, 10) if f * power >= rough * 0.999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(i * step, 12) if step < 1e10 else i * step for i in range(first, last + 1)]
