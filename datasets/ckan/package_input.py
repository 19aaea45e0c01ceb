"""Datasets as they are sent: read, checked as a whole, turned into the catalogue's changes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from datasets.ckan.auth import Caller
from datasets.ckan.checks import VERSION_LONGEST, Checked, read_extras, tag_fault
from datasets.ckan.dicts import CORRECTIONS
from datasets.ckan.errors import denied
from datasets.ckan.resource_input import ResourceInput, read_resource
from datasets.ckan.times import parse_moment
from datasets.models import Dataset, Organization, RecordState, Resource, Role, Tag, Theme
from datasets.permissions import can_create_dataset, can_move_dataset, is_sysadmin, role_of
from datasets.services.datasets import DatasetChanges

STATES = ("active", "draft", "deleted")
# Keys of a dataset that further details may not have.
FIELDS = frozenset(
    {
        "id", "name", "title", "author", "author_email", "maintainer", "maintainer_email",
        "license_id", "notes", "url", "version", "state", "type", "owner_org", "private",
        "resources", "tags", "tag_string", "extras", "groups", "relationships_as_subject",
        "relationships_as_object", "plugin_data", "metadata_created", "metadata_modified",
        "creator_user_id", "log_message", "save", "return_to", "extras_validation",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PackageInput:
    """A checked dataset: changes for the service, resources (None: leave them), wanted state."""

    changes: DatasetChanges
    resources: list[ResourceInput] | None = None
    state: str = "active"
    old: dict[str, Resource] = field(default_factory=dict)
    # The moment of the last change, where a sysadmin names another one.
    modified_at: datetime | None = None


def _additional(caller: Caller, checked: Checked) -> list[dict[str, str]]:
    """Return the further details without those that we add ourselves."""
    found = read_extras(checked, FIELDS, with_ids=caller.is_sysadmin)
    return [item for item in found if item["key"] != CORRECTIONS]


def read_package(
    caller: Caller, data: dict[str, Any], *, old: Dataset | None = None
) -> PackageInput:
    """Read and check a whole dataset. Raises a validation error with every fault by field."""
    checked = Checked(data)
    changes = DatasetChanges(
        name=_name(checked, old),
        title=checked.text("title", longest=1000) or "",
        notes=checked.text("notes"),
        author=checked.text("author"),
        author_email=checked.email("author_email"),
        maintainer=checked.text("maintainer"),
        maintainer_email=checked.email("maintainer_email"),
        license=checked.text("license_id", longest=200),
        landing_page=checked.text("url", longest=2000),
        version_label=checked.text("version", longest=VERSION_LONGEST),
        kind=(old.kind if old else None) or checked.text("type", longest=100) or "dataset",
        organization=_organization(caller, checked, old),
        tags=_tags(checked),
        themes=_themes(caller, checked, old),
        additional=_additional(caller, checked),
    )
    changes["private"] = checked.flag("private", False)
    if changes["private"] and changes["organization"] is None and "owner_org" not in checked.faults:
        checked.fault("private", "Datasets with no organization can't be private.")
    if old is None:
        new_id = checked.new_id(
            allowed=caller.is_sysadmin,
            taken=lambda pk: Dataset.objects.filter(pk=pk).exists(),
            fault="Dataset id already exists",
        )
        if new_id:
            changes["id"] = new_id
    if caller.is_sysadmin and isinstance(data.get("plugin_data"), dict):
        changes["plugin_data"] = data["plugin_data"]
    state = _state(checked, old)
    moment = _moment(caller, checked, old)
    known = _known_resources(old)
    resources = _resources(checked, known, old)
    checked.done()
    return PackageInput(changes, resources, state, known, moment)


def _moment(caller: Caller, checked: Checked, old: Dataset | None) -> datetime | None:
    """Return when the dataset was last changed, if a sysadmin says so; the known moment says nothing."""
    if not caller.is_sysadmin:
        return None
    sent = checked.text("metadata_modified", longest=100)
    moment = parse_moment(sent) if sent else None
    if sent and moment is None:
        checked.fault("metadata_modified", "Date format incorrect")
    return None if old is not None and moment == old.modified_at else moment


def _name(checked: Checked, old: Dataset | None) -> str:
    """Return the name; an update may leave it out."""
    if old is not None and checked.data.get("name") in (None, ""):
        return old.name

    def taken(name: str) -> bool:
        # A deleted dataset gives its name away, to whoever wants it next.
        rows = Dataset.objects.existing().filter(name=name)
        return (rows.exclude(pk=old.pk) if old else rows).exists()

    return checked.name(taken=taken)


def _organization(caller: Caller, checked: Checked, old: Dataset | None) -> Organization | None:
    """Return the publisher of an id or name, which the caller must be allowed to publish for."""
    key = checked.text("owner_org", longest=100)
    if key is None and old is not None and "owner_org" not in checked.data:
        return old.organization
    if not key:
        if not can_create_dataset(caller.user, None) or (
            not settings.CKAN["AUTH_CREATE_UNOWNED_DATASET"]
        ):
            checked.fault("owner_org", "An organization must be provided")
        return None
    found = Organization.objects.filter(Q(pk=key) | Q(name=key)).first()
    if found is None or found.state == RecordState.DELETED:
        checked.fault("owner_org", "Organization does not exist")
        return None
    stays = old is not None and old.organization_id == found.pk
    if old is not None and not stays and not can_move_dataset(caller.user, old):
        checked.fault("owner_org", "You cannot move this dataset to another organization")
        return None
    if not stays and not can_create_dataset(caller.user, found):
        checked.fault("owner_org", "You cannot add a dataset to this organization")
    return found


def _tags(checked: Checked) -> list[str | Tag]:
    """Return keywords from `tags` and `tag_string`; those of a vocabulary must be in it."""
    names: list[str | Tag] = []
    text = checked.text("tag_string") if checked.data.get("tag_string") else None
    if text:
        names += [part.strip() for part in text.split(",") if part.strip()]
    for item in checked.items("tags") or []:
        name = item.get("name")
        if not isinstance(name, str) or not name.strip():
            checked.fault("tags", "Missing value")
        elif item.get("vocabulary_id"):
            tag = Tag.objects.filter(name=name, vocabulary_id=str(item["vocabulary_id"])).first()
            if tag is None:
                checked.fault(
                    "tags", f"Tag {name} does not belong to vocabulary {item['vocabulary_id']}"
                )
            else:
                names.append(tag)
        elif item.get("state") != "deleted":
            names.append(name.strip())
    for name in names:
        fault = tag_fault(name) if isinstance(name, str) else None
        if fault:
            checked.fault("tags", fault)
    return names


def _themes(caller: Caller, checked: Checked, old: Dataset | None) -> list[Theme]:
    """Return the groups named, those known if nothing is said; new ones need a role in the group."""
    wanted: list[Theme] = []
    items = checked.items("groups")
    if items is None and old is not None:
        return list(old.themes.all())
    for item in items or []:
        key = item.get("id") or item.get("name")
        if not isinstance(key, str):
            checked.fault("groups", "Missing value")
            continue
        found = Theme.objects.filter(Q(pk=key) | Q(name=key), state=RecordState.ACTIVE).first()
        if found is not None and found not in wanted:
            wanted.append(found)
    known = {theme.pk for theme in old.themes.all()} if old else set()
    user = caller.user
    for theme in wanted:
        if theme.pk in known or is_sysadmin(user):
            continue
        if user is None or role_of(user, theme) not in (Role.EDITOR, Role.ADMIN):
            raise denied(f"User {caller.name} not authorized to edit these groups")
    return wanted


def _state(checked: Checked, old: Dataset | None) -> str:
    """Return the wanted state; left out, it stays."""
    if old is None:
        present = "active"
    elif old.deleted_at is not None:
        present = "deleted"
    else:
        present = "active" if old.live else "draft"
    state = checked.text("state", longest=20) or present
    if state not in STATES:
        checked.fault("state", f"Value must be one of {list(STATES)}")
    return state


def _known_resources(old: Dataset | None) -> dict[str, Resource]:
    if old is None:
        return {}
    return {r.pk: r for r in old.resources.filter(state=RecordState.ACTIVE)}


def _resources(
    checked: Checked, known: dict[str, Resource], old: Dataset | None
) -> list[ResourceInput] | None:
    """Return the resources; the faults of each stand at its place in the list."""
    items = checked.items("resources")
    if items is None:
        return None
    found: list[ResourceInput] = []
    faults: list[dict[str, Any]] = []
    seen: set[str] = set()
    new_ids = [str(item["id"]) for item in items if item.get("id") and str(item["id"]) not in known]
    taken = set(Resource.objects.filter(pk__in=new_ids).values_list("pk", flat=True))
    for item in items:
        own = Checked(item)
        previous = known.get(item["id"]) if isinstance(item.get("id"), str) else None
        read = read_resource(item, own, old=previous)
        if read.id and (read.id in taken or read.id in seen):
            own.fault("id", "Resource id already exists.")
        seen |= {read.id} if read.id else set()
        found.append(read)
        faults.append(own.faults)
    if any(faults):
        checked.faults["resources"] = faults
    return found
