"""What waits for a second person, for those who may be the one."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import WorkflowState

from datasets.models import Dataset, Membership, ResourceVersion
from datasets.permissions import EDITORS, is_sysadmin
from portal.base.models import User

MOST = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version, or the description of a dataset, that nobody has decided about."""

    dataset: Dataset
    version_id: str
    since: datetime
    asked_by: User | None


def waiting_for(user: User) -> list[Waiting]:
    """Return what the person may approve, the oldest first; of one dataset its first file only.

    A fixed number of queries; who only wrote an earlier draft is told when deciding.
    """
    mine = Dataset.objects.existing()
    if not is_sysadmin(user):
        own = Membership.objects.filter(user=user, role__in=EDITORS)
        mine = mine.filter(organization__in=own.values("organization_id"))
    found: dict[str, Waiting] = {}
    versions = versions_to_decide(mine).order_by("review_requested_at", "pk")
    for version in versions[:MOST]:
        dataset = version.resource.dataset
        since = version.review_requested_at
        authors = {version.created_by_id, version.review_requested_by_id}
        if dataset.pk not in found and since and user.pk not in authors:
            by = version.review_requested_by
            found[dataset.pk] = Waiting(dataset, version.pk, since, by)
    states = list(_descriptions(user))
    described = mine.in_bulk([state.object_id for state in states]) if states else {}
    for state in states:
        draft = described.get(state.object_id)
        if draft is not None and draft.pk not in found:
            found[draft.pk] = Waiting(draft, "", state.created_at, state.requested_by)
    return sorted(found.values(), key=lambda row: (row.since, row.dataset.pk))


def versions_waiting() -> QuerySet[ResourceVersion]:
    """Return the versions that `awaits_review` is true of."""
    return ResourceVersion.objects.filter(
        review_requested_at__isnull=False, published_at__isnull=True, withdrawn_at__isnull=True
    )


def versions_to_decide(datasets: QuerySet[Dataset]) -> QuerySet[ResourceVersion]:
    """Return those of datasets with all that a list of them shows."""
    rows = versions_waiting().filter(
        resource__state="active", resource__dataset__in=datasets.values("pk")
    )
    related = ("resource__dataset__organization", "review_requested_by", "repaired_from")
    heavy = ("report", "findings", "profile", "proposal", "schema")
    return rows.select_related(*related).defer(*heavy)


def _descriptions(user: User) -> QuerySet[WorkflowState]:
    kind = ContentType.objects.get_for_model(Dataset)
    rows = WorkflowState.objects.filter(
        base_content_type=kind, status=WorkflowState.STATUS_IN_PROGRESS
    ).exclude(requested_by=user)
    return rows.select_related("requested_by").order_by("created_at", "pk")[:MOST]
