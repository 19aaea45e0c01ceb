"""The road of a file through the services: received, judged, published or kept."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from datasets.errors import Invalid
from datasets.models import AuditEntry, Dataset, Resource, ResourceVersion, VersionState
from datasets.services.datasets import dataset_create
from datasets.services.resources import resource_create
from datasets.services.storage import open_file, table_target
from datasets.services.versions import (
    safe_file_name,
    table_rebuild,
    version_answer_personal_data,
    version_publish,
    version_receive,
    version_withdraw,
    versions_resume,
)

pytestmark = pytest.mark.django_db

GOOD = "id;ort;fläche\n1;Köln;1,5\n2;Moers;2,5\n3;Kleve;3,0\n"
SCHEMA = {
    "fields": [
        {"name": "id", "type": "integer"},
        {"name": "ort", "type": "string"},
        {"name": "fläche", "type": "number", "decimalChar": ","},
    ]
}


@pytest.fixture
def dataset() -> Dataset:
    return dataset_create(actor=None, changes={"name": "plaetze", "title": "Plätze"}, check=False)


def take_in(
    dataset: Dataset, content: bytes | str, name: str = "plätze.csv", **more: Any
) -> Resource:
    data = content.encode() if isinstance(content, str) else content
    return resource_create(
        actor=None,
        dataset=dataset,
        fields={},
        upload=io.BytesIO(data),
        file_name=name,
        check=False,
        **more,
    )


def again(resource: Resource, content: bytes | str, **more: Any) -> ResourceVersion:
    data = content.encode() if isinstance(content, str) else content
    version = version_receive(
        resource=resource, file_name="neu.csv", actor=None, upload=io.BytesIO(data), **more
    )
    resource.refresh_from_db()
    return version


def test_a_sound_file_is_published_with_table_report_and_trail(dataset: Dataset) -> None:
    resource = take_in(dataset, GOOD.encode("cp1252"))
    version = resource.current_version
    assert version is not None
    assert version.state == VersionState.VALID
    assert version.rows == 3
    assert resource.table_active
    assert version.report["valid"] is True
    assert [field["name"] for field in version.schema["fields"]] == ["id", "ort", "fläche"]
    assert set(AuditEntry.objects.values_list("verb", flat=True)) >= {
        "version_receive",
        "version_publish",
    }


def test_the_original_is_never_altered(dataset: Dataset) -> None:
    content = GOOD.encode("cp1252")
    resource = take_in(dataset, content)
    assert resource.current_version is not None
    with open_file(resource.current_version.sha256) as stream:
        assert stream.read() == content


def test_a_version_with_errors_is_kept_and_the_sound_one_stays_public(dataset: Dataset) -> None:
    resource = take_in(dataset, GOOD, schema=SCHEMA)
    first = resource.current_version
    version = again(resource, GOOD.replace("2,5", "viel"), schema=SCHEMA)
    assert version.state == VersionState.INVALID
    assert version.published_at is None
    assert version.finding_count == 1
    assert version.findings[0]["column"] == "fläche"
    assert resource.current_version == first


def test_a_first_version_with_errors_is_shown_with_its_report_and_its_sound_rows(
    dataset: Dataset,
) -> None:
    resource = take_in(dataset, GOOD.replace("2,5", "viel"), schema=SCHEMA)
    version = resource.current_version
    assert version is not None
    assert version.state == VersionState.INVALID
    assert version.has_table
    assert version.message


def test_a_later_sound_version_replaces_the_one_with_errors(dataset: Dataset) -> None:
    resource = take_in(dataset, GOOD.replace("2,5", "viel"), schema=SCHEMA)
    version = again(resource, GOOD, schema=SCHEMA)
    assert resource.current_version == version


PERSONS = (
    "Name;Vorname;Geburtsdatum;E-Mail\n"
    "Muster;Erika;12.08.1964;erika.muster@example.org\n"
    "Beispiel;Max;01.02.1980;max.beispiel@example.org\n"
)


def test_possible_personal_data_wait_for_an_answer(dataset: Dataset) -> None:
    resource = take_in(dataset, PERSONS)
    version = resource.versions.get()
    assert version.personal_data
    assert resource.current_version is None
    with pytest.raises(Invalid):
        version_publish(version=version, actor=None)
    with pytest.raises(Invalid):
        version_answer_personal_data(version=version, answer="  ", actor=None)
    version_answer_personal_data(version=version, answer="Erfundene Personen", actor=None)
    resource.refresh_from_db()
    assert resource.current_version is None  # an answer is no publication
    version_publish(version=version, actor=None)
    resource.refresh_from_db()
    assert resource.current_version == version


def test_a_held_version_left_over_by_a_crash_is_judged_but_not_published(dataset: Dataset) -> None:
    resource = take_in(dataset, GOOD, publish=False)
    versions = resource.versions
    versions.update(finished_at=None, created_at=timezone.now() - timedelta(days=1))
    assert versions_resume() == 1
    version = versions.get()
    assert version.finished_at is not None
    assert version.published_at is None


def test_a_withdrawn_version_gives_way_to_the_one_before(dataset: Dataset) -> None:
    resource = take_in(dataset, GOOD)
    first = resource.current_version
    second = again(resource, GOOD + "4;Geldern;4,0\n")
    assert resource.current_version == second
    version_withdraw(version=second, notice="Falsches Jahr", actor=None)
    resource.refresh_from_db()
    assert resource.current_version == first
    second.refresh_from_db()
    assert second.withdrawn_notice == "Falsches Jahr"


def test_a_lost_table_is_built_again_from_the_original(dataset: Dataset) -> None:
    resource = take_in(dataset, GOOD)
    version = resource.current_version
    assert version is not None
    table_target(version.table_key).unlink()
    assert table_rebuild(version=version) is True
    assert table_target(version.table_key).exists()
    assert table_rebuild(version=version) is False


HOSTILE = {
    "an empty file": (b"", "leer.csv"),
    "only blanks": (b"\n\n  \n", "leer.csv"),
    "a PDF called CSV": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF", "liste.csv"),
    "NUL bytes": (b"a;b\n1;\x00\x00\n", "nul.csv"),
    "5,001 columns": (
        (";".join(f"s{i}" for i in range(5001)) + "\n" + ";".join("1" * 5001) + "\n").encode(),
        "breit.csv",
    ),
    "a broken zip": (b"PK\x03\x04" + b"\x00" * 40, "archiv.csv"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_no_table_is_kept_with_a_german_reason(case: str, dataset: Dataset) -> None:
    content, name = HOSTILE[case]
    version = take_in(dataset, content, name).versions.get()
    assert version.state == VersionState.INVALID
    assert version.message.endswith(".")
    assert not version.has_table
    with open_file(version.sha256) as stream:
        assert stream.read() == content


def test_a_pdf_called_pdf_is_simply_a_document(dataset: Dataset) -> None:
    version = take_in(
        dataset, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF", "bericht.pdf"
    ).versions.get()
    assert version.state == VersionState.NO_TABLE
    assert version.published_at is not None


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("a;b\n", 0),  # header only
        ("a;a\n1;2\n3;4\n", 2),  # the same label twice
        ("größe;straße\n1;Ü\n".encode("latin-1"), 1),
        ("größe;straße\n1;Ü\n".encode("utf-16"), 1),
    ],
)
def test_unusual_but_readable_files_become_tables(
    content: str | bytes, rows: int, dataset: Dataset
) -> None:
    version = take_in(dataset, content).versions.get()
    assert version.rows == rows
    assert version.has_table


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Daten\\Zähl Werte.csv", "Zähl Werte.csv"),
        ("\x00\n.csv", "csv"),
        ("", "datei"),
        ("..", "datei"),
    ],
)
def test_file_names_lose_their_folders_and_control_characters(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe


def test_a_very_long_name_keeps_its_ending() -> None:
    short = safe_file_name("x" * 500 + ".csv")
    assert len(short) <= 200
    assert short.endswith(".csv")
