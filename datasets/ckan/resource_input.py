"""Resources as they are sent: read, checked, turned into the catalogue's fields."""

import re
from dataclasses import dataclass, field
from typing import Any

from datasets.ckan.checks import ID_PATTERN, Checked
from datasets.ckan.dicts import NOTICE, TABLE_CLAIM, TABLE_NOTICE, UPLOAD, resource_url
from datasets.ckan.formats import canonical_format, format_of_url, media_type_of_url
from datasets.ckan.params import whole
from datasets.ckan.parsing import is_file
from datasets.ckan.times import parse_moment
from datasets.models import Resource

_TEXTS = {"name": 100_000, "description": 1_000_000, "cache_url": 10_000, "resource_type": 200}
_SHORT = {"mimetype": 255, "mimetype_inner": 255, "url_type": 100}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MOMENTS = ("cache_last_updated", "last_modified", "created")
# Keys that are computed or belong to the action, never further details.
_NOT_KEPT = frozenset(
    {
        "id", "package_id", "position", "state", "url", "format", "hash", "size", "upload",
        "clear_upload", "datastore_active", "tracking_summary", "metadata_modified", "revision_id",
        "revision_timestamp", "datastore_contains_all_records_of_source_file", "has_views",
        NOTICE, TABLE_NOTICE,
        "extras", "on_same_domain", "can_be_previewed", "webstore_url", "webstore_last_updated", "package",
        *_TEXTS, *_SHORT, *_MOMENTS,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResourceInput:
    """A checked resource: its id if one was sent, its fields, an uploaded file."""

    id: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    upload: Any = None


def read_resource(
    data: dict[str, Any], checked: Checked, *, old: Resource | None = None, guess_type: bool = False
) -> ResourceInput:
    """Read a resource; faults are noted in `checked`. `old` is the one that is replaced."""
    fields: dict[str, Any] = {
        name: checked.text(name, longest=longest) for name, longest in {**_TEXTS, **_SHORT}.items()
    }
    upload = data.get("upload") if is_file(data.get("upload")) else None
    url = (checked.text("url", longest=100_000) or "").strip()
    fields["url"] = url
    _keep_own_url(fields, old, clear=bool(data.get("clear_upload")))
    if fields["url"] and not fields["url_type"] and not _SCHEME.match(fields["url"]):
        fields["url"] = "http://" + fields["url"].lstrip("/")
    fields["format"] = canonical_format(checked.text("format", longest=200) or "")
    if not fields["format"] and upload is None:
        fields["format"] = format_of_url(fields["url"])
    if guess_type and not fields["mimetype"] and upload is None:
        fields["mimetype"] = media_type_of_url(fields["url"])
    fields["hash"] = checked.text("hash", longest=200) or ""
    fields["size"] = _size(data, checked)
    for name in _MOMENTS:
        _moment(name, data, fields, checked)
    if old is not None and old.url_type and fields["url_type"] == old.url_type and upload is None:
        for name in ("size", "hash", "last_modified", "mimetype"):
            fields[name] = fields[name] or getattr(old, name)
    fields["additional"] = {
        str(key): value
        for key, value in data.items()
        if key not in _NOT_KEPT and not is_file(value)
    }
    if _claims_table(data, old):
        fields["additional"][TABLE_CLAIM] = True
    sent_id = checked.text("id", longest=100)
    if sent_id and not ID_PATTERN.match(sent_id):
        checked.fault("id", "Invalid characters in resource id")
    return ResourceInput(sent_id or None, fields, upload)


def _keep_own_url(fields: dict[str, Any], old: Resource | None, *, clear: bool) -> None:
    """Keep a file's or table's own address when its computed one comes back."""
    if old is None and fields["url_type"] == UPLOAD:
        # A file of another portal that comes with its whole address: its name is what is kept.
        fields["url"] = fields["url"].rsplit("/", 1)[-1]
    if old is None or clear:
        return
    if fields["url_type"] is None and old.url_type and fields["url"] in ("", resource_url(old)):
        fields["url_type"] = old.url_type
    if old.url_type and fields["url_type"] == old.url_type:
        fields["url"] = old.url


def _claims_table(data: dict[str, Any], old: Resource | None) -> bool:
    """Say whether the sender says that there is a table which the portal does not have."""
    if old is not None and old.table_active:
        return False
    if TABLE_CLAIM in data:
        return data[TABLE_CLAIM] in (True, "True", "true")
    return old is not None and bool(old.additional.get(TABLE_CLAIM))


def _size(data: dict[str, Any], checked: Checked) -> int | None:
    value = data.get("size")
    if value in (None, ""):
        return None
    number = int(value) if isinstance(value, float) and value.is_integer() else whole(value)
    if number is None:
        checked.fault("size", "Invalid integer")
    return number


def _moment(name: str, data: dict[str, Any], fields: dict[str, Any], checked: Checked) -> None:
    """Read a point in time; `created` is only taken when it is sent."""
    value = data.get(name)
    moment = parse_moment(value) if isinstance(value, str) and value else None
    if value not in (None, "") and moment is None:
        checked.fault(name, "Date format incorrect")
    if name == "created":
        if moment is not None:
            fields["created_at"] = moment
    else:
        fields[name] = moment


def plain_fields(resource: Resource) -> dict[str, Any]:
    """Return a resource as it could be sent again; the base for a patch."""
    moments = {name: getattr(resource, name) for name in ("cache_last_updated", "last_modified")}
    return {
        **resource.additional,
        "id": resource.pk,
        "url": resource.url,
        "url_type": resource.url_type,
        "format": resource.format,
        "hash": resource.hash,
        "size": resource.size,
        **{name: getattr(resource, name) for name in (*_TEXTS, *_SHORT)},
        **{name: value.isoformat() if value else None for name, value in moments.items()},
    }
