"""The editor's way: a file becomes a draft, the draft is described, published or handed over."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from datasets.errors import Invalid, NotAllowed
from datasets.models import (
    Dataset,
    Interval,
    Organization,
    Resource,
    ResourceVersion,
)
from datasets.permissions import can_create_dataset, can_edit_dataset
from datasets.remote import RemoteError
from datasets.reviewing import under_four_eyes, version_waits
from datasets.services.audit import audit_record
from datasets.services.datasets import (
    DatasetChanges,
    changed,
    dataset_create,
    dataset_delete,
    dataset_update,
)
from datasets.services.fetching import SECONDS_IN_PAGE, file_at, plan_save
from datasets.services.labels import needs_explanation
from datasets.services.packages import companions
from datasets.services.resources import resource_create, resource_delete
from datasets.services.reviews import reviewers, version_review_return, versions_review_ask
from datasets.services.slugs import free_name
from datasets.services.versions import (
    safe_file_name,
    version_publish,
    version_receive,
    version_withdraw,
)
from portal.base.models import User


def contribution_begin(
    *,
    actor: User,
    organization: Organization | None,
    dataset: Dataset | None,
    upload: IO[bytes],
    file_name: str,
) -> ResourceVersion:
    """Take a file in as the first of a new draft, or as a further one of a dataset.

    Nothing of it is public before `contribution_publish`. Raises NotAllowed and FileTooLarge.
    """
    title = title_from(file_name)
    if dataset is None:
        if not can_create_dataset(actor, organization):
            raise NotAllowed(_("Sie dürfen in dieser Organisation keine Datensätze anlegen."))
        changes = DatasetChanges(
            name=free_name(title, Dataset), title=title, organization=organization
        )
        dataset = dataset_create(actor=actor, changes=changes, publish=False)
    resource = resource_create(
        actor=actor,
        dataset=dataset,
        fields={"name": title},
        upload=upload,
        file_name=file_name,
        publish=False,
    )
    return resource.versions.select_related("resource__dataset").latest("number")


def contribution_fetch(
    *, actor: User, organization: Organization | None, dataset: Dataset | None, url: str
) -> ResourceVersion:
    """Do the same with a file that is fetched from an address, which is kept. Raises Invalid."""
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="fetch-") as folder:
        try:
            path, fetched = file_at(url, Path(folder), seconds=SECONDS_IN_PAGE)
        except RemoteError as error:
            raise Invalid(error.message, data={"url": [error.message]}) from error
        with path.open("rb") as stream:
            version = contribution_begin(
                actor=actor,
                organization=organization,
                dataset=dataset,
                upload=stream,
                file_name=fetched.file_name,
            )
    plan_save(
        actor=actor,
        resource=version.resource,
        url=url,
        interval=Interval.NEVER,
        notify=actor.email or "",
    )
    return version


def contribution_replace(
    *, actor: User, resource: Resource, upload: IO[bytes], file_name: str, note: str = ""
) -> ResourceVersion:
    """Take a file in as the next version; the one before stays public until this one is."""
    if not can_edit_dataset(actor, resource.dataset):
        raise NotAllowed(_("Sie dürfen diesen Datensatz nicht bearbeiten."))
    return version_receive(
        resource=resource,
        file_name=file_name,
        upload=upload,
        actor=actor,
        note=note,
        publish=False,
    )


def title_from(file_name: str) -> str:
    """Return a title for a dataset from the name of its file."""
    stem = safe_file_name(file_name).rsplit(".", 1)[0]
    words = " ".join(stem.replace("_", " ").replace("-", " ").split()) or _("Neuer Datensatz")
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps a version from the public, in a sentence, and on which step it is mended."""

    step: str
    sentence: str
    version: ResourceVersion


def obstacles(version: ResourceVersion) -> list[Obstacle]:
    """Return what keeps a version from the public, and the files that go along with it."""
    dataset = version.resource.dataset
    found = [Obstacle("befund", sentence, version) for sentence in _open_questions(version)]
    for item in companions(version):
        found += [
            Obstacle("befund", f"„{item.resource}“: {sentence}", item)
            for sentence in _open_questions(item)
        ]
    if not (dataset.notes or "").strip():
        found.append(Obstacle("angaben", _("Eine Beschreibung fehlt."), version))
    if not dataset.license:
        found.append(Obstacle("angaben", _("Eine Lizenz fehlt."), version))
    return found


