"""Charts and point maps as SVG from plain rows; knows no Django and needs no script."""

from datasets.charts.describing import describe, value_text
from datasets.charts.drawing import COLOURS
from datasets.charts.maps import Point, in_germany, map_source, map_svg
from datasets.charts.model import (
    KINDS,
    Chart,
    ChartError,
    Series,
    chart_from_rows,
)
from datasets.charts.rendering import render
from datasets.charts.small import histogram_svg
from datasets.charts.states import state_id, state_names, states_svg
from datasets.charts.words import (
    german_date,
    german_number,
    german_value,
    speaking,
    spoken_number,
    spoken_value,
)

__all__ = [
    "COLOURS",
    "KINDS",
    "Chart",
    "ChartError",
    "Point",
    "Series",
    "chart_from_rows",
    "describe",
    "german_date",
    "german_number",
    "german_value",
    "histogram_svg",
    "in_germany",
    "map_source",
    "map_svg",
    "render",
    "speaking",
    "spoken_number",
    "spoken_value",
    "state_id",
    "state_names",
    "states_svg",
    "value_text",
]
