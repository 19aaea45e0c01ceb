"""Search engines for data read what a dataset is from its page."""

import io
import json
import re

import pytest

from datasets.models import Dataset
from datasets.services.datasets import dataset_create
from datasets.services.resources import resource_create


@pytest.fixture
def dataset(db):
    made = dataset_create(
        actor=None,
        changes={
            "name": "spielplaetze",
            "title": "Spielplätze </script>",
            "notes": "Wo sie stehen.",
            "license": "dl-de/by-2-0",
            "additional": [
                {"key": "temporal_start", "value": "2024-01-01"},
                {"key": "geocodingText", "value": "Kleve"},
            ],
        },
        check=False,
    )
    resource_create(
        actor=None, dataset=made, fields={"name": "Liste", "format": "CSV"}, check=False,
        upload=io.BytesIO(b"nr;ort\n1;Kleve\n"), file_name="liste.csv",
    )  # fmt: skip
    return made


def linked(html):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    return json.loads(found[0]) if found else None


def test_the_page_says_what_the_dataset_is(client, dataset):
    data = linked(client.get("/dataset/spielplaetze").content.decode())
    assert data["@type"] == "Dataset"
    assert data["name"] == "Spielplätze </script>"
    assert data["license"].startswith("http")
    assert data["temporalCoverage"] == "2024-01-01/.."
    assert data["spatialCoverage"] == "Kleve"
    [file] = data["distribution"]
    path = file["contentUrl"].removeprefix("http://testserver")
    assert b"".join(client.get(path).streaming_content) == b"nr;ort\n1;Kleve\n"
    assert len(file["sha256"]) == 64


def test_what_is_not_public_says_nothing(admin_client, dataset):
    Dataset.objects.update(private=True)
    html = admin_client.get("/dataset/spielplaetze").content.decode()
    assert "Wo sie stehen." in html
    assert linked(html) is None
