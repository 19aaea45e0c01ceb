"""Who said yes to which part of a bundle, and to what exactly: anything else is not published."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from datasets.models import Dataset, ResourceVersion
from datasets.permissions import can_edit_dataset
from datasets.reviewing import is_second, under_four_eyes
from labs.bundles.history import note
from labs.bundles.models import Bundle, BundleItem
from labs.charts.choosing import chart_ids
from labs.charts.models import Chart
from labs.figures.bound import Bound
from labs.figures.models import Figure
from labs.figures.scope import figure_ids, stored_text
from labs.models import FourEyesTask

# What saving, locking, commenting and publishing change of a record without changing what readers get.
UNSEEN = {
    "path", "depth", "numchild", "url_path", "draft_title", "live", "has_unpublished_changes",
    "latest_revision", "live_revision", "latest_revision_created_at", "first_published_at",
    "last_published_at", "locked", "locked_at", "locked_by", "expired", "modified_at", "plugin_data",
    "wagtail_admin_comments",
}  # fmt: skip
# What is noted when a definition is computed, and by whom and when it was made.
UNSEEN_OF_BOUND = {"problem", "newest_id", "shown_id", "created_by_id", "created_at"}


def mark_of(item: BundleItem) -> str:
    """Return the checksum of what would become public with the part."""
    content: Any = None
    if item.page is not None:
        content = _record(item.page.specific)
        # What figures and charts say is kept beside the page; their values follow the data, as promised.
        if drawn := list(_definitions(content)):
            content["figures_and_charts"] = drawn
    elif item.dataset is not None:
        content = _dataset(item.dataset)
    elif item.version is not None:
        dataset = item.version.resource.dataset
        # A version of a draft brings the whole dataset with it.
        content = [_version(item.version), None if dataset.live else _dataset(dataset)]
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def is_approved(item: BundleItem) -> bool:
    """Say whether somebody said yes to the part as it is now."""
    return bool(item.approved_mark) and item.approved_mark == mark_of(item)


def may_approve(item: BundleItem, user: Any) -> bool:
    """Say whether this person's yes is enough for the part."""
    if user is None:
        return False
    if item.page is not None:
        page = item.page.specific
        return bool(page.permissions_for_user(user).can_publish()) or _may_decide(page, user)
    dataset = item.data
    if dataset is None:
        return False
    if under_four_eyes(dataset):
        return is_second(user, dataset, item.version)
    return can_edit_dataset(user, dataset)


def wanted(item: BundleItem) -> str:
    """Say whose yes the part lacks."""
    dataset = item.data
    if dataset is None:
        return _("Freigeben muss jemand, der diese Seite veröffentlichen darf.")
    if not under_four_eyes(dataset):
        return _("Freigeben muss jemand, der diese Daten veröffentlichen darf.")
    return _(
        "In „{organization}“ gilt Vier Augen: Freigeben muss eine zweite Person aus der Organisation, "
        "die die Daten weder geschrieben noch eingereicht hat."
    ).format(organization=dataset.organization)


def bundle_approve(*, bundle: Bundle, actor: Any) -> list[BundleItem]:
    """Say yes for this person to what it may; return the parts that still lack somebody's."""
    missing = []
    for item in bundle.items.select_related("page", "dataset", "version__resource__dataset"):
        if is_approved(item) and item.approved_by_id:
            continue
        if may_approve(item, actor):
            item.approved_by, item.approved_mark = actor, mark_of(item)
            item.save(update_fields=["approved_by", "approved_mark"])
            note(bundle, "approve", actor, part=str(item))
        else:
            missing.append(item)
    return missing


def waits_for_second(page: Page) -> bool:
    """Say whether the page waits for one of the house, whose yes a bundle can take as well."""
    task = page.current_workflow_task
    return task is not None and isinstance(task.specific, FourEyesTask)


def _may_decide(page: Page, user: Any) -> bool:
    """Say whether the person may finish the page's own way of approval."""
    task = page.current_workflow_task
    return waits_for_second(page) and bool(task.specific.get_actions(page, user))


def _record(record: Any) -> dict[str, Any]:
    """Return the newest draft of a page or a dataset without what readers never see."""
    revision = record.latest_revision
    content = revision.content if revision is not None else record.serializable_data()
    return {key: _parsed(value) for key, value in content.items() if key not in UNSEEN}


def _definitions(content: Any) -> Iterator[dict[str, Any]]:
    """Return what is asked of the data by the figures and charts of a page, and their words."""
    wanted: tuple[tuple[type[Bound], set[int]], ...] = (
        (Figure, figure_ids(stored_text(content))),
        (Chart, chart_ids(content)),
    )
    for model, ids in wanted:
        fields = [one.attname for one in model._meta.concrete_fields]
        told = [name for name in fields if name not in UNSEEN_OF_BOUND]
        if ids:
            yield from model._default_manager.filter(pk__in=ids).order_by("pk").values(*told)


def _parsed(value: Any) -> Any:
    """Read JSON that is kept as text (bodies of pages): databases give its keys back in an order of their own."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        with suppress(ValueError):
            return json.loads(value)
    return value


def _dataset(dataset: Dataset) -> list[Any]:
    """Return the description, the files of a dataset, and what would become public with them."""
    files = dataset.resources.order_by("pk").values_list(
        "pk", "state", "name", "description", "url", "format", "current_version_id"
    )
    waiting = ResourceVersion.objects.filter(
        resource__dataset=dataset, published_at__isnull=True, withdrawn_at__isnull=True
    )
    versions = waiting.order_by("pk").select_related("resource")
    return [_record(dataset), list(map(list, files)), list(map(_version, versions))]


def _version(version: ResourceVersion) -> list[Any]:
    """Return what of a file and of its columns becomes public."""
    resource = version.resource
    return [
        version.pk, version.sha256, version.note, version.schema, version.personal_data_answer,
        resource.name, resource.description,
    ]  # fmt: skip
