"""Who works on a lab's pages: a group and a collection of images and documents for each lab."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from labs.models.labs import LabPage


class LabTeam(models.Model):
    """The team of a lab; not part of the page, so that old revisions cannot take it away."""

    lab = models.OneToOneField(LabPage, models.CASCADE, related_name="team")
    group = models.OneToOneField(Group, models.CASCADE, related_name="+")
    collection = models.OneToOneField(
        Collection, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("Team eines Labors")
        verbose_name_plural = _("Teams der Labore")

    def __str__(self) -> str:
        return self.group.name
