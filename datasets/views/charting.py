"""A chart of a table by choice of columns; its address reproduces it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from datasets.charts import (
    Chart,
    ChartError,
    chart_from_rows,
    describe,
    render,
    spoken_value,
    value_text,
)
from datasets.store import AggregateQuery, And, Measure, QueryError, StoreError, Table, TableQuery
from datasets.store.columns import ID, NUMERIC, Kind
from datasets.views.asking import Asked

MOST_ROWS = 400
KINDS = ("bar", "line", "share")
MEASURES = ("sum", "avg", "median", "min", "max", "count", "row")
_NO_AMOUNTS = frozenset(
    ("nr", "id", "lfd", "fid", "objectid", "plz", "lat", "lon", "latitude", "longitude", "x", "y")
)
_ADDED = {"bar": True, "share": True, "line": False}


@dataclass(frozen=True)
class Choice:
    """What is drawn: kind, column of labels, columns of numbers, how numbers are brought together."""

    art: str
    x: str
    y: tuple[str, ...]
    measure: str


@dataclass(frozen=True)
class ChartPage:
    """A chart with what its form offers; `problem` says in German why there is none."""

    choice: Choice
    labels: tuple[str, ...]
    numbers: tuple[str, ...]
    svg: SafeString
    narrow: SafeString
    title: str
    words: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    problem: str
    kept: tuple[tuple[str, str], ...]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Return the kinds of chart with their names."""
        return [("bar", _("Balken")), ("line", _("Linie")), ("share", _("Anteile"))]

    @property
    def measures(self) -> list[tuple[str, str]]:
        """Return the ways to bring numbers together with their names."""
        return [(name, measure_name(name)) for name in MEASURES]


def measure_name(measure: str) -> str:
    """Return the German word for a way to bring numbers together."""
    return {
        "sum": _("Summe"),
        "avg": _("Durchschnitt"),
        "median": _("Median"),
        "min": _("kleinster Wert"),
        "max": _("größter Wert"),
        "count": _("Anzahl der Zeilen"),
        "row": _("einzelne Zeilen"),
    }[measure]


def chart_page(table: Table, params: Mapping[str, str], asked: Asked) -> ChartPage:
    """Draw what the address asks for; without a choice something sensible is drawn."""
    choice = _choice(table, params)
    labels, numbers = _offered(table)
    svg = narrow = SafeString("")
    words = title = problem = ""
    rows: list[Sequence[Any]] = []
    try:
        rows = _rows(table, choice, asked)
        chart = _chart(choice, rows)
        svg, narrow = safe_svg(chart), safe_svg(chart, narrow=True)
        words, title = describe(chart), chart.title
    except (ChartError, QueryError, StoreError) as error:
        problem = str(error)
    return ChartPage(
        choice=choice,
        labels=labels,
        numbers=numbers,
        svg=svg,
        narrow=narrow,
        title=title,
        words=words,
        head=(choice.x, *_names(choice)),
        rows=tuple((spoken_value(row[0]), *(_number(v) for v in row[1:])) for row in rows),
        problem=problem,
        kept=tuple(
            pair for pair in asked.pairs(seite=1) if pair[0] not in ("art", "x", "y", "y2", "wert")
        ),
    )


def _number(value: Any) -> str:
    """Write a number of a chart; averages have no more digits than anybody reads."""
    return value_text(value) if isinstance(value, float) else spoken_value(value)


def chart_of(table: Table, params: Mapping[str, str], asked: Asked) -> Chart:
    """Return the chart that the address asks for. Raises ChartError, QueryError."""
    choice = _choice(table, params)
    return _chart(choice, _rows(table, choice, asked))


def safe_svg(chart: Chart, *, narrow: bool = False) -> SafeString:
    """Return the SVG for a template: every text in it is escaped where it is drawn."""
    return mark_safe(render(chart, narrow=narrow))  # noqa: S308 - see datasets.charts.drawing.clean


def _chart(choice: Choice, rows: Sequence[Sequence[Any]]) -> Chart:
    names = _names(choice)
    title = _("%(what)s nach %(by)s") % {"what": " · ".join(names), "by": choice.x}
    return chart_from_rows(choice.art, title, rows, names)


def _names(choice: Choice) -> list[str]:
    if choice.measure == "count":
        return [measure_name("count")]
    if choice.measure == "row":
        return list(choice.y)
    return [f"{name} ({measure_name(choice.measure)})" for name in choice.y]


def _offered(table: Table) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the columns that can be labels, and those of numbers."""
    columns = [column for column in table.columns.values() if column.name != ID]
    labels = [c.name for c in columns if c.kind not in (Kind.JSON, Kind.LIST)]
    return tuple(labels), tuple(c.name for c in columns if c.kind in NUMERIC)


def _choice(table: Table, params: Mapping[str, str]) -> Choice:
    """Read the choice; where nothing (known) is said, look for columns that go together."""
    labels, numbers = _offered(table)
    art = params.get("art", "")
    x = params.get("x", "")
    y = [params[key] for key in ("y", "y2") if params.get(key) in numbers]
    measure = params.get("wert", "")
    if x not in labels:
        x = _label_column(table, labels)
    if art not in KINDS:
        kind = table.columns[x].kind if x else Kind.TEXT
        art = "line" if kind in (Kind.DATE, Kind.DATETIME) or _is_year(table, x) else "bar"
    if not y and numbers:
        y = [next((n for n in numbers if n != x and _is_amount(table, n)), numbers[0])]
    if measure not in MEASURES or not numbers:
        measure = "sum" if numbers and params.get("y") else "count"
    return Choice(art, x, tuple(dict.fromkeys(y)), measure)


def _label_column(table: Table, labels: Sequence[str]) -> str:
    """Return a column with few different values: a date or year first, then words."""
    profiles = {profile.column.name: profile for profile in table.profile()}
    few = [name for name in labels if 1 < profiles[name].distinct <= MOST_ROWS // 8]
    for kinds in ((Kind.TEXT, Kind.BOOLEAN), (Kind.DATE, Kind.INTEGER)):
        for name in few:
            if table.columns[name].kind in kinds:
                return name
    return labels[0] if labels else ""


def _is_amount(table: Table, name: str) -> bool:
    """Tell whether the numbers of a column can be added: no years, keys or degrees."""
    lowered = name.lower()
    return not (_is_year(table, name) or lowered in _NO_AMOUNTS or lowered.endswith(("_nr", "_id")))


def _is_year(table: Table, name: str) -> bool:
    lowered = name.lower()
    return name in table.columns and (
        lowered in ("jahr", "year", "berichtsjahr") or lowered.endswith("jahr")
    )


def _rows(table: Table, choice: Choice, asked: Asked) -> list[Sequence[Any]]:
    conditions = asked.conditions(list(table.columns))
    filters = And(conditions) if conditions else None
    if not choice.x:
        raise ChartError(_("Diese Tabelle hat keine Spalte, die sich zeichnen lässt."))
    if choice.measure == "row":
        query = TableQuery(
            fields=(choice.x, *choice.y), filters=filters, q=asked.q or None, limit=MOST_ROWS + 1
        )
        return list(table.search(query).rows)
    measures = (
        (Measure("count"),)
        if choice.measure == "count"
        else tuple(Measure(choice.measure, name) for name in choice.y)
    )
    return list(
        table.aggregate(
            AggregateQuery(
                measures=measures,
                group_by=(choice.x,),
                filters=filters,
                q=asked.q or None,
                order_by_measure=0 if _ADDED[choice.art] else None,
                limit=MOST_ROWS + 1,
            )
        )
    )
