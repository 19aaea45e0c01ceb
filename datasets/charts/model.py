"""What a chart shows: labels, series of numbers, kind."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from datasets.charts.words import spoken_number, spoken_value, word

KINDS = ("bar", "line", "share", "stacked", "area", "dot")
OVER_TIME = ("line", "area")
MOST_SERIES = 6
MOST_LABELS = 400
YEARS = range(1000, 3000)


class ChartError(ValueError):
    """The rows cannot be drawn so; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers under one name, one for each label; None is a gap."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart; `positions` places the labels of a line on their axis, else they are evenly apart."""

    kind: str
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    source: str = ""
    positions: tuple[float, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ChartError(
                word(
                    f"Diese Art von Diagramm gibt es nicht: möglich sind {', '.join(KINDS)}.",
                    f"There is no such kind of chart; there are {', '.join(KINDS)}.",
                )
            )
        if not self.series or not self.labels:
            raise ChartError(
                word(
                    "Es gibt keine Werte für dieses Diagramm.",
                    "There are no values for this chart.",
                )
            )
        if len(self.series) > MOST_SERIES:
            raise ChartError(
                word(
                    f"Ein Diagramm zeigt höchstens {MOST_SERIES} Reihen. Bitte weniger Spalten wählen.",
                    f"A chart shows {MOST_SERIES} series at most. Please choose fewer columns.",
                )
            )
        if any(len(series.values) != len(self.labels) for series in self.series):
            raise ChartError("Jede Reihe braucht zu jeder Beschriftung einen Wert.")
        if self.kind == "share":
            self._check_share()
        if self.kind in ("stacked", "area") and any(
            value < 0 for series in self.series for value in series.values if value is not None
        ):
            raise ChartError(
                word(
                    "Gestapelte Werte dürfen nicht negativ sein. Bitte Balken oder Linien wählen.",
                    "Stacked values must not be negative. Please choose bars or lines.",
                )
            )

    def _check_share(self) -> None:
        if len(self.series) > 1:
            raise ChartError(
                word(
                    "Anteile lassen sich nur für eine Reihe zeigen.",
                    "Shares can be shown for one series only.",
                )
            )
        values = [value for value in self.series[0].values if value is not None]
        if any(value < 0 for value in values) or not sum(values):
            raise ChartError(
                word(
                    "Anteile brauchen Werte ab null, die zusammen mehr als null ergeben. Bitte ein"
                    " Balkendiagramm wählen.",
                    "Shares need values from zero that add up to more than zero. Please choose bars.",
                )
            )


def chart_from_rows(
    kind: str,
    title: str,
    rows: Iterable[Sequence[Any]],
    names: Sequence[str],
    *,
    unit: str = "",
    source: str = "",
) -> Chart:
    """Make a chart of rows `(label, number, …)`; `names` are those of the numbers.

    Labels may be texts, numbers or dates; years and dates get their place on a line's axis.
    Raises ChartError.
    """
    taken = [tuple(row) for _, row in zip(range(MOST_LABELS + 1), rows, strict=False)]
    if len(taken) > MOST_LABELS:
        raise ChartError(
            word(
                f"Ein Diagramm zeigt höchstens {MOST_LABELS} Werte. Bitte die Zeilen filtern oder"
                " zusammenfassen.",
                f"A chart shows {MOST_LABELS} values at most. Please filter or sum up the rows.",
            )
        )
    if kind in OVER_TIME:
        taken = [row for row in taken if row[0] is not None]
    keys = [row[0] for row in taken]
    series = tuple(
        Series(str(name), tuple(_number(row[i + 1]) for row in taken))
        for i, name in enumerate(names)
    )
    positions = _positions(keys) if kind in OVER_TIME else ()
    if positions:
        order = sorted(range(len(keys)), key=positions.__getitem__)
        keys = [keys[i] for i in order]
        positions = tuple(positions[i] for i in order)
        series = tuple(Series(s.name, tuple(s.values[i] for i in order)) for s in series)
    labels = tuple(_label(key) for key in keys)
    return Chart(kind, title, labels, series, unit=unit, source=source, positions=positions)


def _label(key: Any) -> str:
    if key is None:
        return word("ohne Angabe", "not stated")
    if isinstance(key, int) and not isinstance(key, bool) and key in YEARS:
        return spoken_number(key, group=False)
    return spoken_value(key) or word("(leer)", "(empty)")


def _number(value: Any) -> float | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        number = float(value if isinstance(value, int | float) else Decimal(str(value)))
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _positions(keys: Sequence[Any]) -> tuple[float, ...]:
    """Return places on a line of numbers or of time, none where the labels are words."""
    if all(isinstance(key, date) for key in keys):
        return tuple(
            key.toordinal()
            + (key.hour / 24 + key.minute / 1440 if isinstance(key, datetime) else 0)
            for key in keys
        )
    if all(isinstance(key, int | float | Decimal) and not isinstance(key, bool) for key in keys):
        return tuple(float(key) for key in keys)
    return ()
