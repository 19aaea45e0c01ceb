"""What a page tells of what can be done with a resource, to its readers and to its editors."""

from datasets.models import Resource, ResourceVersion
from datasets.selectors.capabilities import Capability, capabilities
from datasets.selectors.notices import TableNotice, waiting_notice
from datasets.services.storage import table_exists


def told(
    resource: Resource, version: ResourceVersion | None, *, may_edit: bool
) -> tuple[tuple[Capability, ...], TableNotice | None]:
    """Return all capabilities, and for editors what waits and why."""
    notice = waiting_notice(resource) if may_edit else None
    waiting = notice.version if notice is not None and version is None else None
    lost = table_is_lost(version)
    return capabilities(resource, version, table_lost=lost, waiting=waiting), notice


def table_is_lost(version: ResourceVersion | None) -> bool:
    """Say whether a version's prepared table is gone from the disk."""
    return version is not None and version.has_table and not table_exists(version.table_key)
