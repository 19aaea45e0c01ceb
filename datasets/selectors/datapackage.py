"""Descriptions for other programs: Table Schema and Data Package (Frictionless specifications v1)."""

import re
from pathlib import PurePosixPath
from typing import Any

from datasets.licenses import license_get
from datasets.models import Dataset, ResourceVersion

# Ours alone: how sure the proposal was and why.
_INTERNAL = {"confidence", "reason"}


def schema_descriptor(version: ResourceVersion) -> dict[str, Any]:
    """Return the Table Schema of a version without what only the intake needs."""
    fields = [
        {key: value for key, value in field.items() if key not in _INTERNAL and value != ""}
        for field in version.schema.get("fields", [])
    ]
    return {**version.schema, "fields": fields}


def package_descriptor(dataset: Dataset, versions: list[ResourceVersion]) -> dict[str, Any]:
    """Return the Data Package of a dataset; each file has a path of its own inside the archive."""
    license_ = license_get(dataset.license or "")
    found: dict[str, Any] = {
        "profile": "data-package",
        "id": dataset.pk,
        "name": dataset.name,
        "title": dataset.title,
        "description": dataset.notes or "",
        "created": dataset.created_at.isoformat(),
        "keywords": [tag.name for tag in dataset.tags.all()],
        "resources": [_resource(number, version) for number, version in enumerate(versions, 1)],
    }
    if license_ is not None:
        found["licenses"] = [{"name": license_.id, "title": license_.title, "path": license_.url}]
    return found


def _resource(number: int, version: ResourceVersion) -> dict[str, Any]:
    """Return the description of one file."""
    path = PurePosixPath(version.file_name)
    stem = re.sub(r"[^a-z0-9._-]+", "-", path.stem.lower()).strip("-") or "datei"
    entry: dict[str, Any] = {
        "name": f"{number}-{stem}",
        "path": f"data/{number}-{stem}{path.suffix.lower()}",
        "title": version.file_name,
        "bytes": version.size,
        "hash": f"sha256:{version.sha256}",
        "version": version.label,
    }
    if version.has_table:
        entry |= {"profile": "tabular-data-resource", "schema": schema_descriptor(version)}
        dialect = version.proposal.get("dialect")
        encoding = version.proposal.get("encoding")
        entry |= {"dialect": dialect} if dialect else {}
        entry |= {"encoding": encoding} if encoding else {}
    return entry
