"""A data package handed in by form: one draft with all its files, published together, handed out as it came."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from datasets.models import Dataset, ResourceVersion
from tests.datasets.linked import FILES, LINKED

DESCRIPTOR = {
    "name": "schulen",
    "title": "Schulen im Kreis",
    "description": "Schulen und ihre Träger.",
    "licenses": [{"name": "dl-de/by-2-0"}],
    "keywords": ["Schule"],
    "x-eigenes": {"stand": "2026"},
    "resources": LINKED,
}


def package(files=FILES, descriptor=DESCRIPTOR):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("datapackage.json", json.dumps(descriptor))
        for name, raw in files.items():
            archive.writestr(name, raw)
    return SimpleUploadedFile("schulen.zip", target.getvalue(), content_type="application/zip")


@pytest.fixture
def handed_in(client, town):
    client.force_login(town.erika)
    page = client.post(reverse("way:datei"), {"file": package()}, follow=True)
    assert page.status_code == 200
    return page


def test_a_package_becomes_one_draft_with_all_its_files(client, handed_in):
    dataset = Dataset.objects.get()
    assert not dataset.live
    assert dataset.title == "Schulen im Kreis"
    assert dataset.license == "dl-de/by-2-0"
    assert [tag.name for tag in dataset.tags.all()] == ["Schule"]
    assert [r.name for r in dataset.resources.order_by("position")] == ["traeger", "schulen"]
    assert not ResourceVersion.objects.filter(published_at__isnull=False).exists()
    other = ResourceVersion.objects.get(resource__name="schulen")
    assert reverse("way:befund", args=[other.pk]) in handed_in.content.decode()


def test_all_files_are_published_together_and_come_out_as_they_went_in(client, handed_in):
    first = ResourceVersion.objects.get(resource__name="traeger")
    client.post(reverse("way:vorschau", args=[first.pk]), {"action": "publish"})
    assert ResourceVersion.objects.filter(published_at__isnull=False).count() == 2
    dataset = Dataset.objects.get()
    assert dataset.live
    client.logout()
    response = client.get(f"/dataset/{dataset.name}.zip")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert json.loads(archive.read("datapackage.json")) == DESCRIPTOR
    assert {name: archive.read(name) for name in FILES} == FILES


def test_a_key_that_points_nowhere_is_told_before_anything_is_public(client, town):
    client.force_login(town.erika)
    files = {**FILES, "daten/schulen.csv": b"nr,traeger\n1,1\n2,7\n"}
    client.post(reverse("way:datei"), {"file": package(files)})
    first = ResourceVersion.objects.get(resource__name="traeger")
    page = client.get(reverse("way:vorschau", args=[first.pk])).content.decode()
    assert "den es in „traeger“ nicht gibt" in page


def test_an_open_question_of_one_file_holds_back_all(client, town):
    client.force_login(town.erika)
    people = b"nr,Vorname,Nachname,Geburtsdatum,traeger\n1,Erika,Muster,1964-08-12,1\n"
    descriptor = json.loads(json.dumps(DESCRIPTOR))
    del descriptor["resources"][1]["schema"]
    client.post(
        reverse("way:datei"), {"file": package({**FILES, "daten/schulen.csv": people}, descriptor)}
    )
    first = ResourceVersion.objects.get(resource__name="traeger")
    assert ResourceVersion.objects.get(resource__name="schulen").personal_data
    page = client.post(
        reverse("way:vorschau", args=[first.pk]), {"action": "publish"}, follow=True
    ).content.decode()
    assert "„schulen“: Die Frage nach Angaben über Menschen ist noch offen." in page
    assert not Dataset.objects.get().live


def test_what_is_missing_in_a_package_is_said(client, town):
    client.force_login(town.erika)
    only_one = {"daten/traeger.csv": FILES["daten/traeger.csv"]}
    page = client.post(reverse("way:datei"), {"file": package(only_one)}, follow=True)
    assert "fehlt im Datenpaket" in page.content.decode()
    none = client.post(reverse("way:datei"), {"file": package({})})
    assert none.status_code == 422
    assert "fehlt im Datenpaket" in none.content.decode()
    assert Dataset.objects.count() == 1


def test_a_zip_that_is_no_package_is_a_file_like_any_other(client, town):
    client.force_login(town.erika)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.csv", "a;b\n1;2\n")
    file = SimpleUploadedFile("a.zip", target.getvalue(), content_type="application/zip")
    client.post(reverse("way:datei"), {"file": file})
    assert ResourceVersion.objects.get().rows == 1
