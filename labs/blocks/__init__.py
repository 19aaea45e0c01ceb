"""Blocks that know datasets, and the sets of blocks that bodies are made of."""

from labs.blocks.bodies import BodyBlock, ChapterBlock, FigureBlock
from labs.blocks.dataset import DatasetBlock, DatasetChooserBlock, DatasetLinkBlock

__all__ = [
    "BodyBlock",
    "ChapterBlock",
    "DatasetBlock",
    "DatasetChooserBlock",
    "DatasetLinkBlock",
    "FigureBlock",
]
