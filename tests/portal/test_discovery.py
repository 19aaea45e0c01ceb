"""Sitemap and robots: everything public, nothing else; pages of organizations and themes."""

import pytest

from datasets.models import Dataset
from datasets.services.bodies import organization_create, theme_create
from datasets.services.datasets import dataset_create

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue():
    owner = organization_create(actor=None, check=False, name="kleve", title="Stadt Kleve")
    theme = theme_create(actor=None, check=False, name="umwelt", title="Umwelt")
    common = {"organization": owner, "themes": [theme]}
    for name in ("offen", "geheim", "entwurf"):
        changes = {"name": name, "title": f"Titel {name}", "private": name == "geheim", **common}
        dataset_create(actor=None, changes=changes, check=False)
    Dataset.objects.filter(name="entwurf").update(live=False)


def test_the_sitemap_lists_what_is_public(client):
    index = client.get("/sitemap.xml").content.decode()
    assert "/sitemap-datasets.xml" in index
    found = client.get("/sitemap-datasets.xml").content.decode()
    assert "/dataset/offen</loc>" in found
    assert "geheim" not in found
    assert "entwurf" not in found
    assert client.get("/sitemap-pages.xml").status_code == 200


def test_robots_are_told_where_it_is(client):
    assert "Sitemap: http" in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize("address", ["/organization/kleve", "/group/umwelt"])
def test_pages_of_bodies_list_public_datasets(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        text = client.get(address).content.decode()
    assert "Titel offen" in text
    assert "geheim" not in text
    assert "entwurf" not in text


@pytest.mark.parametrize("address", ["/organization/", "/group/"])
def test_lists_count_only_public_datasets(client, address):
    assert "1 Datensatz<" in client.get(address).content.decode()


def test_unknown_bodies_are_not_there(client):
    assert client.get("/organization/nirgends").status_code == 404
