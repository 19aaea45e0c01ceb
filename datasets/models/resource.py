"""Resources (a file or an address of a dataset) and their immutable versions."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets.models.base import IdField, RecordState
from datasets.models.dataset import Dataset
from datasets.models.schema import SchemaVersion


class Resource(models.Model):
    """One file, table or address of a dataset."""

    id = IdField(_("Kennung"))
    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="resources")
    position = models.PositiveIntegerField(_("Reihenfolge"), default=0)
    state = models.CharField(max_length=20, choices=RecordState.choices, default=RecordState.ACTIVE)
    name = models.TextField(_("Titel"), blank=True, null=True)  # noqa: DJ001 - null and "" differ for clients
    description = models.TextField(_("Beschreibung"), blank=True, null=True)  # noqa: DJ001 - as above
    url = models.TextField(_("Adresse"), blank=True)
    url_type = models.CharField(max_length=100, blank=True, null=True, editable=False)  # noqa: DJ001 - as above
    format = models.CharField(_("Format"), max_length=200, blank=True)
    mimetype = models.CharField(_("Medientyp"), max_length=255, blank=True, null=True)  # noqa: DJ001 - as above
    mimetype_inner = models.CharField(max_length=255, blank=True, null=True)  # noqa: DJ001 - as above
    size = models.BigIntegerField(_("Größe in Byte"), null=True, blank=True)
    hash = models.CharField(_("Prüfsumme"), max_length=200, blank=True)
    resource_type = models.CharField(max_length=200, blank=True, null=True)  # noqa: DJ001 - as above
    cache_url = models.TextField(blank=True, null=True)  # noqa: DJ001 - as above
    cache_last_updated = models.DateTimeField(null=True, blank=True)
    last_modified = models.DateTimeField(null=True, blank=True)
    additional = models.JSONField(_("weitere Angaben"), default=dict, blank=True)
    table_name = models.CharField(max_length=200, blank=True, editable=False)
    table_active = models.BooleanField(default=False, editable=False)
    current_version = models.ForeignKey(
        "ResourceVersion", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    modified_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("Ressource")
        verbose_name_plural = _("Ressourcen")
        ordering = ["position", "created_at"]
        indexes = [models.Index(fields=["dataset", "position"])]

    def __str__(self) -> str:
        return self.name or self.url or self.id

    def get_absolute_url(self) -> str:
        """Return the path of the resource's page."""
        return f"/dataset/{self.dataset.name}/resource/{self.id}"


class VersionState(models.TextChoices):
    """How far a file has come on its road."""

    RECEIVED = "received", _("eingegangen")
    PROCESSING = "processing", _("wird geprüft")
    VALID = "valid", _("gültig")
    INVALID = "invalid", _("mit Fehlern")
    NO_TABLE = "no_table", _("keine Tabelle")
    FAILED = "failed", _("Prüfung abgebrochen")


class ResourceVersion(models.Model):
    """One file as it came in, with everything that was found out about it. Never changed afterwards."""

    id = IdField(_("Kennung"))
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("laufende Nummer"))
    label = models.CharField(_("Version"), max_length=50, blank=True, help_text="1.0.0")
    note = models.TextField(_("Was sich geändert hat"), blank=True)
    state = models.CharField(
        max_length=20, choices=VersionState.choices, default=VersionState.RECEIVED
    )
    message = models.TextField(_("Meldung"), blank=True)
    # the original, byte for byte
    file_name = models.CharField(_("Dateiname"), max_length=255)
    sha256 = models.CharField(max_length=64)
    md5 = models.CharField(max_length=32, blank=True)
    size = models.BigIntegerField(_("Größe in Byte"))
    mimetype = models.CharField(max_length=255, blank=True)
    # what was found out
    proposal = models.JSONField(default=dict, blank=True)
    schema = models.JSONField(default=dict, blank=True)
    schema_given = models.BooleanField(default=False)
    obeys = models.ForeignKey(
        SchemaVersion,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="tables",
        verbose_name=_("folgt dem Schema"),
    )
    report = models.JSONField(default=dict, blank=True)
    findings = models.JSONField(default=list, blank=True)
    profile = models.JSONField(default=list, blank=True)
    personal_data = models.JSONField(default=list, blank=True)
    personal_data_answer = models.TextField(_("Antwort zum Personenbezug"), blank=True)
    repairs = models.JSONField(_("angewandte Reparaturen"), default=list, blank=True)
    repaired_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    rows = models.BigIntegerField(_("Zeilen"), null=True, blank=True)
    columns = models.IntegerField(_("Spalten"), null=True, blank=True)
    finding_count = models.IntegerField(default=0)
    table_key = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Came in by a way on which a person looks before anything is public.
    held = models.BooleanField(default=False)
    review_requested_at = models.DateTimeField(null=True, blank=True)
    review_requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_notice = models.TextField(blank=True)

    class Meta:
        verbose_name = _("Version")
        verbose_name_plural = _("Versionen")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["resource", "number"], name="version_number_once"),
        ]
        indexes = [models.Index(fields=["state"]), models.Index(fields=["sha256"])]

    def __str__(self) -> str:
        return f"{self.resource} {self.label or self.number}"

    @property
    def awaits_review(self) -> bool:
        """Say whether a second person has been asked and has not decided."""
        return (
            self.review_requested_at is not None
            and self.published_at is None
            and self.withdrawn_at is None
        )

    @property
    def has_table(self) -> bool:
        """Say whether rows of this version can be read."""
        return bool(self.table_key)
