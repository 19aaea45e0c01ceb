"""Who works on a lab's pages: groups, a collection of images and documents, invitations."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Workflow

from labs.models.labs import LabPage

INVITATION_DAYS = 14


class LabTeam(models.Model):
    """The team of a lab; not part of the page, so that old revisions cannot take it away."""

    lab = models.OneToOneField(LabPage, models.CASCADE, related_name="team")
    group = models.OneToOneField(Group, models.CASCADE, related_name="+")
    members = models.OneToOneField(
        Group,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Mitglieder"),
        help_text=_("Schreiben im Labor, veröffentlichen aber nicht selbst."),
    )
    collection = models.OneToOneField(
        Collection, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    workflow = models.OneToOneField(
        Workflow, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    four_eyes = models.BooleanField(
        _("Vier Augen"),
        default=False,
        help_text=_("Niemand aus dem Labor veröffentlicht allein; eine zweite Person gibt frei."),
    )

    class Meta:
        verbose_name = _("Team eines Labors")
        verbose_name_plural = _("Teams der Labore")

    def __str__(self) -> str:
        return self.group.name


class LabRole(models.TextChoices):
    """What somebody is in a lab."""

    COORDINATION = "koordination", _("Koordination: schreibt, veröffentlicht, lädt ein")
    MEMBER = "mitglied", _("Mitglied: schreibt, die Koordination gibt frei")


class LabInvitation(models.Model):
    """Somebody was asked by mail to work on a lab; the link in it holds once and for some days."""

    lab = models.ForeignKey(LabPage, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("E-Mail"))
    role = models.CharField(
        _("Rolle"), max_length=20, choices=LabRole.choices, default=LabRole.MEMBER
    )
    message = models.TextField(_("Nachricht"), max_length=1000, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Einladung")
        verbose_name_plural = _("Einladungen")
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.email

    @property
    def expires_at(self) -> datetime:
        """Return when the link ends."""
        return self.created_at + timedelta(days=INVITATION_DAYS)

    @property
    def is_open(self) -> bool:
        """Say whether the link can still be used."""
        return (
            self.accepted_at is None
            and self.revoked_at is None
            and timezone.now() < self.expires_at
        )
