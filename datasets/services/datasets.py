"""Write datasets: one way for admin, CKAN interface, importers and commands."""

from collections.abc import Iterable
from copy import copy
from typing import Any, TypedDict, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.errors import Invalid, NotAllowed
from datasets.models import Dataset, Organization, RenderedDataset, Tag, Theme
from datasets.permissions import can_create_dataset, can_edit_dataset
from datasets.reviewing import dataset_waits
from datasets.services.audit import audit_record
from datasets.services.reviews import dataset_review_ask
from datasets.signals import dataset_changed
from portal.base.models import User

SYSTEM: Any = object()
"""Stands for the portal itself as actor: commands and the demo need no permission."""


class DatasetChanges(TypedDict, total=False):
    """What may be written; a key that is absent stays as it is."""

    id: str
    name: str
    title: str
    notes: str | None
    kind: str
    organization: Organization | None
    private: bool
    license: str | None
    landing_page: str | None
    version_label: str | None
    author: str | None
    author_email: str | None
    maintainer: str | None
    maintainer_email: str | None
    additional: list[dict[str, Any]]
    tags: Iterable[str | Tag]
    themes: Iterable[Theme]
    plugin_data: dict[str, Any]


RELATIONS = ("tags", "themes")


@transaction.atomic
def dataset_create(
    *, actor: User | None, changes: DatasetChanges, publish: bool = True, check: bool = True
) -> Dataset:
    """Make a dataset. Raises NotAllowed and Invalid; `check` False is for the portal's own commands."""
    if check and not can_create_dataset(actor, changes.get("organization")):
        raise NotAllowed(_("Sie dürfen in dieser Organisation keine Datensätze anlegen."))
    dataset = Dataset(creator=actor, live=publish)
    return _write(dataset, changes, actor=actor, verb="dataset_create", publish=publish)


@transaction.atomic
def dataset_update(
    *,
    actor: User | None,
    dataset: Dataset,
    changes: DatasetChanges,
    publish: bool = True,
    check: bool = True,
) -> Dataset:
    """Change a dataset; nothing is written when all is as it was. Raises NotAllowed and Invalid."""
    if check and not can_edit_dataset(actor, dataset):
        raise NotAllowed(_("Sie dürfen diesen Datensatz nicht bearbeiten."))
    organization = changes.get("organization", dataset.organization)
    moved = (organization.pk if organization else None) != dataset.organization_id
    if check and moved and not can_create_dataset(actor, organization):
        raise NotAllowed(_("Sie dürfen in dieser Organisation keine Datensätze anlegen."))
    if not _differs(dataset, changes, publish=publish):
        return dataset
    if publish and dataset.live and _is_held(dataset, changes, actor):
        return _keep_for_review(dataset, changes, actor)
    return _write(dataset, changes, actor=actor, verb="dataset_update", publish=publish)


def _differs(dataset: Dataset, changes: DatasetChanges, *, publish: bool) -> bool:
    """Say whether a change would change anything, or make public what is not yet."""
    if publish and (not dataset.live or dataset.has_unpublished_changes):
        return True
    for field in RELATIONS:
        if field in changes:
            changes[field] = list(changes[field])  # type: ignore[literal-required]  # read twice
    return any(_is_new(dataset, field, value) for field, value in changes.items())


def _is_new(dataset: Dataset, field: str, value: Any) -> bool:
    """Say whether the field is another one now."""
    if field == "tags":
        names = {(t.name, t.vocabulary_id) for t in dataset.tags.all()}
        return names != {
            (t.name, t.vocabulary_id) if isinstance(t, Tag) else (t.strip(), None) for t in value
        }
    if field == "themes":
        return {t.pk for t in dataset.themes.all()} != {t.pk for t in value}
    return bool(getattr(dataset, field) != (value or dataset.name if field == "title" else value))


def _write(
    dataset: Dataset, changes: DatasetChanges, *, actor: User | None, verb: str, publish: bool
) -> Dataset:
    """Set, check and save the fields, keep a revision, tell the rest of the portal."""
    renamed = dataset._state.adding or changes.get("name", dataset.name) != dataset.name
    held = publish and _is_held(dataset, changes, actor)
    publish = publish and not held
    if held:
        dataset.live = False
    _set(dataset, changes)
    dataset.modified_at = timezone.now()
    if renamed:
        _take_name(dataset)
    _check(dataset)
    if publish:
        dataset.live = True
        dataset.has_unpublished_changes = False
        dataset.last_published_at = timezone.now()
        dataset.first_published_at = dataset.first_published_at or dataset.last_published_at
    dataset.save()
    revision = dataset.save_revision(user=actor, clean=False, log_action=False)
    if publish:
        Dataset.objects.filter(pk=dataset.pk).update(
            live_revision=revision, has_unpublished_changes=False
        )
    audit_record(actor=actor, verb=verb, object_type="dataset", object_id=dataset.pk)
    if held:
        dataset_review_ask(dataset=dataset, actor=actor)
    changed(dataset)
    return dataset


