"""Read the rows of a published version for pages and downloads."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from urllib.parse import urlencode

from datasets.models import ResourceVersion
from datasets.services.storage import table_path
from datasets.store import (
    And,
    Condition,
    QueryError,
    SortKey,
    StoreError,
    Table,
    TableQuery,
    open_table,
)
from datasets.store.columns import NUMERIC

ROWS_PER_PAGE = 50
MAX_COLUMNS_SHOWN = 60
FILTER_PREFIX = "f_"
MAX_CELL = 300
MAX_DIGITS = 8


@dataclass(frozen=True)
class Heading:
    """A column of the preview; `sort_link` sorts by it, or turns the order around."""

    name: str
    label: str
    numeric: bool
    sorted: str  # "", "ascending", "descending"
    sort_link: str


@dataclass(frozen=True)
class Cell:
    """A value as a German reader expects it."""

    text: str
    numeric: bool


@dataclass(frozen=True)
class Preview:
    """One page of rows as a person asked for it; `problem` says in German what could not be done."""

    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    number: int
    pages: int
    q: str
    previous_link: str
    next_link: str
    problem: str
    hidden_columns: int


@dataclass(frozen=True)
class Asked:
    """The parameters of a preview's address."""

    q: str = ""
    sort: str = ""
    number: int = 1
    filters: tuple[tuple[str, str], ...] = ()

    def link(self, **changes: str | int) -> str:
        """Return the query string of this view with some parts changed."""
        parts: dict[str, str | int] = {"q": self.q, "sort": self.sort, "seite": self.number}
        parts.update(changes)
        if parts.get("seite") == 1:
            parts.pop("seite")
        kept = [(key, str(value)) for key, value in parts.items() if value]
        kept += [(FILTER_PREFIX + name, value) for name, value in self.filters]
        return "?" + urlencode(kept)


def asked_from(params: dict[str, str]) -> Asked:
    """Read the preview's parameters; what makes no sense counts as not said."""
    number = params.get("seite", "1")
    filters = tuple(
        (key[len(FILTER_PREFIX) :], value)
        for key, value in sorted(params.items())
        if key.startswith(FILTER_PREFIX) and value
    )
    return Asked(
        q=params.get("q", "").replace("\x00", "")[:200],
        sort=params.get("sort", "")[:300],
        number=page_number(number),
        filters=filters[:20],
    )


def page_number(text: str) -> int:
    """Read a page number from an address; what is none counts as the first page."""
    return (
        max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS else 1
    )


def table_of(version: ResourceVersion) -> Table:
    """Open the version's table; raises FileNotFoundError or StoreError when it is lost."""
    return open_table(table_path(version.table_key))


def preview_of(version: ResourceVersion, asked: Asked) -> Preview | None:
    """Return a page of rows, or None where the table cannot be read (rebuild it)."""
    try:
        table = table_of(version)
    except (FileNotFoundError, StoreError):
        return None
    names = [column.name for column in table.columns.values() if column.name != "_id"]
    shown = names[:MAX_COLUMNS_SHOWN]
    problem = ""
    try:
        page = table.search(_query(asked, shown, names))
    except QueryError as error:
        problem = str(error)
        asked = Asked()
        page = table.search(_query(asked, shown, names))
    total = page.total or 0
    pages = max(1, -(-total // ROWS_PER_PAGE))
    return Preview(
        headings=tuple(_heading(table, name, asked) for name in shown),
        rows=tuple(tuple(_cell(value) for value in row) for row in page.rows),
        total=total,
        number=asked.number,
        pages=pages,
        q=asked.q,
        previous_link=asked.link(seite=asked.number - 1) if asked.number > 1 else "",
        next_link=asked.link(seite=asked.number + 1) if asked.number < pages else "",
        problem=problem,
        hidden_columns=len(names) - len(shown),
    )


def _query(asked: Asked, shown: list[str], names: list[str]) -> TableQuery:
    """Translate what a person asked into the store's terms."""
    column = asked.sort.removeprefix("-")
    known = [(name, value) for name, value in asked.filters if name in names]
    return TableQuery(
        fields=tuple(shown),
        q=asked.q or None,
        prefix=True,
        sort=(SortKey(column, descending=asked.sort.startswith("-")),) if column in names else (),
        filters=And(tuple(Condition(name, "eq", value) for name, value in known))
        if known
        else None,
        limit=ROWS_PER_PAGE,
        offset=(asked.number - 1) * ROWS_PER_PAGE,
    )


def full_query(table: Table, asked: Asked) -> TableQuery:
    """Return the same rows as the preview's address shows, all of them and with every column."""
    names = [column.name for column in table.columns.values() if column.name != "_id"]
    return replace(_query(asked, names, names), limit=None, offset=0)


def _heading(table: Table, name: str, asked: Asked) -> Heading:
    """Describe a column and the link that sorts by it."""
    column = table.columns[name]
    current = {name: "ascending", f"-{name}": "descending"}.get(asked.sort, "")
    turned = f"-{name}" if current == "ascending" else name
    return Heading(
        name=name,
        label=str(column.label or name),
        numeric=column.kind in NUMERIC,
        sorted=current,
        sort_link=asked.link(sort=turned, seite=1),
    )


def _cell(value: object) -> Cell:
    """Write a value the German way; long texts are cut, they stand in full in the downloads."""
    if value is None:
        return Cell("", False)
    if isinstance(value, bool):
        return Cell("ja" if value else "nein", False)
    if isinstance(value, int | float | Decimal):
        text = format(value, "f") if isinstance(value, Decimal) else str(value)
        return Cell(text.replace(".", ","), True)
    text = _moment(value) if isinstance(value, date | time) else str(value)
    return Cell(text if len(text) <= MAX_CELL else text[:MAX_CELL] + " …", False)


def _moment(value: date | time) -> str:
    """Write a date, a time or both as in 31.12.2024 23:59."""
    day = f"{value.day:02}.{value.month:02}.{value.year:04}" if isinstance(value, date) else ""
    clock = f"{value:%H:%M:%S}".removesuffix(":00") if isinstance(value, datetime | time) else ""
    return f"{day} {clock}".strip()
