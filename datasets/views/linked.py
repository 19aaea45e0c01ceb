"""A dataset as JSON-LD in its page, in the words that search engines for data read (schema.org)."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from datasets.licenses import license_get
from datasets.models import Dataset, Resource
from portal.base.linked import script

# What catalogues call the same, in the order of preference.
FROM = ("temporal_start", "zeitraum_von")
UNTIL = ("temporal_end", "zeitraum_bis")
PLACES = ("spatial_text", "geocodingText", "raumbezug", "spatial_uri", "politicalGeocodingURI")


def dataset_linked(dataset: Dataset, resources: Iterable[Resource]) -> SafeString:
    """Return the element for the page's head; nothing for what not everybody may see."""
    if not dataset.is_public:
        return SafeString("")
    address = settings.PORTAL_BASE_URL + dataset.get_absolute_url()
    known = license_get(dataset.license or "")
    publisher = str(dataset.organization) if dataset.organization else settings.PORTAL_NAME
    more = {str(row.get("key")): str(row.get("value") or "") for row in dataset.additional}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "name": dataset.title,
        # Search engines want at least fifty letters.
        "description": (dataset.notes or dataset.title)[:5000],
        "identifier": dataset.pk,
        "keywords": [tag.name for tag in dataset.tags.all()],
        "license": (known.url if known else "") or dataset.license,
        "isAccessibleForFree": True,
        "inLanguage": "de",
        "version": dataset.version_label,
        "dateModified": dataset.modified_at.isoformat(),
        "creator": {"@type": "Organization", "name": publisher},
        "publisher": {"@type": "Organization", "name": publisher},
        "temporalCoverage": _period(more),
        "spatialCoverage": next((more[key] for key in PLACES if more.get(key)), ""),
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": settings.PORTAL_NAME,
            "url": settings.PORTAL_BASE_URL,
        },
        "distribution": [_file(resource) for resource in resources],
    }
    return script({key: value for key, value in data.items() if value not in (None, "", [], {})})


def _period(more: dict[str, str]) -> str:
    """Return a period as ISO 8601, open where one end is missing."""
    start = next((more[key] for key in FROM if more.get(key)), "")
    end = next((more[key] for key in UNTIL if more.get(key)), "")
    return f"{start or '..'}/{end or '..'}" if start or end else ""


def _file(resource: Resource) -> dict[str, Any]:
    """Return one file: where it lies, its form, its size."""
    version = resource.current_version
    data = {
        "@type": "DataDownload",
        "name": resource.name,
        "encodingFormat": resource.mimetype or resource.format,
        "contentUrl": f"{settings.PORTAL_BASE_URL}/dateien/{resource.pk}/latest"
        if version
        else resource.url,
        "contentSize": f"{version.size} B" if version and version.size else "",
        "sha256": version.sha256 if version else "",
        "dateModified": version.published_at.isoformat()
        if version and version.published_at
        else "",
    }
    return {key: value for key, value in data.items() if value}
