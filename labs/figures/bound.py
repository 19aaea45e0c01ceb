"""What figures and charts share: the table they are bound to, and the rows of it that count.

A row is a definition and never changes: editing makes a new one, so that drafts do not leak and old
revisions of a page keep what they showed. What follows the data stands in its states.
"""

from typing import Any, TypedDict

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets.models import Dataset, Resource, ResourceVersion
from datasets.store import And, Condition


class Where(TypedDict):
    """One condition on the rows."""

    column: str
    op: str
    value: str


OPERATORS: dict[str, Any] = {
    "eq": _("ist"),
    "ne": _("ist nicht"),
    "gte": _("mindestens"),
    "lte": _("höchstens"),
    "gt": _("mehr als"),
    "lt": _("weniger als"),
    "null": _("ist leer"),
}


class Bound(models.Model):
    """A question to a table of the catalogue."""

    resource = models.ForeignKey(
        Resource, models.SET_NULL, null=True, related_name="+", verbose_name=_("Tabelle")
    )
    version = models.ForeignKey(
        ResourceVersion,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("feste Fassung"),
    )
    pinned = models.BooleanField(_("bleibt auf diesem Stand"), default=False)
    filters = models.JSONField(_("Bedingungen"), default=list, blank=True)
    problem = models.TextField(_("Was nicht mehr geht"), blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    @property
    def dataset(self) -> Dataset | None:
        """Return the dataset the table belongs to."""
        return self.resource.dataset if self.resource else None

    @property
    def is_public(self) -> bool:
        """Say whether everybody may see the data behind it."""
        dataset = self.dataset
        return dataset is not None and dataset.is_public

    @property
    def condition(self) -> And | None:
        """Return the conditions as the table store reads them."""
        return condition_of(self.filters)

    @property
    def filter_words(self) -> str:
        """Say in words which rows count."""
        return "; ".join(
            f"{row['column']} {OPERATORS[row['op']]} {row['value']}".strip()
            for row in self.filters
            if row.get("op") in OPERATORS
        )


class BoundState(models.Model):
    """What a definition yielded with one version of its table; shown until the next one."""

    version = models.ForeignKey(
        ResourceVersion, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version_label = models.CharField(max_length=50, blank=True)
    version_number = models.PositiveIntegerField(null=True, blank=True)
    day = models.DateField(_("Stand der Daten"))
    since = models.DateTimeField(default=timezone.now)
    public = models.BooleanField(default=False)

    class Meta:
        abstract = True


def condition_of(filters: list[Where]) -> And | None:
    """Return conditions as the table store reads them; values are read as Germans write them."""
    found = tuple(
        Condition(row["column"], row["op"], True if row["op"] == "null" else row["value"])
        for row in filters
        if row.get("column")
    )
    return And(found) if found else None
