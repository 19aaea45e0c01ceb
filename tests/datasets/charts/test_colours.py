"""The colours of charts, measured: against the paper, and as people with other eyes see them.

Simulation: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based Model for Simulation
of Color Vision Deficiency", IEEE TVCG 15 (6), 2009: matrices of full severity, applied to linear RGB.
Contrast: relative luminance of WCAG 2.2; 3:1 is what it asks of parts of graphics (1.4.11).
"""

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from datasets.charts import COLOURS, KINDS, chart_from_rows, render
from datasets.charts.states import CLASSES, SHADES

CSS = Path(__file__).parents[3] / "portal" / "static" / "css"
EYES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}
LUMINANCE = (0.2126, 0.7152, 0.0722)


def seen(colour, eyes):
    """Return a colour as linear RGB after it went through these eyes."""
    full = colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:])
    parts = [int(full[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    rows = (sum(a * b for a, b in zip(row, linear, strict=True)) for row in EYES[eyes])
    return tuple(min(1.0, max(0.0, value)) for value in rows)


def contrast(one, other, eyes="usual"):
    """Return the ratio of contrast of two colours."""
    lights = sorted(
        sum(a * b for a, b in zip(LUMINANCE, seen(colour, eyes), strict=True))
        for colour in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def pairs_of(sheet, name):
    """Return the light and the dark value of a token or of the fill of a class."""
    text = (CSS / sheet).read_text(encoding="utf-8")
    found = re.search(rf"{re.escape(name)}(?:: | \{{\s+fill: )light-dark\((\S+), (\S+)\)", text)
    assert found, name
    return found.groups()


def palette(scheme):
    """Return the paper, the colours of series and the shades of maps in one scheme."""
    chart = "components/chart.css"
    series = [pairs_of(chart, f"--s{n}")[scheme] for n in range(1, len(COLOURS) + 1)]
    shades = [pairs_of(chart, f".chart__c{n}")[scheme] for n in range(1, CLASSES + 1)]
    return pairs_of("tokens.css", "--paper")[scheme], series, shades


def test_files_that_stand_alone_have_the_light_colours_of_pages():
    _paper, series, shades = palette(0)
    assert tuple(series) == COLOURS
    assert tuple(shades) == SHADES


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("eyes", EYES)
def test_every_series_stands_out_from_the_paper_for_all_eyes(scheme, eyes):
    paper, series, _shades = palette(scheme)
    assert min(contrast(colour, paper, eyes) for colour in series) >= 3


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("eyes", EYES)
def test_shades_of_a_map_go_one_way_for_all_eyes(scheme, eyes):
    _paper, _series, shades = palette(scheme)
    assert min(contrast(one, other, eyes) for one, other in pairwise(shades)) >= 1.3
    lights = [seen(shade, eyes)[1] for shade in shades]
    assert lights in (sorted(lights), sorted(lights, reverse=True))


def test_where_colours_of_series_come_close_something_else_tells_them_apart():
    """For some eyes all colours of the palette are alike; hatching, dashes, shapes and numbers are not."""
    alike = [
        (one, other)
        for scheme in (0, 1)
        for eyes in EYES
        for one, other in combinations(palette(scheme)[1], 2)
        if contrast(one, other, eyes) < 3
    ]
    assert alike  # so what follows is needed
    names = ["a", "b", "c", "d", "e", "f"]
    rows = [(label, *range(1, 7)) for label in ("2020", "2021")]
    for kind in KINDS:
        for narrow in (False, True):
            given = [(name, 20 - n) for n, name in enumerate(names)] if kind == "share" else rows
            series = ["n"] if kind == "share" else names
            svg = render(chart_from_rows(kind, "t", given, series), key="k", narrow=narrow)
            marks = _marks(kind, svg)
            assert len(set(marks)) == len(names), kind


def _marks(kind, svg):
    """Return what each series has besides its colour, from the drawing."""
    if kind == "share":
        return re.findall(r'font-weight="700">(\d)<', svg)
    if kind == "line":
        lines = re.findall(r'<path d="M[^>]*class="chart__l\d"[^>]*>', svg)[:6]
        return [re.search(r'dasharray="([^"]+)"|$', line)[1] for line in lines]
    if kind == "dot":
        shapes = re.findall(r'<(circle|path)(?: d="([^"]+)")?[^>]*class="chart__s\d"', svg)[:6]
        return [tag + re.sub(r"^M[\d. -]+", "", path) for tag, path in shapes]
    hatched = re.findall(r"<pattern [^>]*>(.*?)</pattern>", svg)
    return ["plain", *hatched]
