"""A kept page costs one query and is never older than the last deed."""

import pytest
from django.core.cache import caches
from wagtail.models import PageViewRestriction

from datasets.services.audit import audit_record
from tests.labs.factories import Tree


@pytest.fixture
def tree(db, settings):
    settings.PORTAL_PAGE_CACHE_SECONDS = 60
    caches["pages"].clear()
    yield Tree()
    caches["pages"].clear()


def test_the_second_reader_costs_one_query(tree, client, django_assert_num_queries):
    first = client.get(tree.story.url)
    with django_assert_num_queries(1):
        second = client.get(tree.story.url)
    assert second.content == first.content
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert client.head(tree.story.url).content == b""


def test_a_deed_of_editors_or_data_shows_at_once(tree, client):
    client.get(tree.story.url)
    tree.story.title = "Neuer Titel"
    tree.story.save_revision(log_action=True).publish()
    assert "Neuer Titel" in client.get(tree.story.url).content.decode()
    type(tree.story).objects.filter(pk=tree.story.pk).update(title="Stiller Titel")
    assert "Stiller Titel" not in client.get(tree.story.url).content.decode()
    audit_record(actor=None, verb="x", object_type="dataset", object_id="1")
    assert "Stiller Titel" in client.get(tree.story.url).content.decode()
    tree.story.unpublish()
    assert client.get(tree.story.url).status_code == 404


def test_what_is_one_persons_is_not_kept(tree, client, admin_client):
    assert client.get("/gibt-es-nicht/").status_code == 404
    admin_client.get(tree.story.url)
    PageViewRestriction.objects.create(page=tree.story, restriction_type="login")
    assert client.get(tree.story.url).status_code == 302
