"""What the library of schemas holds, and which of them a file comes close to."""

from dataclasses import dataclass

from django.db.models import F, OuterRef, QuerySet, Subquery

from datasets.models import ResourceVersion, SchemaVersion, TableSchema
from datasets.permissions import EDITORS, is_sysadmin, role_in
from datasets.schemas.matching import Match, match
from portal.base.models import User

# Below this a schema has nothing to do with the file.
LEAST = 50
SHOWN = 3


@dataclass(frozen=True)
class SchemaMatch:
    """A schema of the library beside a file."""

    schema: SchemaVersion
    match: Match
    chosen: bool


def latest_versions() -> QuerySet[SchemaVersion]:
    """Return the newest version of every schema."""
    newest = SchemaVersion.objects.filter(table_schema=OuterRef("table_schema")).order_by("-number")
    return (
        SchemaVersion.objects.annotate(newest=Subquery(newest.values("pk")[:1]))
        .filter(pk=F("newest"))
        .select_related("table_schema__organization")
        .order_by("table_schema__title")
    )


def matches_for(version: ResourceVersion, *, everything: bool = False) -> list[SchemaMatch]:
    """Return the schemas that a version's columns come close to, the best first."""
    fields = version.schema.get("fields", [])
    if not fields:
        return []
    found = [
        SchemaMatch(row, match(fields, row.descriptor), version.obeys_id == row.pk)
        for row in latest_versions()
    ]
    found.sort(key=lambda item: (-item.match.percent, item.schema.table_schema.title))
    if everything:
        return found
    return [item for item in found if item.match.percent >= LEAST or item.chosen][:SHOWN]


def can_edit_schema(user: User | None, schema: TableSchema) -> bool:
    """Say whether the person may write new versions of a schema."""
    if user is None:
        return False
    if is_sysadmin(user):
        return True
    return bool(schema.organization_id) and (
        role_in(user, organization_id=str(schema.organization_id)) in EDITORS
    )
