"""When a second person is needed before something of an organization becomes public, and who that may be."""

from django.utils.translation import gettext as _

from datasets.errors import NotAllowed
from datasets.models import Dataset, Organization, Resource, ResourceVersion
from datasets.models.approval import authors_of
from datasets.permissions import can_edit_dataset
from portal.base.models import User


def under_four_eyes(dataset: Dataset) -> bool:
    """Say whether what the public sees of the dataset needs a second person."""
    return dataset.organization is not None and dataset.organization.four_eyes


def is_second(user: User | None, dataset: Dataset, version: ResourceVersion | None = None) -> bool:
    """Say whether the person may approve: edits there, and neither wrote nor handed in what waits."""
    if user is None or not can_edit_dataset(user, dataset):
        return False
    return user.pk not in authors_of(dataset, version)


def version_waits(version: ResourceVersion, actor: User | None) -> bool:
    """Say whether the version, would this person publish it, has to wait for another one."""
    dataset = version.resource.dataset
    if version.published_at is not None or dataset.private or not under_four_eyes(dataset):
        return False
    return not is_second(actor, dataset, version)


def dataset_waits(
    dataset: Dataset,
    *,
    before: Organization | None,
    changed: bool,
    actor: User | None,
) -> bool:
    """Say whether a description that is to be public has to wait; unchanged it is an approval."""
    bound = any(body is not None and body.four_eyes for body in (before, dataset.organization))
    if dataset.private or not bound:
        return False
    return changed or not is_second(actor, dataset)


def is_fixed(resource: Resource) -> bool:
    """Say whether a change of the resource would be public at once, without a second person."""
    dataset = resource.dataset
    shown = resource.current_version_id or resource.url_type != "upload"
    return bool(dataset.is_public and shown and under_four_eyes(dataset))


def direct_change_refused(resource: Resource) -> None:
    """Refuse what would change something public at once and cannot wait. Raises NotAllowed."""
    if is_fixed(resource):
        raise NotAllowed(direct_change())


def direct_change() -> str:
    """Say why a public file or table cannot be changed directly, and what to do."""
    return _(
        "In dieser Organisation gilt Vier Augen: Was öffentlich ist, lässt sich nicht direkt ändern. "
        "Reichen Sie eine neue Fassung der Datei ein, oder nehmen Sie den Datensatz als Entwurf "
        "zurück (state: draft), ändern Sie ihn und reichen Sie ihn wieder ein."
    )
