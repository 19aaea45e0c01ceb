"""Write the library of schemas: new ones, further versions, and tables that obey them."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.errors import Invalid, NotAllowed, NotFound
from datasets.isolation import IsolationError, Limits, run_isolated
from datasets.models import Organization, ResourceVersion, SchemaVersion, TableSchema
from datasets.orders import PROCESS, Order, Outcome
from datasets.permissions import EDITORS, is_sysadmin, role_in
from datasets.schemas.checking import SchemaFault, problems_of, schemas_in
from datasets.schemas.matching import Match, lay_over, match
from datasets.selectors.library import can_edit_schema
from datasets.services.audit import audit_record
from datasets.services.describing import version_describe
from datasets.services.slugs import free_name
from datasets.services.storage import local_file
from datasets.versioning import Shape, Step, next_step
from portal.base.models import User

# What only the intake of one file needs; a rule for many files does not say how sure it is.
OF_ONE_FILE = ("confidence", "reason")
TRY_SECONDS = 60
TEXTS = ("title", "title_en", "description", "description_en")


@transaction.atomic
def schema_create(
    *,
    actor: User | None,
    title: str,
    descriptor: dict[str, Any],
    organization: Organization | None = None,
    source_url: str = "",
    texts: dict[str, str] | None = None,
    check: bool = True,
) -> SchemaVersion:
    """Make a schema with its version 1.0.0. Raises NotAllowed and Invalid."""
    if check and not _may_add(actor, organization):
        raise NotAllowed(_("Sie dürfen in dieser Organisation keine Schemas anlegen."))
    _sound(descriptor)
    if not title.strip():
        raise Invalid(_("Bitte geben Sie dem Schema einen Titel."), data={"title": [_("fehlt")]})
    given = {key: value for key, value in (texts or {}).items() if key in TEXTS}
    schema = TableSchema.objects.create(
        **{
            "name": free_name(title, TableSchema, fallback="schema"),
            "organization": organization,
            **given,
            "title": title.strip()[:300],
        }
    )
    return _write(schema, clean(descriptor), "1.0.0", _("Erste Version."), actor, source_url)


def _may_add(actor: User | None, organization: Organization | None) -> bool:
    if actor is None:
        return False
    if is_sysadmin(actor):
        return True
    return organization is not None and role_in(actor, organization_id=organization.pk) in EDITORS


@transaction.atomic
def schema_revise(
    *,
    actor: User | None,
    schema: TableSchema,
    descriptor: dict[str, Any],
    note: str = "",
    texts: dict[str, str] | None = None,
    source_url: str = "",
) -> SchemaVersion:
    """Write the next version of a schema; the same columns again change only its texts.

    Raises NotAllowed, and Invalid for a great change without a word of explanation.
    """
    if not can_edit_schema(actor, schema):
        raise NotAllowed(_("Sie dürfen dieses Schema nicht bearbeiten."))
    _sound(descriptor)
    schema = TableSchema.objects.select_for_update().get(pk=schema.pk)
    for key, value in (texts or {}).items():
        if key in TEXTS and (value.strip() or key != "title"):
            setattr(schema, key, value.strip())
    schema.modified_at = timezone.now()
    schema.save()
    last = schema.versions.latest("number")
    neat = clean(descriptor)
    if neat == last.descriptor:
        return last
    step = schema_step(last, neat)
    if step.level == "major" and not note.strip():
        raise Invalid(
            _("Wer dieses Schema nutzt, muss etwas ändern. Bitte sagen Sie in einem Satz, warum.")
            + " "
            + " ".join(step.reasons_de),
            data={"note": [_("Satz fehlt")]},
        )
    note = note.strip() or " ".join(step.reasons_de)
    return _write(schema, neat, step.label, note, actor, source_url)


def schema_step(last: SchemaVersion, descriptor: dict[str, Any]) -> Step:
    """Return which number the next version gets, and why."""
    labels = list(last.table_schema.versions.values_list("label", flat=True))
    before, after = Shape.of(last.descriptor, None, "before"), Shape.of(descriptor, None, "after")
    step = next_step(before, after, labels)
    if step.level == "patch":
        return Step("patch", step.label, (_("Texte oder Regeln einzelner Spalten geändert."),))
    return step


def _write(
    schema: TableSchema,
    descriptor: dict[str, Any],
    label: str,
    note: str,
    actor: User | None,
    source_url: str,
) -> SchemaVersion:
    last = schema.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = SchemaVersion.objects.create(
        table_schema=schema,
        number=last + 1,
        label=label,
        descriptor=descriptor,
        note=note,
        created_by=actor,
        source_url=source_url,
    )
    audit_record(
        actor=actor,
        verb="schema_create" if not last else "schema_revise",
        object_type="schema",
        object_id=schema.pk,
        data={"version": label},
    )
    return version


def clean(descriptor: dict[str, Any]) -> dict[str, Any]:
    """Return a descriptor without what was said about one file only."""
    fields = [
        {k: v for k, v in field.items() if k not in OF_ONE_FILE and v not in ("", None, {}, [])}
        for field in descriptor["fields"]
    ]
    return {**descriptor, "fields": fields}


def _sound(descriptor: dict[str, Any]) -> None:
    problems = problems_of(descriptor)
    if problems:
        raise Invalid(" ".join(problems[:10]), data={"descriptor": problems})


def schemas_take_in(
    *,
    actor: User | None,
    raw: bytes,
    organization: Organization | None,
    title: str = "",
    source_url: str = "",
) -> Sequence[SchemaVersion]:
    """Make a schema of every Table Schema in a JSON or YAML file. Raises Invalid and NotAllowed."""
    try:
        found = schemas_in(raw)
    except SchemaFault as error:
        raise Invalid(str(error), data={"file": [str(error)]}) from error
    with transaction.atomic():
        return [
            schema_create(
                actor=actor,
                title=(title if len(found) == 1 and title else name) or title or _("Neues Schema"),
                descriptor=descriptor,
                organization=organization,
                source_url=source_url,
                texts={"description": str(descriptor.get("description") or "")},
            )
            for name, descriptor in found
        ]


def schema_apply(
    *, version: ResourceVersion, schema_id: str, actor: User | None
) -> ResourceVersion:
    """Judge a file by a schema of the library from now on. Raises NotFound and NotAllowed."""
    chosen = SchemaVersion.objects.filter(pk=schema_id).select_related("table_schema").first()
    if chosen is None:
        raise NotFound(_("Dieses Schema gibt es nicht."))
    laid = lay_over(version.schema, chosen.descriptor)
    return version_describe(
        version=version,
        schema=laid,
        actor=actor,
        obeys=chosen,
        note=_("Geprüft nach dem Schema „%(schema)s“.") % {"schema": chosen},
    )


def schema_try(*, version: ResourceVersion, descriptor: dict[str, Any]) -> tuple[Outcome, Match]:
    """Judge a version's file by a descriptor without keeping anything. Raises Invalid."""
    _sound(descriptor)
    scratch = Path(settings.FILE_UPLOAD_TEMP_DIR)
    limits = Limits(settings.PORTAL_WORKER_MEMORY_MB, TRY_SECONDS)
    with (
        tempfile.TemporaryDirectory(dir=scratch, prefix="try-") as folder,
        local_file(version.sha256) as source,
    ):
        order = Order(
            source=source,
            file_name=version.file_name,
            table_target=Path(folder) / "table.duckdb",
            scratch=scratch,
            schema=lay_over(version.schema, clean(descriptor)),
            sheet=version.proposal.get("sheet"),
            member=version.proposal.get("member"),
        )
        try:
            outcome: Outcome = run_isolated(PROCESS, order, limits=limits)
        except IsolationError as error:
            raise Invalid(
                _("Die Datei ist zu groß, um das Schema gleich an ihr zu erproben."),
                data={"table": [_("zu groß")]},
            ) from error
    return outcome, match(version.schema.get("fields", []), descriptor)
