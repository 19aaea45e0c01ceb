"""Lists show what everybody may see, narrowed down by links, in a bounded number of queries."""

import datetime

import pytest
from wagtail.models import PageViewRestriction

from labs.models import Topic
from tests.labs.factories import make_lab, make_story


@pytest.fixture
def many(tree):
    topic = Topic.objects.create(name="Mobilität")
    labs = [make_lab(tree.labs, state="06" if number % 2 else "09") for number in range(6)]
    for number in range(14):
        story = make_story(labs[number % 6], date=datetime.date(2026, 1, number + 1))
        story.topics.add(topic)
        story.save()
    return tree


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def test_labs_of_one_state(many, client):
    html = client.get("/labore/?land=hessen").content.decode()
    assert "3 Labore: Hessen" in html
    assert "Labor Niederrhein" not in html
    assert 'href="?land=bayern"' in html


def test_an_unknown_state_shows_all_labs(many, client):
    assert "7 Labore" in client.get("/labore/?land=atlantis").content.decode()


def test_stories_of_one_topic_in_slices(many, client):
    html = client.get("/geschichten/?thema=mobilitaet").content.decode()
    assert "14 Geschichten" in html
    assert "?seite=2&amp;thema=mobilitaet" in html
    second = client.get("/geschichten/?thema=mobilitaet&seite=2").content.decode()
    assert second.count("card--story") == 2


@pytest.mark.parametrize(
    "path", ["/", "/labore/", "/geschichten/", "/leitfaeden/", "/labore/labor-niederrhein/"]
)
def test_queries_do_not_grow_with_the_number_of_pages(
    many, client, django_assert_max_num_queries, path
):
    client.get(path)
    with django_assert_max_num_queries(24):
        assert client.get(path).status_code == 200


def test_a_restricted_story_is_not_listed(tree, client):
    restrict(tree.story)
    for path in ("/", "/geschichten/", tree.lab.url):
        assert "Räder zählen" not in client.get(path).content.decode()


def test_a_restricted_lab_hides_its_stories(tree, client):
    restrict(tree.lab)
    for path in ("/", "/labore/", "/geschichten/"):
        html = client.get(path).content.decode()
        assert "Räder zählen" not in html
        assert "Labor Niederrhein" not in html


def test_a_draft_lab_is_not_named_by_its_published_stories(tree, client):
    tree.lab.unpublish()
    html = client.get("/geschichten/").content.decode()
    assert "Räder zählen" in html
    assert "Labor Niederrhein" not in html
    assert "Labor Niederrhein" not in client.get(tree.story.url).content.decode()
