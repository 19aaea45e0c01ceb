"""The form of images: nobody's picture without saying whose it is."""

from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm


class PortalImageForm(BaseImageForm):
    """Asks for the credit and the right to use the image."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "credit" in self.fields:
            self.fields["credit"].required = True
            self.fields["credit"].error_messages["required"] = _(
                "Nennen Sie, von wem das Bild ist. Ohne Nachweis dürfen wir es nicht zeigen."
            )
        if "license_note" in self.fields:
            self.fields["license_note"].required = True
            self.fields["license_note"].error_messages["required"] = _(
                "Nennen Sie die Lizenz oder die Erlaubnis, mit der das Portal das Bild zeigen darf."
            )
            self.fields["license_note"].help_text = _(
                "Zum Beispiel „CC BY 4.0“ oder „Genehmigung vom 3.5.2026 liegt vor“."
            )
