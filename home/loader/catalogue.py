"""The demo's organizations, themes and datasets; tables take the same road as an upload."""

import json
from collections.abc import Iterator
from typing import Any

from datasets.models import Dataset, Organization, Theme
from datasets.services.bodies import organization_create, theme_create
from datasets.services.datasets import DatasetChanges, dataset_create
from datasets.services.resources import resource_create
from home.loader.files import DEMO, read


def load_catalogue() -> Iterator[str]:
    """Add what is missing; yield the title of each new dataset."""
    _bodies()
    for entry in read("datasets.json"):
        dataset = Dataset.objects.filter(name=entry["name"]).first()
        new = dataset is None
        dataset = dataset or _dataset(entry)
        for resource in entry["resources"]:
            if not dataset.resources.filter(name=resource["name"]).exists():
                _resource(dataset, resource)
        if new:
            yield dataset.title


def _bodies() -> None:
    """Add organizations and themes."""
    for entry in read("organizations.json"):
        if not Organization.objects.filter(name=entry["name"]).exists():
            fields = {key: entry[key] for key in ("name", "title", "regional_key", "description")}
            organization_create(actor=None, check=False, **fields)
    for entry in read("themes.json"):
        if not Theme.objects.filter(name=entry["name"]).exists():
            theme_create(actor=None, check=False, **entry)


def _dataset(entry: dict[str, Any]) -> Dataset:
    """Add a dataset without files."""
    changes = DatasetChanges(
        name=entry["name"],
        title=entry["title"],
        notes=entry["notes"],
        organization=Organization.objects.get(name=entry["organization"]),
        license=entry["license"],
        tags=entry["tags"],
        themes=list(Theme.objects.filter(name__in=entry["themes"])),
        maintainer=entry["maintainer"],
        maintainer_email=entry["maintainer_email"],
        additional=entry["additional"],
    )
    return dataset_create(actor=None, changes=changes, check=False)


def _resource(dataset: Dataset, entry: dict[str, Any]) -> None:
    """Add a table; it is judged at once."""
    path = DEMO / entry["file"]
    schema = json.loads((DEMO / entry["schema"]).read_text()) if "schema" in entry else None
    resource_create(
        actor=None,
        dataset=dataset,
        fields={"name": entry["name"], "description": entry["description"]},
        path=path,
        file_name=path.name,
        schema=schema,
        personal_data_answer=entry.get("personal_data_answer", ""),
        check=False,
        at_once=True,
    )
