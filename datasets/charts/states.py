"""The German states shaded by a value: light is little, dark is much, readable without colour."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from datasets.charts import drawing as d
from datasets.charts.describing import value_text
from datasets.charts.words import word

CLASSES = 5
# For files that stand alone; pages override them by class for light and dark.
SHADES = ("#dbe9e8", "#a9cccb", "#6fa8a8", "#37797c", "#063b42")
LEGEND = 200.0
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
) -> str:
    """Draw the states in five shades with a legend; a state without value is hatched."""
    key = re.sub(r"[^\w-]", "-", key)
    low, high = min(values.values(), default=0.0), max(values.values(), default=0.0)
    parts = [
        f'<defs><pattern id="{key}-none" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<path d="M0 8L8 0" class="chart__grid" stroke="#b9c9c8"/></pattern></defs>'
    ]
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
        parts.append(
            f'<path d="{state["path"]}" {look} stroke="#465a5f" stroke-width="1">'
            f"<title>{d.clean(words)}</title></path>"
        )
    parts += _legend(low, high, unit, key, missing=len(values) < len(_PREFIXES))
    width = int(586 + LEGEND)
    return d.document(parts, 800, title=title, description=description, key=key, width=width)


def _class(value: float, low: float, high: float) -> int:
    if high <= low:
        return CLASSES - 1
    return min(CLASSES - 1, int((value - low) / (high - low) * CLASSES))


def _legend(low: float, high: float, unit: str, key: str, *, missing: bool) -> list[str]:
    """Say which shade stands for which values."""
    parts, x, y = [], 604.0, 40.0
    if unit:
        parts.append(d.text(x, y - 14, d.shortened(unit, LEGEND - 20), soft=True))
    step = (high - low) / CLASSES
    shades = range(CLASSES) if high > low else [CLASSES - 1]
    for number in shades:
        start = low + number * step
        first, last = value_text(round(start, 2)), value_text(round(start + step, 2))
        words = word(f"{first} bis {last}", f"{first} to {last}")
        if high <= low:
            words = value_text(high)
        parts.append(
            f'<rect x="{x}" y="{d.num(y)}" width="22" height="22" stroke="#465a5f"'
            f' fill="{SHADES[number]}" class="chart__c{number + 1}"/>'
        )
        parts.append(d.text(x + 30, y + 16, d.shortened(words, LEGEND - 50)))
        y += 30
    if missing:
        parts.append(
            f'<rect x="{x}" y="{d.num(y)}" width="22" height="22" stroke="#465a5f"'
            f' fill="url(#{key}-none)"/>'
        )
        parts.append(d.text(x + 30, y + 16, word("keine Angabe", "not stated")))
    return parts
