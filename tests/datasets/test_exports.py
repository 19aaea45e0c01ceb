"""The table in every format, filtered as its address says; the dataset as one archive."""

import io
import json
import zipfile

import pytest

from datasets.services.datasets import dataset_create, dataset_update
from datasets.services.resources import resource_create

pytestmark = pytest.mark.django_db
GEO = (
    "Ort;Breitengrad;Längengrad\nKöln;50,9413;6,9583\nMoers;51,4516;6,6408\nKleve;51,7889;6,1387\n"
    + "".join(f"Punkt {n};51,{400 + n};6,{500 + n}\n" for n in range(20))
).encode()


@pytest.fixture
def resource():
    dataset = dataset_create(actor=None, changes={"name": "orte", "title": "Orte"}, check=False)
    return resource_create(
        actor=None, dataset=dataset, fields={}, upload=io.BytesIO(GEO), file_name="Orte im Kreis.csv", check=False
    )  # fmt: skip


def fetch(client, resource, form, query=""):
    return client.get(f"/dataset/orte/resource/{resource.pk}/tabelle.{form}{query}")


def body(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    "form", ["csv", "tsv", "json", "jsonl", "xml", "xlsx", "parquet", "geojson", "duckdb"]
)
def test_every_format_answers_with_its_type_and_name(client, resource, form):
    response = fetch(client, resource, form)
    assert response.status_code == 200
    assert f"orte-1.0.0.{form}" in response["Content-Disposition"]
    assert len(body(response)) > 20
    again = client.get(response.request["PATH_INFO"], headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


def test_excel_gets_its_mark_and_numbers_stay_numbers(client, resource):
    assert body(fetch(client, resource, "csv", "?bom=1")).startswith(b"\xef\xbb\xbf")
    rows = [json.loads(line) for line in body(fetch(client, resource, "jsonl")).splitlines()]
    assert rows[0]["Breitengrad"] == 50.9413


def test_only_what_the_address_asks_for(client, resource):
    text = body(fetch(client, resource, "csv", "?q=kle")).decode()
    assert "Kleve" in text
    assert "Moers" not in text


def test_places_become_features(client, resource):
    found = json.loads(body(fetch(client, resource, "geojson")))
    assert found["features"][0]["geometry"] == {"type": "Point", "coordinates": [6.9583, 50.9413]}


def test_schema_beside_the_table(client, resource):
    schema = fetch(client, resource, "schema.json").json()
    assert [field["name"] for field in schema["fields"]] == ["Ort", "Breitengrad", "Längengrad"]
    assert "confidence" not in schema["fields"][0]


def test_the_schema_is_sent_in_parts_and_only_if_it_is_new(client, resource):
    whole = fetch(client, resource, "schema.json")
    address, text = whole.request["PATH_INFO"], whole.content
    part = client.get(address, headers={"range": "bytes=0-9"})
    assert (part.status_code, body(part)) == (206, text[:10])
    assert client.get(address, headers={"if-none-match": whole["ETag"]}).status_code == 304
    long = client.get(address, headers={"range": f"bytes=0-{'9' * 5000}"})
    assert (long.status_code, body(long)) == (200, text)


def test_a_dataset_as_data_package(client, resource):
    raw = body(client.get("/dataset/orte.zip"))
    archive = zipfile.ZipFile(io.BytesIO(raw))
    assert {item.date_time[0] for item in archive.infolist()} == {1980}
    descriptor = json.loads(archive.read("datapackage.json"))
    [entry] = descriptor["resources"]
    assert archive.read(entry["path"]) == GEO
    assert entry["schema"]["fields"][1]["type"] == "number"


def test_unknown_formats_and_private_tables_are_not_there(client, resource):
    assert fetch(client, resource, "exe").status_code == 404
    dataset_update(actor=None, dataset=resource.dataset, changes={"private": True}, check=False)
    for form in ("csv", "schema.json"):
        assert fetch(client, resource, form).status_code == 404
    assert client.get("/dataset/orte.zip").status_code == 404
