"""Pages are found as long as everybody may see them, and no longer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from wagtail.models import PageViewRestriction

from home.models import StandardPage
from home.search import PAGES
from labs.models import (
    Actor,
    ActorIndexPage,
    EventPage,
    GlossaryPage,
    GlossaryTerm,
    LabPage,
    Topic,
    TopicIndexPage,
)
from labs.search import EVENTS, GUIDES, LABS, STORIES
from labs.search_records import ACTORS, TERMS, TOPICS
from search.models import Pending
from tests.labs.factories import add, make_story, paragraph


def found(provider):
    return {document.title: document for document in provider.iter_documents()}


@pytest.fixture
def touched(monkeypatch):
    """Return the keys that were told to the search."""
    keys = []
    monkeypatch.setattr("labs.news.touch", keys.extend)
    return keys


def restrict(page):
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


def test_a_story_is_found_with_lab_topics_and_words(tree):
    tree.story.topics.add(Topic.objects.create(name="Mobilität"))
    tree.story.body = [paragraph("Drei <b>Zählstellen</b> am Rhein.")]
    tree.story.save_revision().publish()
    document = found(STORIES)["Räder zählen"]
    assert document.kind == "story"
    assert document.url == tree.story.url
    assert document.facets["topic"] == ("Mobilität",)
    assert document.facets["lab"] == ("Labor Niederrhein",)
    assert "Zählstellen am Rhein." in document.body
    assert "<b>" not in document.body
    assert document.permission_labels == ("public",)
    assert document.dates["published"].year >= 2026


def test_a_lab_is_found_by_its_places_and_members(tree):
    document = found(LABS)["Labor Niederrhein"]
    assert "Kleve" in document.places
    assert "Nordrhein-Westfalen" in document.places
    assert "Stadt Kleve" in document.body
    assert document.facets["region"] == ("Nordrhein-Westfalen",)


def test_guides_and_plain_pages_are_found(tree):
    add(tree.home, StandardPage(title="Hilfe", body=[paragraph("So geht es.")]))
    assert "Anfang" in found(GUIDES)["Ein Leitfaden"].body
    assert "So geht es." in found(PAGES)["Hilfe"].body


@pytest.mark.parametrize("name", ["story", "lab", "labs", "home"])
def test_what_lies_below_a_restriction_is_not_found(tree, name):
    restriction = restrict(getattr(tree, name))
    key = f"story:{tree.story.pk}"
    assert found(STORIES) == {}
    assert list(STORIES.get_documents([key])) == []
    restriction.delete()
    assert [document.key for document in STORIES.get_documents([key])] == [key]


def test_drafts_are_not_found(tree):
    make_story(tree.lab, title="Entwurf", live=False)
    tree.story.title = "Noch geheim"
    tree.story.save_revision()
    assert set(found(STORIES)) == {"Räder zählen"}


def test_keys_that_make_no_sense_are_passed_over(tree):
    assert list(STORIES.get_documents(["story:0", "story:abc"])) == []


def test_publishing_and_unpublishing_is_told(tree, touched):
    tree.story.save_revision().publish()
    tree.story.unpublish()
    assert touched == [f"story:{tree.story.pk}"] * 2


def test_a_lab_is_told_with_its_stories(tree, touched):
    tree.lab.save_revision().publish()
    assert set(touched) == {f"lab:{tree.lab.pk}", f"story:{tree.story.pk}"}


def test_restrictions_moves_addresses_and_deletion_are_told(tree, touched):
    restrict(tree.labs).delete()
    assert touched.count(f"story:{tree.story.pk}") == 2
    touched.clear()
    tree.lab.slug = "neu"
    tree.lab.save()
    assert f"story:{tree.story.pk}" in touched
    touched.clear()
    key = f"story:{tree.story.pk}"
    tree.lab.delete()
    assert key in touched


def test_a_published_story_is_found_on_the_search_page(tree, client):
    make_story(tree.lab, title="Quastenflosser im Stadtpark").save_revision().publish()
    html = client.get("/suche/?q=quastenflosser").content.decode()
    assert not Pending.objects.exists()
    assert "Quastenflosser im Stadtpark" in html.replace("<mark>", "").replace("</mark>", "")


def test_a_story_is_found_by_the_places_of_its_lab(tree):
    document = found(STORIES)["Räder zählen"]
    assert {"Kleve", "Nordrhein-Westfalen"} <= set(document.places)
    assert document.facets["region"] == ("Nordrhein-Westfalen",)


def test_labs_and_events_say_which_years_they_cover(tree):
    LabPage.objects.update(start=date(2022, 5, 1), end=date(2024, 1, 31))
    assert found(LABS)["Labor Niederrhein"].facets["period"] == ("2022", "2023", "2024")
    start = datetime(2025, 12, 31, 18, tzinfo=UTC)
    event = add(tree.lab, EventPage(title="Silvester", start=start, end=start + timedelta(hours=9)))
    [document] = EVENTS.get_documents([f"event:{event.pk}"])
    assert document.facets["period"] == ("2025", "2026")


RECORDS = [
    (TOPICS, TopicIndexPage, lambda: Topic.objects.create(name="Moorschutz", description="Torf")),
    (ACTORS, ActorIndexPage, lambda: Actor.objects.create(name="Moorverein", about="Torf", place="Kleve")),
    (TERMS, GlossaryPage, lambda: GlossaryTerm.objects.create(name="Moorkunde", explanation="Torf")),
]  # fmt: skip


@pytest.mark.parametrize(("provider", "shelf", "make"), RECORDS, ids=["topic", "actor", "term"])
def test_records_are_found_as_long_as_their_page_may_be_seen(tree, touched, provider, shelf, make):
    record = make()
    key = f"{provider.prefix}:{record.pk}"
    assert touched == [key]
    assert list(provider.iter_documents()) == []
    page = add(tree.home, shelf(title="Alle", slug="alle"))
    [document] = provider.get_documents([key, f"{provider.prefix}:abc"])
    assert document.title == record.name
    assert document.url.startswith("/alle/")
    assert record.slug in document.url
    assert "Torf" in document.body
    touched.clear()
    restriction = restrict(page)
    assert touched == [key]
    assert list(provider.get_documents([key])) == []
    restriction.delete()
    touched.clear()
    page.specific.unpublish()
    assert key in touched
    assert list(provider.iter_documents()) == []
    touched.clear()
    page.delete()
    assert key in touched
