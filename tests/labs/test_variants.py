"""A page in other words: linked, in its language, marked as stale, found with its language."""

import re
from unittest.mock import patch

import pytest
from django.core.cache import caches
from wagtail import hooks
from wagtail.models import Page

from labs.editorial.signing import video_first
from labs.models import GlossaryPage, GlossaryTerm, GuidePage
from labs.search import STORIES
from portal.base.models import PageVariant
from portal.base.variants import variant_create
from tests.labs.factories import add, make_story, paragraph


@pytest.fixture
def easy(tree):
    """Return a published variant in Leichte Sprache."""
    tree.story.save_revision().publish()
    page = variant_create(source=Page.objects.get(pk=tree.story.pk), code="de-simple")
    page.title = "Räder zählen. Ganz leicht."
    page.save_revision().publish()
    return Page.objects.get(pk=page.pk).specific


def test_a_variant_begins_as_a_draft_beside_its_source(tree):
    page = variant_create(source=tree.story, code="en")
    assert page.live is False
    assert page.slug == "raeder-zaehlen-english"
    assert page.get_parent().pk == tree.lab.pk
    assert variant_create(source=tree.story, code="en").pk == page.pk


def test_both_say_in_which_languages_they_are(tree, client, easy):
    for page, lang in ((tree.story, "de"), (easy, "de-simple")):
        html = client.get(page.url).content.decode()
        assert f'<html lang="{lang}">' in html
        found = dict(re.findall(r'rel="alternate" hreflang="([\w-]+)" href="([^"]+)"', html))
        assert found == {"de": tree.story.full_url, "de-simple": easy.full_url}
        assert 'aria-label="Diese Seite in anderer Sprache"' in html


def test_lists_show_the_source_and_the_search_finds_both(tree, client, easy):
    html = client.get("/geschichten/").content.decode()
    assert "Ganz leicht" not in html
    assert "1 Geschichte" in html
    languages = {d.title: d.language for d in STORIES.iter_documents()}
    assert languages == {"Räder zählen": "de", "Räder zählen. Ganz leicht.": "de-simple"}


def test_the_author_of_a_variant_hears_of_it_once(tree, easy, django_user_model, mailoutbox):
    author = django_user_model.objects.create_user("mia", "mia@example.org")
    Page.objects.filter(pk=easy.pk).update(owner=author)
    tree.story.refresh_from_db()
    for title in ("Räder und Rollen", "Räder, Rollen und Kufen"):
        tree.story.title = title
        tree.story.save_revision().publish()
    [message] = mailoutbox
    assert message.to == ["mia@example.org"]
    assert "Räder zählen. Ganz leicht. (Leichte Sprache)" in message.body
    assert f"/admin/redaktion/fassung/{easy.pk}/" in message.body


def test_a_changed_source_makes_the_variant_stale_until_it_is_published_again(tree, easy, editor):
    row = PageVariant.objects.get()
    assert row.stale_since is None
    tree.story.refresh_from_db()
    tree.story.title = "Räder und Rollen zählen"
    tree.story.save_revision().publish()
    row.refresh_from_db()
    assert row.stale_since is not None
    answer = editor.get(f"/admin/redaktion/fassung/{easy.pk}/")
    assert "/revisions/compare/" in answer.headers["location"]
    assert "veraltet seit" in editor.get(f"/admin/redaktion/text/{tree.story.pk}/").content.decode()
    easy.save_revision().publish()
    row.refresh_from_db()
    assert row.stale_since is None


def test_an_unpublished_variant_leaves_no_trace(tree, client, easy):
    easy.unpublish()
    assert 'rel="alternate" hreflang' not in client.get(tree.story.url).content.decode()


