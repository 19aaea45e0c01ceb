"""Files in an S3-compatible bucket: nothing on the portal's disk, everything under the portal's own address."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from moto.server import ThreadedMotoServer
from wagtail.documents import get_document_model

from datasets.models import ResourceVersion
from datasets.services.datasets import dataset_create
from datasets.services.resources import resource_create
from datasets.services.storage import table_target
from portal.settings.parts.storage import make_storages
from tests.labs.factories import make_image

RAW = "nr;ort;fläche\n1;Kleve;2,5\n2;Moers;3,25\n".encode("cp1252")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    made = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    made.start()
    host, port = made.get_host_and_port()
    yield f"http://{host}:{port}"
    made.stop()


@pytest.fixture
def bucket(
    server: str, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Any]:
    """Point the portal at an empty bucket, as its settings do, and its folders at an empty one."""
    values = {
        "S3_BUCKET": "portal",
        "S3_ENDPOINT_URL": server,
        "S3_ACCESS_KEY": "a",
        "S3_SECRET_KEY": "b",
        "S3_REGION": "eu-central-1",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    s3 = boto3.resource(
        "s3", endpoint_url=server, aws_access_key_id="a", aws_secret_access_key="b",
        region_name="eu-central-1",
    )  # fmt: skip
    found = s3.create_bucket(
        Bucket="portal", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    static = settings.STORAGES["staticfiles"]
    settings.STORAGES = {**make_storages(), "staticfiles": static}
    settings.TABLES_ROOT = str(tmp_path / "tables")
    settings.MEDIA_ROOT = settings.FILES_ROOT = str(tmp_path / "nothing")
    yield found
    found.objects.all().delete()
    found.delete()


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_table_goes_in_and_out_byte_for_byte(
    db: None, bucket: Any, client: Client, settings: Any, tmp_path: Path
) -> None:
    changes = {"name": "plaetze", "title": "Plätze", "license": "cc-by"}
    dataset = dataset_create(actor=None, changes=changes, check=False)
    upload = ContentFile(RAW, name="plaetze.csv")
    resource = resource_create(
        actor=None, dataset=dataset, fields={"name": "Plätze"}, upload=upload,
        file_name="plaetze.csv", check=False,
    )  # fmt: skip
    digest = hashlib.sha256(RAW).hexdigest()
    keys = {item.key for item in bucket.objects.all()}
    assert f"files/{digest[:2]}/{digest[2:4]}/{digest}" in keys
    assert any(key.startswith("tables/") for key in keys)
    version = ResourceVersion.objects.get(resource=resource)
    assert version.sha256 == digest
    # Another machine has no copy of the table yet.
    settings.TABLES_ROOT = str(tmp_path / "elsewhere" / "tables")
    assert not table_target(version.table_key).exists()
    found = client.get("/api/3/action/datastore_search", {"resource_id": resource.pk}).json()
    assert [row["ort"] for row in found["result"]["records"]] == ["Kleve", "Moers"]
    assert table_target(version.table_key).exists()
    address = f"/dataset/{dataset.pk}/resource/{resource.pk}/download/plaetze.csv"
    assert body(client.get(address)) == RAW
    part = client.get(address, headers={"Range": "bytes=0-2"})
    assert (part.status_code, body(part)) == (206, RAW[:3])


def test_pictures_and_documents_come_from_the_portal_itself(
    db: None, bucket: Any, client: Client, tmp_path: Path
) -> None:
    picture = make_image().get_rendition("width-32")
    assert picture.url.startswith("/media/images/")
    found = client.get(picture.url)
    assert (found.status_code, found["Content-Type"]) == (200, "image/png")
    assert body(found).startswith(b"\x89PNG")
    assert client.get("/media/images/fehlt.png").status_code == 404
    assert client.get("/media/images/../documents/a.pdf").status_code == 404
    made = get_document_model().objects.create(
        title="Plan", file=ContentFile(b"%PDF-1.7 0123456789", name="plan.pdf")
    )
    assert client.get(f"/media/{made.file.name}").status_code == 404
    part = client.get(made.url, headers={"Range": "bytes=9-12"})
    assert (part.status_code, body(part)) == (206, b"0123")
    assert not (tmp_path / "nothing").exists()
