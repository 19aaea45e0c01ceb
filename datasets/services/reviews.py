"""The second pair of eyes: ask for it, give back with a comment, keep a trace of what was decided."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState, Workflow, WorkflowContentType, WorkflowTask

from datasets.errors import Invalid, NotAllowed
from datasets.models import Dataset, Membership, ResourceVersion, SecondPersonApproval
from datasets.models.approval import authors_of
from datasets.permissions import EDITORS
from datasets.reviewing import is_second
from datasets.services.audit import audit_record
from portal.base.models import User


def reviewers(dataset: Dataset, author: User | None) -> list[User]:
    """Return who may approve what this person made."""
    rows = Membership.objects.filter(
        organization_id=dataset.organization_id or "", role__in=EDITORS, user__is_active=True
    ).exclude(user_id__in={author.pk if author else 0, *authors_of(dataset)})
    return [row.user for row in rows.select_related("user").order_by("pk")]


def may_review(user: User, version: ResourceVersion) -> bool:
    """Say whether this person is the second one for the version."""
    return version.awaits_review and is_second(user, version.resource.dataset, version)


def second_person_workflow() -> Workflow:
    """Return the workflow for datasets, made with its task when it is needed for the first time."""
    kind = ContentType.objects.get_for_model(Dataset)
    assigned = WorkflowContentType.objects.filter(content_type=kind, workflow__active=True)
    found = assigned.select_related("workflow").first()
    if found is not None:
        return found.workflow
    workflow = Workflow.objects.create(name=_("Freigabe von Datensätzen"))
    task = SecondPersonApproval.objects.create(name=_("Zweite Person"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowContentType.objects.create(workflow=workflow, content_type=kind)
    return workflow


@transaction.atomic
def version_review_ask(*, version: ResourceVersion, actor: User | None) -> ResourceVersion:
    """Have a version wait for a second person; asked once, told once."""
    if version.review_requested_at is None:
        _mark(version, actor)
        people = reviewers(version.resource.dataset, actor)
        transaction.on_commit(lambda: tell_reviewers(people, version, actor))
    return version


def _mark(version: ResourceVersion, actor: User | None) -> None:
    version.held = True
    version.review_requested_at, version.review_requested_by = timezone.now(), actor
    version.save(update_fields=["held", "review_requested_at", "review_requested_by"])
    audit_record(
        actor=actor, verb="review_request", object_type="resource", object_id=version.resource_id,
        data={"version": version.number},
    )  # fmt: skip


@transaction.atomic
def versions_review_ask(*, versions: list[ResourceVersion], actor: User) -> list[User]:
    """Have files that belong together wait, with their dataset if it is a draft; return who was asked."""
    first = versions[0]
    people = reviewers(first.resource.dataset, actor)
    for version in versions:
        _mark(version, actor)
    dataset = Dataset.objects.get(pk=first.resource.dataset_id)
    if not dataset.live:
        dataset_review_ask(dataset=dataset, actor=actor, tell=False)
    transaction.on_commit(lambda: tell_reviewers(people, first, actor))
    return people


@transaction.atomic
def dataset_review_ask(*, dataset: Dataset, actor: User | None, tell: bool = True) -> None:
    """Have the last draft of a description wait for a second person, by Wagtail's workflow."""
    if not dataset.latest_revision:
        dataset.save_revision(user=actor)
    if dataset.workflow_in_progress:
        return
    returned = dataset.current_workflow_state
    if returned is not None:
        returned.resume(actor)
    else:
        second_person_workflow().start(dataset, actor)
    if not tell:
        return
    audit_record(actor=actor, verb="review_request", object_type="dataset", object_id=dataset.pk)
    people = reviewers(dataset, actor)
    transaction.on_commit(lambda: tell_reviewers(people, None, actor, dataset))


@transaction.atomic
def version_review_return(
    *, version: ResourceVersion, together: list[ResourceVersion], comment: str, actor: User
) -> None:
    """Give what waits back to who handed it in, with a comment. Raises NotAllowed and Invalid."""
    if not may_review(actor, version):
        raise NotAllowed(_("Zurückgeben kann nur, wer freigeben darf."))
    if not comment.strip():
        sentence = _("Bitte sagen Sie in einem Satz, was zu ändern ist.")
        raise Invalid(sentence, data={"comment": [sentence]})
    author = version.review_requested_by
    for item in (version, *together):
        item.review_requested_at = item.review_requested_by = None
        item.save(update_fields=["review_requested_at", "review_requested_by"])
    dataset = version.resource.dataset
    state = dataset.current_workflow_task_state
    if state is not None and dataset.workflow_in_progress:
        state.reject(user=actor, comment=comment.strip()[:1000])
    audit_record(
        actor=actor, verb="review_return", object_type="resource", object_id=version.resource_id,
        data={"version": version.number, "comment": comment.strip()[:1000]},
    )  # fmt: skip
    if author is not None and author.email:
        transaction.on_commit(lambda: _tell_author(author, version, comment.strip(), actor))


def review_decided(sender: type[Any], instance: TaskState, user: Any = None, **_more: Any) -> None:
    """Note what was decided in Wagtail's own forms; receiver of its signals for tasks."""
    dataset = instance.workflow_state.content_object
    if isinstance(dataset, Dataset):
        approved = instance.status == TaskState.STATUS_APPROVED
        audit_record(
            actor=user, verb="review_approve" if approved else "review_return", object_type="dataset",
            object_id=dataset.pk, data={"comment": instance.comment[:1000]},
        )  # fmt: skip


def tell_reviewers(
    people: list[User],
    version: ResourceVersion | None,
    actor: User | None,
    dataset: Dataset | None = None,
) -> None:
    """Mail who may approve what waits and where."""
    what = dataset or (version.resource.dataset if version else None)
    if version is not None:
        path = f"/datei-einreichen/{version.pk}/vorschau/"
    else:
        path = reverse("datasets_admin:edit", args=[what.pk if what else ""])
    name = (actor.get_full_name() or actor.username) if actor else _("Ein Programm")
    send_mail(
        _("Bitte freigeben: %(title)s") % {"title": what},
        _("%(name)s hat „%(title)s“ zur Freigabe gegeben.\n\nAnsehen und freigeben: %(address)s\n")
        % {"name": name, "title": what, "address": settings.PORTAL_BASE_URL + path},
        None,
        [person.email for person in people if person.email],
        fail_silently=True,
    )


def _tell_author(author: User, version: ResourceVersion, comment: str, actor: User) -> None:
    address = f"{settings.PORTAL_BASE_URL}/datei-einreichen/{version.pk}/"
    send_mail(
        _("Zurückgegeben: %(title)s") % {"title": version.resource.dataset},
        _("%(name)s bittet um Änderungen:\n\n%(comment)s\n\nWeiter geht es hier: %(address)s\n")
        % {"name": actor.get_full_name() or actor.username, "comment": comment, "address": address},
        None,
        [author.email],
        fail_silently=True,
    )
