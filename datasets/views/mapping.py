"""The places of a table's rows on a map."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from datasets.charts import Point, in_germany, map_source, map_svg
from datasets.charts.maps import MOST_POINTS
from datasets.store import GeoColumns, QueryError, Table, TableQuery
from datasets.store.columns import ID, Kind
from datasets.views.asking import Asked


@dataclass(frozen=True)
class MapPage:
    """A map with how many rows it shows and how many have no place on it."""

    svg: SafeString
    shown: int
    outside: int
    total: int
    source: str
    problem: str = ""


def map_page(table: Table, geo: GeoColumns, asked: Asked, title: str) -> MapPage:
    """Draw the rows that the address asks for, the first two thousand of them."""
    name = next((c.name for c in table.info().columns if c.kind is Kind.TEXT), ID)
    places = [part for part in (geo.longitude, geo.latitude, geo.geometry) if part]
    query = asked.query(table, (ID, name, *places))
    problem = ""
    try:
        page = table.search(_wide(query))
    except QueryError as error:
        problem = str(error)
        page = table.search(_wide(TableQuery(fields=(ID, name, *places))))
    points = []
    for number, label, *place in page.rows:
        found = _degrees(geo, place)
        if found is not None and in_germany(*found):
            points.append(Point(*found, name=str(label or number), link=f"?_id={number}"))
    svg = mark_safe(map_svg(points, title=title))  # noqa: S308 - texts are escaped where drawn
    total = page.total or 0
    return MapPage(svg, len(points), len(page.rows) - len(points), total, map_source(), problem)


def _wide(query: TableQuery) -> TableQuery:
    return TableQuery(
        fields=query.fields,
        q=query.q,
        prefix=True,
        filters=query.filters,
        sort=query.sort,
        limit=MOST_POINTS,
    )


def _degrees(geo: GeoColumns, place: list[Any]) -> tuple[float, float] | None:
    """Return longitude and latitude of a row, of a geometry its first point."""
    if geo.geometry:
        return _first_point(place[0])
    longitude, latitude = place
    return None if longitude is None or latitude is None else (float(longitude), float(latitude))


def _first_point(text: Any) -> tuple[float, float] | None:
    try:
        found = json.loads(text)["coordinates"] if text else None
        while found and isinstance(found[0], list):
            found = found[0]
        return (float(found[0]), float(found[1])) if found else None
    except (ValueError, TypeError, KeyError, IndexError):
        return None
