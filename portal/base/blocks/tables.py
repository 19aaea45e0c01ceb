"""Small tables inside a text; large ones are datasets."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from portal.base.blocks.text import SHORT_RICH_TEXT


class TableBlock(TypedTableBlock):
    """A table with a caption and headed columns."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            [
                ("text", blocks.CharBlock(label=_("Text"), required=False)),
                ("number", blocks.CharBlock(label=_("Zahl"), required=False)),
                (
                    "rich_text",
                    blocks.RichTextBlock(
                        label=_("Text mit Links"), features=SHORT_RICH_TEXT, required=False
                    ),
                ),
            ],
            **kwargs,
        )

    def get_preview_value(self) -> Any:
        """Return a small table."""
        columns = [
            {"type": "text", "heading": "Stadt"},
            {"type": "number", "heading": "Spielplätze"},
        ]
        rows = [{"values": ["Kleve", "26"]}, {"values": ["Moers", "31"]}]
        return self.to_python({"caption": "Spielplätze", "columns": columns, "rows": rows})

    class Meta:
        label = _("Tabelle")
        icon = "table"
        template = "blocks/table.html"
        description = _("Kleine Tabelle mit Überschrift; große gehören als Datensatz ins Portal.")
