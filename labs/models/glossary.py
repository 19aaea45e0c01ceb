"""The glossary: difficult words, explained where they first appear on a page."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.base.pages import PortalPage
from portal.base.slugs import free_slug


class GlossaryTerm(models.Model):
    """A word with a short explanation."""

    name = models.CharField(_("Begriff"), max_length=100, unique=True)
    slug = models.SlugField(
        _("Kurzname"), max_length=100, unique=True, blank=True,
        help_text=_("Teil der Adresse; leer: aus dem Begriff gebildet."),
    )  # fmt: skip
    forms = models.CharField(
        _("Weitere Schreibweisen"),
        max_length=300,
        blank=True,
        help_text=_(
            "Mit Komma getrennt, auch Mehrzahl und Beugung: „Offener Daten, offene Daten“."
        ),
    )
    explanation = models.TextField(
        _("Erklärung"),
        max_length=300,
        help_text=_("Ein bis zwei Sätze. Erscheint beim ersten Vorkommen auf jeder Seite."),
    )
    easy = models.TextField(
        _("Erklärung in Leichter Sprache"),
        max_length=400,
        blank=True,
        help_text=_("Kurze Sätze, ein Gedanke je Satz."),
    )
    in_text = models.BooleanField(_("in Texten erklären"), default=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("forms"),
        FieldPanel("explanation"),
        FieldPanel("easy"),
        FieldPanel("in_text"),
        FieldPanel("slug"),
    ]

    class Meta:
        verbose_name = _("Glossarbegriff")
        verbose_name_plural = _("Glossar")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Make the slug from the word if there is none."""
        if not self.slug:
            others = GlossaryTerm.objects.exclude(pk=self.pk)
            self.slug = free_slug(self.name, others, fallback="begriff")
        super().save(*args, **kwargs)

    @property
    def spellings(self) -> list[str]:
        """Return all spellings under which the word is found in texts."""
        words = [self.name, *self.forms.split(",")]
        return [word.strip() for word in words if word.strip()]


class GlossaryPage(PortalPage):
    """All words from A to Z."""

    template = "labs/glossary.html"
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("Glossar (Seite)")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the words."""
        context = super().get_context(request, *args, **kwargs)
        context["terms"] = list(GlossaryTerm.objects.all())
        return context
