"""The portal's own user, image and document models: swapping them in later is not possible."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page, Revision


def new_public_id() -> str:
    """Return a fresh id that may be shown to everyone (a version 4 UUID as text)."""
    return str(uuid.uuid4())


class User(AbstractUser):
    """A person or machine with an account; `public_id` is the id shown outside."""

    public_id = models.CharField(
        _("öffentliche Kennung"),
        max_length=100,
        unique=True,
        default=new_public_id,
        editable=False,
    )
    full_name = models.CharField(_("voller Name"), max_length=200, blank=True)
    about = models.TextField(_("Über"), blank=True)
    image_url = models.CharField(_("Bild-Adresse"), max_length=500, blank=True)
    picture = models.FileField(_("Bild"), upload_to="accounts/", blank=True, editable=False)
    deleted = models.BooleanField(_("gelöscht"), default=False, editable=False)
    # Notes of foreign programs; only those who run the portal see them.
    plugin_extras = models.JSONField(default=dict, blank=True, editable=False)

    class Meta(AbstractUser.Meta):
        verbose_name = _("Konto")  # type: ignore[assignment]
        verbose_name_plural = _("Konten")  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.display_name

    def get_full_name(self) -> str:
        """Return the name in one piece where it was given so; the admin names people by it."""
        return self.full_name or super().get_full_name()

    @property
    def display_name(self) -> str:
        """Return what others may call this account."""
        return self.get_full_name() or self.username


class PortalImage(AbstractImage):
    """An image that always says whom it is from."""

    credit = models.CharField(
        _("Urheberin oder Urheber, Quelle"),
        max_length=255,
        blank=True,
        help_text=_("So erscheint der Nachweis unter dem Bild, z. B. „Stadt Kleve, CC BY 4.0“."),
    )
    license_note = models.CharField(_("Lizenz oder Nutzungsrecht"), max_length=255, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit", "license_note")

    class Meta(AbstractImage.Meta):
        verbose_name = _("Bild")
        verbose_name_plural = _("Bilder")


class PortalRendition(AbstractRendition):
    """A size of an image."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"
            )
        ]


class PortalDocument(AbstractDocument):
    """A document that is no table: a PDF, a form."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("Dokument")
        verbose_name_plural = _("Dokumente")


class PageVariant(models.Model):
    """Says that a page is another page in other words, and since when it lags behind."""

    page = models.OneToOneField(Page, models.CASCADE, related_name="variant_of")
    source = models.ForeignKey(Page, models.CASCADE, related_name="variants")
    source_revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    stale_since = models.DateTimeField(_("veraltet seit"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Sprachfassung")
        verbose_name_plural = _("Sprachfassungen")

    def __str__(self) -> str:
        return f"{self.page} ← {self.source}"
