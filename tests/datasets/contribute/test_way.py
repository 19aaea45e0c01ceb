"""From a file out of Excel to a public dataset, without JavaScript and without the admin."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from datasets.models import Dataset, ResourceVersion
from datasets.services.library import schema_create

FILE = (
    "Auswertung vom 01.03.2026;;;\n"
    "Nr;Name;Fläche;Eröffnet\n"
    "1;Königsgarten;12,5;01.04.2019\n"
    "2;Am Müllerberg;3,0;15.06.2021\n"
    "3;Waldwiese;7,25;02.05.2022\n"
).encode("cp1252")


def upload(name="spielplaetze_kleve.csv", raw=FILE):
    return SimpleUploadedFile(name, raw, content_type="text/csv")


@pytest.mark.parametrize("frame", ["way", "way_admin"])
def test_the_whole_way_in_both_frames(client, town, frame):
    client.force_login(town.erika)
    start = reverse("way:datei", current_app=frame)
    assert client.get(start).status_code == 200
    page = client.post(start, {"file": upload()}, follow=True)
    text = page.content.decode()
    version = ResourceVersion.objects.get()
    assert "cp1252" in text or "Windows" in text
    assert version.published_at is None
    assert not version.resource.dataset.live

    columns = reverse("way:spalten", args=[version.pk], current_app=frame)
    form = client.get(columns).context["rows"]
    body = {}
    for number, (row, _profile) in enumerate(form):
        for name in ("title", "kind", "meaning", "description"):
            body[f"c{number}-{name}"] = row.initial.get(name, "") if name != "kind" else ""
    body["c2-title"], body["c2-description"] = "Fläche in m²", "Ohne Wege."
    next_page = client.post(columns, body)
    assert next_page.url == reverse("way:angaben", args=[version.pk], current_app=frame)
    version.refresh_from_db()
    assert version.schema["fields"][2]["title"] == "Fläche in m²"
    assert version.number == 1

    described = client.get(next_page.url)
    initial = described.context["form"].initial
    assert initial["title"] == "Spielplaetze kleve"
    assert "3 Zeilen" in initial["notes"]
    assert initial["license"] == "dl-de/by-2-0"
    body = {**initial, "title": "Spielplätze in Kleve", "themes": [], "keywords": "Spielplatz"}
    next_page = client.post(next_page.url, body)
    preview = client.get(next_page.url)
    assert "Königsgarten" in preview.content.decode()
    assert "Spielplätze in Kleve" not in Client().get("/dataset/").content.decode()
    done = client.post(next_page.url, {"action": "publish"}, follow=True)
    assert "ist jetzt für alle da" in done.content.decode()
    client.logout()
    dataset = Dataset.objects.get()
    public = client.get(dataset.get_absolute_url()).content.decode()
    assert "Königsgarten" in public
    assert "aus der Datei erschlossen" in public
    assert dataset.name == "spielplaetze-in-kleve"


def test_nothing_is_published_while_something_is_missing(client, town):
    client.force_login(town.erika)
    client.post(reverse("way:datei"), {"file": upload()})
    version = ResourceVersion.objects.get()
    address = reverse("way:vorschau", args=[version.pk])
    page = client.post(address, {"action": "publish"}, follow=True).content.decode()
    assert "Eine Beschreibung fehlt." in page
    assert not Dataset.objects.get().live


def test_a_second_person_approves(client, town, mailoutbox, django_capture_on_commit_callbacks):
    client.force_login(town.erika)
    client.post(reverse("way:datei"), {"file": upload()})
    version = ResourceVersion.objects.get()
    described = reverse("way:angaben", args=[version.pk])
    initial = client.get(described).context["form"].initial
    client.post(described, {**initial, "themes": []})
    address = reverse("way:vorschau", args=[version.pk])
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(address, {"action": "hand_over"}, follow=True).content.decode()
    assert "frieda" in page
    assert mailoutbox[-1].to == ["frieda@example.org"]
    dataset = Dataset.objects.get()
    assert not dataset.live
    assert dataset.workflow_in_progress
    client.force_login(town.max)
    assert client.get(address).status_code == 403
    client.force_login(town.frieda)
    assert dataset.title in client.get(reverse("way:datei")).content.decode()
    assert client.get("/admin/").status_code == 200
    client.post(address, {"action": "publish"})
    dataset.refresh_from_db()
    assert dataset.live
    assert not dataset.workflow_in_progress


def test_wagtails_own_workflow_publishes_too(client, town):
    client.force_login(town.erika)
    client.post(reverse("way:datei"), {"file": upload()})
    version = ResourceVersion.objects.get()
    described = reverse("way:angaben", args=[version.pk])
    initial = client.get(described).context["form"].initial
    client.post(described, {**initial, "themes": []})
    client.post(reverse("way:vorschau", args=[version.pk]), {"action": "hand_over"})
    dataset = Dataset.objects.get()
    state = dataset.current_workflow_task_state
    assert not state.task.specific.get_actions(dataset, town.erika)
    assert state.task.specific.get_actions(dataset, town.frieda)
    state.approve(user=town.frieda)
    dataset.refresh_from_db()
    assert dataset.live
    version.refresh_from_db()
    assert version.published_at is not None


def test_a_new_version_is_compared_and_needs_a_sentence_when_columns_go(client, town):
    client.force_login(town.erika)
    client.post(reverse("way:datei"), {"file": upload()})
    first = ResourceVersion.objects.get()
    described = reverse("way:angaben", args=[first.pk])
    initial = client.get(described).context["form"].initial
    client.post(described, {**initial, "themes": []})
    client.post(reverse("way:vorschau", args=[first.pk]), {"action": "publish"})
    smaller = "Nr;Name\n1;Königsgarten\n2;Am Müllerberg neu\n4;Stadtpark\n".encode()
    replace = reverse("way:ersetzen", args=[first.resource_id])
    page = client.post(replace, {"file": upload("neu.csv", smaller)}, follow=True)
    text = page.content.decode()
    second = ResourceVersion.objects.latest("number")
    assert second.label == "2.0.0"
    assert "Spalte „Fläche“ ist entfallen." in text
    preview = reverse("way:vorschau", args=[second.pk])
    assert "Ein Satz fehlt" in client.get(preview).content.decode()
    act = reverse("way:tun", args=[second.pk])
    client.post(act, {"action": "explain", "note": "Die Fläche wird nicht mehr gemessen."})
    client.post(preview, {"action": "publish"})
    client.logout()
    address = reverse("version_diff", args=[first.pk, second.pk])
    diff = client.get(address)
    assert diff.context["counts"].added == 1
    assert diff.context["counts"].removed == 1
    assert diff.context["counts"].changed == 1
    found = client.get(reverse("version_diff_as", args=[first.pk, second.pk, "json"]))
    body = b"".join(found.streaming_content).decode()
    assert '"changes": {"Name": ["Am Müllerberg", "Am Müllerberg neu"]}' in body
    sheet = client.get(reverse("version_diff_as", args=[first.pk, second.pk, "csv"]))
    assert "entfallen" in b"".join(sheet.streaming_content).decode()


def test_permanent_addresses_checksums_and_the_feed(client, town):
    client.force_login(town.erika)
    client.post(reverse("way:datei"), {"file": upload()})
    version = ResourceVersion.objects.get()
    described = reverse("way:angaben", args=[version.pk])
    initial = client.get(described).context["form"].initial
    client.post(described, {**initial, "themes": []})
    address = f"/dateien/{version.resource_id}/latest"
    client.logout()
    assert client.get(address).status_code == 404
    client.force_login(town.erika)
    client.post(reverse("way:vorschau", args=[version.pk]), {"action": "publish"})
    client.logout()
    assert b"".join(client.get(address).streaming_content) == FILE
    listed = client.get(f"/dateien/{version.resource_id}/versionen.json").json()
    assert listed["versions"][0]["sha256"] == version.sha256
    path = re.sub(r"^https?://[^/]+", "", listed["versions"][0]["url"])
    assert b"".join(client.get(path).streaming_content) == FILE
    feed = client.get(f"/dataset/{Dataset.objects.get().name}.atom").content.decode()
    assert version.sha256 in feed


def test_a_file_is_judged_by_a_schema_of_the_library(client, town):
    columns = [
        {"name": "Nr", "type": "integer", "constraints": {"required": True, "unique": True}},
        {"name": "Name", "type": "string", "constraints": {"maxLength": 10}},
        {"name": "Flaeche", "type": "number"},
        {"name": "Eröffnet", "type": "date"},
    ]
    schema = schema_create(
        actor=None, check=False, title="Spielplätze", descriptor={"fields": columns}
    )
    client.force_login(town.erika)
    page = client.post(reverse("way:datei"), {"file": upload()}, follow=True)
    assert "passt zu 100 % zu „Spielplätze“" in page.content.decode()
    version = ResourceVersion.objects.get()
    act = reverse("way:tun", args=[version.pk])
    page = client.post(act, {"action": "schema", "schema": schema.pk}, follow=True)
    version.refresh_from_db()
    assert version.obeys == schema
    assert version.finding_count == 2, version.findings
    described = reverse("way:angaben", args=[version.pk])
    initial = client.get(described).context["form"].initial
    client.post(described, {**initial, "themes": []})
    client.post(reverse("way:vorschau", args=[version.pk]), {"action": "publish"})
    client.logout()
    assert (
        "Spielplätze 1.0.0" in client.get(Dataset.objects.get().get_absolute_url()).content.decode()
    )
    public = client.get("/schemas/spielplaetze/").content.decode()
    assert "höchstens 10 Zeichen" in public
    assert Dataset.objects.get().title in public
    assert client.get("/schemas/spielplaetze/1.0.0.json").json()["fields"] == columns
    findings = client.get(f"/dateien/version/{version.pk}/befunde.csv").content.decode("utf-8-sig")
    assert findings.count("\r\n") == 3


def test_the_way_asks_for_a_login_of_its_own(client, town):
    page = client.get("/datei-einreichen/")
    assert page.url.startswith("/anmelden/?next=")
    logged_in = client.post(
        page.url, {"username": "erika", "password": "x", "next": "/datei-einreichen/"}
    )
    assert logged_in.url == "/datei-einreichen/"
