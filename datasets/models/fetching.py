"""Files that are fetched from an address again and again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models.resource import Resource


class Interval(models.TextChoices):
    """How often an address is asked."""

    NEVER = "never", _("nur auf Knopfdruck")
    DAILY = "daily", _("täglich")
    WEEKLY = "weekly", _("wöchentlich")
    MONTHLY = "monthly", _("monatlich")


class FetchPlan(models.Model):
    """Where a resource's file comes from, how often, and how it went the last time."""

    resource = models.OneToOneField(Resource, models.CASCADE, related_name="fetch_plan")
    url = models.URLField(_("Adresse der Datei"), max_length=2000)
    interval = models.CharField(
        _("Wie oft"), max_length=10, choices=Interval.choices, default=Interval.NEVER
    )
    notify = models.EmailField(_("E-Mail bei Fehlschlag"), blank=True)
    next_at = models.DateTimeField(null=True, blank=True, db_index=True, editable=False)
    last_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_state = models.CharField(max_length=20, blank=True, editable=False)
    last_message = models.TextField(blank=True, editable=False)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("Abholung")
        verbose_name_plural = _("Abholungen")

    def __str__(self) -> str:
        return f"{self.resource}: {self.url}"
