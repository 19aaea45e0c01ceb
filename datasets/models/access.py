"""Tokens of machines and the record of who did what."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets.models.base import IdField


class TokenScope(models.TextChoices):
    """What a token may be used for."""

    READ = "read", _("lesen")
    WRITE = "write", _("lesen und schreiben")


class ApiToken(models.Model):
    """A key for programs. Only its SHA-256 is kept: it is shown once, when it is made."""

    id = IdField(_("Kennung"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="data_tokens")
    name = models.CharField(_("Wofür"), max_length=200)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scope = models.CharField(
        _("Umfang"), max_length=10, choices=TokenScope.choices, default=TokenScope.WRITE
    )
    created_at = models.DateTimeField(_("angelegt"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("gültig bis"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("zuletzt benutzt"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("widerrufen"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("API-Schlüssel")
        verbose_name_plural = _("API-Schlüssel")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class AuditEntry(models.Model):
    """One thing that somebody did to a catalogue record; written in the same transaction."""

    id = IdField(_("Kennung"))
    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    verb = models.CharField(max_length=50)
    object_type = models.CharField(max_length=50)
    object_id = models.CharField(max_length=100)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("Protokolleintrag")
        verbose_name_plural = _("Protokoll")
        ordering = ["-at"]
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object_type} {self.object_id}"
