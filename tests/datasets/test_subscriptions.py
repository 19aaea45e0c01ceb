"""News of a dataset by mail: without an account, asked for twice, ended with one click."""

import re
from datetime import timedelta

import pytest
from django.core import mail as mails
from django.test import Client
from django.utils import timezone

from datasets.models import Dataset, Resource, ResourceVersion, Subscription
from datasets.services.corrections import version_correct
from datasets.services.datasets import dataset_create
from datasets.services.resources import resource_create
from datasets.services.subscriptions import subscribers_tell
from datasets.services.versions import version_receive, version_withdraw
from portal.base.secrets import make_token

pytestmark = pytest.mark.django_db

ADA = "ada@example.org"


@pytest.fixture
def resource(tmp_path) -> Resource:
    dataset = dataset_create(
        actor=None, changes={"name": "plaetze", "title": "Spielplätze\r\nBcc: x@y.de"}, check=False
    )
    file = tmp_path / "p.csv"
    file.write_text("id;ort\n1;Köln\n")
    made = resource_create(
        actor=None, dataset=dataset, fields={"name": "Liste"}, path=file, file_name="p.csv",
        check=False,
    )  # fmt: skip
    old = timezone.now() - timedelta(days=2)
    ResourceVersion.objects.update(published_at=old, created_at=old)
    return made


def next_version(resource: Resource, tmp_path, text: str) -> ResourceVersion:
    file = tmp_path / "n.csv"
    file.write_text(text)
    version = version_receive(resource=resource, file_name="n.csv", actor=None, path=file)
    version.refresh_from_db()
    assert version.published_at is not None
    return version


def link(text: str, what: str) -> str:
    found = re.search(rf"http://testserver(/nachrichten/{what}/\S+)", text)
    assert found, text
    return found[1]


@pytest.fixture
def subscription(resource) -> Subscription:
    return Subscription.objects.create(
        dataset=resource.dataset, email=ADA, told_at=timezone.now() - timedelta(days=1)
    )


def test_an_address_is_kept_only_after_a_second_yes(client: Client, resource, mailoutbox):
    asked = client.post("/dataset/plaetze/nachrichten", {"email": "Ada@example.org"})
    assert "sehen Sie in Ihr Postfach" in asked.content.decode()
    assert not asked.cookies
    assert not Subscription.objects.exists()
    [sent] = mailoutbox
    assert sent.to == [ADA]
    confirm = link(sent.body, "bestellen")
    page = client.get(confirm)
    assert "Ja, bestellen" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert not Subscription.objects.exists(), "a scanner that follows the link agrees to nothing"
    client.post(confirm)
    client.post(confirm)
    assert Subscription.objects.get().email == ADA


def test_news_come_once_with_a_way_out_that_deletes_the_address(
    client: Client, resource, subscription, tmp_path, mailoutbox
):
    assert subscribers_tell() == 0, "what was there before is no news"
    next_version(resource, tmp_path, "id;ort\n1;Köln\n2;Moers\n")
    assert subscribers_tell() == 1
    assert subscribers_tell() == 0
    [sent] = mailoutbox
    assert sent.to == [ADA]
    assert "\n" not in sent.subject
    assert "Neue Fassung 1.1.0 von „Liste“" in sent.body
    assert f"/dateien/{resource.pk}/1.1.0" in sent.body
    assert "/dateien/vergleich/" in sent.body
    end = link(sent.body, "abbestellen")
    assert sent.extra_headers["List-Unsubscribe"] == f"<http://testserver{end}>"
    assert "Ja, abbestellen" in client.get(end).content.decode()
    assert Subscription.objects.exists()
    one_click = client.post(end, {"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 200
    assert not Subscription.objects.exists()
    assert client.get(end).status_code == 200
    assert "Abbestellt" in client.get(end).content.decode()


def test_withdrawn_and_corrected_versions_are_news_in_the_same_mail(
    resource, subscription, tmp_path, mailoutbox
):
    version = next_version(resource, tmp_path, "id;ort\n1;Köln\n2;Moers\n")
    version_withdraw(version=version, notice="Falsches Jahr", actor=None)
    first = resource.versions.get(number=1)
    version_correct(version=first, text="Ort vertauscht", period="", actor=None, check=False)
    assert subscribers_tell() == 1
    [sent] = mailoutbox
    assert "Fassung 1.1.0 von „Liste“ ist zurückgezogen" in sent.body
    assert "Falsches Jahr" in sent.body
    assert "Ort vertauscht" in sent.body
    assert "Neue Fassung" not in sent.body


@pytest.mark.parametrize("change", [{"private": True}, {"live": False}, {"deleted_at": "now"}])
def test_what_is_not_public_is_neither_offered_nor_told(
    client: Client, resource, subscription, tmp_path, mailoutbox, change
):
    assert "/dataset/plaetze/nachrichten" in client.get("/dataset/plaetze").content.decode()
    token = make_token("dataset-news", {"d": resource.dataset_id, "m": ADA})
    next_version(resource, tmp_path, "id;ort\n1;Köln\n2;Moers\n")
    values = {key: timezone.now() if value == "now" else value for key, value in change.items()}
    Dataset.objects.update(**values)
    assert client.get("/dataset/plaetze/nachrichten").status_code == 404
    assert client.post("/dataset/plaetze/nachrichten", {"email": ADA}).status_code == 404
    assert client.post(f"/nachrichten/bestellen/{token}").status_code == 404
    assert subscribers_tell() == 0
    assert not mailoutbox


def test_addresses_of_datasets_long_deleted_are_forgotten(resource, subscription):
    Dataset.objects.update(deleted_at=timezone.now() - timedelta(days=31))
    subscribers_tell()
    assert not Subscription.objects.exists()


def test_nobody_fills_the_letter_box_of_others(client: Client, resource, mailoutbox):
    for _time in range(3):
        client.post("/dataset/plaetze/nachrichten", {"email": ADA})
    assert len(mailoutbox) == 1
    client.post("/dataset/plaetze/nachrichten", {"email": "b@example.org", "website": "x"})
    assert len(mailoutbox) == 1
    answers = [
        client.post("/dataset/plaetze/nachrichten", {"email": f"c{n}@example.org"}).status_code
        for n in range(30)
    ]
    assert 429 in answers
    wrong = Client().post(
        "/dataset/plaetze/nachrichten", {"email": "nichts"}, REMOTE_ADDR="10.0.0.9"
    )
    assert wrong.status_code == 400


@pytest.mark.parametrize("what", ["bestellen", "abbestellen"])
def test_forged_links_and_those_for_something_else_do_nothing(client, subscription, what):
    for token in ("x", make_token("approval", {"s": subscription.pk, "d": "x", "m": "y"})):
        client.post(f"/nachrichten/{what}/{token}")
    assert Subscription.objects.count() == 1


def test_a_mail_server_that_is_away_loses_nothing(
    resource, subscription, tmp_path, settings, mailoutbox
):
    next_version(resource, tmp_path, "id;ort\n1;Köln\n2;Moers\n")
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.datasets.test_subscriptions.Away"
    assert subscribers_tell() == 0
    settings.EMAIL_BACKEND = working
    assert subscribers_tell() == 1
    assert len(mails.outbox) == 1


class Away:
    """A mail server that cannot be reached."""

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError
