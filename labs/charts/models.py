"""Charts bound to a table of the catalogue, drawn when their data change and kept."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from labs.figures.bound import Bound, BoundState


class ChartKind(models.TextChoices):
    """How the values are drawn."""

    BAR = "bar", _("Balken")
    STACKED = "stacked", _("gestapelte Balken")
    LINE = "line", _("Linien")
    AREA = "area", _("Flächen")
    DOT = "dot", _("Punkte")
    SHARE = "share", _("Anteile")
    STATES = "states", _("Karte: Länder eingefärbt")
    POINTS = "points", _("Karte: Orte als Punkte")
    TABLE = "table", _("nur Tabelle")


class ChartAggregate(models.TextChoices):
    """How the rows of one label become one value."""

    COUNT = "count", _("Anzahl der Zeilen")
    SUM = "sum", _("Summe")
    AVERAGE = "avg", _("Durchschnitt")
    MEDIAN = "median", _("Median")
    MINIMUM = "min", _("kleinster Wert")
    MAXIMUM = "max", _("größter Wert")


class ChartOrder(models.TextChoices):
    """In which order the labels stand."""

    LABEL = "label", _("nach der Beschriftung")
    VALUE = "value", _("größte zuerst")


class Chart(Bound):
    """What is drawn; pages refer to it by its number."""

    title = models.CharField(_("Titel"), max_length=160)
    kind = models.CharField(
        _("Art"), max_length=20, choices=ChartKind.choices, default=ChartKind.BAR
    )
    category = models.CharField(_("Beschriftung"), max_length=300)
    aggregate = models.CharField(
        _("Berechnung"),
        max_length=20,
        choices=ChartAggregate.choices,
        default=ChartAggregate.COUNT,
    )
    values = models.JSONField(_("Werte"), default=list, blank=True)
    split = models.CharField(_("aufgeteilt nach"), max_length=300, blank=True)
    order = models.CharField(
        _("Reihenfolge"), max_length=20, choices=ChartOrder.choices, default=ChartOrder.LABEL
    )
    top = models.BooleanField(_("nur die 20 größten, der Rest zusammengefasst"), default=False)
    unit = models.CharField(_("Einheit"), max_length=30, blank=True)
    alternative = models.TextField(_("Textfassung"), blank=True)
    confirmed = models.BooleanField(_("Textfassung geprüft"), default=False)
    confirmed_for = models.CharField(max_length=64, blank=True, editable=False)
    newest = models.ForeignKey(
        "ChartState", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    shown = models.ForeignKey(
        "ChartState", models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("Diagramm")
        verbose_name_plural = _("Diagramme")
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the chart by itself, made for other sites."""
        return reverse("chart_embed", args=[self.pk])

    @property
    def values_url(self) -> str:
        """Return the full address of its values, for paper."""
        return f"{settings.PORTAL_BASE_URL}{reverse('chart_values', args=[self.pk])}"

    def confirmed_words(self, state: "ChartState") -> str:
        """Return what a person wrote, as long as it speaks of these very values; drafts are spoken."""
        known = self.confirmed and state.digest == self.confirmed_for
        known = known and self.alternative != state.draft
        return self.alternative if known else ""

    def words(self, state: "ChartState") -> str:
        """Return the text version: the confirmed one, else the draft."""
        return self.confirmed_words(state) or state.spoken["draft"]


class ChartState(BoundState):
    """A drawn chart with its table and a drafted text version."""

    chart = models.ForeignKey(Chart, models.CASCADE, related_name="states")
    svg = models.TextField(blank=True)
    # The same for a phone; empty where one drawing fits both.
    narrow = models.TextField(blank=True)
    table = models.JSONField(default=dict)
    draft = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("Stand eines Diagramms")
        verbose_name_plural = _("Stände von Diagrammen")
        ordering: ClassVar = ["-since", "-pk"]

    def __str__(self) -> str:
        return f"{self.chart_id} {self.version_label}"

    @property
    def spoken(self) -> dict[str, Any]:
        """Return drawing, draft, head and rows in the language of the page, German if need be."""
        german = {
            "svg": self.svg,
            "narrow": self.narrow,
            "draft": self.draft,
            "head": self.head,
            "rows": self.rows,
        }
        english: dict[str, Any] = self.table.get("en") or {}
        return english if english and get_language() == "en" else german

    @property
    def head(self) -> list[str]:
        """Return the headings of the table."""
        found: list[str] = self.table.get("head", [])
        return found

    @property
    def outline_source(self) -> str:
        """Return where the outlines of a map are from, empty for other kinds."""
        return str(self.table.get("source", ""))

    @property
    def rows(self) -> list[list[Any]]:
        """Return the rows of the table: label, then values as text."""
        found: list[list[Any]] = self.table.get("rows", [])
        return found
