"""Keep what a data package said of itself, so that it can be handed out as it came."""

import json
from collections.abc import Sequence

from datasets.models import Dataset, PackageOrigin, Resource
from datasets.schemas import PackagePlan, PlannedResource


def origin_keep(
    *,
    dataset: Dataset,
    plan: PackagePlan,
    placed: Sequence[tuple[PlannedResource, Resource]],
) -> PackageOrigin:
    """Store the descriptor, and which of its entries each resource with its bytes came from."""
    entries = {}
    for item, resource in placed:
        version = resource.versions.first()
        if version is not None and item.index >= 0:
            entries[resource.pk] = {
                "index": item.index,
                "part": item.part,
                "sha256": version.sha256,
                "schema": item.schema,
            }
    origin, _made = PackageOrigin.objects.update_or_create(
        dataset=dataset,
        defaults={
            # Dates that YAML knows as dates become text, as in JSON.
            "descriptor": json.loads(json.dumps(plan.descriptor, default=str)),
            "entries": json.loads(json.dumps(entries, default=str)),
        },
    )
    return origin
