"""The figures of stories are evaluated by the data module; here they are put as its questions."""

from datetime import date

from django.utils import timezone

from datasets.models import ResourceVersion
from datasets.services.figures import (
    Computed,
    FigureProblem,
    FigureQuestion,
    figure_value,
    table_for,
)
from datasets.store import Table
from labs.figures.models import Figure

__all__ = ["Computed", "FigureProblem", "compute", "day_of", "table_for"]


def day_of(version: ResourceVersion | None) -> date:
    """Return the day that "Stand" names: when the version was published, or came in."""
    moment = (version.published_at or version.created_at) if version else timezone.now()
    return timezone.localdate(moment)


def compute(figure: Figure, table: Table) -> Computed:
    """Return the figure's value in the table. Raises FigureProblem."""
    question = FigureQuestion(
        str(figure.aggregate), figure.column, figure.condition, figure.decimals, figure.unit
    )
    return figure_value(question, table)
