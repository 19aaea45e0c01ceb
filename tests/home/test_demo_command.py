"""`manage.py demo_content` fills a portal once."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, Revision

from datasets.models import Dataset, Organization, ResourceVersion, Theme
from home.models import HomePage, StandardPage
from labs.models import GuidePage, LabPage, StoryPage, Topic
from portal.base.models import PageVariant, PortalImage

pytestmark = [pytest.mark.slow]


def counts():
    models = (Page, Revision, Dataset, Organization, Theme, ResourceVersion, Topic, PortalImage)
    return {model.__name__: model.objects.count() for model in models}


def test_the_demo_is_complete_and_a_second_run_changes_nothing(db, client):
    call_command("demo_content", verbosity=0)
    assert LabPage.objects.live().count() == 13
    assert StoryPage.objects.live().count() == 5
    assert set(PageVariant.objects.values_list("page__locale__language_code", "stale_since")) == {
        ("de-simple", None),
        ("en", None),
    }
    assert GuidePage.objects.live().count() == 2
    assert Dataset.objects.public().count() == 8
    before = counts()
    call_command("demo_content", verbosity=0)
    assert counts() == before
    _pages_answer(client)
    _references_lead_somewhere(client)


def _pages_answer(client):
    for model in (HomePage, LabPage, StoryPage, GuidePage, StandardPage):
        for page in model.objects.live():
            assert client.get(page.url).status_code == 200, page.url


def _references_lead_somewhere(client):
    story = StoryPage.objects.get(slug="offene-daten-fuer-spielplaetze")
    assert "/dataset/spielplaetze-niederrhein" in client.get(story.url).content.decode()
    assert "/dataset/baumkataster-rebental" in client.get("/hilfe/").content.decode()
    home = client.get("/").content.decode()
    assert "Labor Niederrhein" in home
    assert "Beispiel" in home
    assert "42" in client.get("/labore/").content.decode()
