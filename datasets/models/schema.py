"""The library of Table Schemas: each with versions that never change once they are written."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets.models.base import IdField, validate_name
from datasets.models.organization import Organization


class TableSchema(models.Model):
    """What a kind of table looks like, for all who publish one: "Spielplätze", "Haushalt"."""

    id = IdField(_("Kennung"))
    name = models.SlugField(_("Kurzname"), max_length=100, unique=True, validators=[validate_name])
    title = models.CharField(_("Titel"), max_length=300)
    title_en = models.CharField(_("Titel (englisch)"), max_length=300, blank=True)
    description = models.TextField(_("Beschreibung"), blank=True)
    description_en = models.TextField(_("Beschreibung (englisch)"), blank=True)
    organization = models.ForeignKey(
        Organization,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="table_schemas",
        verbose_name=_("Organisation"),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    modified_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("Tabellenschema")
        verbose_name_plural = _("Tabellenschemas")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the path of the schema's page."""
        return f"/schemas/{self.name}/"


class SchemaVersion(models.Model):
    """One state of a schema. Written once: tables that obey it must be able to rely on it."""

    id = IdField(_("Kennung"))
    table_schema = models.ForeignKey(TableSchema, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("laufende Nummer"))
    label = models.CharField(_("Version"), max_length=50)
    descriptor = models.JSONField()
    note = models.TextField(_("Was sich geändert hat"), blank=True)
    source_url = models.TextField(_("Herkunft"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("Schemaversion")
        verbose_name_plural = _("Schemaversionen")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["table_schema", "number"], name="schema_version_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table_schema} {self.label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the version the first time only."""
        if not self._state.adding:
            raise TypeError("a schema version never changes; write a new one")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the path of this version's page."""
        return f"/schemas/{self.table_schema.name}/{self.label}/"
