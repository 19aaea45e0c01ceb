"""Charts that are maps: states shaded by a value, and the places of a table's rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from datasets.charts import (
    Point,
    in_germany,
    map_source,
    map_svg,
    spoken_number,
    state_id,
    state_names,
    states_svg,
)
from datasets.models import ResourceVersion
from datasets.selectors.tables import geo_columns
from datasets.store import StoreError, Table, TableQuery
from labs.charts.models import Chart, ChartAggregate, ChartKind
from labs.figures.computing import FigureProblem

MAPS = (ChartKind.STATES, ChartKind.POINTS)
MOST_POINTS = 2000
LISTED = 50
ADDITIVE = (ChartAggregate.SUM, ChartAggregate.COUNT)


def states_fields(chart: Chart, rows: Any) -> Mapping[str, Any]:
    """Return drawing, table and words of shaded states. Raises FigureProblem."""
    names, values = state_names(), _by_state(chart, rows)
    ordered = sorted(values.items(), key=lambda pair: -pair[1])
    (most, greatest), (least, lowest) = ordered[0], ordered[-1]
    sentence = (
        _("{title}. Höchster Wert: {most} mit {greatest}, niedrigster: {least} mit {lowest}.")
        if lowest < greatest
        else _("{title}. Überall der gleiche Wert: {greatest}.")
        if len(ordered) > 1
        else _("{title}. Nur ein Land hat einen Wert: {most} mit {greatest}.")
    )
    words = sentence.format(
        title=chart.title,
        most=names[most],
        greatest=_number(chart, greatest),
        least=names[least],
        lowest=_number(chart, lowest),
    )
    svg, narrow = states_svg(
        values, title=chart.title, description=words, unit=chart.unit, key=f"diagramm-{chart.pk}"
    )
    table = {
        "head": [_("Land"), rows.names[0]],
        "rows": [[names[key], spoken_number(round(value, 2))] for key, value in ordered],
        "source": map_source(),
    }
    return {"svg": svg, "narrow": narrow, "table": table, "draft": words}


def _by_state(chart: Chart, rows: Any) -> dict[str, float]:
    """Return one value a state. Raises FigureProblem."""
    values: dict[str, float] = {}
    unknown = []
    for label, *numbers in rows.rows:
        key = state_id(label)
        if not key:
            unknown.append(str(label))
        elif numbers[0] is not None:
            if key in values and chart.aggregate not in ADDITIVE:
                raise FigureProblem(
                    _(
                        "Je Land gibt es mehrere Zeilen; zusammenfassen lassen sich nur Summe und "
                        "Anzahl. Wählen Sie eine davon oder eine Spalte mit dem Land."
                    )
                )
            values[key] = values.get(key, 0.0) + float(numbers[0])
    if not values or len(unknown) > len(rows.rows) / 2:
        raise FigureProblem(
            _(
                "Für eine Karte der Länder braucht die Beschriftung Namen von Ländern oder amtliche "
                "Schlüssel (AGS); „{value}“ ist keines davon."
            ).format(value=unknown[0] if unknown else "–")
        )
    return values


def read_points(chart: Chart, table: Table) -> Sequence[Sequence[Any]]:
    """Return names, longitudes and latitudes. Raises FigureProblem."""
    version = chart.version if chart.pinned else None
    version = version or (chart.resource.current_version if chart.resource else None)
    geo = geo_columns(version) if isinstance(version, ResourceVersion) else None
    if geo is None or not geo.longitude or not geo.latitude:
        raise FigureProblem(
            _("Für eine Karte der Orte braucht die Tabelle Spalten mit Breiten- und Längengrad.")
        )
    fields = (chart.category, geo.longitude, geo.latitude)
    query = TableQuery(filters=chart.condition, fields=fields, limit=MOST_POINTS + 1)
    try:
        return table.search(query).rows
    except StoreError as error:
        raise FigureProblem(error.message) from error


def points_fields(chart: Chart, found: Sequence[Sequence[Any]]) -> Mapping[str, Any]:
    """Return drawing, table and words of a map of places. Raises FigureProblem."""
    if len(found) > MOST_POINTS:
        raise FigureProblem(
            _("Das wären mehr als {most} Punkte. Schränken Sie die Zeilen ein.").format(
                most=MOST_POINTS
            )
        )
    points = [
        Point(float(x), float(y), str(name or ""))
        for name, x, y in found
        if x is not None and y is not None and in_germany(float(x), float(y))
    ]
    if not points:
        raise FigureProblem(_("Keiner der Orte liegt in Deutschland."))
    words = _("{title}. Die Karte zeigt {count} Orte.").format(
        title=chart.title, count=spoken_number(len(points))
    )
    if len(found) > len(points):
        words += " " + _("{count} Zeilen haben keine Lage in Deutschland.").format(
            count=len(found) - len(points)
        )
    rows = [
        [
            point.name,
            spoken_number(round(point.latitude, 5)),
            spoken_number(round(point.longitude, 5)),
        ]
        for point in points[:LISTED]
    ]
    if len(points) > LISTED:
        words += " " + _("Die Tabelle nennt die ersten {count}.").format(count=LISTED)
    head = [chart.category, _("Breite"), _("Länge")]
    svg = map_svg(points, title=chart.title, key=f"diagramm-{chart.pk}")
    return {
        "svg": svg,
        "narrow": "",
        "table": {"head": head, "rows": rows, "source": map_source()},
        "draft": words,
    }


def _number(chart: Chart, value: float) -> str:
    return f"{spoken_number(round(value, 2))} {chart.unit}".strip()
