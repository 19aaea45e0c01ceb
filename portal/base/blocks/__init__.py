"""The parts that pages are made of."""

from portal.base.blocks.fields import BodyField
from portal.base.blocks.links import LinkBlock, LinksBlock, LinkValue
from portal.base.blocks.media import ImageBlock
from portal.base.blocks.tables import TableBlock
from portal.base.blocks.text import CalloutBlock, HeadingBlock, ParagraphBlock, QuoteBlock
from portal.base.blocks.video import VideoBlock, VideoValue

__all__ = [
    "BodyField",
    "CalloutBlock",
    "HeadingBlock",
    "ImageBlock",
    "LinkBlock",
    "LinkValue",
    "LinksBlock",
    "ParagraphBlock",
    "QuoteBlock",
    "TableBlock",
    "VideoBlock",
    "VideoValue",
]
