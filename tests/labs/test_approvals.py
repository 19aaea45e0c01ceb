"""A partner without account decides by a signed link: one page, one revision, once."""

import datetime
import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, ModelLogEntry, PageLogEntry, TaskState, Workflow, WorkflowTask

from labs.approvals.models import ApprovalLink, Decision, PartnerTask
from labs.approvals.services import path_of
from tests.labs.factories import make_story, paragraph

YES = {"name": "Erika Muster", "decision": "approved", "confirm": "ja"}


@pytest.fixture
def author(tree, django_user_model):
    user = django_user_model.objects.create_user("mia", email="mia@example.org")
    user.groups.add(tree.lab.team.group)
    return user


@pytest.fixture
def story(tree):
    body = [{**paragraph("Alt und bleibt."), "id": "a"}, {**paragraph("Fällt weg."), "id": "b"}]
    page = make_story(tree.lab, title="Bericht", body=body)
    page.save_revision().publish()
    page.body = [
        {**paragraph("Alt und bleibt."), "id": "a"},
        {"type": "paragraph", "value": '<p data-block-key="k1">Kommt dazu.</p>', "id": "c"},
    ]
    page.summary = "Neue Kurzfassung."
    page.review_on = datetime.date(2030, 5, 6)
    page.save_revision()
    return page


@pytest.fixture
def link(client, author, story):
    client.force_login(author)
    address = reverse("labs_approvals", args=[story.pk])
    data = {"email": "partner@example.org", "message": "Bitte freigeben bis Freitag"}
    assert client.post(address, data).status_code == 302
    client.logout()
    return ApprovalLink.objects.get()


def test_the_partner_sees_the_changes_and_approves(client, link, story):
    [message] = mail.outbox
    assert message.to == ["partner@example.org"]
    assert "Bitte freigeben bis Freitag" in message.body
    address = re.search(r"http://testserver(/freigabe/\S+)", message.body).group(1)
    mail.outbox.clear()
    page = client.get(address)
    html = page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "private" in page["Cache-Control"]
    assert client.cookies == {}
    assert "2030-05-06" not in html, "when editors want to be reminded is not for partners"
    for words in (
        "Kommt dazu.",
        "Fällt weg.",
        ": neu",
        ": entfällt",
        "<ins>Neue Kurzfassung.</ins>",
    ):
        assert words in html
    for _scanner in range(3):
        client.get(address + "?decision=approved&confirm=ja&name=x")
    link.refresh_from_db()
    assert not link.decision
    refused = client.post(address, {"name": "Erika Muster", "decision": "approved"})
    assert refused.status_code == 422
    assert "Bitte bestätigen Sie" in refused.content.decode()
    done = client.post(address, {**YES, "remark:body.c": "Sehr gut."})
    assert "Ihre Freigabe ist festgehalten" in done.content.decode()
    link.refresh_from_db()
    assert (link.decision, link.decided_name) == (Decision.APPROVED, "Erika Muster")
    comment = Comment.objects.get(page=story)
    assert comment.contentpath == "body.c"
    assert json.loads(comment.position) == [{"key": "k1", "start": 0, "end": 11}]
    assert "partner@example.org" in comment.text
    assert "Sehr gut." in mail.outbox[0].body
    entry = PageLogEntry.objects.get(action="labs.approval.decide")
    assert entry.data["hash"] == link.revision_hash
    assert entry.data["email"] == "partner@example.org"
    task = TaskState.objects.get(workflow_state__object_id=str(story.pk))
    assert task.status == "approved"
    assert link.revision_hash in task.comment
    assert task.revision_id == link.revision_id
    assert story.current_workflow_state is None
    assert mail.outbox[0].to == ["mia@example.org"]
    assert client.get(address).status_code == 410
    assert client.post(address, YES).status_code == 410
    assert not ModelLogEntry.objects.filter(action="labs.approval.decide").exists()
    assert entry.message.startswith("Erika Muster (partner@example.org): freigegeben, Fassung")


@pytest.mark.parametrize(
    ("decision", "status"), [("approved", "approved"), ("changes", "rejected")]
)
def test_the_waiting_task_of_the_workflow_is_finished(
    client, link, story, author, decision, status
):
    task = PartnerTask.objects.create(name="Partner")
    workflow = Workflow.objects.create(name="Mit Partner")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    workflow.start(story, author)
    data = {**YES, "decision": decision, "comment": "Bitte sehr."}
    assert client.post(path_of(link), data).status_code == 200
    state = TaskState.objects.get(task=task)
    assert state.status == status
    for words in ("partner@example.org", link.revision_hash, "Bitte sehr."):
        assert words in state.comment
    story.refresh_from_db()
    assert (story.summary == "Neue Kurzfassung.") == (decision == "approved")


def test_a_link_becomes_useless(client, link, story, author):
    address = path_of(link)
    assert client.get(f"{address[:-2]}x/").status_code == 404
    story.title = "Noch einmal anders"
    story.save_revision()
    newer = client.post(address, YES)
    assert newer.status_code == 410
    assert "neuere Fassung" in newer.content.decode()
    assert "Noch einmal anders" not in newer.content.decode()
    client.force_login(author)
    client.post(reverse("labs_approvals", args=[story.pk]), {"revoke": link.pk})
    client.logout()
    assert "zurückgezogen" in client.get(address).content.decode()
    with time_machine.travel(timezone.now() - timedelta(days=40)):
        address = path_of(link)
        ApprovalLink.objects.update(revoked_at=None, created_at=timezone.now())
    for late in (client.get(address), client.post(address, YES)):
        assert late.status_code == 410
        assert "abgelaufen" in late.content.decode()


def test_too_many_attempts_are_slowed_down(client, link, monkeypatch):
    monkeypatch.setattr("portal.base.limits.minute", lambda: 7)  # it must not change on the way
    answers = [client.post(path_of(link), {"name": ""}).status_code for _n in range(12)]
    assert answers[:10] == [422] * 10
    assert answers[-1] == 429
    slower = client.post(path_of(link), {"name": ""})
    assert slower["Retry-After"] == "60"
    assert "laden Sie die Seite dann neu" in slower.content.decode()
    cache.clear()
    guesses = [client.get(f"/freigabe/geraten{n}/").status_code for n in range(22)]
    assert guesses[0] == 404
    assert guesses[-1] == 429


def test_changes_need_words_and_strangers_cannot_ask(client, link, tree, django_user_model):
    answer = client.post(path_of(link), {**YES, "decision": "changes"})
    assert "was zu ändern ist" in answer.content.decode()
    client.force_login(link.created_by)
    assert client.get(reverse("labs_approvals", args=[tree.guide.pk])).status_code == 302
