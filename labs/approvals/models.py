"""A partner without an account approves one revision of one page by a signed link."""

import hashlib
import json
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, Task

VALID = timedelta(days=14)


class Decision(models.TextChoices):
    """What the partner says."""

    APPROVED = "approved", _("freigegeben")
    CHANGES = "changes", _("Änderung nötig")


class PartnerTask(Task):
    """A step of a workflow that waits for the decision of a partner outside."""

    class Meta:
        verbose_name = _("Freigabe durch Partner ohne Konto")
        verbose_name_plural = _("Freigaben durch Partner ohne Konto")

    @classmethod
    def get_description(cls) -> str:
        """Say what this step does."""
        return str(_("Wartet, bis jemand mit einem Freigabe-Link entschieden hat."))


class ApprovalLink(models.Model):
    """A link for one person and one revision; useless once it is decided, revoked or old."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    revision_hash = models.CharField(_("Prüfsumme der Fassung"), max_length=64)
    email = models.EmailField(_("E-Mail"))
    message = models.TextField(_("Nachricht"), max_length=1000, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(
        _("Entscheidung"), max_length=20, choices=Decision.choices, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_name = models.CharField(_("Name"), max_length=160, blank=True)
    comment = models.TextField(_("Anmerkung"), blank=True)
    remarks = models.JSONField(_("Anmerkungen zu Abschnitten"), default=list, blank=True)

    class Meta:
        verbose_name = _("Freigabe-Link")
        verbose_name_plural = _("Freigabe-Links")
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.email}: {self.page}"

    @property
    def expires_at(self) -> Any:
        """Return when the link becomes useless."""
        return self.created_at + VALID

    @property
    def is_open(self) -> bool:
        """Say whether the link can still decide, apart from a newer revision."""
        return not self.decision and self.revoked_at is None and timezone.now() < self.expires_at


def hash_of(revision: Revision) -> str:
    """Return the checksum of a revision's content: what exactly was approved."""
    text = json.dumps(revision.content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
