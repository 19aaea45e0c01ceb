"""Every portal starts with the same pages; a second start changes nothing."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Locale, Page, Revision, Site

from home.loader.first import make_first_pages
from home.models import HomePage, Menus, StandardPage


@pytest.fixture
def portal(db):
    make_first_pages()


def test_the_first_pages_answer(portal, client):
    paths = ["/", "/labore/", "/geschichten/", "/leitfaeden/", "/ueber/", "/hilfe/",
             "/impressum/", "/datenschutz/", "/barrierefreiheit/", "/nutzung-und-api/"]  # fmt: skip
    for path in paths:
        html = client.get(path).content.decode()
        assert html.count("<h1") == 1, path
        for text in ("Labore", "Geschichten", "Daten", "Impressum"):
            assert text in html


def test_a_second_run_changes_nothing(portal):
    before = Page.objects.count(), Revision.objects.count()
    assert make_first_pages() == 0
    assert (Page.objects.count(), Revision.objects.count()) == before


def test_what_editors_change_stays(portal):
    page = StandardPage.objects.get(slug="impressum")
    page.title = "Impressum der Stadt"
    page.save_revision().publish()
    menus = Menus.objects.get()
    menus.footer = []
    menus.save()
    StandardPage.objects.get(slug="hilfe").delete()
    call_command("first_pages")
    assert StandardPage.objects.get(slug="impressum").title == "Impressum der Stadt"
    assert len(Menus.objects.get().footer) == 0


def test_site_locale_and_groups_are_german(portal, settings):
    site = Site.objects.get()
    assert site.root_page.specific == HomePage.objects.get()
    assert site.site_name == settings.PORTAL_NAME
    assert site.hostname == "testserver"
    assert Locale.objects.get().language_code == "de"
    assert set(Group.objects.values_list("name", flat=True)) >= {"Redaktion", "Chefredaktion"}
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_the_site_follows_the_address_of_the_portal(portal, settings):
    settings.PORTAL_BASE_URL = "https://daten.example.org"
    make_first_pages()
    site = Site.objects.get()
    assert (site.hostname, site.port) == ("daten.example.org", 443)
    assert StandardPage.objects.get(slug="hilfe").full_url == "https://daten.example.org/hilfe/"


def test_menus_mark_where_one_is(portal, client):
    html = client.get("/hilfe/").content.decode()
    assert '<a href="/hilfe/" aria-current="page">Hilfe</a>' in html
    assert '<a href="/labore/" aria-current="page">' not in html


def test_menus_are_read_anew_after_a_change(portal, client):
    client.get("/")
    menus = Menus.objects.get()
    menus.main = [("link", {"label": "Nur dies", "page": None, "url": "/suche/"})]
    menus.save()
    html = client.get("/").content.decode()
    assert "Nur dies" in html
    page = StandardPage.objects.get(slug="impressum")
    page.unpublish()
    assert 'href="/impressum/"' not in client.get("/").content.decode()
