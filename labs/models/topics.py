"""Topics that labs, stories and guides share."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models import Theme
from portal.base.slugs import german_slug


class Topic(models.Model):
    """A topic by which people look around."""

    name = models.CharField(_("Name"), max_length=100, unique=True)
    slug = models.SlugField(
        _("Kurzname"),
        max_length=100,
        unique=True,
        blank=True,
        help_text=_("Teil der Adresse; leer: aus dem Namen gebildet."),
    )
    description = models.TextField(_("Beschreibung"), blank=True)
    tags = models.CharField(
        _("Schlagwörter der Datensätze"),
        max_length=300,
        blank=True,
        help_text=_(
            "Mit Komma. Datensätze mit einem dieser Schlagwörter stehen auf der Themenseite."
        ),
    )
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="topics", verbose_name=_("Kategorien der Datensätze")
    )

    class Meta:
        verbose_name = _("Thema")
        verbose_name_plural = _("Themen")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Make the slug from the name if there is none."""
        if not self.slug:
            self.slug = german_slug(self.name, fallback="thema")
        super().save(*args, **kwargs)

    @property
    def words(self) -> list[str]:
        """Return the tags of datasets that belong to the topic, its own name among them."""
        return [word.strip() for word in (self.name, *self.tags.split(",")) if word.strip()]
