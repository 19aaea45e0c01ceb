"""Keywords, free or from a controlled vocabulary."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models.base import IdField


class Vocabulary(models.Model):
    """A closed list of keywords."""

    id = IdField(_("Kennung"))
    name = models.CharField(_("Name"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("Schlagwortliste")
        verbose_name_plural = _("Schlagwortlisten")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    """A keyword; the same word may stand once freely and once in each vocabulary."""

    id = IdField(_("Kennung"))
    name = models.CharField(_("Schlagwort"), max_length=100)
    vocabulary = models.ForeignKey(
        Vocabulary,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="tags",
        verbose_name=_("Liste"),
    )

    class Meta:
        verbose_name = _("Schlagwort")
        verbose_name_plural = _("Schlagwörter")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "vocabulary"], name="tag_once_per_vocabulary"),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(vocabulary__isnull=True), name="free_tag_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
