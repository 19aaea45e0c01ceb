"""Make, revoke and decide approval links; every decision leaves its trace at the page."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import Comment, Page, TaskState, Workflow, WorkflowState

from labs.approvals.models import ApprovalLink, Decision, PartnerTask, hash_of
from labs.approvals.placing import place_of
from portal.base.errors import PortalError
from portal.base.models import User
from portal.base.secrets import make_token

PURPOSE = "approval"
PARTNER_WORKFLOW = gettext_lazy("Freigabe durch Partner")


class LinkClosed(PortalError):
    """The link cannot decide any more; the message says why."""

    code = "link_closed"
    http_status = 410


def path_of(link: ApprovalLink) -> str:
    """Return the path of a link."""
    return reverse("approval", args=[make_token(PURPOSE, {"l": link.pk, "r": link.revision_id})])


@transaction.atomic
def approval_ask(*, page: Page, email: str, message: str, actor: User) -> ApprovalLink:
    """Make a link to the latest revision and mail it."""
    revision = page.latest_revision or page.specific.save_revision(user=actor)
    # As it is stored, so that the checksum is that of what is read later.
    revision.refresh_from_db()
    link = ApprovalLink.objects.create(
        page=page,
        revision=revision,
        revision_hash=hash_of(revision),
        email=email,
        message=message.strip()[:1000],
        created_by=actor,
    )
    address = settings.PORTAL_BASE_URL + path_of(link)
    text = _(
        "{who} bittet Sie um die Freigabe von „{title}“.\n\n{message}\n\n"
        "Ansehen, anmerken, entscheiden (ohne Konto, bis {day}):\n{address}\n\n"
        "Der Link gilt nur für Sie und diese Fassung.\n"
    ).format(
        who=actor, title=page.get_admin_display_title(), message=link.message,
        day=timezone.localtime(link.expires_at).strftime("%d.%m.%Y"), address=address,
    )  # fmt: skip
    subject = _("Bitte um Freigabe: {title}").format(title=page.get_admin_display_title())
    transaction.on_commit(
        lambda: send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [email], fail_silently=True)
    )
    log(instance=page, action="labs.approval.ask", user=actor, data={"email": email})
    return link


def approval_revoke(*, link: ApprovalLink, actor: User) -> None:
    """Make a link useless."""
    if link.revoked_at is None and not link.decision:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        log(
            instance=link.page,
            action="labs.approval.revoke",
            user=actor,
            data={"email": link.email},
        )


def why_closed(link: ApprovalLink) -> str:
    """Say why the link cannot decide any more; empty if it can."""
    if link.decision:
        return _("Über diese Fassung ist schon entschieden. Vielen Dank.")
    if link.revoked_at is not None:
        return _(
            "Dieser Link wurde zurückgezogen. Warum, weiß die Redaktion, die Ihnen geschrieben hat."
        )
    if not link.is_open:
        return _("Dieser Link war 14 Tage gültig und ist abgelaufen. Bitten Sie um einen neuen.")
    if (
        link.page.latest_revision_id != link.revision_id
        or hash_of(link.revision) != link.revision_hash
    ):
        return _("Es gibt inzwischen eine neuere Fassung. Bitten Sie um einen neuen Link.")
    return ""


@transaction.atomic
def approval_decide(
    *,
    link: ApprovalLink,
    decision: str,
    name: str,
    comment: str,
    remarks: Sequence[tuple[str, str]],
) -> ApprovalLink:
    """Keep the decision, put the remarks at their blocks, move the workflow. Raises LinkClosed."""
    link = ApprovalLink.objects.select_for_update().get(pk=link.pk)
    if reason := why_closed(link):
        raise LinkClosed(reason)
    link.decision, link.decided_name = decision, name
    link.decided_at, link.comment = timezone.now(), comment
    link.remarks = [{"block": key, "text": text} for key, text in remarks]
    link.save()
    who = _("{name} ({email}) über Freigabe-Link").format(name=name, email=link.email)
    if link.created_by is not None:
        draft: Any = link.revision.as_object()
        for key, text in remarks:
            path, position = place_of(draft, key)
            Comment.objects.create(
                page=link.page, user=link.created_by, text=f"{who}: {text}", contentpath=path,
                position=position, revision_created=link.revision,
            )  # fmt: skip
    entry = _("{who}, {day}, Fassung {hash}: {decision}. {comment}").format(
        who=who,
        day=timezone.localtime(link.decided_at).strftime("%d.%m.%Y %H:%M"),
        hash=link.revision_hash,
        decision=link.get_decision_display(),
        comment=comment,
    )
    _move_workflow(link, entry.strip())
    log(
        instance=link.page,
        action="labs.approval.decide",
        revision=link.revision,
        data={
            "email": link.email,
            "name": name,
            "decision": decision,
            "hash": link.revision_hash,
            "comment": comment,
        },
    )
    _tell_editor(link, entry)
    return link


def _move_workflow(link: ApprovalLink, entry: str) -> None:
    """Finish the task that waits for the partner; the entry names address, time and checksum."""
    state: Any = link.page.current_workflow_task_state
    waiting = state is not None and isinstance(state.task.specific, PartnerTask)
    if not waiting or state.revision_id != link.revision_id:
        _record(link, entry)
    elif link.decision == Decision.APPROVED:
        state.approve(user=None, comment=entry)
    else:
        state.reject(user=None, comment=entry)


def _record(link: ApprovalLink, entry: str) -> None:
    """Enter the decision in the page's history of workflows where no task waited for it."""
    workflow = Workflow.objects.filter(name=str(PARTNER_WORKFLOW)).first()
    if workflow is None:
        # Not active: it only holds entries, nobody can start it.
        workflow = Workflow.objects.create(name=str(PARTNER_WORKFLOW), active=False)
    task = PartnerTask.objects.filter(name=str(PARTNER_WORKFLOW)).first()
    if task is None:
        task = PartnerTask.objects.create(name=str(PARTNER_WORKFLOW), active=False)
    page = link.page.specific
    approved = link.decision == Decision.APPROVED
    state = WorkflowState.objects.create(
        content_type=page.get_content_type(),
        base_content_type=page.get_base_content_type(),
        object_id=str(page.pk),
        workflow=workflow,
        requested_by=link.created_by,
        status=WorkflowState.STATUS_APPROVED if approved else WorkflowState.STATUS_CANCELLED,
    )
    entry_state = TaskState.objects.create(
        workflow_state=state,
        revision=link.revision,
        task=task,
        status=TaskState.STATUS_APPROVED if approved else TaskState.STATUS_REJECTED,
        finished_at=link.decided_at,
        comment=entry,
    )
    state.current_task_state = entry_state
    state.save(update_fields=["current_task_state"])


def _tell_editor(link: ApprovalLink, entry: str) -> None:
    """Mail the decision to who asked."""
    if link.created_by is None or not link.created_by.email:
        return
    address = settings.PORTAL_BASE_URL + reverse("wagtailadmin_pages:edit", args=[link.page_id])
    subject = f"{link.get_decision_display()}: {link.page.get_admin_display_title()}"
    to = link.created_by.email
    remarks = [f"– {remark['text']}" for remark in link.remarks]
    transaction.on_commit(
        lambda: send_mail(
            subject,
            "\n\n".join((entry, *remarks, address)) + "\n",
            settings.DEFAULT_FROM_EMAIL,
            [to],
            fail_silently=True,
        )
    )
