"""People without an account who want to hear of a dataset, or have something to say about a row."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets.models.dataset import Dataset
from datasets.models.resource import Resource

ANSWER_WITHIN = timedelta(days=14)


class Subscription(models.Model):
    """A confirmed address that gets a mail about news of one dataset; deleted with its last wish."""

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="subscriptions")
    email = models.EmailField(_("E-Mail"))
    created_at = models.DateTimeField(default=timezone.now)
    # What came after this moment has not been told yet.
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Abonnement per E-Mail")
        verbose_name_plural = _("Abonnements per E-Mail")
        constraints = [
            models.UniqueConstraint(fields=["dataset", "email"], name="one_subscription_per_email")
        ]

    def __str__(self) -> str:
        return f"{self.dataset} · {self.pk}"


class ReportOutcome(models.TextChoices):
    """What became of a report."""

    OPEN = "open", _("offen")
    MENDED = "mended", _("berichtigt")
    RIGHT = "right", _("stimmt so")
    LATER = "later", _("wird später berichtigt")


class RowReport(models.Model):
    """What somebody says is wrong in one row of a table; the address goes once it is answered."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="row_reports")
    version_label = models.CharField(_("Version"), max_length=50, blank=True)
    row = models.PositiveIntegerField(_("Zeile"))
    # Name and value of the cells as they stood there: the row may move in the next version.
    cells = models.JSONField(_("Inhalt der Zeile"), default=list)
    text = models.TextField(_("Was stimmt nicht?"), max_length=2000)
    email = models.EmailField(_("E-Mail für die Antwort"), blank=True)
    created_at = models.DateTimeField(_("gemeldet"), default=timezone.now)
    outcome = models.CharField(
        _("Ergebnis"), max_length=10, choices=ReportOutcome.choices, default=ReportOutcome.OPEN
    )
    answer = models.TextField(_("Antwort"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("Meldung zu einer Zeile")
        verbose_name_plural = _("Meldungen zu Zeilen")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["outcome", "created_at"])]

    def __str__(self) -> str:
        return f"{self.resource} · {self.row}"

    @property
    def due_at(self) -> datetime:
        """Return until when an answer is promised."""
        return self.created_at + ANSWER_WITHIN

    @property
    def is_overdue(self) -> bool:
        """Say whether the promised time has passed without an answer."""
        return (
            self.outcome == ReportOutcome.OPEN and timezone.now() > self.created_at + ANSWER_WITHIN
        )
