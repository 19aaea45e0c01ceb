"""A page refers to datasets without telling of those that are not public."""

import pytest

from datasets.models import Dataset, Organization
from labs.blocks import DatasetBlock, DatasetLinkBlock
from portal.base.models import User
from tests.labs.factories import make_story

TITLE = "Spielplätze am Niederrhein"


@pytest.fixture
def dataset(db):
    owner = Organization.objects.create(name="stadt", title="Stadt Kleve")
    return Dataset.objects.create(name="spielplaetze", title=TITLE, organization=owner)


def body(dataset):
    link = {"label": "Hier entlang", "page": None, "url": "", "dataset": dataset.pk}
    return [
        {"type": "dataset", "value": {"dataset": dataset.pk, "note": "Dazu gehört:"}},
        {"type": "links", "value": {"title": "Mehr", "links": [link]}},
    ]


HIDDEN = [{"private": True}, {"live": False}, {"deleted_at": "2026-01-01T00:00:00Z"}]


def test_a_public_dataset_is_shown(tree, client, dataset):
    story = make_story(tree.lab, body=body(dataset))
    html = client.get(story.url).content.decode()
    assert f'<a href="/dataset/spielplaetze">{TITLE}</a>' in html
    assert '<a href="/dataset/spielplaetze">Hier entlang</a>' in html
    assert "Dazu gehört:" in html
    assert "Stadt Kleve" in html


@pytest.mark.parametrize("state", HIDDEN, ids=lambda state: next(iter(state)))
def test_a_hidden_dataset_leaves_no_trace(tree, client, admin_client, dataset, state):
    Dataset.objects.filter(pk=dataset.pk).update(**state)
    story = make_story(tree.lab, body=body(dataset))
    for reader in (client, admin_client):
        html = reader.get(story.url).content.decode()
        for words in (TITLE, "/dataset/spielplaetze", "Dazu gehört:", "Hier entlang"):
            assert words not in html


def test_a_dataset_that_is_gone_breaks_no_page(tree, client, dataset):
    story = make_story(tree.lab, body=body(dataset))
    Dataset.objects.all().delete()
    assert client.get(story.url).status_code == 200


@pytest.mark.parametrize("path", ["", "results/", "results/?q=niederrhein"])
def test_the_chooser_offers_private_datasets_to_their_people_only(tree, client, dataset, path):
    Dataset.objects.filter(pk=dataset.pk).update(private=True)
    user = User.objects.create_user("redaktion", password="x")
    user.groups.add(tree.lab.team.group)
    client.force_login(user)
    address = f"/admin/portal_dataset_chooser/{path}"
    assert TITLE not in client.get(address).content.decode("unicode_escape")
    assert client.get(f"/admin/portal_dataset_chooser/chosen/{dataset.pk}/").status_code == 404
    Dataset.objects.filter(pk=dataset.pk).update(private=False)
    assert "/chosen/" + dataset.pk in client.get(address).content.decode()
    assert client.get(f"/admin/portal_dataset_chooser/chosen/{dataset.pk}/").status_code == 200


def test_many_references_are_loaded_at_once(tree, client, dataset, django_assert_max_num_queries):
    names = [Dataset.objects.create(name=f"daten-{n}", title=f"Daten {n}") for n in range(12)]
    story = make_story(tree.lab, body=[block for one in names for block in body(one)])
    client.get(story.url)
    with django_assert_max_num_queries(24):
        client.get(story.url)


def test_a_value_from_a_form_knows_its_formats(dataset):
    block = DatasetBlock()
    assert block.to_python({"dataset": dataset.pk, "note": ""}).formats == []
    assert DatasetLinkBlock().to_python({"label": "x", "dataset": dataset.pk}).href
