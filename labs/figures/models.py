"""Living figures: a number in running text that is computed from a table of the catalogue."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from labs.figures.bound import Bound, BoundState


class Aggregate(models.TextChoices):
    """What is computed."""

    COUNT = "count", _("Anzahl der Zeilen")
    SUM = "sum", _("Summe")
    AVERAGE = "avg", _("Durchschnitt")
    MEDIAN = "median", _("Median (mittlerer Wert)")
    MINIMUM = "min", _("kleinster Wert")
    MAXIMUM = "max", _("größter Wert")
    DISTINCT = "distinct", _("Anzahl verschiedener Werte")
    SINGLE = "single", _("der Wert aus genau einer Zeile")


class Figure(Bound):
    """A living figure; text stores only its number."""

    label = models.CharField(_("Was sagt die Zahl?"), max_length=160)
    aggregate = models.CharField(
        _("Berechnung"), max_length=20, choices=Aggregate.choices, default=Aggregate.COUNT
    )
    column = models.CharField(_("Spalte"), max_length=300, blank=True)
    decimals = models.PositiveSmallIntegerField(_("Nachkommastellen"), null=True, blank=True)
    unit = models.CharField(_("Einheit"), max_length=30, blank=True)
    newest = models.ForeignKey(
        "FigureState", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    shown = models.ForeignKey(
        "FigureState", models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("Lebende Zahl")
        verbose_name_plural = _("Lebende Zahlen")
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.label


class FigureState(BoundState):
    """The value of a figure for one version of its table."""

    figure = models.ForeignKey(Figure, models.CASCADE, related_name="states")
    number = models.CharField(max_length=100)
    text = models.CharField(max_length=140)

    class Meta:
        verbose_name = _("Wert einer lebenden Zahl")
        verbose_name_plural = _("Werte lebender Zahlen")
        ordering: ClassVar = ["-since", "-pk"]

    def __str__(self) -> str:
        return self.text
