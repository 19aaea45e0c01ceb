"""Four eyes for an organization: by whatever way data come, a second person approves before the public sees them."""

import io
import json

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from datasets.models import AuditEntry, Dataset, Membership, Resource, ResourceVersion, Role
from datasets.services.datasets import dataset_create, dataset_update
from datasets.services.fetching import _judged, plan_save
from datasets.services.resources import resource_create
from datasets.services.tokens import token_create
from datasets.services.versions import version_receive
from labs.bundles.models import Bundle, BundleState
from labs.editorial.basics import scope_of
from labs.editorial.living import data_waiting
from labs.models import LabPage

ROWS = b"nr;ort\n1;Kleve\n2;Moers\n"
NEWER = b"nr;ort\n1;Kleve\n2;Moers\n3;Geldern\n"


@pytest.fixture
def kleve(town):
    town.kleve.four_eyes = True
    town.kleve.save()
    return town


def described(town, *, private=False, actor=None):
    changes = {
        "name": "plaetze", "title": "Spielplätze", "notes": "Alle Plätze", "license": "cc-by",
        "organization": town.kleve, "private": private,
    }  # fmt: skip
    return dataset_create(actor=actor or town.erika, changes=changes)


@pytest.fixture
def public(town):
    """A public dataset with a public file, from before four eyes were switched on."""
    dataset = described(town)
    resource = resource_create(
        actor=town.erika, dataset=dataset, fields={"name": "Liste"}, upload=io.BytesIO(ROWS),
        file_name="liste.csv",
    )  # fmt: skip
    town.kleve.four_eyes = True
    town.kleve.save()
    return Resource.objects.get(pk=resource.pk)


def page(dataset="plaetze"):
    return Client().get(f"/dataset/{dataset}").status_code


def verbs():
    return set(AuditEntry.objects.values_list("verb", flat=True))


def hand_in(client, person):
    client.force_login(person)
    client.post(reverse("way:datei"), {"file": SimpleUploadedFile("plaetze.csv", ROWS)})
    version = ResourceVersion.objects.latest("created_at")
    changes = {"notes": "Alle Plätze", "license": "cc-by"}
    dataset_update(actor=person, dataset=version.resource.dataset, changes=changes, publish=False)
    return version


def test_who_hands_a_file_in_cannot_publish_it_and_another_person_can(client, kleve):
    version = hand_in(client, kleve.erika)
    preview = reverse("way:vorschau", args=[version.pk])
    html = client.get(preview).content.decode()
    assert "In Ihrer Organisation gilt Vier Augen" in html
    assert 'value="publish"' not in html
    mail.outbox.clear()
    client.post(preview, {"action": "publish"})
    dataset = Dataset.objects.get()
    assert not dataset.live
    assert page(dataset.name) == 404
    assert [message.to for message in mail.outbox if "Bitte freigeben" in message.subject] == [
        ["frieda@example.org"]
    ]
    client.post(preview, {"action": "publish"})
    assert page(dataset.name) == 404

    client.force_login(kleve.frieda)
    scope = scope_of(LabPage.objects.all(), None, kleve.frieda)
    [item] = data_waiting(scope, full=True).items
    assert item.url == reverse("way_admin:vorschau", args=[version.pk])
    assert data_waiting(scope_of(LabPage.objects.all(), None, kleve.erika), full=True).count == 0
    assert "Freigeben und veröffentlichen" in client.get(preview).content.decode()
    client.post(preview, {"action": "publish"})
    assert page(dataset.name) == 200
    version.refresh_from_db()
    assert version.published_at
    assert {"review_request", "review_approve"} <= verbs()


