"""Take in what lies in a folder: tables, data packages, each on the same road as an upload."""

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from datasets.isolation import Progress
from datasets.models import Dataset, Organization, Resource, ResourceVersion
from datasets.schemas import PackagePlan, PlannedResource, read_datapackage
from datasets.schemas.archive import DESCRIPTORS, ArchiveFault, holds_package, unpack
from datasets.services.datasets import DatasetChanges, dataset_create
from datasets.services.keys import keys_check
from datasets.services.origins import origin_keep
from datasets.services.resources import resource_create
from datasets.services.slugs import MAX_NAME, name_from
from datasets.services.versions import safe_file_name, version_receive
from portal.base.models import User

TABLES = frozenset(
    {".csv", ".tsv", ".tab", ".xlsx", ".xls", ".ods", ".geojson", ".json", ".txt", ".zip", ".gz"}
)


@dataclass(frozen=True)
class Imported:
    """What became of one file: its state, dataset, rows, number of findings, and a German sentence."""

    path: str
    state: str
    dataset: str
    rows: int | None
    findings: int
    message: str


@dataclass(frozen=True)
class Manner:
    """How files are taken in: for whom, by whom, seen by whom."""

    actor: User | None = None
    organization: Organization | None = None
    private: bool = False
    license: str | None = None
    personal_data_answer: str = ""
    on_progress: Progress | None = None


def import_path(path: Path, manner: Manner) -> Iterator[Imported]:
    """Take in a file, a data package, or everything below a folder, one after the other."""
    if path.is_file():
        if path.name in DESCRIPTORS:
            yield from _import_package(path, manner)
        elif holds_package(path):
            yield from _import_archive(path, manner)
        else:
            yield _import_file(path, manner)
        return
    if not path.is_dir():
        yield Imported(str(path), "missing", "", None, 0, "Diese Datei gibt es nicht.")
        return
    descriptor = next((path / name for name in DESCRIPTORS if (path / name).is_file()), None)
    if descriptor is not None:
        yield from _import_package(descriptor, manner)
        return
    for child in sorted(path.iterdir()):
        if child.is_dir() or child.suffix.lower() in TABLES:
            yield from import_path(child, manner)


def _import_file(path: Path, manner: Manner) -> Imported:
    """Take in one table as a dataset of its own; the same bytes again change nothing."""
    title = path.stem.replace("_", " ").strip() or path.name
    name = _free_name(name_from(f"{path.parent.name}-{path.stem}"), str(path))
    dataset = Dataset.objects.filter(name=name).first()
    if dataset is None:
        dataset = dataset_create(
            actor=manner.actor, changes=_changes(manner, name=name, title=title), check=False
        )
    return _import_resource(path, dataset, path.stem, None, manner)


def _import_package(descriptor: Path, manner: Manner) -> Iterator[Imported]:
    """Take in a data package as one dataset with a resource for each of its files."""
    plan: PackagePlan = read_datapackage(descriptor)
    name = _free_name(name_from(plan.name or descriptor.parent.name), str(descriptor))
    dataset = Dataset.objects.filter(name=name).first()
    if dataset is None:
        changes = _changes(manner, name=name, title=plan.title or plan.name or name)
        changes["notes"] = plan.description or None
        if plan.license and not manner.license:
            changes["license"] = plan.license
        dataset = dataset_create(actor=manner.actor, changes=changes, check=False)
    for problem in plan.problems:
        yield Imported(str(descriptor), "invalid", name, None, 1, problem)
    placed: list[tuple[PlannedResource, Resource]] = []
    for item in plan.resources:
        if item.path is None:
            yield Imported(str(descriptor), "invalid", name, None, 1, item.problem or "")
            continue
        title = item.title or item.name
        yield _import_resource(item.path, dataset, title, item.schema, manner)
        resource, _free = _resource_of(item.path, dataset, title)
        if resource is not None:
            placed.append((item, resource))
    if not plan.problems:
        origin_keep(dataset=dataset, plan=plan, placed=placed)
        for broken in keys_check(dataset):
            yield Imported(broken.table, "broken-key", name, None, broken.count, broken.sentence)


