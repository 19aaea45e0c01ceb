"""What a lab aims at, does, asks and proposes: records of its page, each listed elsewhere too."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable


class LabGoal(Orderable):
    """An aim with its progress in percent."""

    lab = ParentalKey("labs.LabPage", on_delete=models.CASCADE, related_name="goals")
    title = models.CharField(
        gettext_lazy("Ziel"),
        max_length=200,
        help_text=gettext_lazy("So, dass Außenstehende prüfen können, ob es erreicht ist."),
    )
    description = models.TextField(gettext_lazy("Erläuterung"), max_length=600, blank=True)
    progress = models.PositiveSmallIntegerField(
        gettext_lazy("Fortschritt in Prozent"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=gettext_lazy("0 bis 100. Steht öffentlich auf der Seite des Labors."),
    )

    panels = [FieldPanel("title"), FieldPanel("description"), FieldPanel("progress")]

    class Meta(Orderable.Meta):
        verbose_name = gettext_lazy("Ziel")
        verbose_name_plural = gettext_lazy("Ziele")

    def __str__(self) -> str:
        return self.title


class MilestoneState(models.TextChoices):
    """How a milestone stands today."""

    DONE = "erledigt", gettext_lazy("erledigt")
    DUE = "offen", gettext_lazy("geplant")
    LATE = "überfällig", gettext_lazy("überfällig")


class LabMilestone(Orderable):
    """A step on the lab's way with its date."""

    lab = ParentalKey("labs.LabPage", on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(gettext_lazy("Meilenstein"), max_length=200)
    date = models.DateField(gettext_lazy("geplant für"))
    done_on = models.DateField(
        gettext_lazy("erledigt am"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Leer: noch offen."),
    )
    text = models.TextField(gettext_lazy("Was geschah?"), max_length=600, blank=True)

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("date"), FieldPanel("done_on")]),
        FieldPanel("text"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = gettext_lazy("Meilenstein")
        verbose_name_plural = gettext_lazy("Meilensteine")

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> MilestoneState:
        """Return how the milestone stands today."""
        if self.done_on:
            return MilestoneState.DONE
        return MilestoneState.LATE if self.date < timezone.localdate() else MilestoneState.DUE

    @property
    def day(self) -> datetime.date:
        """Return the day under which the timeline shows it."""
        return self.done_on or self.date


class LabQuestion(Orderable):
    """An open question that others may have an answer to."""

    lab = ParentalKey("labs.LabPage", on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(gettext_lazy("Frage"), max_length=300)

    panels = [FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = gettext_lazy("Offene Frage")
        verbose_name_plural = gettext_lazy("Offene Fragen")

    def __str__(self) -> str:
        return self.text


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    OPEN = "offen", gettext_lazy("offen")
    ACCEPTED = "angenommen", gettext_lazy("angenommen")
    REJECTED = "abgelehnt", gettext_lazy("abgelehnt")
    DONE = "umgesetzt", gettext_lazy("umgesetzt")


class LabProposal(Orderable):
    """What a lab proposes to somebody, and what became of it."""

    lab = ParentalKey("labs.LabPage", on_delete=models.CASCADE, related_name="proposals")
    title = models.CharField(gettext_lazy("Vorschlag"), max_length=250)
    text = models.TextField(gettext_lazy("Begründung"), max_length=1500, blank=True)
    addressee = models.CharField(
        gettext_lazy("An wen?"),
        max_length=160,
        help_text=gettext_lazy("Zum Beispiel „Land Nordrhein-Westfalen“ oder „Bund“."),
    )
    state = models.CharField(
        gettext_lazy("Stand"),
        max_length=20,
        choices=ProposalState.choices,
        default=ProposalState.OPEN,
    )
    state_since = models.DateField(gettext_lazy("Stand seit"), null=True, blank=True)
    evidence = models.CharField(
        gettext_lazy("Beleg"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("Woran sieht man den Stand? Beschluss, Schreiben, Adresse im Netz."),
    )
    evidence_url = models.URLField(gettext_lazy("Adresse des Belegs"), blank=True)

    panels = [
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("addressee"),
        FieldRowPanel([FieldPanel("state"), FieldPanel("state_since")]),
        FieldPanel("evidence"),
        FieldPanel("evidence_url"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = gettext_lazy("Vorschlag")
        verbose_name_plural = gettext_lazy("Vorschläge")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Ask for evidence once somebody decided."""
        super().clean()
        decided = self.state != ProposalState.OPEN
        if decided and not (self.evidence or self.evidence_url):
            raise ValidationError(
                {"evidence": _("Nennen Sie einen Beleg: Woran sieht man, dass entschieden wurde?")}
            )