def test_it_is_returned_with_a_comment_and_handed_in_again(client, kleve):
    version = hand_in(client, kleve.erika)
    preview = reverse("way:vorschau", args=[version.pk])
    client.post(preview, {"action": "publish"})
    client.post(preview, {"action": "return", "comment": "Ich gebe mir selbst zurück"})
    version.refresh_from_db()
    assert version.review_requested_at
    client.force_login(kleve.frieda)
    mail.outbox.clear()
    client.post(preview, {"action": "return", "comment": " "})
    version.refresh_from_db()
    assert version.review_requested_at
    client.post(preview, {"action": "return", "comment": "Bitte die Lizenz prüfen"})
    version.refresh_from_db()
    assert version.review_requested_at is None
    [message] = [m for m in mail.outbox if m.subject.startswith("Zurückgegeben")]
    assert message.to == ["erika@example.org"]
    assert "Bitte die Lizenz prüfen" in message.body
    entry = AuditEntry.objects.get(verb="review_return", object_type="resource")
    assert entry.data["comment"] == "Bitte die Lizenz prüfen"
    client.force_login(kleve.erika)
    client.post(preview, {"action": "publish"})
    version.refresh_from_db()
    assert version.review_requested_by == kleve.erika


def call(person, action, upload=None, **data):
    _token, key = token_create(actor=person, user=person, name="x")
    if upload is not None:
        form = {**data, "upload": SimpleUploadedFile("liste.csv", upload)}
        answer = Client().post(f"/api/3/action/{action}", form, headers={"Authorization": key})
    else:
        answer = Client().post(
            f"/api/3/action/{action}", json.dumps(data), "application/json",
            headers={"Authorization": key},
        )  # fmt: skip
    return answer.status_code, answer.json()


def test_what_programs_send_waits_and_the_answer_says_so(kleve):
    sent = {"name": "plaetze", "owner_org": "kleve", "notes": "x", "license_id": "cc-by"}
    status, made = call(kleve.erika, "package_create", **sent)
    assert status == 200
    assert made["result"]["state"] == "draft"
    assert "Vier Augen" in made["result"]["review_notice"]
    assert "second person" in made["result"]["review_notice"]
    status, file = call(kleve.erika, "resource_create", ROWS, package_id="plaetze", name="Liste")
    assert status == 200
    assert "Vier Augen" in file["result"]["review_notice"]
    assert call(kleve.erika, "package_patch", id="plaetze", state="active")[1]["result"]["state"] == "draft"  # fmt: skip
    assert page() == 404
    dataset = Dataset.objects.get()
    assert dataset.workflow_in_progress
    task = dataset.current_workflow_task
    assert not task.may_decide(dataset, kleve.erika)
    assert task.may_decide(dataset, kleve.frieda)
    dataset.current_workflow_task_state.approve(user=kleve.frieda)
    assert page() == 200
    assert ResourceVersion.objects.get().published_at
    assert AuditEntry.objects.get(verb="review_approve").actor == kleve.frieda


def test_changes_of_public_data_wait_beside_what_is_public(public):
    erika = Membership.objects.get(user__username="erika").user
    frieda = Membership.objects.get(user__username="frieda").user
    status, answer = call(erika, "package_patch", id="plaetze", title="Neuer Titel")
    assert status == 200
    assert answer["result"]["title"] == "Spielplätze"
    assert "Vier Augen" in answer["result"]["review_notice"]
    call(erika, "package_patch", id="plaetze", notes="Neue Beschreibung")
    version = version_receive(
        resource=public, file_name="liste.csv", actor=erika, upload=io.BytesIO(NEWER)
    )
    public.refresh_from_db()
    assert public.current_version.number == 1
    dataset = Dataset.objects.get()
    assert (dataset.title, dataset.notes, dataset.live) == ("Spielplätze", "Alle Plätze", True)
    dataset.current_workflow_task_state.approve(user=frieda)
    dataset.refresh_from_db()
    assert (dataset.title, dataset.notes) == ("Neuer Titel", "Neue Beschreibung")
    public.refresh_from_db()
    assert public.current_version == version


def test_what_cannot_wait_is_refused_with_the_way_out(public):
    erika = Membership.objects.get(user__username="erika").user
    for action, data in (
        ("resource_patch", {"id": public.pk, "description": "anders"}),
        ("resource_create", {"package_id": "plaetze", "url": "https://example.org/x.csv"}),
        ("datastore_create", {"resource_id": public.pk, "force": True, "records": [{"a": 1}]}),
    ):
        status, answer = call(erika, action, **data)
        assert status == 403, action
        assert "Vier Augen" in answer["error"]["message"]


