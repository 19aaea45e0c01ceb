"""News of the data module; apps above listen, nothing below knows them.

`dataset_changed` (dataset_id): sent inside the transaction that changed the dataset, one of its
resources or versions, its organization or themes.
"""

from django.dispatch import Signal

dataset_changed = Signal()
