"""The way of an editor in a town hall: describe, upload, read the report, publish."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from datasets.models import AuditEntry, Dataset, Resource, ResourceVersion

FORM = {
    "title": "Spielplätze in Kleve",
    "notes": "Alle Spielplätze der Stadt.",
    "license": "dl-de/by-2-0",
    "keywords": "Spielplatz, Freizeit",
    "author": "",
    "author_email": "",
    "maintainer": "",
    "maintainer_email": "",
    "landing_page": "",
    "name": "",
}
LATIN = "name;größe\nKönigsgarten;12,5\nAm Müllerberg;3,0\n".encode("latin-1")


def test_an_editor_describes_publishes_and_finds_the_dataset(client, town):
    client.force_login(town.erika)
    body = {**FORM, "organization": town.kleve.pk, "action-publish": "1"}
    response = client.post(reverse("datasets_admin:add"), body)
    assert response.status_code == 302, response.context["form"].errors
    dataset = Dataset.objects.get(title="Spielplätze in Kleve")
    assert dataset.name == "spielplaetze-in-kleve"
    assert dataset.live
    assert {tag.name for tag in dataset.tags.all()} == {"Spielplatz", "Freizeit"}
    assert AuditEntry.objects.filter(object_id=dataset.pk, actor=town.erika).exists()
    client.logout()
    assert "Spielplätze in Kleve" in client.get("/suche/?q=spielplatz").content.decode()


def test_a_draft_stays_unseen(client, town):
    client.force_login(town.erika)
    client.post(reverse("datasets_admin:add"), {**FORM, "organization": town.kleve.pk})
    client.logout()
    assert client.get("/dataset/spielplaetze-in-kleve").status_code == 404
    assert "in Kleve" not in client.get("/dataset/").content.decode()
    assert "in Kleve" not in client.get("/suche/?q=spielplatz").content.decode()


def test_a_change_in_the_form_reaches_the_public_page(client, town):
    client.force_login(town.erika)
    address = reverse("datasets_admin:edit", args=[town.dataset.pk])
    assert client.get(address).status_code == 200
    body = {**FORM, "title": "Alle Bäume", "name": "baeume", "organization": town.kleve.pk}
    response = client.post(address, {**body, "action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    assert "Alle Bäume" in client.get("/dataset/baeume").content.decode()


def hand_in(client, dataset, name: str, raw: bytes, **more):
    """Hand in a file from the dataset's form and return the answer."""
    page = client.get(reverse("datasets_admin:edit", args=[dataset.pk])).content.decode()
    start = f"{reverse('way_admin:datei')}?datensatz={dataset.pk}"
    assert start in page
    assert 'type="file"' in client.get(start).content.decode()
    return client.post(
        start, {"file": SimpleUploadedFile(name, raw, content_type="text/csv")}, **more
    )


def test_a_sound_file_from_the_form_waits_for_the_preview(client, town):
    client.force_login(town.erika)
    response = hand_in(client, town.dataset, "Plätze 2024.csv", LATIN, follow=True)
    assert "Das hat das Portal verstanden" in response.content.decode()
    version = ResourceVersion.objects.get()
    assert version.published_at is None
    assert version.held
    assert "Am Müllerberg" not in Client().get("/dataset/baeume").content.decode()
    report = client.get(reverse("datasets_report", args=[version.pk]))
    assert report.url == reverse("way_admin:befund", args=[version.pk])

    Dataset.objects.filter(pk=town.dataset.pk).update(notes="Alle.", license="dl-de/by-2-0")
    client.post(reverse("way_admin:vorschau", args=[version.pk]), {"action": "publish"})
    client.logout()
    assert "Am Müllerberg" in client.get("/dataset/baeume").content.decode()
    resource = Resource.objects.get(dataset=town.dataset)
    download = client.get(f"/dataset/{town.dataset.pk}/resource/{resource.pk}/download/x.csv")
    assert b"".join(download.streaming_content) == LATIN


def test_an_answer_about_persons_does_not_publish(client, town):
    client.force_login(town.erika)
    Dataset.objects.filter(pk=town.dataset.pk).update(notes="Alle.", license="dl-de/by-2-0")
    persons = (
        "Name;Vorname;Geburtsdatum;E-Mail\n"
        "Muster;Erika;12.08.1964;erika.muster@example.org\n"
        "Beispiel;Max;01.02.1980;max.beispiel@example.org\n"
    )
    response = hand_in(client, town.dataset, "personen.csv", persons.encode(), follow=True)
    assert "Stehen hier Angaben über Menschen?" in response.content.decode()
    version = response.context["version"]
    act = reverse("way_admin:tun", args=[version.pk])
    preview = reverse("way_admin:vorschau", args=[version.pk])
    refused = client.post(preview, {"action": "publish"}, follow=True)
    assert "Die Frage nach Angaben über Menschen ist noch offen." in refused.content.decode()
    client.post(act, {"action": "answer", "answer": "Erfundene Beispielpersonen."})
    version.refresh_from_db()
    assert version.published_at is None
    client.post(preview, {"action": "publish"})
    version.refresh_from_db()
    assert version.published_at is not None


@pytest.mark.parametrize("action", ["upload", "edit", "report", "delete"])
def test_editors_of_another_town_are_refused(client, town, action):
    client.force_login(town.erika)
    hand_in(client, town.dataset, "a.csv", LATIN)
    version = Resource.objects.get(dataset=town.dataset).versions.get()
    addresses = {
        "upload": f"{reverse('way_admin:datei')}?datensatz={town.dataset.pk}",
        "edit": reverse("datasets_admin:edit", args=[town.dataset.pk]),
        "report": reverse("datasets_report", args=[version.pk]),
        "delete": reverse("datasets_admin:delete", args=[town.dataset.pk]),
    }
    client.force_login(town.max)
    response = client.get(addresses[action])
    assert response.status_code in (302, 403)
    if response.status_code == 302:
        assert response.url == reverse("wagtailadmin_home")


def test_the_list_shows_only_what_is_mine(client, town):
    client.force_login(town.max)
    page = client.get(reverse("datasets_admin:list"))
    assert page.status_code == 200
    assert "Bäume" not in page.content.decode()
    client.force_login(town.erika)
    assert "Bäume" in client.get(reverse("datasets_admin:list")).content.decode()


def test_deleting_keeps_the_record(client, town):
    client.force_login(town.erika)
    client.post(reverse("datasets_admin:delete", args=[town.dataset.pk]))
    dataset = Dataset.objects.get(pk=town.dataset.pk)
    assert dataset.deleted_at is not None
    client.logout()
    assert client.get("/dataset/baeume").status_code == 404


def test_an_empty_file_gets_a_german_sentence(client, town):
    client.force_login(town.erika)
    response = hand_in(client, town.dataset, "leer.csv", b"")
    assert response.status_code == 422
    assert "Die Datei ist leer" in response.content.decode()
