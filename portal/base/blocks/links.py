"""Lists of links."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

_ADDRESS = re.compile(r"^(https?://\S+|mailto:\S+@\S+|/(?!/)\S*)$")


def validate_address(value: str) -> None:
    """Accept addresses of the web, of mail, and paths of this portal."""
    if not _ADDRESS.match(value):
        raise ValidationError(
            _("Geben Sie eine Adresse mit https:// an oder einen Pfad, der mit / beginnt.")
        )


class LinkValue(blocks.StructValue):
    """A link that knows where it leads."""

    @property
    def href(self) -> str:
        """Return the address; empty if there is nothing (any more) to lead to."""
        page = self.get("page")
        if page is not None:
            return (page.url or "") if page.live else ""
        return self.get("url") or ""


class LinkBlock(blocks.StructBlock):
    """A link to a page of the portal or to any address."""

    targets: tuple[str, ...] = ("page", "url")

    label = blocks.CharBlock(label=gettext_lazy("Linktext"), max_length=160)
    page = blocks.PageChooserBlock(label=gettext_lazy("Seite"), required=False)
    url = blocks.CharBlock(
        label=gettext_lazy("Adresse"), required=False, max_length=500, validators=[validate_address]
    )

    def clean(self, value: Any) -> Any:
        """Ask for exactly one target."""
        cleaned = super().clean(value)
        given = [name for name in self.targets if cleaned.get(name)]
        if len(given) > 1 or (not given and not self.is_deferred_validation):
            raise blocks.StructBlockValidationError(
                block_errors={
                    self.targets[0]: ValidationError(_("Wählen Sie genau ein Ziel für den Link."))
                }
            )
        return cleaned

    class Meta:
        label = gettext_lazy("Link")
        icon = "link"
        value_class = LinkValue


class LinksBlock(blocks.StructBlock):
    """A titled list of links."""

    def __init__(self, link: blocks.Block | None = None, **kwargs: Any) -> None:
        super().__init__(
            [
                ("title", blocks.CharBlock(label=gettext_lazy("Titel"), max_length=160)),
                ("links", blocks.ListBlock(link or LinkBlock(), label=gettext_lazy("Links"))),
            ],
            **kwargs,
        )

    class Meta:
        label = gettext_lazy("Linkliste")
        icon = "list-ul"
        template = "blocks/links.html"
        description = gettext_lazy("Weiterführende Seiten, Adressen oder Datensätze.")
        preview_value = {
            "title": "Zum Weiterlesen",
            "links": [{"label": "Leitfaden Beteiligung", "page": None, "url": "/leitfaeden/"}],
        }
