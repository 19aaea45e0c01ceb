"""Why a resource shows no table, not all rows, or an older version than came in: in words, for programs.

What waits is told to editors only. Everybody is told what the resource's page says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from datasets.models import RecordState, Resource, ResourceVersion, VersionState
from datasets.selectors.capabilities import (
    LIMITED,
    MISSING,
    no_table_code,
    no_table_detail,
    waiting_code,
    waiting_detail,
)
from datasets.selectors.reasons import REASONS, WHO, Reason
from portal.base.interface import is_english

OLDER = "older"
_HEAVY = ("profile", "proposal", "schema", "report")


@dataclass(frozen=True, slots=True)
class TableNotice:
    """What is missing and why; `version` is the one that waits, if one does.

    `found` is what was found in this file, in German; with `complete` it says reason and next step by itself.
    """

    state: str
    reason: Reason
    found: str = ""
    found_en: str = ""
    complete: bool = False
    version: ResourceVersion | None = None

    def sentences(self, *, english: bool, steps: bool = True) -> str:
        """Return the reason, what was found and, with `steps`, what can be done by whom."""
        reason, who = self.reason, WHO[self.reason.who][english]
        if english:
            parts = [reason.en, self.found_en]
            parts += [reason.step_en, f"Can be changed by: {who}."] if steps else []
        else:
            parts = [self.found] if self.complete else [reason.de, self.found]
            parts += [reason.step_de] if steps and not self.complete else []
            parts += [f"Ändern kann das: {who}."] if steps else []
        return " ".join(filter(None, parts))

    @property
    def why(self) -> str:
        """Return all of it in the reader's language."""
        return self.sentences(english=is_english())

    def to_dict(self, url: str) -> dict[str, Any]:
        """Return what programs are told; `url` is where it can be looked at."""
        return {
            "state": self.state,
            "reason_code": self.reason.code,
            "message": {
                "de": self.sentences(english=False),
                "en": self.sentences(english=True),
            },
            "who_can_fix": self.reason.who,
            "url": url,
        }


def waiting_version(resource: Resource) -> ResourceVersion | None:
    """Return the newest version of a resource if it is not public."""
    rows = resource.versions.filter(withdrawn_at__isnull=True).order_by("-number").defer(*_HEAVY)
    newest = rows.first()
    return newest if newest is not None and newest.published_at is None else None


def waiting_notice(resource: Resource) -> TableNotice | None:
    """Return why the newest version is not public, None if it is."""
    version = waiting_version(resource)
    return None if version is None else _waiting_notice(resource, version)


def public_notice(resource: Resource, *, table_lost: bool = False) -> TableNotice | None:
    """Return what everybody may know, None if the whole table is there."""
    return _shown_notice(resource, resource.current_version, table_lost=table_lost)


def editor_notice(resource: Resource, *, table_lost: bool = False) -> TableNotice | None:
    """Return what an editor of the resource should know, None if there is nothing to say."""
    waiting = waiting_notice(resource)
    return waiting if waiting is not None else public_notice(resource, table_lost=table_lost)


def editor_notices(dataset_id: str) -> dict[str, TableNotice]:
    """Return by resource what an editor of the dataset should know of its files."""
    files = ResourceVersion.objects.filter(
        resource__dataset_id=dataset_id, resource__state=RecordState.ACTIVE
    )
    waits = Q(published_at__isnull=True, withdrawn_at__isnull=True)
    lacks = Q(pk=F("resource__current_version")) & ~Q(state=VersionState.VALID)
    rows = files.filter(waits | lacks).select_related("resource").defer(*_HEAVY)
    shown = rows.annotate(shown=F("resource__current_version__number")).order_by("number")
    # Of several versions of a resource the newest comes last and counts.
    return dict(_notices(shown))


def _notices(rows: Iterable[Any]) -> Iterable[tuple[str, TableNotice]]:
    for version in rows:
        resource = version.resource
        if version.published_at is not None:
            notice = _shown_notice(resource, version)
        elif version.shown is None or version.shown < version.number:
            notice = _waiting_notice(resource, version)
        else:
            continue
        if notice is not None:
            yield resource.pk, notice


def _waiting_notice(resource: Resource, version: ResourceVersion) -> TableNotice:
    state = OLDER if resource.table_active else MISSING
    code, found_en = waiting_code(version), ""
    if code == "personal-data":
        names = (str(item.get("column")) for item in version.personal_data)
        found_en = f"Columns: {', '.join(names)}."
    found = waiting_detail(version)
    return TableNotice(state, REASONS[code], found, found_en, version=version)


def _shown_notice(
    resource: Resource, version: ResourceVersion | None, *, table_lost: bool = False
) -> TableNotice | None:
    code = no_table_code(resource, version, table_lost=table_lost)
    if code:
        found = no_table_detail(version, code)
        return TableNotice(MISSING, REASONS[code], found, complete=bool(found))
    if version is not None and version.state == VersionState.INVALID:
        return TableNotice(LIMITED, REASONS["rows-left-out"], version.message)
    return None
