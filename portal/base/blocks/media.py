"""Pictures, never without words for those who do not see them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock


def alternative_missing() -> ValidationError:
    """Return the error that asks for an alternative text."""
    return ValidationError(
        _(
            "Beschreiben Sie das Bild in einem Satz: Menschen, die es nicht sehen, lesen diesen Text."
        ),
        code="alternative_missing",
    )


class ImageValue(blocks.StructValue):
    """An image with what is said about it."""

    @property
    def alternative(self) -> str:
        """Return the alternative text: that of this place, else the image's own description."""
        image = self.get("image")
        return self.get("alternative_text") or (image.description if image else "")

    @property
    def credit_line(self) -> str:
        """Return whom the image is from."""
        image = self.get("image")
        return self.get("credit") or (image.credit if image else "")


class ImageBlock(blocks.StructBlock):
    """An image with alternative text, caption and credit."""

    image = ImageChooserBlock(label=gettext_lazy("Bild"))
    alternative_text = blocks.CharBlock(
        label=gettext_lazy("Alternativtext"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "Was zeigt das Bild? Pflicht, wenn das Bild selbst noch keine Beschreibung hat."
        ),
    )
    caption = blocks.CharBlock(
        label=gettext_lazy("Bildunterschrift"), required=False, max_length=300
    )
    credit = blocks.CharBlock(
        label=gettext_lazy("Nachweis"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("Leer: der Nachweis, der beim Bild steht."),
    )

    def clean(self, value: Any) -> Any:
        """Refuse an image that nobody described; a draft may still lack the words."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation and cleaned.get("image") and not cleaned.alternative:
            raise blocks.StructBlockValidationError(
                block_errors={"alternative_text": alternative_missing()}
            )
        return cleaned

    def get_preview_value(self) -> Any:
        """Return the newest image that says whose it is; none in an empty portal."""
        image = get_image_model().objects.exclude(credit="").order_by("-pk").first()
        words = {
            "alternative_text": _("Beispielbild"),
            "caption": _("Bildunterschrift"),
            "credit": "",
        }
        return self.normalize({"image": image, **words})

    class Meta:
        label = gettext_lazy("Bild")
        description = gettext_lazy("Bild mit Alternativtext, Unterschrift und Nachweis.")
        icon = "image"
        template = "blocks/image.html"
        value_class = ImageValue
