"""The German states shaded by a value: light is little, dark is much, readable without colour."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from datasets.charts import drawing as d
from datasets.charts.describing import value_text
from datasets.charts.words import word

CLASSES = 5
# For files that stand alone; pages override them by class for light and dark.
SHADES = ("#dbe9e8", "#a9cccb", "#6fa8a8", "#37797c", "#063b42")
LEGEND = 300.0
BIG = 246.0  # room for words there, whose letters pages draw half as large again
MAP = (586.0, 793.0)
_PREFIXES = {
    "01": "sh", "02": "hh", "03": "ni", "04": "hb", "05": "nw", "06": "he", "07": "rp", "08": "bw",
    "09": "by", "10": "sl", "11": "be", "12": "bb", "13": "mv", "14": "sn", "15": "st", "16": "th",
}  # fmt: skip
_KEY = re.compile(r"\d{2}|\d{5}|\d{8}|\d{9}|\d{12}")


@lru_cache(maxsize=1)
def outlines() -> dict[str, Any]:
    """Return the outlines of the states, which the maps of points use too."""
    text = (Path(__file__).parent / "germany.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def state_id(value: Any) -> str:
    """Return the state that a key (AGS, ARS) or a name belongs to, empty if none."""
    text = str(value or "").strip()
    if _KEY.fullmatch(text):
        return _PREFIXES.get(text[:2], "")
    wanted = text.casefold()
    for state in outlines()["states"]:
        if wanted in (state["name"].casefold(), state["id"]):
            return str(state["id"])
    return ""


def state_names() -> dict[str, str]:
    """Return the names of the states by their short form."""
    return {str(state["id"]): str(state["name"]) for state in outlines()["states"]}


def states_svg(
    values: Mapping[str, float], *, title: str, description: str, unit: str = "", key: str = "map"
) -> tuple[str, str]:
    """Draw the states in five shades with a legend, wide and narrow; one without value is hatched.

    The narrow drawing takes the outlines from the wide one, which must be on its page (they are large).
    """
    key = re.sub(r"[^\w-]", "-", key)
    small = f"{key}-schmal"
    low, high = min(values.values(), default=0.0), max(values.values(), default=0.0)
    missing = len(values) < len(_PREFIXES)
    legend = _Legend(low, high, unit, missing=missing)
    land = "".join(_land(values, low, high, unit, key))
    wide = [_hatch(key), f'<g id="{key}-land">{land}</g>', *legend.draw(604.0, 40.0, BIG, key)]
    narrow = [
        _hatch(small),
        f'<use href="#{key}-land" transform="scale({d.NARROW.width / MAP[0]:.4f})"/>',
    ]
    below = MAP[1] * d.NARROW.width / MAP[0] + 10
    narrow += legend.draw(4.0, below + (20 if unit else 0), d.NARROW.width, small)
    bottom = below + (20 if unit else 0) + 30 * legend.rows
    words = {"title": title, "description": description}
    return (
        d.document(wide, 800, key=key, width=int(MAP[0] + LEGEND), **words),
        d.document(narrow, bottom, key=small, width=d.NARROW.width, **words),
    )


def _hatch(key: str) -> str:
    """Return the pattern of what is not stated."""
    return (
        f'<defs><pattern id="{key}-none" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<path d="M0 8L8 0" class="chart__grid" stroke="#b9c9c8"/></pattern></defs>'
    )


def _land(
    values: Mapping[str, float], low: float, high: float, unit: str, key: str
) -> Iterator[str]:
    """Draw each state in its shade."""
    for state in outlines()["states"]:
        value = values.get(state["id"])
        words = f"{state['name']}: " + (
            word("keine Angabe", "not stated")
            if value is None
            else f"{value_text(value)} {unit}".strip()
        )
        look = f'fill="url(#{key}-none)"'
        if value is not None:
            shade = _class(value, low, high)
            look = f'fill="{SHADES[shade]}" class="chart__c{shade + 1}"'
        yield (
            f'<path d="{state["path"]}" {look} stroke="#465a5f" stroke-width="1">'
            f"<title>{d.clean(words)}</title></path>"
        )


def _class(value: float, low: float, high: float) -> int:
    if high <= low:
        return CLASSES - 1
    return min(CLASSES - 1, int((value - low) / (high - low) * CLASSES))


@dataclass(frozen=True, slots=True)
class _Legend:
    """Says which shade stands for which values."""

    low: float
    high: float
    unit: str
    missing: bool

    @property
    def shades(self) -> list[int]:
        """Return the shades that occur."""
        return list(range(CLASSES)) if self.high > self.low else [CLASSES - 1]

    @property
    def rows(self) -> int:
        """Return how many lines it has."""
        return len(self.shades) + int(self.missing)

    def draw(self, x: float, y: float, width: float, key: str) -> list[str]:
        """Draw it with the corner of its first box at a place."""
        parts = []
        if self.unit:
            parts.append(d.text(x, y - 14, d.shortened(self.unit, width - 20), soft=True))
        entries = [(SHADES[n], f' class="chart__c{n + 1}"', self._words(n)) for n in self.shades]
        if self.missing:
            entries.append((f"url(#{key}-none)", "", word("keine Angabe", "not stated")))
        for fill, name, words in entries:
            parts.append(
                f'<rect x="{d.num(x)}" y="{d.num(y)}" width="22" height="22" stroke="#465a5f"'
                f' fill="{fill}"{name}/>'
            )
            parts.append(d.text(x + 30, y + 16, d.shortened(words, width - 50)))
            y += 30
        return parts

    def _words(self, number: int) -> str:
        if self.high <= self.low:
            return value_text(self.high)
        step = (self.high - self.low) / CLASSES
        start = self.low + number * step
        first, last = value_text(round(start, 2)), value_text(round(start + step, 2))
        return word(f"{first} bis {last}", f"{first} to {last}")
