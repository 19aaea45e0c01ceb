"""The second pair of eyes: an editor of the same organization, never the person who asked."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from datasets.models.dataset import Dataset
from datasets.models.organization import Membership, Role
from datasets.models.resource import ResourceVersion

EDITING = (Role.EDITOR, Role.ADMIN)


def authors_of(dataset: Dataset, version: ResourceVersion | None = None) -> set[int]:
    """Return who wrote or handed in what is not public yet: of one version, or of the whole dataset."""
    waiting = ResourceVersion.objects.filter(
        resource__dataset_id=dataset.pk, published_at__isnull=True, withdrawn_at__isnull=True
    ).select_related("repaired_from")
    people: set[int | None] = set()
    for row in [version] if version is not None else waiting.defer("report", "findings"):
        people |= {row.created_by_id, row.review_requested_by_id}
        before = row.repaired_from
        while before is not None:
            people.add(before.created_by_id)
            before = before.repaired_from
    if version is None or not dataset.live:
        revisions = dataset.revisions.order_by("pk")
        if dataset.live_revision_id:
            revisions = revisions.filter(pk__gt=dataset.live_revision_id)
        people |= set(revisions.values_list("user_id", flat=True))
        state = dataset.current_workflow_state if dataset.pk else None
        people.add(state.requested_by_id if state else None)
    return {pk for pk in people if pk is not None}


class SecondPersonApproval(Task):
    """Lets another editor of the dataset's organization approve or send back."""

    class Meta:
        verbose_name = _("Freigabe durch eine zweite Person")
        verbose_name_plural = _("Freigaben durch eine zweite Person")

    def may_decide(self, obj: Any, user: Any) -> bool:
        """Say whether the person may approve: an editor of the organization, but not the author."""
        state = getattr(obj, "current_workflow_state", None)
        if state is not None and state.requested_by_id == user.pk:
            return False
        body = getattr(obj, "organization", None)
        if body is not None and body.four_eyes and user.pk in authors_of(obj):
            return False
        if user.is_superuser:
            return True
        return Membership.objects.filter(
            user=user, organization_id=getattr(obj, "organization_id", None) or "", role__in=EDITING
        ).exists()

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Let who may decide see the form."""
        return self.may_decide(obj, user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Keep the author from changing what somebody is looking at."""
        return not self.may_decide(obj, user)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        """Leave locks out of it."""
        return False

    def user_can_unlock(self, obj: Any, user: Any) -> bool:
        """Leave locks out of it."""
        return False

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Return what may be done with the task."""
        if not self.may_decide(obj, user):
            return []
        return [
            ("reject", _("Zurückgeben"), True),
            ("approve", _("Freigeben"), False),
            ("approve", _("Freigeben mit Anmerkung"), True),
        ]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        """Return what waits for this person, for Wagtail's start page."""
        waiting: QuerySet[TaskState] = self.task_states.filter(
            status=TaskState.STATUS_IN_PROGRESS
        ).exclude(workflow_state__requested_by=user)
        if user.is_superuser:
            return waiting
        mine = Membership.objects.filter(user=user, role__in=EDITING, organization__isnull=False)
        datasets = Dataset.objects.filter(organization_id__in=mine.values("organization_id"))
        ids = [str(pk) for pk in datasets.values_list("pk", flat=True)]
        return waiting.filter(Q(workflow_state__object_id__in=ids))

    @classmethod
    def get_description(cls) -> str:
        """Return what the task is for."""
        return str(_("Eine zweite Person aus derselben Organisation gibt frei."))
