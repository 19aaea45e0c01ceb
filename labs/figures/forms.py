"""The form of a figure: what to count, which rows, how to write it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.models import Resource
from datasets.store import Table
from datasets.store.columns import ID, NUMERIC
from datasets.store.profiles import ColumnProfile
from labs.figures.bound import OPERATORS, Where
from labs.figures.models import Aggregate, Figure

CONDITIONS = 3
DECIMALS = [("", gettext_lazy("automatisch"))] + [(str(n), str(n)) for n in range(5)]


def column_choices(table: Table, *, numeric: bool = False) -> list[tuple[str, str]]:
    """Return the columns to choose from, those with numbers marked."""
    found = [("", _("– Spalte –"))]
    for column in table.columns.values():
        is_number = column.kind in NUMERIC
        if column.name == ID or (numeric and not is_number):
            continue
        label = column.label or column.name
        found.append((column.name, f"{label} ({_('Zahl')})" if is_number else label))
    return found


def first_category(table: Table) -> ColumnProfile | None:
    """Return the text column that labels most sensibly: few words that come again."""
    profiles = [p for p in table.profile() if p.column.kind == "text" and p.distinct]
    fitting = [p for p in profiles if 3 <= p.distinct <= 30]
    # Words label better than codes do.
    return min(
        fitting or profiles,
        key=lambda p: (str(p.minimum)[:1].isdigit(), p.distinct),
        default=None,
    )


class BoundForm(forms.Form):
    """Conditions and pinning, which figures and charts share."""

    pinned = forms.BooleanField(
        label=gettext_lazy("Auf dem heutigen Stand festhalten"),
        required=False,
        help_text=gettext_lazy(
            "Sonst folgt die Seite jeder neuen Fassung der Daten von selbst."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, resource: Resource, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resource = resource
        self.table = table
        columns = column_choices(table)
        for number in range(1, CONDITIONS + 1):
            self.fields[f"where{number}_column"] = forms.ChoiceField(
                label=_("Spalte"), choices=columns, required=False
            )
            self.fields[f"where{number}_op"] = forms.ChoiceField(
                label=_("Vergleich"), choices=list(OPERATORS.items()), required=False
            )
            self.fields[f"where{number}_value"] = forms.CharField(
                label=_("Wert"), max_length=300, required=False
            )

    @property
    def conditions(self) -> list[Any]:
        """Return the fields of the conditions, row by row."""
        names = ("column", "op", "value")
        return [
            [self[f"where{number}_{name}"] for name in names] for number in range(1, CONDITIONS + 1)
        ]

    def filters(self) -> list[Where]:
        """Return the conditions that were given."""
        data = self.cleaned_data
        return [
            Where(
                column=data[f"where{number}_column"],
                op=data.get(f"where{number}_op") or "eq",
                value=data.get(f"where{number}_value") or "",
            )
            for number in range(1, CONDITIONS + 1)
            if data.get(f"where{number}_column")
        ]

    @staticmethod
    def initial_conditions(filters: list[Where]) -> dict[str, Any]:
        """Return initial values for conditions that exist."""
        found: dict[str, Any] = {}
        for number, row in enumerate(filters[:CONDITIONS], 1):
            found |= {f"where{number}_{key}": row.get(key, "") for key in ("column", "op", "value")}
        return found


class FigureForm(BoundForm):
    """Everything about a living figure."""

    aggregate = forms.ChoiceField(
        label=gettext_lazy("Was soll gerechnet werden?"), choices=Aggregate.choices
    )
    column = forms.ChoiceField(
        label=gettext_lazy("Mit welcher Spalte?"),
        required=False,
        help_text=gettext_lazy("Für „Anzahl der Zeilen“ nicht nötig."),
    )
    label = forms.CharField(
        label=gettext_lazy("Was sagt die Zahl?"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Steht in der Fußnote. Leer: wird aus Ihrer Auswahl gebildet."),
    )
    decimals = forms.ChoiceField(
        label=gettext_lazy("Nachkommastellen"), choices=DECIMALS, required=False
    )
    unit = forms.CharField(
        label=gettext_lazy("Einheit"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("Zum Beispiel: Euro, %, km"),
    )

    field_order = ["aggregate", "column", "label", "decimals", "unit", "pinned"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].choices = column_choices(self.table)  # type: ignore[attr-defined]

    def item(self) -> Figure:
        """Return the definition, not saved yet."""
        data = self.cleaned_data
        counts = data["aggregate"] == Aggregate.COUNT
        figure = Figure(
            resource=self.resource,
            pinned=data["pinned"],
            version=self.resource.current_version if data["pinned"] else None,
            filters=self.filters(),
            aggregate=data["aggregate"],
            column="" if counts else data["column"],
            decimals=int(data["decimals"]) if data["decimals"] else None,
            unit=data["unit"].strip(),
        )
        figure.label = (data["label"].strip() or automatic_label(figure))[:160]
        return figure

    @classmethod
    def initial_of(cls, figure: Figure) -> dict[str, Any]:
        """Return the initial values that make the same figure again."""
        return {
            "aggregate": figure.aggregate,
            "column": figure.column,
            "label": figure.label,
            "decimals": "" if figure.decimals is None else str(figure.decimals),
            "unit": figure.unit,
            "pinned": figure.pinned,
            **cls.initial_conditions(figure.filters),
        }


def automatic_label(figure: Figure) -> str:
    """Say in words what a figure is, from its definition."""
    what = str(Aggregate(figure.aggregate).label)
    if figure.column:
        what += f" „{figure.column}“"
    title = figure.dataset.title if figure.dataset else ""
    rows = f" ({figure.filter_words})" if figure.filters else ""
    return f"{title}: {what}{rows}"
