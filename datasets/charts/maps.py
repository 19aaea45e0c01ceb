"""Points in the outlines of the German states: no tiles, no third party, fit for print."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from datasets.charts import drawing as d
from datasets.charts.words import word

MOST_POINTS = 2_000
LEAST_SPAN = 20.0  # units of the drawing, about 22 km: no closer, the outlines are coarse
WIDTH = 586
KILOMETRES_10 = 9.2  # in units of the drawing, in the middle of the country
WEST, SOUTH, EAST, NORTH = 5.8663, 47.2701, 15.0419, 55.0584
MARGIN_DEGREES = 1.0


@dataclass(frozen=True, slots=True)
class Point:
    """A place in degrees (WGS 84) with what it is called, and perhaps an address to follow."""

    longitude: float
    latitude: float
    name: str = ""
    link: str = ""


@lru_cache(maxsize=1)
def _outlines() -> dict[str, Any]:
    text = (Path(__file__).parent / "germany.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def map_source() -> str:
    """Return the line that names where the outlines are from; it stands under every map."""
    return str(_outlines()["source"])


def in_germany(longitude: float, latitude: float) -> bool:
    """Tell whether a point lies in the box that the map shows."""
    return (
        WEST - MARGIN_DEGREES <= longitude <= EAST + MARGIN_DEGREES
        and SOUTH - MARGIN_DEGREES <= latitude <= NORTH + MARGIN_DEGREES
    )


def place(longitude: float, latitude: float) -> tuple[float, float]:
    """Return where a point lies in the drawing (Mercator)."""
    left, top, right, bottom = _outlines()["box"]
    north, south = _mercator(NORTH), _mercator(SOUTH)
    x = left + (longitude - WEST) / (EAST - WEST) * (right - left)
    y = top + (north - _mercator(latitude)) / (north - south) * (bottom - top)
    return x, y


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


def map_svg(points: Sequence[Point], *, title: str, key: str = "map") -> str:
    """Draw points over the states, close enough that they are told apart."""
    shown = [point for point in points if in_germany(point.longitude, point.latitude)]
    places = [place(point.longitude, point.latitude) for point in shown[:MOST_POINTS]]
    left, top, width, height = _window(places)
    scale = width / WIDTH
    named = d.clean(key).replace('"', "")
    land = "".join(
        f'<path d="{state["path"]}"><title>{d.clean(state["name"])}</title></path>'
        for state in _outlines()["states"]
    )
    parts = [
        f'<g id="{named}-land" class="map-svg__land" fill="#e2ecea" stroke="#6f8588"'
        f' stroke-width="{scale:.3f}">{land}</g>'
    ]
    if width < WIDTH:
        parts += _inset(named, (left, top, width, height))
    radius = (6.5 if len(places) <= 200 else 4.0) * scale
    for (x, y), point in zip(places, shown, strict=False):
        parts.append(_dot(x, y, radius, point))
    words = word(f"Karte mit {len(places)} Punkten.", f"Map with {len(places)} points.")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.1f} {top:.1f} {width:.1f} {height:.1f}"'
        f' class="map-svg" role="group" aria-labelledby="{named}-title">'
        f'<title id="{named}-title">{d.clean(title)}. {words}</title>{"".join(parts)}</svg>'
    )


def _inset(named: str, window: tuple[float, float, float, float]) -> list[str]:
    """Show where in Germany the part lies, and how long ten kilometres are."""
    left, top, width, height = window
    scale = width / WIDTH
    small = 0.2 * scale
    x, y = left + width - 0.21 * width, top + 0.02 * height
    length, words = next(
        (KILOMETRES_10 * kilometres / 10, f"{kilometres} km")
        for kilometres in (100, 50, 20, 10, 5)
        if KILOMETRES_10 * kilometres / 10 < width / 3
    )
    base = top + height - 0.04 * height
    return [
        f'<g transform="translate({x:.2f} {y:.2f}) scale({small:.4f})">'
        f'<rect width="{WIDTH}" height="793" class="map-svg__back" fill="#fff"/>'
        f'<use href="#{named}-land"/><rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}"'
        f' height="{height:.1f}" class="map-svg__frame" fill="none" stroke="#a8451b" stroke-width="10"/></g>',
        f'<path d="M{left + 0.04 * width:.2f} {base:.2f}h{length:.2f}" class="chart__axis"'
        f' stroke="#465a5f" stroke-width="{3 * scale:.2f}"/>',
        f'<text x="{left + 0.04 * width:.2f}" y="{base - 8 * scale:.2f}" font-size="{21 * scale:.2f}"'
        f' class="chart__text" fill="#12262b">{words}</text>',
    ]


def _dot(x: float, y: float, radius: float, point: Point) -> str:
    circle = (
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" class="map-svg__point" fill="#a8451b"'
        f' stroke="#fff" stroke-width="{radius / 5:.2f}"><title>{d.clean(point.name)}</title></circle>'
    )
    if not point.link:
        return circle
    link = d.clean(point.link).replace('"', "&quot;")
    label = d.clean(point.name or word("Punkt", "Point")).replace('"', "&quot;")
    return f'<a href="{link}" aria-label="{label}">{circle}</a>'


def _window(places: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Return what is shown: all of Germany, or the part where the points are."""
    left, top, right, bottom = 0.0, 0.0, 586.0, 793.0
    if not places:
        return left, top, right, bottom
    xs, ys = [x for x, _ in places], [y for _, y in places]
    span = max(max(xs) - min(xs), (max(ys) - min(ys)) * 0.74, LEAST_SPAN) * 1.25
    if span > 350:
        return left, top, right, bottom
    middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return middle_x - span / 2, middle_y - span * 0.55, span, span * 1.1