def test_an_editor_makes_a_variant_by_one_button_but_none_of_a_variant(tree, editor, easy):
    answer = editor.post(f"/admin/redaktion/fassung/{tree.story.pk}/en/")
    made = PageVariant.objects.get(page__locale__language_code="en").page
    assert answer.headers["location"] == f"/admin/pages/{made.pk}/edit/"
    assert editor.post(f"/admin/redaktion/fassung/{easy.pk}/en/").status_code == 404
    assert editor.post(f"/admin/redaktion/fassung/{tree.story.pk}/xx/").status_code == 404


def test_the_variant_of_the_home_page_lies_below_it(tree, client):
    page = variant_create(source=tree.home, code="en")
    page.save_revision().publish()
    assert page.url == "/english/"
    assert '<html lang="en">' in client.get("/english/").content.decode()


def test_words_of_the_glossary_are_explained_where_they_first_appear(tree, client, easy):
    add(tree.home, GlossaryPage(title="Glossar", slug="glossar"))
    GlossaryTerm.objects.create(
        name="Metadaten", forms="Metadatum", explanation="Angaben <über> Daten.", easy="Infos."
    )
    GlossaryTerm.objects.create(name="Daten", explanation="Zahlen.", in_text=False)
    text = 'Ein <a href="/labore/">Metadaten</a>-Link, Metadaten und noch einmal Metadaten.'
    for page in (tree.story, easy):
        page.body = [paragraph(text), paragraph("Ein Metadatum mehr, Supermetadaten nicht.")]
        page.save()
    html = client.get(tree.story.url).content.decode()
    assert html.count('popovertarget="wort-metadaten"') == 1
    assert "Angaben &lt;über&gt; Daten." in html
    assert '<a href="/labore/">Metadaten</a>' in html
    assert 'href="/glossar/#metadaten"' in html
    assert "Infos." in client.get(easy.url).content.decode()


def test_a_stale_variant_says_so_to_its_readers_in_their_own_words(tree, client, easy):
    english = variant_create(source=Page.objects.get(pk=tree.story.pk), code="en")
    english.save_revision().publish()
    pages = {
        easy.url: "Diese Seite ist älter als die Seite auf Deutsch.",
        english.url: "The German version is newer: it was changed on",
    }
    for address, words in pages.items():
        assert words not in client.get(address).content.decode()
    tree.story.refresh_from_db()
    tree.story.title = "Räder und Rollen zählen"
    tree.story.save_revision().publish()
    for address, words in pages.items():
        html = client.get(address).content.decode()
        assert words in html
        notice = html[html.index(words) :]
        assert f'<a href="{tree.story.full_url}" hreflang="de">' in notice[: notice.index("</p>")]
    assert "newer" not in client.get(tree.story.url).content.decode()
    english.save_revision().publish()
    assert pages[english.url] not in client.get(english.url).content.decode()


def test_languages_are_called_by_their_own_names(tree, client, easy):
    english = variant_create(source=Page.objects.get(pk=tree.story.pk), code="en")
    english.save_revision().publish()
    html = client.get(english.url).content.decode()
    assert 'hreflang="de" lang="de">Deutsch</a>' in html
    assert 'hreflang="de-simple" lang="de-simple">Leichte Sprache</a>' in html


def test_a_variant_does_not_offer_its_own_source_as_a_further_story(tree, client, easy):
    assert "Räder zählen</a>" not in client.get(easy.url).content.decode()
    other = make_story(tree.lab, title="Wege finden")
    assert "Wege finden</a>" in client.get(easy.url).content.decode()
    assert "Räder zählen</a>" in client.get(other.url).content.decode()


def test_the_search_says_in_which_language_a_hit_is(tree, client):
    story = make_story(tree.lab, title="Quastenflosser im Stadtpark")
    story.save_revision().publish()
    english = variant_create(source=Page.objects.get(pk=story.pk), code="en")
    english.title = "Quastenflosser in town"
    english.save_revision().publish()
    pages = {
        "de": client.get("/suche/?q=quastenflosser"),
        "en": client.get("/en/suche/?q=quastenflosser"),
    }
    for own, answer in pages.items():
        titles = re.findall(
            r'<h2 class="card__title"( lang="[\w-]+")?><a href="([^"]+)"', answer.content.decode()
        )
        found = {address.removeprefix("/en"): mark for mark, address in titles}
        assert found == {
            story.url: "" if own == "de" else ' lang="de"',
            english.url: "" if own == "en" else ' lang="en"',
        }
        assert answer.content.decode().count('<span class="badge" lang="en">English</span>') == 1


