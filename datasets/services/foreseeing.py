"""Ask the apps above what a version would change elsewhere, before it is public."""

from typing import Any

from datasets.models import ResourceVersion
from datasets.signals import Foreseen, version_foreseen


def foreseen(version: ResourceVersion) -> list[Foreseen]:
    """Return what publishing the version would change on pages; nothing once it is public."""
    if not version.has_table or version.published_at:
        return []
    answers: list[Any] = version_foreseen.send(sender=ResourceVersion, version=version)
    return [entry for _receiver, entries in answers for entry in entries]
