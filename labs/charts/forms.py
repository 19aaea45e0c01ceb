"""The form of a chart: what is drawn, how, and its text version."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from labs.charts.models import Chart, ChartAggregate, ChartKind, ChartOrder
from labs.figures.forms import BoundForm, column_choices, first_category

VALUES = 3


class ChartForm(BoundForm):
    """Everything about a chart."""

    kind = forms.ChoiceField(label=gettext_lazy("Art des Diagramms"), choices=ChartKind.choices)
    category = forms.ChoiceField(
        label=gettext_lazy("Beschriftung (eine Zeile oder ein Punkt je …)"), required=False
    )
    aggregate = forms.ChoiceField(
        label=gettext_lazy("Was wird gezeigt?"), choices=ChartAggregate.choices
    )
    value1 = forms.ChoiceField(
        label=gettext_lazy("Spalte mit den Werten"),
        required=False,
        help_text=gettext_lazy("Für „Anzahl der Zeilen“ nicht nötig."),
    )
    value2 = forms.ChoiceField(label=gettext_lazy("Zweite Spalte"), required=False)
    value3 = forms.ChoiceField(label=gettext_lazy("Dritte Spalte"), required=False)
    split = forms.ChoiceField(label=gettext_lazy("Oder aufteilen nach"), required=False)
    order = forms.ChoiceField(
        label=gettext_lazy("Reihenfolge"), choices=ChartOrder.choices, required=False
    )
    top = forms.BooleanField(
        label=gettext_lazy("nur die 20 größten, der Rest zusammengefasst"), required=False
    )
    title = forms.CharField(
        label=gettext_lazy("Titel"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Leer: wird aus Ihrer Auswahl gebildet."),
    )
    unit = forms.CharField(label=gettext_lazy("Einheit"), required=False, max_length=30)
    alternative = forms.CharField(
        label=gettext_lazy("Textfassung"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "data-portal-quiet": "", "data-portal-words": ""}),
        help_text=gettext_lazy(
            "Für Menschen, die das Diagramm nicht sehen. Der Vorschlag nennt höchsten und "
            "niedrigsten Wert; ergänzen Sie, was daraus folgt."
        ),
    )
    drafted = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-portal-drafted": ""})
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("Ich habe die Textfassung geprüft"),
        required=False,
        widget=forms.CheckboxInput(attrs={"data-portal-quiet": ""}),
        help_text=gettext_lazy("Nötig, bevor eine Seite mit dem Diagramm öffentlich wird."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = column_choices(self.table)
        numbers = column_choices(self.table, numeric=True)
        for name in ("category", "split"):
            self.fields[name].choices = columns  # type: ignore[attr-defined]
        for number in range(1, VALUES + 1):
            self.fields[f"value{number}"].choices = numbers  # type: ignore[attr-defined]
        if not self.is_bound and not self.initial.get("category"):
            self.initial["category"] = self.first_category()

    def item(self) -> Chart:
        """Return the definition, not saved yet."""
        data = self.cleaned_data
        counts = data["aggregate"] == ChartAggregate.COUNT
        values = [data[f"value{number}"] for number in range(1, VALUES + 1)]
        chart = Chart(
            resource=self.resource,
            pinned=data["pinned"],
            version=self.resource.current_version if data["pinned"] else None,
            filters=self.filters(),
            kind=data["kind"],
            category=data["category"] or self.first_category(),
            aggregate=data["aggregate"],
            values=[] if counts else [name for name in values if name],
            split=data["split"],
            order=data["order"] or ChartOrder.LABEL,
            top=data["top"],
            unit=data["unit"].strip(),
            alternative=data["alternative"].strip(),
            confirmed=data["confirmed"],
        )
        chart.title = (data["title"].strip() or automatic_title(chart))[:160]
        return chart

    def first_category(self) -> str:
        """Return the column that labels most sensibly, the first one if none does."""
        chosen = first_category(self.table)
        return chosen.column.name if chosen else next(n for n in self.table.columns if n != "_id")

    @classmethod
    def initial_of(cls, chart: Chart) -> dict[str, Any]:
        """Return the initial values that make the same chart again."""
        names = ("kind", "category", "aggregate", "split", "order", "top", "title", "unit")
        found = {name: getattr(chart, name) for name in (*names, "alternative", "pinned")}
        if chart.newest is not None and chart.states.filter(draft=chart.alternative).exists():
            # Nobody wrote words of their own: the draft goes on following the data.
            found["alternative"] = chart.newest.draft
        found |= {f"value{n}": name for n, name in enumerate(chart.values[:VALUES], 1)}
        return found | cls.initial_conditions(chart.filters)


def automatic_title(chart: Chart) -> str:
    """Say in words what a chart shows."""
    if chart.aggregate == ChartAggregate.COUNT:
        what = chart.dataset.title if chart.dataset else _("Anzahl")
    else:
        what = f"{', '.join(chart.values)} ({ChartAggregate(chart.aggregate).label})"
    rows = f" – {chart.filter_words}" if chart.filters else ""
    return _("{what} nach {category}{rows}").format(what=what, category=chart.category, rows=rows)
