"""Documents for the tests of the search."""

from datetime import UTC, datetime
from typing import Any

from search.documents import SearchDocument


def dataset(number: int, title: str, body: str = "", **more: Any) -> SearchDocument:
    """Return a public dataset; what is no field of a document becomes a facet."""
    own = {
        name: more.pop(name)
        for name in ("texts", "keywords", "places", "bbox", "permission_labels", "dates", "kind")
        if name in more
    }
    facets = {
        "name": (f"satz-{number}",), "id": (str(number),), "state": ("active",), "type": ("dataset",),
    }  # fmt: skip
    for name, value in more.items():
        facets[name] = value if isinstance(value, tuple) else (value,)
    kind = own.get("kind", "dataset")
    values: dict[str, Any] = {
        "key": f"{kind}:{number}",
        "kind": kind,
        "title": title,
        "body": body,
        "url": f"/{kind}/{number}/",
        "facets": facets,
        "dates": {
            "metadata_modified": datetime(2026, 1, number % 28 + 1, tzinfo=UTC),
            "metadata_created": datetime(2025, 1, number % 28 + 1, tzinfo=UTC),
        },
        "numbers": {"num_resources": number},
        "permission_labels": ("public",),
    }
    return SearchDocument(**(values | own))
