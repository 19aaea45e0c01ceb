"""Actors: the organizations that work together, each described once and named in many places."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from labs.states import State
from portal.base.slugs import free_slug

validate_key = RegexValidator(
    r"^(\d{5}|\d{8}|\d{12})$", _("Der Schlüssel hat 5, 8 oder 12 Ziffern.")
)


class Sector(models.TextChoices):
    """The four sectors of society that the labs bring together."""

    ADMINISTRATION = "verwaltung", _("Verwaltung")
    CIVIL = "zivilgesellschaft", _("Zivilgesellschaft")
    BUSINESS = "wirtschaft", _("Wirtschaft")
    SCIENCE = "wissenschaft", _("Wissenschaft")


class ActorKind(models.TextChoices):
    """What an actor is."""

    MUNICIPALITY = "kommune", _("Kommune")
    DISTRICT = "landkreis", _("Landkreis")
    MUNICIPAL_BODY = "kommunal", _("kommunale Einrichtung")
    UTILITY = "stadtwerke", _("Stadtwerke")
    ASSOCIATION = "verein", _("Verein oder Initiative")
    FOUNDATION = "stiftung", _("Stiftung")
    COMPANY = "unternehmen", _("Unternehmen")
    CHAMBER = "kammer", _("Kammer oder Verband")
    UNIVERSITY = "hochschule", _("Hochschule oder Universität")
    OTHER = "andere", _("andere")


class Actor(index.Indexed, models.Model):
    """An organization; persons are not kept here."""

    name = models.CharField(_("Name"), max_length=200, unique=True)
    slug = models.SlugField(
        _("Kurzname"),
        max_length=100,
        unique=True,
        blank=True,
        help_text=_("Teil der Adresse; leer: aus dem Namen gebildet."),
    )
    sector = models.CharField(_("Sektor"), max_length=20, choices=Sector.choices)
    kind = models.CharField(
        _("Art"), max_length=20, choices=ActorKind.choices, default=ActorKind.OTHER
    )
    place = models.CharField(_("Ort"), max_length=160, blank=True)
    state = models.CharField(_("Land"), max_length=2, choices=State.choices, blank=True)
    key = models.CharField(
        _("Gemeinde- oder Kreisschlüssel"),
        max_length=12,
        blank=True,
        validators=[validate_key],
        help_text=_("Amtlicher Schlüssel mit 5, 8 oder 12 Ziffern."),
    )
    url = models.URLField(_("Webseite"), blank=True)
    about = models.TextField(
        _("Kurz vorgestellt"), max_length=600, blank=True, help_text=_("Zwei bis drei Sätze.")
    )

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("sector"), FieldPanel("kind")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("place"), FieldPanel("state")]),
                FieldPanel("key"),
            ],
            heading=_("Wo?"),
        ),
        FieldPanel("url"),
        FieldPanel("about"),
        FieldPanel("slug"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("place"),
        index.FilterField("sector"),
        index.FilterField("state"),
    ]

    class Meta:
        verbose_name = _("Akteur")
        verbose_name_plural = _("Akteure")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.place})" if self.place else self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Make the slug from the name if there is none."""
        if not self.slug:
            self.slug = free_slug(self.name, Actor.objects.exclude(pk=self.pk), fallback="akteur")
        super().save(*args, **kwargs)
