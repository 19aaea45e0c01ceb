"""A dataset: what is published together, described once, edited as a Wagtail snippet."""

from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from datasets.models.base import IdField, validate_name
from datasets.models.organization import Organization, Theme
from datasets.models.tag import Tag


class DatasetQuerySet(models.QuerySet["Dataset"]):
    """Filters that every exit must use."""

    def existing(self) -> Self:
        """Leave out what is deleted."""
        return self.filter(deleted_at__isnull=True)

    def public(self) -> Self:
        """Keep what everybody may see: published, not private, not deleted."""
        return self.existing().filter(live=True, private=False)


class Dataset(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """Metadata of a dataset. `live` (from drafts), `private` and `deleted_at` decide who sees it."""

    # Pages refer to datasets, never the other way round: nothing to look up here.
    wagtail_reference_index_ignore = True

    id = IdField(_("Kennung"))
    name = models.SlugField(
        _("Kurzname"),
        max_length=100,
        unique=True,
        validators=[validate_name, MinLengthValidator(2)],
        help_text=_("Teil der Adresse; sollte sich nicht mehr ändern."),
    )
    title = models.CharField(_("Titel"), max_length=1000)
    notes = models.TextField(_("Beschreibung"), blank=True, null=True)  # noqa: DJ001 - null and "" differ for clients
    kind = models.CharField(max_length=100, default="dataset", editable=False)
    organization = models.ForeignKey(
        Organization,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="datasets",
        verbose_name=_("Organisation"),
    )
    private = models.BooleanField(_("nur für Mitglieder der Organisation sichtbar"), default=False)
    deleted_at = models.DateTimeField(_("gelöscht am"), null=True, blank=True, editable=False)
    license = models.CharField(_("Lizenz"), max_length=200, blank=True, null=True)  # noqa: DJ001 - as above
    landing_page = models.CharField(_("Webseite"), max_length=2000, blank=True, null=True)  # noqa: DJ001 - as above
    version_label = models.CharField(_("Version"), max_length=100, blank=True, null=True)  # noqa: DJ001 - as above
    author = models.TextField(_("Urheberin oder Urheber"), blank=True, null=True)  # noqa: DJ001 - as above
    author_email = models.TextField(_("E-Mail dazu"), blank=True, null=True)  # noqa: DJ001 - as above
    maintainer = models.TextField(_("Ansprechstelle"), blank=True, null=True)  # noqa: DJ001 - as above
    maintainer_email = models.TextField(_("E-Mail der Ansprechstelle"), blank=True, null=True)  # noqa: DJ001 - as above
    additional = models.JSONField(_("weitere Angaben"), default=list, blank=True)
    # Notes of foreign programs; only those who run the portal see them.
    plugin_data = models.JSONField(default=dict, blank=True, editable=False)
    tags = ParentalManyToManyField(
        Tag, blank=True, related_name="datasets", verbose_name=_("Schlagwörter")
    )
    themes = ParentalManyToManyField(
        Theme, blank=True, related_name="datasets", verbose_name=_("Kategorien")
    )
    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("angelegt"), default=timezone.now, editable=False)
    modified_at = models.DateTimeField(_("geändert"), default=timezone.now, editable=False)

    objects: ClassVar = DatasetQuerySet.as_manager()

    class Meta:
        verbose_name = _("Datensatz")
        verbose_name_plural = _("Datensätze")
        ordering = ["title"]
        indexes = [
            models.Index(fields=["modified_at"]),
            models.Index(fields=["live", "private", "deleted_at"]),
            # The list of all public names is read from this index alone.
            # With the columns of the condition: all names are read from the index, no row is opened.
            models.Index(
                fields=["name", "live", "private", "deleted_at"],
                condition=models.Q(deleted_at__isnull=True, live=True, private=False),
                name="public_dataset_names",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.name

    @property
    def is_public(self) -> bool:
        """Say whether everybody may see this dataset."""
        return self.live and not self.private and self.deleted_at is None

    def get_absolute_url(self) -> str:
        """Return the path of the dataset's page."""
        return f"/dataset/{self.name}"

    def get_preview_template(self, request: object, mode_name: str) -> str:
        """Return the template of the public page: the preview shows just that."""
        return "datasets/dataset.html"
