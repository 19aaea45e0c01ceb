"""A kept page costs one query and is never older than the last deed."""

from datetime import timedelta

import pytest
from django.core.cache import cache, caches
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from datasets.services.audit import audit_record
from datasets.services.corrections import version_correct
from datasets.services.datasets import dataset_update
from home.models import Menus
from labs.models import GlossaryTerm
from labs.services.guests import guest_register
from portal.base.pagecache import LARGEST
from search.pages import _shown
from tests.labs.factories import Tree, make_event, make_story, paragraph
from tests.labs.figures.conftest import (
    dataset,
    make_chart,
    make_figure,
    picture,
    resource,
    sentence,
    table,
    upload,
)

__all__ = ["dataset", "resource"]


@pytest.fixture
def tree(db, settings):
    settings.PORTAL_PAGE_CACHE_SECONDS = 60
    caches["pages"].clear()
    _shown.clear()
    yield Tree()
    caches["pages"].clear()
    _shown.clear()


def html(client, address):
    return client.get(address).content.decode()


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


def test_a_new_version_of_the_data_and_a_correction_show_at_once(tree, client, resource):
    body = [sentence(make_figure(resource)), picture(make_chart(resource))]
    story = make_story(tree.lab, body=body)
    assert '<data value="87">87</data>' in html(client, story.url)
    version = upload(resource, table(91))
    assert '<data value="91">91</data>' in html(client, story.url)
    version_correct(version=version, text="Moers war doppelt", period="", actor=None, check=False)
    assert "Moers war doppelt" in html(client, story.url)


def test_a_dataset_made_private_takes_its_titles_off_kept_pages(tree, client, resource):
    block = {"type": "dataset", "value": {"dataset": resource.dataset_id, "note": ""}}
    story = make_story(tree.lab, body=[block])
    assert "/dataset/spielplaetze" in html(client, story.url)
    changes = {"private": True}
    dataset_update(actor=None, dataset=resource.dataset, changes=changes, check=False)
    assert "/dataset/spielplaetze" not in html(client, story.url)


def test_publication_and_expiry_by_schedule_show_at_once(tree, client):
    story = make_story(tree.lab, title="Zur Stunde", live=False)
    draft = story.latest_revision.as_object()
    draft.go_live_at = timezone.now() - timedelta(minutes=1)
    draft.save_revision(approved_go_live_at=draft.go_live_at)
    assert "Zur Stunde" not in html(client, tree.lab.url)
    call_command("publish_scheduled", verbosity=0)
    assert "Zur Stunde" in html(client, tree.lab.url)
    type(story).objects.update(expire_at=timezone.now() - timedelta(seconds=1))
    call_command("publish_scheduled", verbosity=0)
    assert "Zur Stunde" not in html(client, tree.lab.url)


def test_a_registration_takes_a_place_at_once(tree, client):
    event = make_event(tree.lab, registration=True, places=2)
    before = html(client, event.url)
    guest_register(event=event, name="Kai", email="kai@example.org")
    after = html(client, event.url)
    assert before != after
    type(event).objects.filter(pk=event.pk).update(title="Still geändert")
    assert html(client, event.url) == after


def menu_entry(label):
    return [("link", {"label": label, "page": None, "url": "/suche/"})]


def test_a_menu_changed_in_the_admin_shows_in_every_worker(tree, client, admin_client):
    site = Site.objects.get()
    menus = Menus.for_site(site)
    menus.main = menu_entry("Altes Menü")
    menus.save()
    assert "Altes Menü" in html(client, tree.story.url)
    held = cache.get("home.navigation")
    address = reverse("wagtailsettings:edit", args=["home", "menus", site.pk])
    form = {
        "main-count": "1", "main-0-deleted": "", "main-0-order": "0", "main-0-type": "link", "main-0-id": "",
        "main-0-value-label": "Neues Menü", "main-0-value-page": "",
        "main-0-value-url": "/suche/", "footer-count": "0",
    }  # fmt: skip
    assert admin_client.post(address, form).status_code == 302
    # Another worker still holds the menus that it read before.
    cache.set("home.navigation", held, 60)
    shown = html(client, tree.story.url)
    assert "Neues Menü" in shown
    assert "Altes Menü" not in shown


def test_a_word_explained_anew_shows_in_every_worker(tree, client, admin_client):
    term = GlossaryTerm.objects.create(name="Allmende", explanation="Alte Worte")
    story = make_story(tree.lab, body=[paragraph("Die Allmende gehört allen.")])
    assert "Alte Worte" in html(client, story.url)
    held = cache.get("labs.glossary")
    form = {"name": "Allmende", "explanation": "Neue Worte", "in_text": "on", "slug": term.slug}
    address = reverse(GlossaryTerm.snippet_viewset.get_url_name("edit"), args=[term.pk])
    assert admin_client.post(address, form).status_code == 302
    cache.set("labs.glossary", held, 60)
    assert "Neue Worte" in html(client, story.url)


def test_hosts_schemes_queries_and_languages_do_not_share_a_page(tree, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    asked = [
        client.get(tree.story.url),
        client.get(tree.story.url, {"a": "1"}),
        client.get(f"/en{tree.story.url}"),
        client.get(tree.story.url, secure=True),
    ]
    assert [response.status_code for response in asked] == [200] * 4
    assert len(caches["pages"]._cache) == 4
    assert '<html lang="en"' in client.get(f"/en{tree.story.url}").content.decode()


def test_very_long_pages_are_not_kept(tree, client, django_assert_max_num_queries):
    story = make_story(tree.lab, body=[paragraph("Wort " * (LARGEST // 5))])
    client.get(story.url)
    type(story).objects.filter(pk=story.pk).update(title="Sofort zu sehen")
    assert "Sofort zu sehen" in html(client, story.url)


def test_hits_of_the_search_are_kept_until_something_is_withdrawn(tree, client):
    call_command("search_rebuild", verbosity=0)
    address = "/suche/?q=Räder"
    assert "Räder zählen" in html(client, address)
    type(tree.story).objects.filter(pk=tree.story.pk).update(title="Räder stehen")
    assert "Räder zählen" in html(client, address)
    tree.story.unpublish()
    assert "Räder z" not in html(client, address)
