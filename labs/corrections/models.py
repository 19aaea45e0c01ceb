"""What the author of a page says about a correction of its data."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from datasets.models import Correction


class CorrectionReply(models.Model):
    """That it does not concern the page, with a reason."""

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="replies")
    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    reason = models.TextField(_("Begründung"), max_length=500)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Antwort auf eine Korrektur")
        verbose_name_plural = _("Antworten auf Korrekturen")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["correction", "page"], name="one_reply_per_page")
        ]

    def __str__(self) -> str:
        return self.reason
