"""Bundles: pages and versions of data that become public together or not at all."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from datasets.models import Dataset, ResourceVersion


class BundleState(models.TextChoices):
    """How far a bundle is."""

    OPEN = "open", _("in Arbeit")
    WAITING = "waiting", _("wartet auf Freigabe")
    CHANGED = "changed", _("nach der Freigabe geändert")
    PLANNED = "planned", _("eingeplant")
    PUBLISHED = "published", _("veröffentlicht")
    FAILED = "failed", _("nicht veröffentlicht")


class Bundle(models.Model):
    """What is published together."""

    title = models.CharField(_("Titel"), max_length=160)
    publish_at = models.DateTimeField(_("Veröffentlichen am"), null=True, blank=True)
    state = models.CharField(
        _("Stand"), max_length=20, choices=BundleState.choices, default=BundleState.OPEN
    )
    failure = models.TextField(_("Woran es lag"), blank=True, editable=False)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Paket")
        verbose_name_plural = _("Pakete")
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [models.Index(fields=["state", "publish_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Say whether it is published: nothing can be changed or previewed any more."""
        return self.state == BundleState.PUBLISHED


class BundleItem(models.Model):
    """One part of a bundle: exactly one of the references is set."""

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="items")
    page = models.ForeignKey(Page, models.CASCADE, null=True, blank=True, related_name="+")
    dataset = models.ForeignKey(Dataset, models.CASCADE, null=True, blank=True, related_name="+")
    version = models.ForeignKey(
        ResourceVersion, models.CASCADE, null=True, blank=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The checksum of what was looked at: only that goes out.
    approved_mark = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("Teil eines Pakets")
        verbose_name_plural = _("Teile von Paketen")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bundle", "page"], name="page_once"),
            models.UniqueConstraint(fields=["bundle", "dataset"], name="dataset_once"),
            models.UniqueConstraint(fields=["bundle", "version"], name="version_once"),
        ]

    def __str__(self) -> str:
        if self.page is not None:
            return _("Seite „{title}“").format(title=self.page.get_admin_display_title())
        if self.dataset is not None:
            return _("Datensatz „{title}“").format(title=self.dataset)
        if self.version is not None:
            return _("Daten „{dataset}: {resource}“, Version {label}").format(
                dataset=self.version.resource.dataset,
                resource=self.version.resource,
                label=self.version.label or self.version.number,
            )
        return "–"

    @property
    def data(self) -> Dataset | None:
        """Return the dataset that the part is or belongs to."""
        return self.version.resource.dataset if self.version is not None else self.dataset

    @property
    def edit_address(self) -> str:
        """Return where this part is edited."""
        if self.page_id:
            return reverse("wagtailadmin_pages:edit", args=[self.page_id])
        if self.dataset_id:
            return reverse("datasets_admin:edit", args=[self.dataset_id])
        return reverse("datasets_report", args=[self.version_id])


class BundleReader(models.Model):
    """Somebody outside who may see the bundle before it is public, by a signed link."""

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="readers")
    email = models.EmailField(_("E-Mail"))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Leserin oder Leser eines Pakets")
        verbose_name_plural = _("Leserinnen und Leser von Paketen")
        ordering: ClassVar = ["email"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bundle", "email"], name="reader_once")
        ]

    def __str__(self) -> str:
        return self.email
