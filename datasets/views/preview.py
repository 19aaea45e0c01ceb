"""The rows of a table for people: one page, or one row with an address of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal

from datasets.charts import german_value
from datasets.models import Resource, ResourceVersion
from datasets.services.storage import table_path
from datasets.services.tables import fed_table, table_of
from datasets.store import QueryError, StoreError, Table, open_table
from datasets.store.columns import ID, NUMERIC
from datasets.views.asking import ROWS_PER_PAGE, Asked

MAX_COLUMNS_SHOWN = 60
MAX_CELL = 300


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
class Row:
    """A row with its number, which is its address too."""

    number: int
    cells: tuple[Cell, ...]

    def __iter__(self) -> Iterator[Cell]:
        """Go through the cells."""
        return iter(self.cells)


@dataclass(frozen=True)
class Preview:
    """One page of rows as a person asked for it; `problem` says in German what could not be done."""

    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    total: int
    number: int
    pages: int
    asked: Asked
    previous_link: str
    next_link: str
    problem: str
    hidden_columns: int
    columns: tuple[str, ...]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return what the form for words carries along."""
        return [pair for pair in self.asked.pairs(seite=1) if pair[0] != "q"]

    @property
    def kept_for_filter(self) -> list[tuple[str, str]]:
        """Return what the form for a further filter carries along."""
        return self.asked.pairs(seite=1)

    @property
    def filters(self) -> list[tuple[str, str]]:
        """Return the filters in words, each with the link that takes it away."""
        return self.asked.sentences()

    @property
    def single(self) -> list[tuple[str, Cell]]:
        """Return names and values of the one row that the address names."""
        if self.asked.row is None or len(self.rows) != 1:
            return []
        labels = [heading.label for heading in self.headings]
        return list(zip(labels, self.rows[0].cells, strict=True))

    @property
    def all_link(self) -> str:
        """Return the address of all rows."""
        return replace(self.asked, row=None, number=1, filters=(), q="").link()


def version_table(version: ResourceVersion) -> Table:
    """Open the version's table; raises FileNotFoundError or StoreError when it is lost."""
    return open_table(table_path(version.table_key))


def shown_table(
    resource: Resource, version: ResourceVersion | None, *, named: bool = False
) -> Table | None:
    """Return the table of a page: the fed one if there is one, else the version's.

    `named`: the address names the version. Raises FileNotFoundError or StoreError when it is lost.
    """
    if not named and resource.table_active and fed_table(resource).exists():
        return table_of(resource)
    if version is None or not version.has_table:
        return None
    return version_table(version)


def preview_of(version: ResourceVersion, asked: Asked) -> Preview | None:
    """Return a page of rows of a version, or None where the table cannot be read (rebuild it)."""
    try:
        return preview_page(version_table(version), asked)
    except (FileNotFoundError, StoreError):
        return None


def preview_page(table: Table, asked: Asked) -> Preview:
    """Return the page of rows that was asked for; what cannot be done is said in the page."""
    names = [column.name for column in table.columns.values() if column.name != ID]
    shown = names if asked.row is not None else names[:MAX_COLUMNS_SHOWN]
    problem = ""
    try:
        page = table.search(asked.query(table, (ID, *shown)))
    except QueryError as error:
        problem = str(error)
        asked = Asked(carried=asked.carried)
        page = table.search(asked.query(table, (ID, *shown)))
    total = page.total or 0
    pages = max(1, -(-total // ROWS_PER_PAGE))
    return Preview(
        headings=tuple(_heading(table, name, asked) for name in shown),
        rows=tuple(Row(row[0], tuple(_cell(value) for value in row[1:])) for row in page.rows),
        total=total,
        number=asked.number,
        pages=pages,
        asked=asked,
        previous_link=asked.link(seite=asked.number - 1) if asked.number > 1 else "",
        next_link=asked.link(seite=asked.number + 1) if asked.number < pages else "",
        problem=problem,
        hidden_columns=len(names) - len(shown),
        columns=tuple(names),
    )


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
        return Cell(german_value(value), False)
    if isinstance(value, int | float | Decimal):
        text = format(value, "f") if isinstance(value, Decimal) else str(value)
        return Cell(text.replace(".", ","), True)
    text = german_value(value) if isinstance(value, date | time) else str(value)
    return Cell(text if len(text) <= MAX_CELL else text[:MAX_CELL] + " …", False)
