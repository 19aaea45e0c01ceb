"""Pages to look at again: the day comes, a card and one mail say so, a look puts it off for a year."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from labs.editorial.basics import scope_of
from labs.editorial.dashboard import CARDS
from labs.editorial.reviews import LOOKED, due_reviews, reviews_remind
from labs.models import EventPage, LabPage, StoryPage
from portal.base.models import User
from tests.labs.factories import make_event, make_story


@pytest.fixture
def story(tree):
    """A story of somebody, published 40 days ago, to be looked at since yesterday."""
    author = User.objects.create_user("bea", email="bea@example.org")
    story = make_story(tree.lab, title="Spielplätze", owner=author)
    StoryPage.objects.filter(pk=story.pk).update(review_on=yesterday())
    Page.objects.filter(pk=story.pk).update(last_published_at=ago(40))
    return story


def ago(days):
    return timezone.now() - datetime.timedelta(days)


def yesterday():
    return timezone.localdate() - datetime.timedelta(1)


def due():
    return [page.title for page in due_reviews(Page.objects.all()).order_by("title")]


def test_a_page_is_due_on_its_day_and_its_author_gets_one_mail(story, admin_user, client):
    assert due() == ["Spielplätze"]
    assert reviews_remind() == 1
    (sent,) = mail.outbox
    assert sent.to == ["bea@example.org"]
    assert sent.subject == "Wieder ansehen: Spielplätze"
    assert f"/admin/redaktion/ansehen/{story.pk}/" in sent.body
    assert reviews_remind() == 0, "once is enough; the card stays"
    card = CARDS["wiedervorlage"](scope_of(LabPage.objects.all(), None), False)
    assert [item.url for item in card.items] == [f"/admin/redaktion/ansehen/{story.pk}/"]
    client.force_login(admin_user)
    assert client.get(card.items[0].url).status_code == 200
    assert due() == ["Spielplätze"], "to open it is not to say that it is right"
    client.post(card.items[0].url)
    assert due() == []
    assert PageLogEntry.objects.get(page=story.pk, action=LOOKED).user == admin_user


def test_to_publish_after_the_day_is_to_look(story):
    Page.objects.filter(pk=story.pk).update(last_published_at=timezone.now())
    assert due() == []


def test_after_a_look_the_portal_asks_again_a_year_later(story):
    PageLogEntry.objects.create(
        page_id=story.pk,
        action=LOOKED,
        timestamp=ago(300),
        label=story.title,
        content_type=story.content_type,
    )
    Page.objects.update(last_published_at=ago(400))
    StoryPage.objects.update(review_on=ago(310).date())
    assert "Spielplätze" not in due()
    PageLogEntry.objects.update(timestamp=ago(366))
    StoryPage.objects.update(review_on=ago(380).date())
    assert "Spielplätze" in due()
    StoryPage.objects.update(review_on=timezone.localdate() + datetime.timedelta(5))
    assert "Spielplätze" not in due()


def test_an_event_is_due_when_somebody_named_a_day_and_a_finished_lab_asks_for_nothing(tree):
    event = make_event(tree.lab, title="Werkstatt")
    Page.objects.filter(pk=event.pk).update(last_published_at=ago(400))
    assert due() == []
    EventPage.objects.update(review_on=yesterday())
    assert due() == ["Werkstatt"]
    LabPage.objects.filter(pk=tree.lab.pk).update(finished_on=yesterday())
    assert due() == []


def test_without_an_author_those_who_lead_the_lab_are_told(tree):
    story = make_story(tree.lab, title="Verwaist")
    StoryPage.objects.filter(pk=story.pk).update(review_on=yesterday())
    lead = User.objects.create_user("karla", email="karla@example.org")
    lead.groups.add(tree.lab.team.group)
    assert reviews_remind() == 1
    assert mail.outbox[0].to == ["karla@example.org"]
