"""A citizen reports a fault in a row; the officer answers; the address is gone."""

import pytest
from django.test import Client
from django.urls import reverse

from datasets.models import Membership, Role, RowReport
from datasets.services.bodies import organization_create
from datasets.services.datasets import dataset_create
from datasets.services.resources import resource_create
from portal.base.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def erika() -> User:
    return User.objects.create_user("erika", "erika@example.org", password="x")


@pytest.fixture
def resource(erika, tmp_path):
    kleve = organization_create(actor=None, check=False, name="kleve", title="Stadt Kleve")
    Membership.objects.create(user=erika, organization=kleve, role=Role.EDITOR)
    changes = {"name": "plaetze", "title": "Plätze", "organization": kleve}
    dataset = dataset_create(actor=erika, changes=changes)
    file = tmp_path / "p.csv"
    file.write_text("Nr;Name\n1;Königsgarten\n2;Waldwiese\n")
    return resource_create(
        actor=erika, dataset=dataset, fields={"name": "Liste"}, path=file, file_name="p.csv"
    )


@pytest.fixture
def reported(resource, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = Client().post(
            f"/dateien/{resource.pk}/zeile/2/melden",
            {"text": "Rutsche fehlt in der Karte", "email": "Ada@example.org"},
            REMOTE_ADDR="10.1.0.1",
        )
    assert "Danke für Ihre Meldung" in answer.content.decode()
    assert not answer.cookies
    return RowReport.objects.get()


def test_each_row_of_the_current_table_leads_to_the_form(client, resource):
    page = client.get(f"{resource.get_absolute_url()}?_id=2").content.decode()
    address = f"/dateien/{resource.pk}/zeile/2/melden"
    assert f'href="{address}"' in page
    form = client.get(address).content.decode()
    assert "Waldwiese" in form
    assert "Königsgarten" not in form
    assert client.get(f"/dateien/{resource.pk}/zeile/3/melden").status_code == 404


def test_the_officer_gets_the_row_and_answers_in_time(
    client, reported, erika, mailoutbox, django_capture_on_commit_callbacks
):
    assert reported.cells == [["Nr", "2"], ["Name", "Waldwiese"]]
    assert reported.version_label == "1.0.0"
    [told] = mailoutbox
    assert told.to == ["erika@example.org"]
    assert "Rutsche fehlt in der Karte" in told.body
    assert "Name: Waldwiese" in told.body
    assert "ada@example.org" not in told.body
    address = reverse("row_report_answer", args=[reported.pk])
    assert address in told.body

    client.force_login(erika)
    assert "Liste, Zeile 2" in client.get(reverse("row_reports")).content.decode()
    client.post(address, {"outcome": "mended", "answer": "  "})
    assert RowReport.objects.get().outcome == "open"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"outcome": "mended", "answer": "Steht in Version 1.0.1."})
    report = RowReport.objects.get()
    assert (report.outcome, report.email, report.answered_by) == ("mended", "", erika)
    assert mailoutbox[-1].to == ["ada@example.org"]
    assert "Steht in Version 1.0.1." in mailoutbox[-1].body
    assert "Steht in Version 1.0.1." in client.get(address).content.decode()


def test_others_neither_see_nor_answer(client, reported):
    address = reverse("row_report_answer", args=[reported.pk])
    assert client.get(address).status_code == 302
    moers = organization_create(actor=None, check=False, name="moers", title="Stadt Moers")
    max_ = User.objects.create_user("max", password="x")
    Membership.objects.create(user=max_, organization=moers, role=Role.EDITOR)
    client.force_login(max_)
    assert "Zeile 2" not in client.get(reverse("row_reports")).content.decode()
    assert client.post(address, {"outcome": "right", "answer": "Nein"}).status_code in {302, 403}
    assert RowReport.objects.get().outcome == "open"


def test_machines_floods_and_empty_reports_leave_nothing(resource):
    address = f"/dateien/{resource.pk}/zeile/1/melden"
    client = Client(REMOTE_ADDR="10.1.0.2")
    assert client.post(address, {"text": ""}).status_code == 400
    assert client.post(address, {"text": "x", "website": "y"}).status_code == 200
    assert not RowReport.objects.exists()
    answers = [client.post(address, {"text": "x"}).status_code for _time in range(25)]
    assert 429 in answers


def test_rows_of_private_datasets_are_not_shown(client, resource):
    resource.dataset.private = True
    resource.dataset.save()
    assert client.get(f"/dateien/{resource.pk}/zeile/1/melden").status_code == 404