def _open_questions(version: ResourceVersion) -> list[str]:
    found = []
    if version.finished_at is None:
        found.append(_("Die Datei wird noch geprüft."))
    if version.withdrawn_at is not None:
        found.append(_("Diese Fassung ist zurückgezogen."))
    if version.personal_data and not version.personal_data_answer:
        found.append(_("Die Frage nach Angaben über Menschen ist noch offen."))
    if needs_explanation(version):
        found.append(_("Ein Satz fehlt: Was ist anders als in der bisherigen Fassung?"))
    return found


def _ready(version: ResourceVersion, actor: User) -> None:
    if not can_edit_dataset(actor, version.resource.dataset):
        raise NotAllowed(_("Sie dürfen diesen Datensatz nicht bearbeiten."))
    missing = obstacles(version)
    if missing:
        raise Invalid(
            " ".join(item.sentence for item in missing),
            data={item.step: [item.sentence] for item in missing},
        )


@transaction.atomic
def contribution_publish(*, actor: User, version: ResourceVersion) -> Dataset:
    """Make the version public and, if it is a draft, its dataset with all its files.

    Under four eyes it is handed over, unless this person is the second one. Raises NotAllowed and Invalid.
    """
    _ready(version, actor)
    if version_waits(version, actor):
        contribution_hand_over(actor=actor, version=version)
        return version.resource.dataset
    if version.review_requested_at is not None:
        audit_record(
            actor=actor, verb="review_approve", object_type="resource",
            object_id=version.resource_id, data={"version": version.number},
        )  # fmt: skip
    for item in (version, *companions(version)):
        version_publish(version=item, actor=actor)
    dataset = Dataset.objects.get(pk=version.resource.dataset_id)
    if dataset.current_workflow_state is not None:
        dataset.current_workflow_state.cancel(user=actor)
    if not dataset.live:
        dataset = dataset_update(actor=actor, dataset=dataset, changes={}, publish=True)
    return dataset


@transaction.atomic
def contribution_discard(*, actor: User, version: ResourceVersion) -> None:
    """Give up what was never public: the version, with it a file without any other, and an empty draft.

    Originals and history are kept. Raises NotAllowed and Invalid.
    """
    resource, dataset = version.resource, version.resource.dataset
    if not can_edit_dataset(actor, dataset):
        raise NotAllowed(_("Sie dürfen diesen Datensatz nicht bearbeiten."))
    if version.published_at is not None:
        raise Invalid(_("Diese Fassung ist öffentlich. Sie lässt sich nur zurückziehen."))
    if resource.versions.filter(published_at__isnull=False).exists():
        version_withdraw(
            version=version, notice=_("Verworfen, bevor sie öffentlich war."), actor=actor
        )
        return
    resource_delete(actor=actor, resource=resource)
    draft = not dataset.live and dataset.first_published_at is None
    if draft and not dataset.resources.filter(state="active").exists():
        dataset_delete(actor=actor, dataset=dataset)


@transaction.atomic
def contribution_hand_over(*, actor: User, version: ResourceVersion) -> list[User]:
    """Ask another editor of the organization to approve; return who was asked.

    A draft goes through Wagtail's workflow. Where the dataset is public already, the version waits.
    Raises NotAllowed and Invalid.
    """
    _ready(version, actor)
    dataset = version.resource.dataset
    if not reviewers(dataset, actor):
        sentence = _(
            "In Ihrer Organisation gibt es keine zweite Person mit Redaktionsrecht. Bitten Sie den "
            "Betrieb des Portals, eine einzutragen."
        )
        if not under_four_eyes(dataset):
            sentence = f"{sentence} {_('Oder veröffentlichen Sie selbst.')}"
        raise Invalid(sentence, data={"reviewer": [_("Niemand kann freigeben")]})
    people = versions_review_ask(versions=[version, *companions(version)], actor=actor)
    changed(dataset)
    return people


@transaction.atomic
def contribution_return(*, actor: User, version: ResourceVersion, comment: str) -> None:
    """Give back what was handed over, with a comment. Raises NotAllowed and Invalid."""
    version_review_return(
        version=version, together=companions(version), comment=comment, actor=actor
    )
    changed(version.resource.dataset)
