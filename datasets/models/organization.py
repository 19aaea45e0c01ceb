"""Who publishes (organizations), what it is about (themes), and who may do what in them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models.base import Body


class Organization(Body):
    """A publisher: a town, a district, an association."""

    kind = models.CharField(max_length=100, default="organization", editable=False)
    regional_key = models.CharField(
        _("Regionalschlüssel"),
        max_length=12,
        blank=True,
        help_text=_("AGS (8) oder ARS (12 Ziffern)"),
    )
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("gehört zu"),
    )
    four_eyes = models.BooleanField(
        _("Vier Augen"),
        default=False,
        help_text=_(
            "Nichts wird öffentlich, bevor eine zweite Person aus der Organisation zugestimmt hat, "
            "die es weder geschrieben noch eingereicht hat. Das gilt auch für Schnittstelle und Importe."
        ),
    )

    class Meta(Body.Meta):
        verbose_name = _("Organisation")
        verbose_name_plural = _("Organisationen")

    def get_absolute_url(self) -> str:
        """Return the path of the organization's page."""
        return f"/organization/{self.name}"


class Theme(Body):
    """A subject under which datasets of many publishers are gathered."""

    kind = models.CharField(max_length=100, default="group", editable=False)
    uri = models.URLField(_("Adresse im EU-Vokabular"), blank=True)
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("gehört zu"),
    )

    class Meta(Body.Meta):
        verbose_name = _("Kategorie")
        verbose_name_plural = _("Kategorien")

    def get_absolute_url(self) -> str:
        """Return the path of the theme's page."""
        return f"/group/{self.name}"


class Role(models.TextChoices):
    """What a member may do: see private records, edit them, manage the members too."""

    MEMBER = "member", _("Mitglied")
    EDITOR = "editor", _("Redaktion")
    ADMIN = "admin", _("Leitung")


class Membership(models.Model):
    """A person's role in one organization or one theme."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    theme = models.ForeignKey(
        Theme, models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(_("Rolle"), max_length=20, choices=Role.choices, default=Role.MEMBER)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Mitgliedschaft")
        verbose_name_plural = _("Mitgliedschaften")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization"], name="one_role_per_organization"
            ),
            models.UniqueConstraint(fields=["user", "theme"], name="one_role_per_theme"),
            models.CheckConstraint(
                condition=models.Q(organization__isnull=False, theme__isnull=True)
                | models.Q(organization__isnull=True, theme__isnull=False),
                name="membership_in_exactly_one_body",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organization or self.theme} · {self.get_role_display()}"