def _set(dataset: Dataset, changes: DatasetChanges) -> None:
    """Set the fields and relations."""
    for field, value in changes.items():
        if field not in RELATIONS:
            setattr(dataset, field, value)
    dataset.title = dataset.title or dataset.name
    if "tags" in changes:
        dataset.tags = tags_named(changes["tags"])
    if "themes" in changes:
        dataset.themes = list(changes["themes"])


def _check(dataset: Dataset) -> None:
    """Raise Invalid if a field cannot be as it is."""
    try:
        dataset.clean_fields(exclude=["tags", "themes"])
        dataset.validate_unique()
    except ValidationError as error:
        raise Invalid(_("Bitte prüfen Sie die Angaben."), data=error.message_dict) from error


def _is_held(dataset: Dataset, changes: DatasetChanges, actor: User | None) -> bool:
    """Say whether the dataset, once changed so, has to wait for a second person."""
    before = None if dataset._state.adding else dataset.organization
    asked = copy(dataset)
    asked.private = changes.get("private", dataset.private)
    asked.organization = changes.get("organization", dataset.organization)
    return dataset_waits(asked, before=before, changed=bool(changes), actor=actor)


def _keep_for_review(dataset: Dataset, changes: DatasetChanges, actor: User | None) -> Dataset:
    """Keep the changes of something public as a draft beside it, to be approved; return what is public."""
    draft = dataset.get_latest_revision_as_object() if dataset.workflow_in_progress else dataset
    new = {field: value for field, value in changes.items() if _is_new(dataset, field, value)}
    _set(draft, cast(DatasetChanges, new))
    _check(draft)
    draft.save_revision(user=actor, clean=False, log_action=False)
    audit_record(actor=actor, verb="dataset_draft", object_type="dataset", object_id=dataset.pk)
    public = Dataset.objects.select_related("organization").get(pk=dataset.pk)
    dataset_review_ask(dataset=public, actor=actor)
    changed(public)
    return public


def _take_name(dataset: Dataset) -> None:
    """Take the name from a deleted dataset that still holds it; that one is called by its id then."""
    holder = Dataset.objects.filter(name=dataset.name, deleted_at__isnull=False).first()
    if holder is not None and holder.pk != dataset.pk:
        Dataset.objects.filter(pk=holder.pk).update(name=holder.pk)
        changed(holder)


def changed(dataset: Dataset) -> None:
    """Drop what was rendered and tell the rest of the portal, inside the transaction."""
    RenderedDataset.objects.filter(dataset_id=dataset.pk).delete()
    dataset_changed.send(sender=Dataset, dataset_id=dataset.pk)


def tags_named(names: Iterable[str | Tag]) -> list[Tag]:
    """Return the tags, making the free ones that do not exist yet."""
    given = list(names)
    words = list(dict.fromkeys(name.strip() for name in given if isinstance(name, str)))
    known = {t.name: t for t in Tag.objects.filter(name__in=words, vocabulary__isnull=True)}
    for word in words:
        if word and word not in known:
            known[word] = Tag.objects.create(name=word)
    return [*(known[w] for w in words if w), *(t for t in given if isinstance(t, Tag))]


@transaction.atomic
def dataset_delete(*, actor: User | None, dataset: Dataset, check: bool = True) -> None:
    """Mark a dataset as deleted; it can be brought back until it is purged."""
    if check and not can_edit_dataset(actor, dataset):
        raise NotAllowed(_("Sie dürfen diesen Datensatz nicht löschen."))
    dataset.deleted_at = dataset.deleted_at or timezone.now()
    dataset.modified_at = timezone.now()
    dataset.save(update_fields=["deleted_at", "modified_at"])
    dataset.collaborators.all().delete()
    audit_record(actor=actor, verb="dataset_delete", object_type="dataset", object_id=dataset.pk)
    changed(dataset)


@transaction.atomic
def dataset_undelete(*, actor: User | None, dataset: Dataset, check: bool = True) -> Dataset:
    """Bring a deleted dataset back."""
    if check and not can_edit_dataset(actor, dataset):
        raise NotAllowed(_("Sie dürfen diesen Datensatz nicht wiederherstellen."))
    dataset.deleted_at = None
    dataset.modified_at = timezone.now()
    dataset.save(update_fields=["deleted_at", "modified_at"])
    audit_record(actor=actor, verb="dataset_undelete", object_type="dataset", object_id=dataset.pk)
    changed(dataset)
    return dataset
