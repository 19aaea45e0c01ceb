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


class FourEyesTask(AbstractGroupApprovalTask):
    """Somebody else than the one who asked for approval has to say yes."""

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Offer nothing to the person who asked."""
        if self._asked_by(obj, user):
            return []
        actions: list[tuple[str, Any, bool]] = super().get_actions(obj, user)
        return actions

    def _asked_by(self, obj: Any, user: Any) -> bool:
        """Say whether this person asked for the approval."""
        state = obj.current_workflow_state
        return state is not None and state.requested_by_id == user.pk

    @classmethod
    def get_description(cls) -> Any:
        """Explain the task where it is chosen."""
        return _("Eine zweite Person aus den gewählten Gruppen gibt frei, nie dieselbe.")

    class Meta:
        verbose_name = _("Vier-Augen-Prüfung")
        verbose_name_plural = _("Vier-Augen-Prüfungen")
