"""Charts: what is drawn follows from the rows, names stay text, and the words say the same."""

import re
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from datasets.charts import (
    KINDS,
    ChartError,
    chart_from_rows,
    describe,
    german_number,
    german_value,
    histogram_svg,
    render,
)

NASTY = '<script>alert("1")</script> & \x07 ä'


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1234567.5, None, "1.234.567,5"),
        (1234, None, "1234"),
        (Decimal("12345678901234567890.1230"), None, "12.345.678.901.234.567.890,123"),
        (-0.04, 1, "0,0"),
        (-1234.5, 0, "−1235"),
        ("2.50", None, "2,5"),
        (float("nan"), None, "–"),
        (1e21, None, "1.000.000.000.000.000.000.000"),
        (Decimal("99999.995"), 2, "100.000,00"),
    ],
)
def test_numbers_are_german(value, decimals, expected):
    assert german_number(value, decimals) == expected


def test_other_values_are_german():
    assert german_value(datetime(1871, 1, 5, 12, 30)) == "05.01.1871 12:30"
    assert [german_value(v) for v in (date(2024, 2, 9), True, None)] == ["09.02.2024", "ja", "–"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_sound_svg_that_holds_the_names_as_text(kind):
    chart = chart_from_rows(kind, NASTY, [(NASTY, 3), ("b", None), (None, 1.5)], ["n"], unit="€")
    svg = ElementTree.fromstring(render(chart, key='x"y'))
    assert "<script>" not in ElementTree.tostring(svg, encoding="unicode")
    assert svg[0].text == NASTY.replace("\x07", " ")
    assert not re.search(r"\bstyle=|\bon\w+=|href", render(chart))


@pytest.mark.parametrize("kind", ["bar", "stacked", "area"])
def test_series_differ_without_colour(kind):
    rows = [("a", 1, 2, 3), ("b", 4, 5, 6)]
    svg = render(chart_from_rows(kind, "t", rows, ["eins", "zwei", "drei"]), key="k")
    assert {"k-h1", "k-h2"} == set(re.findall(r'<pattern id="([^"]+)"', svg))
    assert {"k-h1", "k-h2"} == set(re.findall(r"url\(#([^)]+)\)", svg))


def test_what_is_stacked_cannot_be_negative():
    with pytest.raises(ChartError, match="negativ"):
        chart_from_rows("stacked", "t", [("a", -1)], ["n"])


def test_bars_are_as_long_as_their_values_say():
    svg = render(chart_from_rows("bar", "t", [("a", 10), ("b", -5), ("c", 0)], ["n"]))
    widths = [float(w) for w in re.findall(r'<rect x="[^"]+" y="[^"]+" width="([^"]+)"', svg)]
    assert widths[0] == pytest.approx(2 * widths[1], abs=0.2)
    assert widths[2] == 0


def test_a_line_puts_years_where_they_belong_and_breaks_at_gaps():
    rows = [(2020, 1), (2000, 4), (2010, None), (2005, 2)]
    chart = chart_from_rows("line", "t", rows, ["n"])
    assert chart.labels == ("2000", "2005", "2010", "2020")
    path = re.search(r' d="([^"]+)"', render(chart))
    assert path
    xs = [float(x) for x in re.findall(r"[ML]([\d.]+) ", path[1])]
    assert xs[1] - xs[0] == pytest.approx((xs[2] - xs[0]) / 4, abs=0.2)
    assert path[1].count("M") == 2
    assert describe(chart) == (
        "Liniendiagramm mit 4 Werten. n: am größten 2000 mit 4, am kleinsten 2020 mit 1; von 4 auf 1."
    )


def test_small_shares_become_one_and_all_make_a_hundred():
    chart = chart_from_rows("share", "t", [(f"o{i}", 100 - i) for i in range(20)], ["n"])
    svg = render(chart)
    percents = re.findall(r">([\d,]+) %<", svg)
    assert len(percents) == 8
    assert sum(float(p.replace(",", ".")) for p in percents) == pytest.approx(100, abs=0.4)
    assert "13 weitere" in svg


@pytest.mark.parametrize(
    ("kind", "rows", "names"),
    [
        ("pie", [("a", 1)], ["n"]),
        ("bar", [], ["n"]),
        ("share", [("a", -1), ("b", 2)], ["n"]),
        ("share", [("a", 0)], ["n"]),
        ("share", [("a", 1, 2)], ["n", "m"]),
        ("bar", [("a",) + (1,) * 7], list("abcdefg")),
        ("bar", [(i, 1) for i in range(500)], ["n"]),
    ],
)
def test_what_cannot_be_drawn_is_said(kind, rows, names):
    with pytest.raises(ChartError):
        chart_from_rows(kind, "t", rows, names)


@pytest.mark.parametrize(
    "rows", [[("a", 1e300), ("b", -1e300)], [("a", 5), ("b", 5)], [("a", 1e-9)]]
)
@pytest.mark.parametrize("kind", ["bar", "line"])
def test_odd_sizes_are_drawn(kind, rows):
    assert "nan" not in render(chart_from_rows(kind, "t", rows, ["n"]))


def test_a_histogram_says_what_it_shows():
    assert 'aria-label="0 bis &quot;9&quot;"' in histogram_svg([1, 0, 4], description='0 bis "9"')
    assert histogram_svg([], description="") == ""


@pytest.mark.parametrize("kind", KINDS)
def test_on_a_phone_letters_keep_their_size_and_long_names_are_whole(kind):
    name = "Räumliche Planung und Entwicklung des ländlichen Raumes"
    rows = [(name, 1234567.5), ("Kurz", 2345678)]
    svg = render(chart_from_rows(kind, "t", rows, ["n"]), key="k", narrow=True)
    assert 'viewBox="0 0 360 ' in svg
    assert 'id="k-schmal-title"' in svg
    drawn = re.findall(r'<text x="([\d.]+)" y="[\d.]+" text-anchor="(\w+)"[^>]*>([^<]+)<', svg)
    share = {"start": 0, "middle": 0.5, "end": 1}
    for x, place, words in drawn:
        begins = float(x) - share[place] * len(words) * 8
        assert begins >= -8
        assert begins + len(words) * 8 <= 368
    if kind in ("bar", "stacked", "dot", "share"):
        assert name in " ".join(words for _x, _place, words in drawn)


@pytest.mark.parametrize("narrow", [False, True])
def test_keys_are_whole_in_a_broad_typeface(narrow):
    svg = render(chart_from_rows("bar", "t", [("05170024", 3)], ["n"]), narrow=narrow)
    [end] = re.findall(r'<text x="([\d.]+)"[^>]*>05170024<', svg)
    assert float(end) >= 8 * 8.91  # a digit of DejaVu Sans has 0.636 em


def test_numbers_of_an_axis_do_not_touch_on_a_phone():
    rows = [("a", 25_580_200), ("b", 3)]
    svg = render(chart_from_rows("bar", "t", rows, ["n"]), narrow=True)
    axis = re.findall(r'<text x="([\d.]+)" y="[\d.]+" text-anchor="middle"[^>]*>([^<]+)<', svg)
    spans = [(float(x) - len(w) * 4, float(x) + len(w) * 4) for x, w in axis]
    assert len(spans) > 1
    assert all(left[1] < right[0] for left, right in pairwise(spans))
