"""Tables of resources: those made of files, read only, and those that are fed row by row."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.errors import Invalid, NotAllowed, NotFound
from datasets.models import Dataset, RecordState, Resource
from datasets.permissions import can_edit_dataset
from datasets.reviewing import direct_change_refused
from datasets.services.audit import audit_record
from datasets.services.datasets import changed
from datasets.services.storage import table_path
from datasets.store import Table, open_table
from datasets.store.filters import Filter
from datasets.store.manifest import Manifest
from datasets.store.writable import ColumnSpec, WritableTable, Written
from portal.base.models import User

FED = "datastore"
ALIAS_LIMIT = 200
_OPEN_TABLES = 16
_opened: OrderedDict[tuple[str, str, str], Table] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class TablePlan:
    """What a fed table is to be: columns to add or relabel, columns to drop, key, free details."""

    columns: Sequence[ColumnSpec] = ()
    drop: Sequence[str] = ()
    primary_key: Sequence[str] | None = None
    info: Mapping[str, Any] | None = None
    aliases: Sequence[str] | None = None


def fed_table(resource: Resource) -> WritableTable:
    """Return the table that the resource is fed into, whether it exists yet or not."""
    return WritableTable(fed_folder(), fed_key(resource.pk))


def fed_key(resource_id: str) -> str:
    """Return the name of a resource's fed table; ids may come from anywhere, so they are hashed."""
    return hashlib.sha256(resource_id.encode()).hexdigest()[:40]


def fed_folder() -> Path:
    """Return the folder of fed tables, beside the tables of versions, which are swept otherwise."""
    return _made(Path(settings.TABLES_ROOT).with_name("fed-tables"))


@lru_cache(maxsize=4)
def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def table_of(resource: Resource) -> Table | None:
    """Return the resource's table for reading, None if it has none."""
    if not resource.table_active:
        return None
    fed = fed_table(resource)
    state = fed.state_text()
    if state:
        return _open_fed(fed, state)
    version = resource.current_version
    if version is None or not version.table_key:
        return None
    return open_table(table_path(version.table_key))


def _open_fed(fed: WritableTable, state: str) -> Table:
    """Open the present state; states never change, so they stay open for the next reader."""
    key = (str(fed.directory), fed.key, state)
    with _lock:
        table = _opened.get(key)
        if table is not None:
            _opened.move_to_end(key)
            return table
    table = fed.open()
    with _lock:
        _opened[key] = table
        while len(_opened) > _OPEN_TABLES:
            _opened.popitem(last=False)
    return table


def resource_by_alias(alias: str) -> Resource | None:
    """Return the resource whose table is also called so."""
    if not alias or "|" in alias:
        return None
    rows = Resource.objects.filter(table_name__contains=f"|{alias}|", state=RecordState.ACTIVE)
    return rows.select_related("dataset__organization", "current_version").first()


def aliases_of(resource: Resource) -> list[str]:
    """Return the other names of the resource's table."""
    return [name for name in resource.table_name.split("|") if name]


def table_make(*, actor: User | None, resource: Resource, plan: TablePlan) -> Manifest:
    """Make the resource's fed table, or change its columns. Raises NotAllowed, Invalid, StoreError."""
    _check(actor, resource)
    fed = fed_table(resource)
    names = None if plan.aliases is None else _alias_text(resource, plan.aliases)
    if fed.exists() and not resource.table_active:
        fed.drop()  # left behind by a crash before the resource knew of it
    if fed.exists():
        manifest = fed.alter(
            plan.columns, drop=plan.drop, primary_key=plan.primary_key, info=plan.info
        )
    else:
        manifest = fed.create(
            plan.columns, primary_key=plan.primary_key or (), info=dict(plan.info or {})
        )
    resource.table_active = True
    if names is not None:
        resource.table_name = names
    _touched(actor, resource, "table_make")
    return manifest


def table_write(
    *,
    actor: User | None,
    resource: Resource,
    records: Sequence[Mapping[str, Any]],
    method: str = "upsert",
    dry_run: bool = False,
) -> Written:
    """Insert, update or upsert rows, all or nothing. Raises NotAllowed, NotFound, StoreError."""
    _check(actor, resource)
    written = _existing(resource).write(records, method=method, dry_run=dry_run)
    if records and not dry_run:
        _touched(actor, resource, "table_write", {"rows": len(records), "method": method})
    return written


def table_rows_delete(
    *, actor: User | None, resource: Resource, filters: Filter | None, keep: int = 0
) -> tuple[int, list[dict[str, Any]]]:
    """Delete the rows of a filter (None: all); return how many and the first `keep` of them."""
    _check(actor, resource)
    count, kept = _existing(resource).delete(filters, keep=keep)
    if count:
        _touched(actor, resource, "table_rows_delete", {"rows": count})
    return count, kept


def table_drop(*, actor: User | None, resource: Resource) -> None:
    """Remove the fed table; a table made of a file becomes visible again. Raises NotFound."""
    _check(actor, resource)
    _existing(resource).drop()
    version = resource.current_version
    resource.table_active = version is not None and version.has_table
    resource.table_name = ""
    _touched(actor, resource, "table_drop")


def resources_with_table() -> QuerySet[Resource]:
    """Return the resources with a table, in the order of their ids."""
    return Resource.objects.filter(table_active=True, state=RecordState.ACTIVE).order_by("pk")


def _existing(resource: Resource) -> WritableTable:
    fed = fed_table(resource)
    if not fed.exists():
        raise NotFound(_("Zu dieser Ressource gibt es keine Tabelle, in die geschrieben wird."))
    return fed


def _check(actor: User | None, resource: Resource) -> None:
    if not can_edit_dataset(actor, resource.dataset):
        raise NotAllowed(_("Sie dürfen diesen Datensatz nicht bearbeiten."))
    direct_change_refused(resource)


def _alias_text(resource: Resource, aliases: Sequence[str]) -> str:
    """Return the text that keeps the other names. Raises Invalid for one that is taken."""
    for alias in aliases:
        taken = resource_by_alias(alias)
        if "|" in alias or (taken is not None and taken.pk != resource.pk):
            raise Invalid(_("Diesen Namen gibt es schon."), data={"alias": [alias]})
    text = f"|{'|'.join(aliases)}|" if aliases else ""
    if len(text) > ALIAS_LIMIT:
        raise Invalid(_("Zu viele oder zu lange Namen."), data={"alias": list(aliases)})
    return text


@transaction.atomic
def _touched(
    actor: User | None, resource: Resource, verb: str, data: Mapping[str, Any] | None = None
) -> None:
    """Note the change on the resource, its dataset and in the record."""
    now = timezone.now()
    resource.last_modified = resource.modified_at = now
    resource.save(update_fields=["table_active", "table_name", "last_modified", "modified_at"])
    Dataset.objects.filter(pk=resource.dataset_id).update(modified_at=now)
    audit_record(actor=actor, verb=verb, object_type="resource", object_id=resource.pk, data=data)
    changed(resource.dataset)
