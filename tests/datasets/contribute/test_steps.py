"""The steps of the way one by one: the messy file of a town hall, many columns, what others ask for."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from datasets.models import Dataset, ResourceVersion, Theme
from datasets.schemas.describing import FREQUENCIES, with_details, years_of
from datasets.selectors.completeness import gaps
from datasets.services.datasets import dataset_create
from datasets.services.progress import progress_noted
from datasets.services.storage import open_file
from datasets.services.versions import version_publish
from tests.datasets.repairs.spielplaetze import spielplaetze

ANNUAL = next(key for key, word in FREQUENCIES.items() if word == "jährlich")


def hand_in(client, town, name: str, raw: bytes) -> ResourceVersion:
    client.force_login(town.erika)
    file = SimpleUploadedFile(name, raw, content_type="text/csv")
    client.post(reverse("way:datei"), {"file": file})
    return ResourceVersion.objects.latest("created_at")


def test_the_messy_file_from_its_report_to_the_public_list_of_repairs(client, town):
    """Go through the acceptance list of scenario A1, item 1."""
    raw = spielplaetze()
    version = hand_in(client, town, "spielplaetze.csv", raw)
    page = client.get(reverse("way:befund", args=[version.pk])).content.decode()
    assert "Windows-1252, Semikolon, Kopfzeile in Zeile 1, 6 Spalten, 12 Zeilen" in page
    assert len(version.findings) <= 6
    assert page.count('class="card card--finding"') == len(version.findings)
    assert "Spalte A „AGS“, Zeilen 3, 6 und 9" in page, "lines as Excel counts them"
    assert "3 Stellen" in page
    assert "Vorher und nachher ansehen" in page
    offers = {o["code"]: o for o in version.proposal["repairs"] if o["offered"]}
    assert set(offers) == {"encoding", "totals-row", "leading-zeros", "decimal-comma"}
    assert all(1 <= len(offer["preview"]) <= 5 for offer in offers.values())

    listed = client.get(reverse("version_findings", args=[version.pk]))
    rows = list(csv.reader(io.StringIO(listed.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 1 + version.finding_count == 5

    act = reverse("way:tun", args=[version.pk])
    client.post(act, {"action": "repair", "repairs": ["encoding", "totals-row"]})
    half = ResourceVersion.objects.get(repaired_from=version)
    act = reverse("way:tun", args=[half.pk])
    client.post(act, {"action": "repair", "repairs": ["leading-zeros", "decimal-comma"]})
    mended = ResourceVersion.objects.get(repaired_from=half)
    assert [repair["code"] for repair in mended.repairs] == [
        "encoding", "totals-row", "leading-zeros", "decimal-comma"
    ]  # fmt: skip
    assert [finding["code"] for finding in mended.findings] == ["type-error"]
    with open_file(version.sha256) as original:
        assert original.read() == raw
    back = client.post(reverse("way:tun", args=[mended.pk]), {"action": "back"})
    assert back.url == reverse("way:befund", args=[half.pk])

    described = reverse("way:angaben", args=[mended.pk])
    initial = client.get(described).context["form"].initial
    client.post(described, {**initial, "themes": []})
    preview = reverse("way:vorschau", args=[mended.pk])
    assert "1 Zeile mit Fehlern steht nur in der Originaldatei" in (
        client.get(preview).content.decode()
    )
    client.post(preview, {"action": "publish"})
    mended.refresh_from_db()
    public = Client().get(mended.resource.get_absolute_url()).content.decode()
    assert "Angewandte Reparaturen" in public
    assert public.count("Führende Nullen ergänzt („AGS“: 3 Zellen).") >= 1


def test_all_columns_of_a_wide_table_can_be_named_page_by_page(client, town):
    names = [f"Wert {number}" for number in range(1, 121)]
    line = ";".join(str(number) for number in range(120))
    version = hand_in(client, town, "breit.csv", f"{';'.join(names)}\n{line}\n".encode())
    address = reverse("way:spalten", args=[version.pk])
    page = client.get(address + "?seite=3")
    assert "Spalten 101 bis 120 von 120" in page.content.decode()
    assert page.context["rows"][0][0].prefix == "c100"
    body = {f"c{number}-title": f"Titel {number}" for number in range(100, 120)}
    answer = client.post(address + "?seite=3", body)
    assert answer.url == reverse("way:angaben", args=[version.pk])
    version.refresh_from_db()
    fields = version.schema["fields"]
    assert fields[119]["title"] == "Titel 119"
    assert fields[0].get("title", "Wert 1") == "Wert 1"
    first = {f"c{number}-title": "" for number in range(50)}
    assert client.post(address, first).url == f"{address}?seite=2"
    assert client.post(address, {**first, "action": "done"}).url.endswith("/angaben/")


def test_the_description_starts_from_file_and_neighbours_and_names_what_is_missing(client, town):
    dataset_create(
        actor=None,
        check=False,
        changes={
            "name": "radwege",
            "title": "Radwege in Kleve",
            "organization": town.kleve,
            "maintainer": "Bauamt",
            "maintainer_email": "bau@example.org",
            "additional": [{"key": "geocodingText", "value": "Kleve"}],
        },
    )
    raw = "Jahr;Ort;Schüler\n2021;Rindern;120\n2022;Rindern;130\n2023;Materborn;110\n".encode()
    version = hand_in(client, town, "schueler.csv", raw)
    described = reverse("way:angaben", args=[version.pk])
    initial = client.get(described).context["form"].initial
    assert (initial["place"], initial["begin"], initial["end"]) == ("Kleve", "2021", "2023")
    assert initial["maintainer_email"] == "bau@example.org"
    wrong = client.post(described, {**initial, "themes": [], "begin": "1.1.2021"})
    assert wrong.status_code == 422
    client.post(described, {**initial, "themes": [], "frequency": ANNUAL})
    dataset = Dataset.objects.get(title=initial["title"])
    assert {item["key"]: item["value"] for item in dataset.additional} == {
        "geocodingText": "Kleve",
        "temporal_start": "2021",
        "temporal_end": "2023",
        "frequency": ANNUAL,
    }
    assert [gap.field for gap in gaps(dataset)] == ["themes", "keywords"]
    preview = reverse("way:vorschau", args=[version.pk])
    page = client.get(preview).content.decode()
    assert "Schlagwörter: Damit wird der Datensatz leichter gefunden." in page
    client.post(preview, {"action": "publish"})
    public = Client().get(f"/dataset/{dataset.name}").content.decode()
    assert "jährlich" in public
    assert ANNUAL not in public


def test_nothing_is_missing_in_a_full_description(town):
    theme = Theme.objects.create(name="educ", title="Bildung")
    details = {"geocodingText": "Kleve", "temporal_start": "2021", "frequency": ANNUAL}
    dataset = dataset_create(
        actor=None,
        check=False,
        changes={
            "name": "alles",
            "title": "Alles",
            "notes": "Alles.",
            "license": "dl-de/by-2-0",
            "organization": town.kleve,
            "maintainer": "Amt",
            "tags": ["Schule"],
            "themes": [theme],
            "additional": [{"key": key, "value": value} for key, value in details.items()],
        },
    )
    assert gaps(dataset) == []
    bare = dataset_create(actor=None, check=False, changes={"name": "nichts", "title": "Nichts"})
    assert [gap.field for gap in gaps(bare) if gap.must] == ["notes", "license", "organization"]


def test_titles_are_spelt_as_in_similar_datasets(client, town):
    dataset_create(
        actor=None, check=False, changes={"name": "moers", "title": "Spielplätze in Moers"}
    )
    dataset_create(actor=None, check=False, changes={"name": "rest", "title": "Spielplaetze moers"})
    version = hand_in(client, town, "spielplaetze_moers.csv", b"Nr;Name\n1;A\n2;B\n")
    initial = client.get(reverse("way:angaben", args=[version.pk])).context["form"].initial
    assert initial["title"] == "Spielplätze Moers"
    assert initial["notes"].startswith("Spielplätze Moers")


def test_details_keep_their_order_and_those_of_others():
    before = [{"key": "a", "value": "1"}, {"key": "frequency", "value": "x"}]
    assert with_details(before, {"frequency": "y", "geocodingText": ""}) == [
        {"key": "a", "value": "1"},
        {"key": "frequency", "value": "y"},
    ]
    assert with_details(before, {"frequency": ""}) == before[:1]
    assert years_of([{"name": "d", "type": "date"}], [{"name": "d", "minimum": "2021"}]) == ("", "")


def test_who_waits_sees_how_far_a_large_file_has_come(client, town):
    version = hand_in(client, town, "gross.csv", b"a;b\n1;2\n")
    progress_noted(version.pk, every=0)("validation", 350_000)
    version.refresh_from_db()
    assert "350" not in version.message, "what is done keeps its own message"
    ResourceVersion.objects.update(finished_at=None)
    progress_noted(version.pk, every=0)("validation", 350_000)
    page = client.get(reverse("way:befund", args=[version.pk])).content.decode()
    assert "Die Werte werden geprüft: bisher 350.000 Zeilen." in page


def test_what_was_begun_can_be_given_up_and_what_is_public_stays(client, town):
    version = hand_in(client, town, "a.csv", b"a;b\n1;2\n")
    start = reverse("way:datei")
    assert "a.csv" in client.get(start).content.decode()
    assert client.post(reverse("way:verwerfen", args=[version.pk])).url == start
    assert "a.csv" not in client.get(start).content.decode()
    assert Dataset.objects.get().deleted_at is not None

    kept = hand_in(client, town, "b.csv", b"a;b\n1;2\n")
    version_publish(version=kept, actor=None)
    file = SimpleUploadedFile("c.csv", b"a;b\n1;2\n3;4\n", content_type="text/csv")
    client.post(reverse("way:ersetzen", args=[kept.resource_id]), {"file": file})
    newer = ResourceVersion.objects.latest("created_at")
    refused = client.post(reverse("way:verwerfen", args=[kept.pk]), follow=True)
    assert "Sie lässt sich nur zurückziehen." in refused.content.decode()
    client.force_login(town.max)
    assert client.post(reverse("way:verwerfen", args=[newer.pk])).status_code == 403
    client.force_login(town.erika)
    client.post(reverse("way:verwerfen", args=[newer.pk]))
    newer.refresh_from_db()
    assert newer.withdrawn_at is not None
    kept.resource.refresh_from_db()
    assert kept.resource.current_version == kept
    assert kept.resource.state == "active"
