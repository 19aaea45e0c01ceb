"""Topics that labs, stories and guides share."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

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
