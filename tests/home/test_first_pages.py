"""Every portal starts with the same pages; a second start changes nothing."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Locale, Page, Revision, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.loader.first import make_first_pages
from home.models import HomePage, Menus, StandardPage
from home.wagtail_hooks import parts_missing


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
    assert site.root_page.specific == HomePage.objects.get(depth=2)
    assert site.site_name == settings.PORTAL_NAME
    assert site.hostname == "testserver"
    assert set(Locale.objects.values_list("language_code", flat=True)) == {"de", "de-simple"}
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


def test_the_home_page_is_there_in_easy_words_too(portal, client):
    html = client.get("/").content.decode()
    assert 'hreflang="de-simple"' in html
    easy = client.get("/leichte-sprache/").content.decode()
    assert '<html lang="de-simple">' in easy
    assert "Erklärung zur Barriere-Freiheit" in easy
    assert 'href="/barrierefreiheit/"' in easy


@pytest.mark.parametrize("live", [True, False])
def test_the_home_page_is_published_only_with_easy_words(portal, admin_client, live):
    home = HomePage.objects.get(depth=2)
    variant = HomePage.objects.exclude(pk=home.pk).get()
    if not live:
        variant.unpublish()
    home.headline = "Neu"
    home.save_revision()
    empty = {name: streamfield([]) for name in ("stories", "labs", "datasets", "body")}
    data = nested_form_data(
        {
            "title": home.title, "slug": home.slug, "summary": "x", "headline": "Neu",
            "comments": inline_formset([]), "action-publish": "1", **empty,
        }
    )  # fmt: skip
    answer = admin_client.post(f"/admin/pages/{home.pk}/edit/", data, follow=True)
    home.refresh_from_db()
    assert (home.headline == "Neu") == live
    assert ("erst mit einer Fassung in Leichter Sprache" in answer.content.decode()) != live
    if not live:
        assert home.get_latest_revision_as_object().headline == "Neu"


def test_the_easy_words_speak_of_what_the_law_names(portal):
    easy = HomePage.objects.get(variant_of__isnull=False)
    assert parts_missing(easy) == []
    easy.summary, easy.body = "Willkommen.", []
    assert [str(name)[:12] for name in parts_missing(easy)] == [
        "worum es auf", "wie man etwa", "was in der E", "was es noch ",
    ]  # fmt: skip


def test_easy_words_come_before_the_cards(portal, client):
    for address, first in (("/leichte-sprache/", True), ("/", False)):
        html = client.get(address).content.decode()
        assert (0 < html.find('class="body"') < html.index("figures--home")) == first
