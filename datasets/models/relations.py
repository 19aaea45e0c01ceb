"""What ties people to records beside roles in organizations: following, working on one dataset."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets.models.base import IdField
from datasets.models.dataset import Dataset
from datasets.models.organization import Organization, Role, Theme


class Follow(models.Model):
    """Somebody wants to hear of a person, a dataset, an organization or a theme: exactly one."""

    follower = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="followers"
    )
    dataset = models.ForeignKey(
        Dataset, models.CASCADE, null=True, blank=True, related_name="followers"
    )
    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True, related_name="followers"
    )
    theme = models.ForeignKey(
        Theme, models.CASCADE, null=True, blank=True, related_name="followers"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Abonnement")
        verbose_name_plural = _("Abonnements")
        constraints = [
            models.UniqueConstraint(fields=["follower", field], name=f"follow_{field}_once")
            for field in ("user", "dataset", "organization", "theme")
        ]

    def __str__(self) -> str:
        return f"{self.follower} → {self.user or self.dataset or self.organization or self.theme}"


class Collaborator(models.Model):
    """A person who works on one dataset without a role in its organization."""

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="collaborators")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="collaborations"
    )
    role = models.CharField(_("Rolle"), max_length=20, choices=Role.choices)
    modified_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Mitarbeit")
        verbose_name_plural = _("Mitarbeiten")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "user"], name="one_role_per_dataset"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.dataset} · {self.get_role_display()}"


class ResourceView(models.Model):
    """How a foreign program wants a resource to be shown; kept for it, not drawn by this portal."""

    id = IdField(_("Kennung"))
    resource = models.ForeignKey("datasets.Resource", models.CASCADE, related_name="resource_views")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("Titel"), max_length=1000)
    description = models.TextField(_("Beschreibung"), blank=True, null=True)  # noqa: DJ001 - null and "" differ for clients
    view_type = models.CharField(max_length=100)
    config = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("Ansicht")
        verbose_name_plural = _("Ansichten")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title