def test_a_variant_that_another_worker_made_is_linked_at_once(tree, client, settings):
    settings.PORTAL_PAGE_CACHE_SECONDS = 60
    caches["pages"].clear()
    tree.story.save_revision().publish()
    assert 'hreflang="de-simple"' not in client.get(tree.story.url).content.decode()
    with patch("portal.base.variants.cache"):  # what it forgets, it forgets there
        page = variant_create(source=Page.objects.get(pk=tree.story.pk), code="de-simple")
        page.save_revision().publish()
    assert 'hreflang="de-simple"' in client.get(tree.story.url).content.decode()


@pytest.fixture
def signed(tree):
    """Return a draft of the story in Deutsche Gebärdensprache."""
    tree.story.save_revision().publish()
    return variant_create(source=Page.objects.get(pk=tree.story.pk), code="gsg").specific


def video():
    """Return a video of another site, which needs no files here."""
    return {
        "type": "video",
        "value": {"title": "In DGS", "url": "https://example.org/dgs", "language": "de"},
    }


def test_a_signed_variant_is_linked_as_such_and_its_words_are_german(tree, signed, client):
    signed.body = [*signed.body.raw_data, video()]
    signed.save_revision().publish()
    html = client.get(signed.url).content.decode()
    assert '<html lang="de">' in html
    assert f'rel="alternate" hreflang="gsg" href="{signed.full_url}"' in html
    assert 'aria-current="true" lang="de">Deutsche Gebärdensprache<' in html
    source = client.get(tree.story.url).content.decode()
    assert (
        f'<a href="{signed.full_url}" hreflang="gsg" lang="de">Deutsche Gebärdensprache</a>'
        in source
    )
    [row] = [d for d in STORIES.iter_documents() if d.language == "gsg"]
    assert row.title == tree.story.title
    found = client.get("/suche/", {"q": tree.story.title}).content.decode()
    assert '<span class="badge" lang="de">Deutsche Gebärdensprache</span>' in found


@pytest.mark.parametrize("deep", [False, True])
def test_a_signed_variant_is_published_with_its_video_only(signed, rf, admin_user, deep):
    request = rf.post("/")
    request.user = admin_user
    told = []
    with patch("labs.editorial.signing.messages.error", lambda _request, words: told.append(words)):
        refused = video_first(request, signed)
        assert refused.url.endswith(f"/pages/{signed.pk}/edit/")
        assert "es fehlt das Video" in told[0]
        assert video_first(request, signed.get_parent()) is None
        page = signed
        if deep:
            page = GuidePage(title="L", locale=signed.locale)
            page.chapters = [{"type": "chapter", "value": {"title": "K", "body": [video()]}}]
        else:
            page.body = [*signed.body.raw_data, video()]
        assert video_first(request, page) is None
    assert len(told) == 1


def test_the_rule_stands_in_the_way_of_publishing():
    assert video_first in hooks.get_hooks("before_publish_page")


def test_pages_without_room_for_a_video_are_not_signed(tree, editor):
    glossary = add(tree.home, GlossaryPage(title="Glossar"))
    answer = editor.post(f"/admin/redaktion/fassung/{glossary.pk}/gsg/", follow=True)
    assert "keinen Platz für ein Video" in answer.content.decode()
    assert not PageVariant.objects.exists()
    tree.story.save_revision().publish()
    answer = editor.post(f"/admin/redaktion/fassung/{tree.story.pk}/gsg/", follow=True)
    assert "Fügen Sie das Video in Gebärdensprache ein" in answer.content.decode()
    assert PageVariant.objects.get().page.slug.endswith("-dgs")
