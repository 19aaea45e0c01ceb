"""The original comes back byte for byte, in parts where asked, and only to those who may have it."""

import io

import pytest

from datasets.models import Dataset
from datasets.services.datasets import dataset_create, dataset_update
from datasets.services.resources import resource_create
from datasets.services.versions import version_receive, version_withdraw

pytestmark = pytest.mark.django_db
CONTENT = "ort;zahl\nKöln;1\nMoers;2\n".encode("cp1252")


@pytest.fixture
def resource():
    dataset = dataset_create(actor=None, changes={"name": "orte", "title": "Orte"}, check=False)
    return resource_create(
        actor=None,
        dataset=dataset,
        fields={},
        upload=io.BytesIO(CONTENT),
        file_name="orte.csv",
        check=False,
    )


def address(resource) -> str:
    return f"/dataset/{resource.dataset_id}/resource/{resource.pk}/download/orte.csv"


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_whole_and_in_parts(client, resource):
    whole = client.get(address(resource))
    assert body(whole) == CONTENT
    assert whole["Content-Length"] == str(len(CONTENT))
    part = client.get(address(resource), headers={"range": "bytes=4-7"})
    assert part.status_code == 206
    assert body(part) == CONTENT[4:8]
    assert part["Content-Range"] == f"bytes 4-7/{len(CONTENT)}"
    last = client.get(address(resource), headers={"range": "bytes=-3"})
    assert body(last) == CONTENT[-3:]
    assert client.get(address(resource), headers={"range": "bytes=999-"}).status_code == 416


def test_unchanged_files_are_not_sent_again(client, resource):
    tag = client.get(address(resource))["ETag"]
    assert client.get(address(resource), headers={"if-none-match": tag}).status_code == 304


def test_browsers_neither_run_nor_guess_it(client, resource):
    response = client.get(address(resource))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    assert "charset=cp1252" in response["Content-Type"] or "1252" in response["Content-Type"]


@pytest.mark.parametrize("how", ["private", "deleted", "draft"])
def test_what_is_not_public_is_not_there(client, resource, how):
    changes = {"private": {"private": True}, "deleted": {}, "draft": {}}[how]
    dataset_update(actor=None, dataset=resource.dataset, changes=changes, check=False)
    if how == "deleted":
        Dataset.objects.update(deleted_at="2026-01-01T00:00:00Z")
    if how == "draft":
        Dataset.objects.update(live=False)
    for path in (address(resource), resource.get_absolute_url(), "/dataset/orte"):
        assert client.get(path).status_code == 404


def test_earlier_and_withdrawn_versions(client, resource):
    second = version_receive(
        resource=resource,
        file_name="orte.csv",
        upload=io.BytesIO(CONTENT + b"Kleve;3\n"),
        actor=None,
    )
    assert body(client.get(address(resource) + "?version=1")) == CONTENT
    assert body(client.get(address(resource))) == CONTENT + b"Kleve;3\n"
    version_withdraw(version=second, notice="Falsche Zahlen", actor=None)
    assert body(client.get(address(resource))) == CONTENT
    gone = client.get(address(resource) + "?version=2")
    assert gone.status_code == 410
    assert "Falsche Zahlen" in gone.content.decode()


def test_list_pages_need_few_queries(client, django_assert_max_num_queries, resource):
    with django_assert_max_num_queries(14):
        client.get("/dataset/")
    with django_assert_max_num_queries(16):
        client.get("/dataset/orte")


def test_a_file_beside_a_data_package_is_found_under_the_address_of_the_package(client, resource):
    package = resource_create(
        actor=None, dataset=resource.dataset, fields={}, upload=io.BytesIO(b"{}"), file_name="datapackage.json",
        check=False,
    )  # fmt: skip
    own = f"/dataset/{resource.dataset_id}/resource/{package.pk}/download"
    assert client.get(f"{own}/orte.csv").url == address(resource)
    for name in ("datapackage.json", "anders.json"):
        assert body(client.get(f"{own}/{name}")) == b"{}"
    assert body(client.get(own)) == b"{}"
