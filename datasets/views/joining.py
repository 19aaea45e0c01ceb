"""Municipality names and figures per 1,000 inhabitants beside a table with municipality keys.

Both come from the portal's list of municipalities (`datasets.municipalities`).
"""

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from datasets.charts import value_text
from datasets.municipalities import (
    AGS_DIGITS,
    KEY_NAMES,
    NAME_NAMES,
    as_ags,
    column_named,
    reference_exists,
    reference_table,
)
from datasets.store import Condition, QueryError, StoreError, Table, TableQuery
from datasets.store.columns import ID, NUMERIC
from datasets.views.preview import Cell, Heading, Preview, Row

PEOPLE_NAMES = ("einwohner", "bevölkerung", "bevoelkerung", "einwohnerzahl")


@dataclass(frozen=True)
class JoinOffer:
    """What a table page can offer: columns of numbers to be divided by inhabitants."""

    numbers: tuple[str, ...]
    chosen: str
    link: str


@dataclass(frozen=True)
class Place:
    """What the reference says of a municipality."""

    name: str
    people: Decimal | None


def offer(table: Table, preview: Preview) -> JoinOffer | None:
    """Say what can be joined to a table, None without a key column or without the reference."""
    if column_named(table, KEY_NAMES) is None or not reference_exists():
        return None
    numbers = [c.name for c in table.info().columns if c.kind in NUMERIC]
    chosen = dict(preview.asked.carried).get("je1000", "")
    return JoinOffer(tuple(numbers), chosen, preview.asked.link(namen="1", seite=1))


def joined(table: Table, preview: Preview) -> Preview:
    """Add the names, and the chosen figure per 1,000 inhabitants, to the rows of a page."""
    key, wanted = column_named(table, KEY_NAMES), dict(preview.asked.carried).get("je1000", "")
    shown = [heading.name for heading in preview.headings]
    if key is None or key not in shown:
        return preview
    at = shown.index(key)
    places = _places({as_ags(row.cells[at].text) for row in preview.rows} - {""})
    headings = (*preview.headings, Heading(_("Gemeinde"), _("Gemeinde"), False, "", ""))
    if wanted in shown:
        title = _("%(name)s je 1.000 Einwohner") % {"name": wanted}
        headings = (*headings, Heading(title, title, True, "", ""))
    rows = []
    for row in preview.rows:
        place = places.get(as_ags(row.cells[at].text))
        cells = [Cell(place.name if place else "–", False)]
        if wanted in shown:
            cells.append(Cell(_rate(row.cells[shown.index(wanted)].text, place), True))
        rows.append(Row(row.number, (*row.cells, *cells)))
    return replace(preview, headings=headings, rows=tuple(rows))


def _rate(text: str, place: Place | None) -> str:
    if place is None or not place.people:
        return "–"
    try:
        number = Decimal(text.replace(".", "").replace(",", "."))
    except InvalidOperation:
        return "–"
    return value_text(float(1000 * number / place.people))


def _places(keys: set[str]) -> dict[str, Place]:
    """Look the municipalities up in the reference."""
    try:
        table = reference_table()
        return {} if table is None else _read(table, keys)
    except (StoreError, QueryError, FileNotFoundError):
        return {}


def _read(table: Table, keys: set[str]) -> dict[str, Place]:
    key, name = column_named(table, KEY_NAMES), column_named(table, NAME_NAMES)
    people = column_named(table, PEOPLE_NAMES)
    if key is None or name is None or not keys:
        return {}
    spelled = [spelling for ags in keys for spelling in (ags, ags.lstrip("0"))]
    fields = (key, name, people or ID)
    long = any(
        len(str(row[0])) > AGS_DIGITS
        for row in table.search(TableQuery(fields=(key,), limit=1)).rows
    )
    query = TableQuery(
        fields=fields,
        filters=None if long else Condition(key, "in", spelled),
        limit=None if long else len(spelled),
        include_total=False,
    )
    rows = ((as_ags(row[0]), row) for row in table.search(query).rows)
    return {
        ags: Place(str(row[1]), None if people is None or row[2] is None else Decimal(str(row[2])))
        for ags, row in rows
        if ags in keys
    }
