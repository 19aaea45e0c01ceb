"""From a definition and a table to the number; every failure is a sentence for an editor."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.models import Resource, ResourceVersion
from datasets.services.storage import table_path
from datasets.services.tables import table_of
from datasets.store import AggregateQuery, Measure, StoreError, Table, open_table
from labs.figures.models import Aggregate, Figure
from labs.figures.numbers import german, plain, rounded
from portal.base.errors import PortalError


class FigureProblem(PortalError):
    """A figure or chart cannot be made from this table; the message says why and what to do."""

    code = "figure_problem"


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


def day_of(version: ResourceVersion | None) -> date:
    """Return the day that "Stand" names: when the version was published, or came in."""
    moment = (version.published_at or version.created_at) if version else timezone.now()
    return timezone.localdate(moment)


def compute(figure: Figure, table: Table) -> Computed:
    """Return the figure's value in the table. Raises FigureProblem."""
    try:
        value = _value(figure, table)
        if value is None:
            raise FigureProblem(
                _("Keine Zeile erfüllt die Bedingungen, oder die Spalte ist dort leer.")
            )
        average = figure.aggregate == Aggregate.AVERAGE
        number = rounded(value, figure.decimals, average=average)
    except StoreError as error:
        raise FigureProblem(error.message) from error
    except (InvalidOperation, ValueError) as error:
        raise FigureProblem(
            _("„{value}“ ist keine Zahl. Wählen Sie eine Spalte mit Zahlen.").format(value=value)
        ) from error
    unit = f"\u00a0{figure.unit}" if figure.unit else ""  # a space that does not break
    return Computed(plain(number), german(number) + unit)


def _value(figure: Figure, table: Table) -> Any:
    """Ask the table."""
    aggregate, column = str(figure.aggregate), figure.column
    if aggregate != Aggregate.COUNT and not column:
        raise FigureProblem(_("Bitte wählen Sie die Spalte, mit der gerechnet werden soll."))
    measures: tuple[Measure, ...]
    if aggregate == Aggregate.SINGLE:
        measures = (Measure("max", column), Measure("count"))
    elif aggregate == Aggregate.COUNT:
        measures = (Measure("count"),)
    else:
        measures = (Measure(aggregate, column),)
    [row] = table.aggregate(AggregateQuery(measures, filters=figure.condition))
    if aggregate == Aggregate.SINGLE and row[1] != 1:
        raise FigureProblem(
            _(
                "Es passen {count} Zeilen, nicht genau eine. Ergänzen Sie eine Bedingung, "
                "oder wählen Sie eine andere Berechnung."
            ).format(count=row[1])
        )
    value = row[0]
    if isinstance(value, float):
        value = Decimal(repr(value))
    return value
