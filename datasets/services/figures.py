"""One number out of a table (resource, version, filter, aggregate, format); failures are sentences for editors."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _

from datasets.charts import german_number
from datasets.models import Resource, ResourceVersion
from datasets.services.storage import table_path
from datasets.services.tables import table_of
from datasets.store import AggregateQuery, Measure, StoreError, Table, open_table
from datasets.store.filters import Filter
from portal.base.errors import PortalError

COUNT, AVERAGE, SINGLE = "count", "avg", "single"
AUTO_DECIMALS: Final = 2


class FigureProblem(PortalError):
    """A figure or chart cannot be made from this table; the message says why and what to do."""

    code = "figure_problem"


@dataclass(frozen=True, slots=True)
class FigureQuestion:
    """What is computed over which rows, and how it is written; `single` is the value of exactly one row."""

    aggregate: str
    column: str = ""
    filters: Filter | None = None
    decimals: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Computed:
    """A number for machines and for people."""

    number: str
    text: str


def table_for(resource: Resource | None, version: ResourceVersion | None) -> Table:
    """Return the table of the given version, else of what is current. Raises FigureProblem."""
    try:
        if version is not None and version.table_key:
            return open_table(table_path(version.table_key))
        table = table_of(resource) if resource is not None and version is None else None
    except (FileNotFoundError, StoreError) as error:
        raise FigureProblem(_("Die Tabelle lässt sich gerade nicht lesen.")) from error
    if table is None:
        raise FigureProblem(_("Zu dieser Datei gibt es keine Tabelle mehr."))
    return table


def figure_value(question: FigureQuestion, table: Table) -> Computed:
    """Return the figure's value in the table. Raises FigureProblem."""
    try:
        value = _value(question, table)
        if value is None:
            raise FigureProblem(
                _("Keine Zeile erfüllt die Bedingungen, oder die Spalte ist dort leer.")
            )
        number = rounded(value, question.decimals, average=question.aggregate == AVERAGE)
    except StoreError as error:
        raise FigureProblem(error.message) from error
    except (InvalidOperation, ValueError) as error:
        raise FigureProblem(
            _("„{value}“ ist keine Zahl. Wählen Sie eine Spalte mit Zahlen.").format(value=value)
        ) from error
    unit = f"\u00a0{question.unit}" if question.unit else ""  # a space that does not break
    return Computed(plain(number), german(number) + unit)


def _value(question: FigureQuestion, table: Table) -> Any:
    """Ask the table."""
    aggregate, column = question.aggregate, question.column
    if aggregate != COUNT and not column:
        raise FigureProblem(_("Bitte wählen Sie die Spalte, mit der gerechnet werden soll."))
    measures: tuple[Measure, ...]
    if aggregate == SINGLE:
        measures = (Measure("max", column), Measure("count"))
    elif aggregate == COUNT:
        measures = (Measure("count"),)
    else:
        measures = (Measure(aggregate, column),)
    [row] = table.aggregate(AggregateQuery(measures, filters=question.filters))
    if aggregate == SINGLE and row[1] != 1:
        raise FigureProblem(
            _(
                "Es passen {count} Zeilen, nicht genau eine. Ergänzen Sie eine Bedingung, "
                "oder wählen Sie eine andere Berechnung."
            ).format(count=row[1])
        )
    value = row[0]
    return Decimal(repr(value)) if isinstance(value, float) else value


def rounded(value: Any, decimals: int | None, *, average: bool = False) -> Decimal:
    """Return the number to be shown; without a wish at most two decimals, one for averages."""
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if decimals is None:
        wanted = 1 if average else AUTO_DECIMALS
        decimals = next(n for n in range(wanted + 1) if n == wanted or number == round(number, n))
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def german(number: Decimal) -> str:
    """Write a number the German way, with the decimals it was rounded to: 12.345,5."""
    return german_number(number, max(0, -int(number.as_tuple().exponent)))


def plain(number: Decimal) -> str:
    """Write a number for machines: no exponent, decimal point."""
    return format(number, "f")
