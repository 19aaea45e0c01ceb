"""News of the data module; apps above listen, nothing below knows them.

`dataset_changed` (dataset_id): sent inside the transaction that changed the dataset, one of its
resources or versions, its organization or themes.
`version_foreseen` (version): asks before a version goes public what would change elsewhere;
receivers return lists of `Foreseen`.
`version_corrected` (correction): sent inside the transaction that made a correction known.
"""

from dataclasses import dataclass

from django.dispatch import Signal

dataset_changed = Signal()
version_foreseen = Signal()
version_corrected = Signal()


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One thing that a version would change: in words, with title and address of each place."""

    text: str
    places: tuple[tuple[str, str], ...] = ()
    warning: bool = False
