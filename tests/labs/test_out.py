"""What leaves the portal besides pages: feeds, JSON-LD, pictures, Wagtail's API."""

import io
import json
import re
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from wagtail.models import PageViewRestriction

from labs.models import Topic
from tests.labs.factories import make_image, make_story

ATOM = "{http://www.w3.org/2005/Atom}"


def publish(page):
    page.save_revision().publish()
    return page


def test_feeds_hold_public_pages_of_their_kind_newest_first(wide, client):
    for page in (wide.story, wide.news, wide.event):
        page.title = f"{page.title} & <mehr>"
        publish(page)
    make_story(wide.lab, title="Geheim", live=False)
    hidden = publish(make_story(wide.lab, title="Nur intern"))
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    feed = ET.fromstring(client.get("/feed/alles.atom").content)
    titles = [entry.find(f"{ATOM}title").text for entry in feed.iter(f"{ATOM}entry")]
    assert titles == ["Werkstatt & <mehr>", "Es gibt Neues & <mehr>", "Räder zählen & <mehr>"]
    rss = ET.fromstring(client.get("/feed/geschichten.rss").content)
    assert [item.find("title").text for item in rss.iter("item")] == ["Räder zählen & <mehr>"]
    assert client.get("/feed/quatsch.rss").status_code == 404
    assert "/feed/alles.atom" in client.get(wide.story.url).content.decode()


def linked(html):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    return json.loads(found[1])


@pytest.mark.parametrize(
    ("name", "kind"),
    [("story", "Article"), ("news", "NewsArticle"), ("event", "Event"), ("method", "HowTo"),
     ("guide", "TechArticle"), ("lab", "Project"), ("home", "WebSite"), ("example", "Article")],
)  # fmt: skip
def test_pages_describe_themselves_as_json_ld(wide, client, name, kind):
    page = getattr(wide, name)
    page.title = "Räder </script> & mehr"
    publish(page)
    data = linked(client.get(page.url).content.decode())
    assert data["@type"] == kind
    assert data.get("headline", data["name"]) == "Räder </script> & mehr"
    assert data["url"] == page.full_url


def test_an_event_says_when_where_and_whether(wide, client):
    wide.event.venue, wide.event.cancelled = "Bürgerhaus", True
    publish(wide.event)
    data = linked(client.get(wide.event.url).content.decode())
    assert data["startDate"] == wide.event.start.isoformat()
    assert data["location"]["name"] == "Bürgerhaus"
    assert data["eventStatus"].endswith("EventCancelled")


def test_a_shared_link_has_a_picture_of_its_title(wide, client):
    wide.story.lead_image = make_image(description="Bild")
    publish(wide.story)
    html = client.get(wide.story.url).content.decode()
    address = re.search(r'property="og:image" content="https?://[^/]+([^"]+)"', html)[1]
    answer = client.get(address)
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.size == (1200, 630)
        assert len(image.convert("RGB").getcolors(1 << 20)) > 3
    assert answer.content == client.get(address).content
    wide.story.unpublish()
    assert client.get(address).status_code == 404


def test_wagtails_api_shows_public_pages_beside_the_ckan_interface(wide, client):
    make_story(wide.lab, title="Geheim", live=False)
    answer = client.get("/api/v3-preview/pages/?type=labs.StoryPage")
    assert answer.status_code == 200
    assert [item["title"] for item in answer.json()["items"]] == ["Räder zählen"]
    assert client.get("/api/v3-preview/openapi.json").status_code == 200
    assert client.post("/api/v3-preview/pages/", {}, "application/json").status_code == 401
    assert client.get("/api/3/action/site_read").json()["success"] is True


def test_topics_stay_with_the_feed(wide, client):
    wide.story.topics.add(Topic.objects.create(name="Mobilität"))
    publish(wide.story)
    assert 'term="Mobilität"' in client.get("/feed/alles.atom").content.decode()