def test_private_data_need_nobody_until_they_are_to_be_public(kleve):
    described(kleve, private=True)
    assert Dataset.objects.get().live
    status, answer = call(kleve.erika, "package_patch", id="plaetze", private=False)
    assert status == 200
    assert answer["result"]["private"] is True
    assert page() == 404
    call_state = Dataset.objects.get().current_workflow_task_state
    call_state.approve(user=kleve.frieda)
    assert page() == 200
    assert call(kleve.erika, "package_patch", id="plaetze", private=True)[0] == 200
    assert page() == 404


def test_imports_and_fetched_files_wait_as_well(public, town, tmp_path):
    (tmp_path / "baeume.csv").write_bytes(ROWS)
    call_command("data", "import", str(tmp_path / "baeume.csv"), "--organization", "kleve")
    made = Dataset.objects.exclude(name="plaetze").get()
    assert not made.live
    assert ResourceVersion.objects.get(resource__dataset=made).published_at is None
    plan = plan_save(
        actor=town.erika, resource=public, url="https://example.org/l.csv", interval="daily"
    )
    version = version_receive(
        resource=public, file_name="liste.csv", actor=None, upload=io.BytesIO(NEWER), publish=False
    )
    version.refresh_from_db()
    assert "wartet auf die Freigabe durch eine zweite Person" in _judged(plan, version).last_message
    public.refresh_from_db()
    assert public.current_version.number == 1


def test_a_bundle_is_planned_by_the_second_person(client, public, town):
    version = version_receive(
        resource=public, file_name="liste.csv", actor=town.erika, upload=io.BytesIO(NEWER)
    )
    bundle = Bundle.objects.create(title="Zur Messe", created_by=town.erika)
    bundle.items.create(version=version)
    act = reverse("labs_bundle_act", args=[bundle.pk])
    client.force_login(town.erika)
    client.post(act, {"action": "publish"})
    bundle.refresh_from_db()
    assert bundle.state == BundleState.WAITING
    page = client.get(reverse("labs_bundle", args=[bundle.pk])).content.decode()
    assert "In „Stadt Kleve“ gilt Vier Augen: Freigeben muss eine zweite Person" in page
    assert mail.outbox[-1].to == ["frieda@example.org"]
    client.force_login(town.max)
    assert client.post(act, {"action": "publish"}).status_code in (302, 404)
    client.force_login(town.frieda)
    assert client.post(act, {"action": "delete"}).status_code == 302
    assert Bundle.objects.exists()
    client.post(act, {"action": "publish"})
    public.refresh_from_db()
    assert public.current_version == version


def test_the_form_of_the_admin_hands_in_instead_of_publishing(client, public, town):
    client.force_login(town.erika)
    dataset = Dataset.objects.get()
    form = {
        "title": "Neuer Titel", "notes": "Alle Plätze", "organization": town.kleve.pk, "license": "cc-by",
        "keywords": "", "name": "plaetze", "action-publish": "1",
    }  # fmt: skip
    client.post(reverse("datasets_admin:edit", args=[dataset.pk]), form)
    dataset.refresh_from_db()
    assert dataset.title == "Spielplätze"
    assert dataset.workflow_in_progress


def test_the_switch_stands_in_the_record(client, town):
    Membership.objects.filter(user=town.frieda).update(role=Role.ADMIN)
    client.force_login(town.frieda)
    address = reverse("wagtailsnippets_datasets_organization:edit", args=[town.kleve.pk])
    form = {"title": "Stadt Kleve", "name": "kleve", "description": "", "four_eyes": "on"}
    client.post(address, form)
    town.kleve.refresh_from_db()
    assert town.kleve.four_eyes
    assert AuditEntry.objects.get(verb="four_eyes").data == {"on": True}
