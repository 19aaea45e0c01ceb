"""What people report about single rows, and what the officer answers."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.errors import Invalid, NotAllowed
from datasets.models import (
    ANSWER_WITHIN,
    Dataset,
    Membership,
    ReportOutcome,
    Resource,
    ResourceVersion,
    RowReport,
)
from datasets.permissions import EDITORS, can_edit_dataset
from datasets.services.audit import audit_record
from portal.base.models import User

logger = logging.getLogger(__name__)

MAX_CELLS, MAX_CELL = 40, 300


@transaction.atomic
def row_report_create(
    *,
    resource: Resource,
    version: ResourceVersion | None,
    row: int,
    cells: list[tuple[str, str]],
    text: str,
    email: str = "",
) -> RowReport:
    """Keep what somebody says about a row, and tell those who look after the dataset."""
    report = RowReport.objects.create(
        resource=resource,
        version_label=(version.label or str(version.number)) if version else "",
        row=row,
        cells=[[name, value[:MAX_CELL]] for name, value in cells[:MAX_CELLS]],
        text=text.strip()[:2000],
        email=email.strip().lower(),
    )
    transaction.on_commit(lambda: _tell(report))
    return report


@transaction.atomic
def row_report_answer(
    *, report: RowReport, outcome: str, answer: str, actor: User | None
) -> RowReport:
    """Answer a report; whoever left an address gets the answer, then it is deleted.

    Raises NotAllowed and Invalid.
    """
    if not can_edit_dataset(actor, report.resource.dataset):
        raise NotAllowed(_("Sie dürfen diesen Datensatz nicht bearbeiten."))
    if not answer.strip() or outcome not in set(ReportOutcome.values) - {ReportOutcome.OPEN}:
        raise Invalid(
            _("Bitte wählen Sie das Ergebnis und schreiben Sie einen Satz dazu."),
            data={"answer": [_("Antwort fehlt")]},
        )
    email, report.email = report.email, ""
    report.outcome, report.answer = outcome, answer.strip()[:2000]
    report.answered_at, report.answered_by = timezone.now(), actor
    report.save()
    audit_record(
        actor=actor,
        verb="row_report_answer",
        object_type="resource",
        object_id=report.resource_id,
        data={"row": report.row, "outcome": outcome},
    )
    if email:
        transaction.on_commit(lambda: _answer_mail(report, email))
    return report


def officers_of(dataset: Dataset) -> list[str]:
    """Return the addresses of who looks after a dataset: its contact, else its editors."""
    if dataset.maintainer_email and "@" in dataset.maintainer_email:
        return [dataset.maintainer_email]
    rows = Membership.objects.filter(
        organization_id=dataset.organization_id or "", role__in=EDITORS, user__is_active=True
    )
    people = [row.user for row in rows.select_related("user").order_by("pk")]
    if not people and dataset.creator is not None:
        people = [dataset.creator]
    return [person.email for person in people if person.email]


def _tell(report: RowReport) -> None:
    dataset = report.resource.dataset
    text = render_to_string(
        "datasets/mail/row_report.txt",
        {
            "report": report,
            "dataset": dataset,
            "address": settings.PORTAL_BASE_URL + reverse("row_report_answer", args=[report.pk]),
            "days": ANSWER_WITHIN.days,
        },
    )
    people = officers_of(dataset)
    if people:
        _mail(_("Meldung zu einer Zeile: %(title)s") % {"title": dataset.title}, text, people)


def _answer_mail(report: RowReport, email: str) -> None:
    dataset = report.resource.dataset
    text = render_to_string(
        "datasets/mail/row_answer.txt",
        {
            "report": report,
            "dataset": dataset,
            "address": settings.PORTAL_BASE_URL + report.resource.get_absolute_url(),
        },
    )
    _mail(_("Antwort auf Ihre Meldung: %(title)s") % {"title": dataset.title}, text, [email])


def _mail(subject: str, text: str, to: list[str]) -> None:
    """Send a mail; a mail server that is away must not undo a report."""
    try:
        send_mail(" ".join(subject.split()), text, None, to)
    except (OSError, SMTPException):
        logger.exception("a mail about a report could not be sent")
