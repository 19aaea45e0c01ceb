"""Which blocks a body may have."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from labs.blocks.dataset import DatasetBlock, DatasetLinkBlock
from labs.charts.choosing import ChartBlock
from portal.base.blocks import (
    CalloutBlock,
    HeadingBlock,
    ImageBlock,
    LinksBlock,
    ParagraphBlock,
    QuoteBlock,
    TableBlock,
    VideoBlock,
)


class BodyBlock(blocks.StreamBlock):
    """The body of a page; `levels` are the levels its headings may have."""

    def __init__(self, levels: tuple[int, ...] = (2, 3), **kwargs: Any) -> None:
        super().__init__(
            [
                ("paragraph", ParagraphBlock()),
                ("heading", HeadingBlock(levels=levels)),
                ("image", ImageBlock()),
                ("video", VideoBlock()),
                ("quote", QuoteBlock()),
                ("callout", CalloutBlock()),
                ("table", TableBlock()),
                ("links", LinksBlock(DatasetLinkBlock())),
                ("dataset", DatasetBlock()),
                ("chart", ChartBlock()),
            ],
            **kwargs,
        )

    class Meta:
        required = False


class ChapterBlock(blocks.StructBlock):
    """A chapter or step of a guide; headings in it lie below its title."""

    title = blocks.CharBlock(label=_("Titel"), max_length=160)
    body = BodyBlock(levels=(3, 4), label=_("Inhalt"))

    class Meta:
        label = _("Kapitel")
        icon = "doc-full"


class FigureBlock(blocks.StructBlock):
    """A number that says something about the programme."""

    value = blocks.CharBlock(label=_("Zahl"), max_length=20)
    label = blocks.CharBlock(label=_("Wovon?"), max_length=80)

    class Meta:
        label = _("Kennzahl")
        icon = "order"
