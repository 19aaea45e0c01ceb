"""What the editors' house keeps: links that lead nowhere, and the task of the second person."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page


class LinkProblem(models.Model):
    """A link on a published page that leads nowhere."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="link_problems")
    address = models.CharField(_("Adresse"), max_length=500)
    reason = models.CharField(_("Was ist los?"), max_length=200)
    found_at = models.DateTimeField(_("gefunden"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Toter Link")
        verbose_name_plural = _("Tote Links")
        ordering = ["page__title", "address"]

    def __str__(self) -> str:
        return self.address


class OutsideLink(models.Model):
    """An address on another site that pages lead to, and whether it answered."""

    address = models.CharField(_("Adresse"), max_length=500, unique=True)
    seen_at = models.DateTimeField(_("steht auf Seiten"))
    checked_at = models.DateTimeField(_("geprüft"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(_("Fehlversuche hintereinander"), default=0)
    reason = models.CharField(_("Was ist los?"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Link nach außen")
        verbose_name_plural = _("Links nach außen")

    def __str__(self) -> str:
        return self.address


class FourEyesTask(AbstractGroupApprovalTask):
    """Somebody else than who asked for approval, and than who wrote the text, has to say yes."""

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Offer nothing to the person whose text it is."""
        if self._is_own(obj, user):
            return []
        actions: list[tuple[str, Any, bool]] = super().get_actions(obj, user)
        return actions

    def _is_own(self, obj: Any, user: Any) -> bool:
        """Say whether this person asked for the approval or wrote what is to be approved."""
        state = obj.current_workflow_state
        if state is None:
            return False
        task = state.current_task_state
        author = task.revision.user_id if task is not None and task.revision else None
        return user.pk in {state.requested_by_id, author}

    @classmethod
    def get_description(cls) -> Any:
        """Explain the task where it is chosen."""
        return _("Eine zweite Person aus den gewählten Gruppen gibt frei, nie dieselbe.")

    class Meta:
        verbose_name = _("Vier-Augen-Prüfung")
        verbose_name_plural = _("Vier-Augen-Prüfungen")
