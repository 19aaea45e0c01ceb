"""Small things that foreign programs keep in the portal: states of tasks, translations, options."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets.models.base import IdField


class TaskStatus(models.Model):
    """How far a foreign program's task on a record has come."""

    id = IdField(_("Kennung"))
    entity_id = models.CharField(max_length=100)
    entity_type = models.CharField(max_length=100)
    task_type = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    value = models.TextField()
    state = models.TextField(null=True)  # noqa: DJ001 - null and "" differ for clients
    error = models.TextField(null=True)  # noqa: DJ001 - as above
    last_updated = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Stand einer Aufgabe")
        verbose_name_plural = _("Stände von Aufgaben")
        constraints = [
            models.UniqueConstraint(
                fields=["entity_id", "task_type", "key"], name="one_status_per_task"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_type} {self.key} {self.entity_id}"


class TermTranslation(models.Model):
    """A word of the catalogue in another language."""

    term = models.CharField(max_length=1000)
    term_translation = models.TextField()
    lang_code = models.CharField(max_length=20)

    class Meta:
        verbose_name = _("Übersetzung")
        verbose_name_plural = _("Übersetzungen")
        constraints = [
            models.UniqueConstraint(fields=["term", "lang_code"], name="one_translation_per_term"),
        ]

    def __str__(self) -> str:
        return f"{self.term} ({self.lang_code})"


class PortalOption(models.Model):
    """A text about the portal that was set over the interface."""

    key = models.CharField(max_length=200, unique=True)
    value = models.TextField(blank=True)

    class Meta:
        verbose_name = _("Angabe zum Portal")
        verbose_name_plural = _("Angaben zum Portal")

    def __str__(self) -> str:
        return self.key
