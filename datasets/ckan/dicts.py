"""The catalogue's records as the dictionaries that CKAN's clients know."""

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from datasets.ckan.times import iso
from datasets.licenses import license_get
from datasets.models import Body, Dataset, Organization, Resource, Tag, Theme

UPLOAD, TABLE = "upload", "datastore"
Dict = dict[str, Any]
# Made of the corrections of a dataset; what clients send back under this key is not stored.
CORRECTIONS = "korrektur"
# What a program is told beside an answer (see `waiting.py`); never stored when it comes back.
NOTICE, TABLE_NOTICE = "review_notice", "table_notice"
# Kept of what was sent where the portal itself has no table (yet): a copy of a catalogue equals the original.
TABLE_CLAIM = "datastore_active"


def package_dict(dataset: Dataset) -> Dict:
    """Return a dataset; its relations are best prefetched (see `renderings.full_datasets`)."""
    resources = list(dataset.resources.all())
    tags = sorted(dataset.tags.all(), key=lambda tag: tag.name)
    owner = dataset.organization
    return {
        "author": dataset.author,
        "author_email": dataset.author_email,
        "creator_user_id": dataset.creator.public_id if dataset.creator else None,
        "id": dataset.pk,
        **_license_keys(dataset.license),
        "maintainer": dataset.maintainer,
        "maintainer_email": dataset.maintainer_email,
        "metadata_created": iso(dataset.created_at),
        "metadata_modified": iso(dataset.modified_at),
        "name": dataset.name,
        "notes": dataset.notes,
        "num_resources": len(resources),
        "num_tags": len(tags),
        "organization": embedded_organization(owner) if owner else None,
        "owner_org": dataset.organization_id,
        "private": dataset.private,
        "state": state_of(dataset),
        "title": dataset.title or dataset.name,
        "type": dataset.kind,
        "url": dataset.landing_page,
        "version": dataset.version_label,
        "extras": [*extras_list(dataset.additional), *_corrections(dataset)],
        "groups": [embedded_group(theme) for theme in dataset.themes.all()],
        "resources": [
            resource_dict(resource, position=position)
            for position, resource in enumerate(resources)
        ],
        "tags": [embedded_tag(tag) for tag in tags],
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }


def state_of(dataset: Dataset) -> str:
    """Return the one word for deleted, draft and published."""
    if dataset.deleted_at is not None:
        return "deleted"
    return "active" if dataset.live else "draft"


def _license_keys(license_id: str | None) -> Dict:
    entry = license_get(license_id or "")
    keys: Dict = {
        "isopen": entry is not None and entry.is_open,
        "license_id": license_id,
        "license_title": entry.title if entry else license_id,
    }
    if entry is not None and entry.url:
        keys["license_url"] = entry.url
    return keys


def extras_list(additional: Sequence[Dict]) -> list[Dict]:
    """Return the further details; values are always texts."""
    return [
        {"key": str(item.get("key", "")), "value": text_value(item.get("value"))}
        for item in additional
    ]


def _corrections(dataset: Dataset) -> list[Dict]:
    """Return the corrections as one further detail, newest first; none where there are none."""
    sentences = [correction.sentence for correction in dataset.corrections.all()]
    return [{"key": CORRECTIONS, "value": "\n".join(sentences)}] if sentences else []


def text_value(value: object) -> str:
    """Return a value as text: objects as JSON, nothing as empty text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def resource_dict(resource: Resource, *, position: int | None = None) -> Dict:
    """Return a resource; further details lie flat between the fixed keys."""
    return {
        **resource.additional,
        **fixed_resource_keys(resource),
        "datastore_active": resource.table_active or bool(resource.additional.get(TABLE_CLAIM)),
        "position": resource.position if position is None else position,
    }


def fixed_resource_keys(resource: Resource) -> Dict:
    """Return the keys that every resource has and that no further detail may take."""
    return {
        "cache_last_updated": iso(resource.cache_last_updated),
        "cache_url": resource.cache_url,
        "created": iso(resource.created_at),
        "description": resource.description,
        "format": resource.format,
        "hash": resource.hash,
        "id": resource.pk,
        "last_modified": iso(resource.last_modified),
        "metadata_modified": iso(resource.modified_at),
        "mimetype": resource.mimetype,
        "mimetype_inner": resource.mimetype_inner,
        "name": resource.name,
        "package_id": resource.dataset_id,
        "position": resource.position,
        "resource_type": resource.resource_type,
        "size": resource.size,
        "state": resource.state,
        "url": resource_url(resource),
        "url_type": resource.url_type,
    }


def resource_url(resource: Resource) -> str:
    """Return where the data lie; for files and tables of the portal that is computed."""
    if resource.url_type == UPLOAD:
        path = f"{resource.dataset_id}/resource/{resource.pk}/download/"
        return f"{settings.PORTAL_BASE_URL}/dataset/{path}{munged_file_name(resource.url)}"
    if resource.url_type == TABLE:
        return f"{settings.PORTAL_BASE_URL}/datastore/dump/{resource.pk}"
    return resource.url


def munged_file_name(name: str) -> str:
    """Return a file name in small ASCII letters, as it stands in addresses of downloads."""
    folded = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    text = folded.encode("ascii", "ignore").decode().lower().replace(" ", "-")
    return re.sub(r"[^a-z0-9_.-]", "", text).strip(".") or "datei"


def image_urls(body: Body) -> tuple[str, str]:
    """Return the picture as it was given and as an address that can be shown."""
    if body.image:
        url = f"{settings.PORTAL_BASE_URL}{body.image.url}"
        return str(body.image.name).rsplit("/", 1)[-1], url
    return body.image_url, body.image_url


def embedded_organization(owner: Organization) -> Dict:
    """Return the publisher as it stands inside a dataset."""
    return {
        "id": owner.pk,
        "name": owner.name,
        "title": owner.title,
        "type": owner.kind,
        "description": owner.description,
        "image_url": image_urls(owner)[1],
        "created": iso(owner.created_at),
        "is_organization": True,
        "approval_status": owner.approval_status,
        "state": owner.state,
    }


def embedded_group(theme: Theme) -> Dict:
    """Return a theme as it stands inside a dataset."""
    return {
        "description": theme.description,
        "display_name": theme.title or theme.name,
        "id": theme.pk,
        "image_display_url": image_urls(theme)[1],
        "name": theme.name,
        "title": theme.title,
    }


def embedded_tag(tag: Tag) -> Dict:
    """Return a keyword as it stands inside a dataset."""
    return {**tag_dict(tag), "state": "active"}


def tag_dict(tag: Tag) -> Dict:
    """Return a keyword."""
    return {
        "display_name": tag.name,
        "id": tag.pk,
        "name": tag.name,
        "vocabulary_id": tag.vocabulary_id,
    }


def body_dict(body: Body) -> Dict:
    """Return an organization or theme without what has to be counted or looked up."""
    image_url, shown = image_urls(body)
    return {
        "approval_status": body.approval_status,
        "created": iso(body.created_at),
        "description": body.description,
        "display_name": body.title or body.name,
        "id": body.pk,
        "image_display_url": shown,
        "image_url": image_url,
        "is_organization": isinstance(body, Organization),
        "name": body.name,
        "num_followers": 0,
        "state": body.state,
        "title": body.title,
        "type": body.kind,
    }
