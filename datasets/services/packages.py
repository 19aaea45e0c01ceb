"""A data package that a person hands in: a draft with all its files, to be looked at and published."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from datasets.errors import Invalid, NotAllowed
from datasets.models import Dataset, Organization, Resource, ResourceVersion
from datasets.permissions import can_create_dataset
from datasets.schemas import PlannedResource, read_datapackage
from datasets.schemas.archive import ArchiveFault, holds_package, unpack
from datasets.services.datasets import DatasetChanges, dataset_create
from datasets.services.origins import origin_keep
from datasets.services.resources import resource_create
from datasets.services.slugs import free_name
from portal.base.models import User

# More than this is judged in the background, so that nobody waits for the page.
AT_ONCE_FILES = 12


@dataclass(frozen=True)
class PackageBegun:
    """The first file of the draft, and in German what could not be taken in."""

    version: ResourceVersion
    problems: tuple[str, ...]


def package_begin(
    *, actor: User, organization: Organization | None, upload: IO[bytes]
) -> PackageBegun | None:
    """Take in a ZIP archive as a draft with a resource for each file; None if it is no data package.

    Raises NotAllowed and Invalid.
    """
    scratch = settings.FILE_UPLOAD_TEMP_DIR
    with tempfile.TemporaryDirectory(dir=scratch, prefix="package-") as folder:
        archive = Path(folder) / "package.zip"
        with archive.open("wb") as sink:
            shutil.copyfileobj(upload, sink)
        upload.seek(0)
        if not holds_package(archive):
            return None
        target = Path(folder) / "content"
        target.mkdir()
        try:
            descriptor = unpack(archive, target, settings.PORTAL_MAX_UPLOAD_MB * 1024 * 1024)
        except ArchiveFault as error:
            raise Invalid(str(error), data={"file": [str(error)]}) from error
        return _draft(actor, organization, descriptor)


def _draft(actor: User, organization: Organization | None, descriptor: Path) -> PackageBegun:
    if not can_create_dataset(actor, organization):
        raise NotAllowed(_("Sie dürfen in dieser Organisation keine Datensätze anlegen."))
    plan = read_datapackage(descriptor)
    usable = [item for item in plan.resources if item.path is not None]
    problems = (*plan.problems, *(item.problem for item in plan.resources if item.problem))
    if not usable:
        sentence = " ".join(problems) or _("Das Datenpaket nennt keine Dateien.")
        raise Invalid(sentence, data={"file": [sentence]})
    title = plan.title or plan.name or _("Neuer Datensatz")
    changes = DatasetChanges(
        name=free_name(plan.name or title, Dataset),
        title=title,
        organization=organization,
        notes=plan.description or None,
        license=plan.license or None,
        tags=list(plan.keywords),
    )
    dataset = dataset_create(actor=actor, changes=changes, publish=False)
    placed = _placed(actor, dataset, usable)
    origin_keep(dataset=dataset, plan=plan, placed=placed)
    first = placed[0][1].versions.select_related("resource__dataset").latest("number")
    return PackageBegun(first, problems)


def _placed(
    actor: User, dataset: Dataset, items: list[PlannedResource]
) -> list[tuple[PlannedResource, Resource]]:
    """Take in each file of the package; many or large ones are judged in the background."""
    paths = [item.path for item in items if item.path is not None]
    size = sum(path.stat().st_size for path in paths)
    light = len(paths) <= AT_ONCE_FILES and size <= settings.PORTAL_SYNC_BYTES
    return [
        (
            item,
            resource_create(
                actor=actor,
                dataset=dataset,
                fields={"name": item.title or item.name, "description": item.description},
                path=path,
                file_name=path.name,
                schema=item.schema,
                at_once=light,
                publish=False,
            ),
        )
        for item, path in zip(items, paths, strict=True)
    ]


def companions(version: ResourceVersion) -> list[ResourceVersion]:
    """Return the last versions of the other files of a draft: they become public together with it."""
    if version.resource.dataset.live:
        return []
    newer = ResourceVersion.objects.filter(
        resource=OuterRef("resource"), number__gt=OuterRef("number")
    )
    rows = (
        ResourceVersion.objects.filter(
            ~Exists(newer),
            resource__dataset_id=version.resource.dataset_id,
            resource__state="active",
            published_at__isnull=True,
            withdrawn_at__isnull=True,
        )
        .exclude(resource_id=version.resource_id)
        .select_related("resource__dataset")
        .defer("report", "findings", "profile", "schema")
    )
    return list(rows.order_by("resource__position", "resource__created_at", "pk"))
