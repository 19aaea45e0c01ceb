"""The editor's way from a file with defects to a mended one, and back."""

import csv
import hashlib
import io
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from datasets.models import Dataset, ResourceVersion, VersionState
from datasets.services.storage import open_file
from datasets.services.versions import version_publish
from tests.datasets.repairs.spielplaetze import spielplaetze


def uploaded(client, town, content: bytes, name: str = "spielplaetze.csv") -> ResourceVersion:
    """Upload a file as Erika and return its version."""
    client.force_login(town.erika)
    file = SimpleUploadedFile(name, content, content_type="text/csv")
    client.post(f"{reverse('way_admin:datei')}?datensatz={town.dataset.pk}", {"file": file})
    return ResourceVersion.objects.get(resource__dataset=town.dataset)


def act(client, version: ResourceVersion, **data: object) -> str:
    """Press a button of the report and return the page that follows."""
    address = reverse("way_admin:tun", args=[version.pk])
    return client.post(address, data, follow=True).content.decode()


def test_repairs_are_shown_applied_and_taken_back(client, town):
    version = uploaded(client, town, spielplaetze())
    page = client.get(reverse("way_admin:befund", args=[version.pk])).content.decode()
    assert page.count('name="repairs"') >= 4
    assert "Krähenwald" in page
    assert "01002000" in page
    offered = re.findall(r'name="repairs" value="([a-z-]+)"[^>]*checked', page)
    assert set(offered) == {"encoding", "totals-row", "leading-zeros", "decimal-comma"}

    page = act(client, version, action="repair", repairs=offered)
    mended = ResourceVersion.objects.get(repaired_from=version)
    assert (mended.number, mended.state) == (2, VersionState.INVALID)
    assert "Den 31. Februar 2024 gibt es nicht." in page
    assert [finding["code"] for finding in mended.findings] == ["type-error"]
    with open_file(version.sha256) as original:
        assert original.read() == spielplaetze()
    assert hashlib.sha256(spielplaetze()).hexdigest() == version.sha256

    assert mended.published_at is None
    assert mended.held

    Dataset.objects.filter(pk=town.dataset.pk).update(notes="Alle.", license="dl-de/by-2-0")
    client.post(reverse("way_admin:vorschau", args=[mended.pk]), {"action": "publish"})
    mended.resource.refresh_from_db()
    assert mended.resource.current_version == mended
    public = client.get(mended.resource.get_absolute_url()).content.decode()
    assert "Führende Nullen ergänzt („AGS“: 3 Zellen)." in public

    back = reverse("way_admin:vorschau", args=[version.pk])
    assert back in client.get(reverse("datasets_report", args=[mended.pk])).content.decode()
    client.post(back, {"action": "publish"})
    mended.resource.refresh_from_db()
    assert mended.resource.current_version == version
    again = client.get(reverse("way_admin:vorschau", args=[mended.pk])).content.decode()
    assert "Wieder zur gültigen Fassung machen" in again


def test_mending_what_is_public_changes_nothing_in_public(client, town):
    version = uploaded(client, town, spielplaetze())
    version_publish(version=version, actor=None)
    page = client.get(reverse("datasets_report", args=[version.pk])).content.decode()
    assert page.count('name="repairs"') >= 4
    act(client, version, action="repair", repairs=["encoding", "leading-zeros"])
    assert ResourceVersion.objects.get(repaired_from=version).published_at is None
    version.resource.refresh_from_db()
    assert version.resource.current_version == version


def test_repairs_that_were_not_offered_do_nothing(client, town):
    version = uploaded(client, town, spielplaetze())
    page = act(client, version, action="repair", repairs=["gibtesnicht"])
    assert "Bitte wählen Sie mindestens eine Reparatur." in page
    assert ResourceVersion.objects.count() == 1


def test_strangers_do_not_repair(client, town):
    version = uploaded(client, town, spielplaetze())
    client.force_login(town.max)
    address = reverse("way_admin:tun", args=[version.pk])
    response = client.post(address, {"action": "repair", "repairs": ["encoding"]})
    assert response.status_code in {302, 403}
    assert ResourceVersion.objects.count() == 1
    findings = client.get(reverse("version_findings", args=[version.pk]))
    assert findings.status_code == 404


def test_all_findings_come_as_a_file(client, town):
    version = uploaded(client, town, spielplaetze())
    response = client.get(reverse("version_findings", args=[version.pk]))
    text = response.content.decode("utf-8-sig")
    listed = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert listed[0] == ["Zeile", "Spalte", "Zelle", "Befund", "Erklärung", "Was tun"]
    assert [row[:3] for row in listed[1:]] == [
        ["3", "AGS", "1002000"],
        ["3", "Eröffnet am", "31.02.2024"],
        ["6", "AGS", "1051044"],
        ["9", "AGS", "1055012"],
    ]


def test_a_question_about_people_names_column_and_reason(client, town):
    people = "Name;Vorname;Geburtsdatum\nMuster;Erika;12.08.1964\nBeispiel;Max;01.02.1980\n"
    version = uploaded(client, town, people.encode(), "personen.csv")
    page = client.get(reverse("way_admin:befund", args=[version.pk])).content.decode()
    assert version.personal_data
    assert version.personal_data[0]["reason_de"] in page
    assert version.resource.current_version_id is None
