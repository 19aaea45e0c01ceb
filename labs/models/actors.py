"""Actors: the organizations that work together, each described once and named in many places."""

import difflib
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from labs.states import State
from portal.base.slugs import free_slug, german_slug

NEAR = 0.88
FORMS = {"e", "v", "ev", "ggmbh", "gmbh", "stadt", "gemeinde", "der", "die", "das", "und", "fuer"}
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


class ActorForm(WagtailAdminModelForm):
    """Asks before the same organization is described twice under two spellings."""

    different = forms.BooleanField(
        label=_("Das ist ein anderer Akteur"),
        required=False,
        help_text=_("Nur nötig, wenn ein ähnlicher Name gemeldet wird."),
    )

    def clean(self) -> dict[str, Any]:
        """Offer the actors with nearly the same name."""
        data: dict[str, Any] = super().clean()
        asked = self.instance.pk is None or "name" in self.changed_data
        if asked and data.get("name") and not data.get("different"):
            near = similar_names(data["name"], Actor.objects.exclude(pk=self.instance.pk))
            if near:
                words = gettext(
                    "Gibt es das schon? Ähnlich heißt: {names}. Nehmen Sie diesen Akteur, oder kreuzen "
                    "Sie unten an, dass es ein anderer ist."
                )
                self.add_error("name", words.format(names=", ".join(near)))
        return data


def similar_names(name: str, others: models.QuerySet["Actor"]) -> list[str]:
    """Return the names that are the same but for spelling, case, or the form of association."""
    core = _core(name)
    return [
        other
        for other in others.order_by("name").values_list("name", flat=True)
        if other != name
        and difflib.SequenceMatcher(None, core, _core(other), autojunk=False).ratio() >= NEAR
    ][:5]


def _core(name: str) -> str:
    """Return what tells one name from another."""
    words = german_slug(name).split("-")
    return " ".join(word for word in words if word not in FORMS) or name


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
        FieldPanel("different"),
    ]
    base_form_class = ActorForm
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
