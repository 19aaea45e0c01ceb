"""Corrections: what was wrong in a version and the ones before it; shown wherever their data are."""

from collections.abc import Callable

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.models.base import IdField
from datasets.models.dataset import Dataset
from datasets.models.resource import Resource, ResourceVersion


class Correction(models.Model):
    """A note on a version; it holds for this version and all earlier ones of the same file."""

    id = IdField(gettext_lazy("Kennung"))
    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="corrections")
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="corrections")
    version = models.ForeignKey(ResourceVersion, models.CASCADE, related_name="corrections")
    number = models.PositiveIntegerField(gettext_lazy("bis zu dieser laufenden Nummer"))
    text = models.TextField(gettext_lazy("Was korrigiert ist"), max_length=1000)
    period = models.CharField(gettext_lazy("Was betroffen ist"), max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("Korrektur")
        verbose_name_plural = gettext_lazy("Korrekturen")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["resource", "number"])]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """Return the notice as one sentence, the same at every exit."""
        return self.worded()

    def worded(
        self, fill: Callable[..., str] = str.format, mark: Callable[[str], str] = str
    ) -> str:
        """Return the notice with what people wrote in it marked, `fill` escaping it for pages."""
        affected = fill(_(", betrifft {period}"), period=mark(self.period)) if self.period else ""
        day = timezone.localtime(self.created_at)
        return fill(
            _("Korrigiert am {day}: {text}{affected} (Version {label} und ältere)"),
            day=f"{day.day}.{day.month}.{day.year}",
            text=mark(self.text.rstrip(".")),
            affected=affected,
            label=self.version.label or self.number,
        )