def _import_archive(path: Path, manner: Manner) -> Iterator[Imported]:
    """Take in a data package that comes as one ZIP archive."""
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="package-") as to:
        try:
            descriptor = unpack(path, Path(to), settings.PORTAL_MAX_UPLOAD_MB * 1024 * 1024)
        except ArchiveFault as error:
            yield Imported(str(path), "invalid", "", None, 1, str(error))
            return
        yield from _import_package(descriptor, manner)


def _changes(manner: Manner, *, name: str, title: str) -> DatasetChanges:
    """Return the fields of a new dataset."""
    return DatasetChanges(
        name=name,
        title=title,
        organization=manner.organization,
        private=manner.private,
        license=manner.license,
    )


def _free_name(name: str, source: str) -> str:
    """Return the name, shortened so that a number would fit."""
    return name[: MAX_NAME - 5].rstrip("-") if source else name


def _import_resource(
    path: Path, dataset: Dataset, title: str, schema: dict[str, object] | None, manner: Manner
) -> Imported:
    """Take in one file as a resource, or as a new version of the resource that it made before."""
    resource, title = _resource_of(path, dataset, title)
    if resource is None:
        resource = resource_create(
            actor=manner.actor,
            dataset=dataset,
            fields={"name": title},
            path=path,
            file_name=path.name,
            schema=schema,
            personal_data_answer=manner.personal_data_answer,
            check=False,
            on_progress=manner.on_progress,
            at_once=True,
        )
        return _result(path, dataset, resource)
    before = resource.versions.first()
    if before is not None and _same_bytes(path, before):
        return _result(path, dataset, resource, "unchanged")
    version_receive(
        resource=resource,
        file_name=path.name,
        actor=manner.actor,
        path=path,
        schema=schema,
        personal_data_answer=manner.personal_data_answer,
        on_progress=manner.on_progress,
        at_once=True,
    )
    return _result(path, dataset, resource)


def _resource_of(path: Path, dataset: Dataset, title: str) -> tuple[Resource | None, str]:
    """Return the resource that this file made before, and else None, with a title that is free.

    `baum.csv` and `baum.xlsx` in one folder are two resources, not two states of one.
    """
    for free in (title, f"{title} ({path.suffix.lstrip('.')})", f"{title} ({path.name})"):
        resource = dataset.resources.filter(name=free, state="active").first()
        if resource is None:
            return None, free
        newest = resource.versions.first()
        if newest is None or newest.file_name == safe_file_name(path.name):
            return resource, free
    return resource, free


def _same_bytes(path: Path, version: ResourceVersion) -> bool:
    """Say whether the file is the one that this version was made of."""
    if path.stat().st_size != version.size:
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == version.sha256


def _result(path: Path, dataset: Dataset, resource: Resource, state: str = "") -> Imported:
    """Say what became of the file's newest version."""
    version = resource.versions.first()
    if version is None:
        return Imported(str(path), "failed", dataset.name, None, 0, "Es entstand keine Version.")
    sound = version.state in {"valid", "no_table"} and version.published_at
    message = version.message
    if version.personal_data and not version.personal_data_answer:
        columns = ", ".join(f"„{item['column']}“" for item in version.personal_data)
        message += " " + _(
            "Vermutlich enthält sie personenbezogene Daten (Spalte %(columns)s). Sie wird"
            " erst veröffentlicht, wenn jemand begründet, warum das erlaubt ist: im Datensatz oder"
            " mit --personal-data."
        ) % {"columns": columns}
    if version.awaits_review:
        message += " " + _("Sie wartet auf die Freigabe durch eine zweite Person (Vier Augen).")
    return Imported(
        path=str(path),
        state=state or ("published" if sound else "kept"),
        dataset=dataset.name,
        rows=version.rows,
        findings=version.finding_count,
        message=message,
    )
