"""Every capability says that it is there, or why not, what to do, and who can."""

import gzip
import io
import json
import zipfile

import openpyxl
import pytest

from datasets.models import Membership, Role
from datasets.selectors.capabilities import KINDS, capabilities
from datasets.selectors.reasons import REASONS, WHO
from datasets.services.bodies import organization_create
from datasets.services.datasets import dataset_create
from datasets.services.resources import resource_create
from portal.base.models import User


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(name.replace("__", "."), raw)
    return out.getvalue()


def workbook(*rows):
    out, book = io.BytesIO(), openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


TABLE = b"a;b\n1;x\n2;y\n"
# An OLE container that names an encrypted package: an XLSX with a password.
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
WIDE = ";".join(f"s{n}" for n in range(80)) + "\n" + ";".join("1" for _ in range(80)) + "\n"
POINTS = "Name;Breitengrad;Längengrad\nA;51,79123;6,14123\nB;51,80123;6,15123\nC;51,81123;6,16123\n".encode()
# name, bytes, what the preview says
FILES = [
    ("gut.csv", b"a;b\n1;x\n2;y\n", "ok"),
    ("punkte.csv", POINTS, "ok"),
    ("breit.csv", WIDE.encode(), "columns-cut"),
    ("nur-text.csv", b"a;b\nx;y\nz;w\n", "ok"),
    ("leer.csv", b"", None),
    ("leerzeilen.csv", b"\n\n\n", "empty"),
    ("seite.csv", b"<!DOCTYPE html><html><body>404 Not Found</body></html>", "not-a-table"),
    ("brief.pdf", b"%PDF-1.7\n1 0 obj\n<< /Encrypt 2 0 R >>\nendobj\n%%EOF", "not-a-table"),
    ("bild.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "not-a-table"),
    ("nul.csv", b"a;b\n" + b"\0" * 400, None),
    ("kaputt.xlsx", b"PK\x03\x04 kaputt", None),
    ("kaputt.zip", b"PK\x03\x04" + b"x" * 50, None),
    ("leer.zip", zipped(), None),
    ("gut.zip", zipped(tab__csv=b"a;b\n1;x\n2;y\n"), "ok"),
    ("programm.exe", b"MZ" + b"\0" * 300, "not-a-table"),
    ("text.txt", b"Sehr geehrte Damen und Herren,\nmit freundlichen Gruessen\n", None),
    ("daten.json", b'{"a": 1', None),
    ("daten2.json", b'[{"a": 1}, {"a": 2}]', "ok"),
    ("karte.geojson", b'{"type": "FeatureCollection", "features": []}', None),
    ("doppelt.csv", b"a;a\n1;2\n", None),
    ("eine-zeile.csv", b"a;b\n", None),
    ("script.js", b"alert(1)", None),
    ("gut.xlsx", workbook(["a", "b"], [1, "x"], [2, "y"]), "ok"),
    ("gut.csv.gz", gzip.compress(TABLE), "ok"),
    ("utf16.csv", "Größe;Ort\n1;Rees\n2;Köln\n".encode("utf-16"), "ok"),
    ("mac.csv", b"a;b\r1;x\r2;y\r", "ok"),
    ("zeilen.json", b'{"a": 1}\n{"a": 2}\n', "ok"),
    ("ohne-kopf.csv", b"1;Rees;46459\n2;Goch;47574\n3;Kleve;47533\n", "ok"),
    ("bombe.zip", zipped(a__csv=b"1;2;3\n" * 4_000_000), "hostile"),
    ("kennwort.xlsx", LOCKED, "encrypted"),
    ("archiv-im-archiv.zip", zipped(b__zip=zipped(a__csv=TABLE)), "not-a-table"),
    ("brief.docx", zipped(**{"word/document__xml": b"<w/>"}), "not-a-table"),
    ("bilder.zip", zipped(bild__png=b"\x89PNG\r\n\x1a\n"), "not-a-table"),
    ("daten.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 99, "not-a-table"),
    ("daten.sqlite", b"SQLite format 3\0" + b"\0" * 99, "not-a-table"),
    ("daten.xml", b'<?xml version="1.0"?><daten><ort>Rees</ort></daten>', "not-a-table"),
    ("flaechen.shp", b"\0\0\x27\x0a" + b"\0" * 99, "not-a-table"),
    ("9000-spalten.csv", (";".join(map(str, range(9000))) + "\n").encode() * 3, "too-large"),
    ("lange-zeile.csv", b"a;b\n" + b"x" * 17_000_000, "too-large"),
    ("tief.json", b"[" * 100_000 + b"]" * 100_000, "not-a-table"),
    (
        "datapackage.json",
        json.dumps({"resources": [{"path": "/etc/passwd"}]}).encode(),
        "not-a-table",
    ),
    ("antwort.json", b'{"error": "Not found", "status": 404}', "not-a-table"),
    ("alt.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, None),
]


def test_every_reason_has_both_languages_a_next_step_and_somebody():
    for code, reason in REASONS.items():
        for text in (reason.de, reason.en, reason.step_de, reason.step_en):
            assert len(text) > 9, code
            assert text.strip(" .").lower() not in {"fehler", "error", "ein fehler", "an error"}
        assert reason.de != reason.en
        assert reason.step_de != reason.step_en
        assert reason.who in WHO


@pytest.fixture
def dataset(db):
    body = organization_create(actor=None, check=False, name="kleve", title="Kleve")
    user = User.objects.create_user("erika")
    Membership.objects.create(user=user, organization=body, role=Role.EDITOR)
    return dataset_create(actor=user, changes={"name": "dd", "title": "D", "organization": body})


@pytest.mark.parametrize(("name", "raw", "expected"), FILES, ids=[name for name, *_ in FILES])
def test_no_capability_is_absent_without_a_reason(dataset, client, name, raw, expected):
    resource = resource_create(
        actor=dataset.creator, dataset=dataset, fields={}, upload=io.BytesIO(raw), file_name=name
    )
    version = resource.current_version or resource.versions.first()
    found = capabilities(resource, version)
    assert [item.kind for item in found] == list(KINDS)
    by_kind = {item.kind: item for item in found}
    assert all(item.reason.code in REASONS for item in found)
    assert all((item.reason.code == "ok") == (item.state == "available") for item in found)
    if expected:
        assert by_kind["preview"].reason.code == expected
    if version.has_table:
        assert by_kind["table_api"].limit
    body = client.get(f"/dateien/{resource.pk}/faehigkeiten.json").json()
    assert [item["reason_code"] for item in body["capabilities"]] == [
        item.reason.code for item in capabilities(resource, resource.current_version)
    ]
    page = client.get(resource.get_absolute_url()).content.decode()
    for item in capabilities(resource, resource.current_version):
        assert item.title in page
        assert item.state == "available" or item.reason.de in page


def test_maps_and_charts_depend_on_the_columns(dataset):
    def made(name, raw):
        resource = resource_create(
            actor=dataset.creator,
            dataset=dataset,
            fields={},
            upload=io.BytesIO(raw),
            file_name=name,
        )
        return {item.kind: item for item in capabilities(resource, resource.current_version)}

    assert made("p.csv", POINTS)["map"].state == "available"
    text = made("t.csv", b"a;b\nx;y\nz;w\n")
    assert text["map"].reason.code == "no-coordinates"
    assert text["chart"].reason.code == "no-numbers"
    assert text["sql"].reason.code == "sql-off"


def test_an_address_says_that_the_file_lies_elsewhere(dataset):
    resource = resource_create(
        actor=dataset.creator, dataset=dataset, fields={"url": "https://example.org/a.csv"}
    )
    assert {item.reason.code for item in capabilities(resource, None)} == {"remote-address"}
