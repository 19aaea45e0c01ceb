"""Files that no town hall means to send, but does: each ends with its bytes kept and a German sentence."""

import hashlib
import io
import zipfile

import openpyxl
import pytest

from datasets.models import Dataset, Resource, VersionState
from datasets.services.datasets import dataset_create
from datasets.services.resources import resource_create
from datasets.services.storage import open_file

pytestmark = pytest.mark.django_db


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("bild.bin", bytes(range(256)) * 20)
    return out.getvalue()


WIDE = (
    ";".join(f"spalte{n}" for n in range(2000)) + "\n" + ";".join("1" for _ in range(2000)) + "\n"
)
ENDED = {VersionState.VALID, VersionState.INVALID, VersionState.NO_TABLE, VersionState.FAILED}
FILES = {
    "leer.csv": b"",
    "nur-kopf.csv": b"id;name;ort\n",
    "zip-als.csv": zipped(),
    "text-als.pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n",
    "pdf-als.csv": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n",
    "lange-zeile.csv": b"a;b\n" + b"x" * 20_000_000 + b";1\n",
    "nullbytes.csv": b"a;b\n1;x\x00y\n2;\x00\n",
    "latin.csv": "straße;größe\nMüllerweg;1,5\nÄcker;2,5\n".encode("latin-1"),
    "utf16.csv": "straße;größe\nMüllerweg;1,5\nÄcker;2,5\n".encode("utf-16"),
    "breit.csv": WIDE.encode(),
    "doppelt.csv": b"name;name;name\na;b;c\nd;e;f\n",
    "kaputt.xlsx": b"PK\x03\x04" + b"\x00" * 200,
    "kaputt.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "kaputt.json": b'{"a": [1, 2',
    "kaputt.csv.gz": b"\x1f\x8b\x08\x00abc",
}


@pytest.fixture
def dataset() -> Dataset:
    return dataset_create(actor=None, changes={"name": "kram", "title": "Kram"}, check=False)


def send(dataset: Dataset, name: str, content: bytes) -> Resource:
    return resource_create(
        actor=None,
        dataset=dataset,
        fields={},
        upload=io.BytesIO(content),
        file_name=name,
        check=False,
    )


@pytest.mark.parametrize("name", FILES)
def test_it_ends_with_the_original_kept_and_a_sentence(dataset, name):
    resource = send(dataset, name, FILES[name])
    version = resource.versions.get()
    assert version.state in ENDED
    assert version.message
    assert "Traceback" not in version.message
    assert version.sha256 == hashlib.sha256(FILES[name]).hexdigest()
    with open_file(version.sha256) as kept:
        assert kept.read() == FILES[name]


@pytest.mark.parametrize("name", ["latin.csv", "utf16.csv"])
def test_umlauts_are_right_whatever_the_encoding(client, dataset, name):
    send(dataset, name, FILES[name])
    page = client.get("/dataset/kram").content.decode()
    assert "Müllerweg" in page
    assert "größe" in page


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["Straße", "Länge in m"], ["Müllerweg", 120], ["Am Wäldchen", 80.5], ["Ring", 9]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_read_though_it_is_stored_without_its_ending(client, dataset):
    resource = send(dataset, "straßen.xlsx", workbook())
    assert resource.versions.get().state == VersionState.VALID
    assert "Am Wäldchen" in client.get("/dataset/kram").content.decode()


def test_doubled_headings_keep_every_column(client, dataset):
    resource = send(dataset, "doppelt.csv", FILES["doppelt.csv"])
    version = resource.versions.get()
    assert version.columns == 3
    assert len({field["name"] for field in version.schema["fields"]}) == 3


def test_a_file_name_cannot_leave_its_place(client, dataset):
    resource = send(dataset, "../../etc/Äpfel\r\nX: y.csv", b"a;b\n1;2\n2;3\n")
    version = resource.versions.get()
    assert "/" not in version.file_name
    assert "\n" not in version.file_name
    response = client.get(f"/dataset/kram/resource/{resource.pk}/download/{version.file_name}")
    assert response.status_code == 200
    assert "%C3%84pfel" in response["Content-Disposition"]
