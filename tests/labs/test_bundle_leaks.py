"""A bundle under embargo: page, data, a new version of public data and an event; no exit tells of them before."""

import io
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.utils import timezone

from datasets.services.datasets import dataset_create
from datasets.services.resources import resource_create
from labs.bundles.approving import bundle_approve
from labs.bundles.models import Bundle, BundleState
from labs.bundles.publishing import bundles_publish_due
from labs.models import EventIndexPage
from labs.services.records import records_publish
from search.pages import _shown
from tests.labs.factories import add, make_event, make_story
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
WORD, EVENT = "Zwetschgenbaum", "Zwetschgenfest"


@pytest.fixture
def embargo(tree, resource, settings, django_user_model):
    """Everything that becomes public together, its time come but nothing published yet; with kept pages."""
    settings.PORTAL_PAGE_CACHE_SECONDS = 60
    caches["pages"].clear()
    _shown.clear()
    editor = django_user_model.objects.create_superuser("chefin", email="chefin@example.org")
    changes = {"name": "zwetschgen", "title": f"{WORD} je Ort", "notes": WORD, "license": "cc-by"}
    hidden = dataset_create(actor=None, changes=changes, publish=False, check=False)
    new = resource_create(
        actor=None, dataset=hidden, fields={"name": WORD}, check=False, file_name="zwetschgen.csv",
        upload=io.BytesIO(table(87).encode()),
    )  # fmt: skip
    newer = upload(resource, table(87, column="ort").replace("Kleve", WORD), publish=False)
    add(tree.home, EventIndexPage(title="Termine", slug="veranstaltungen"))
    event = make_event(tree.lab, title=EVENT, slug="zwetschgenfest", live=False)
    chart = make_chart(new, title=f"{WORD} im Bild")
    body = [sentence(make_figure(new)), picture(chart)]
    story = make_story(tree.lab, title=f"{WORD} gesucht", slug="zwetschgen", live=False, body=body)
    bundle = Bundle.objects.create(
        title="Zur Messe", publish_at=timezone.now() - timedelta(minutes=1), state=BundleState.PLANNED,
        created_by=editor, planned_by=editor,
    )  # fmt: skip
    for part in ({"page": story}, {"page": event}, {"dataset": hidden}, {"version": newer}):
        bundle.items.create(**part)
    assert bundle_approve(bundle=bundle, actor=editor) == []
    yield {
        "old": resource,
        "new": new,
        "chart": chart,
        "event": event,
        "story": story,
        "tree": tree,
    }
    caches["pages"].clear()
    _shown.clear()


def exits(found):
    """Every address by which something could be told, by its name."""
    old, new, chart, event = found["old"].pk, found["new"].pk, found["chart"].pk, found["event"].pk
    lab, api = found["tree"].lab.url, "/api/3/action"
    embedded = f"http://testserver/einbetten/diagramm/{chart}"
    return {
        # pages and lists
        "page": f"{lab}zwetschgen/", "event page": f"{lab}zwetschgenfest/", "lab": lab, "home": "/",
        "stories": "/geschichten/", "events": "/veranstaltungen/", "in English": "/en/geschichten/",
        "datasets": "/dataset/", "dataset": "/dataset/zwetschgen", "resource": f"/dataset/zwetschgen/resource/{new}",
        "table page of the old data": f"/dataset/spielplaetze/resource/{old}?zeilen=100&seite=1&f=ort&wert={WORD[:1]}",
        # search, suggestions, sitemap
        "search": f"/suche/?q={WORD}", "search json": f"/suche/json?q={WORD}", "search feed": f"/suche/rss?q={WORD}",
        "suggest": f"/suche/vorschlaege?q={WORD[:6]}", "suggest event": "/suche/vorschlaege?q=Zwetschgenf",
        "search event": f"/suche/json?q={EVENT}",
        "sitemap": "/sitemap.xml",
        # feeds and calendars
        "feed of data": "/feeds/dataset.atom", "feed of pages": "/feed/alles.atom", "feed of stories": "/feed/geschichten.rss",
        "feed of the dataset": "/dataset/zwetschgen.atom", "calendar": "/kalender/veranstaltungen.ics",
        "calendar of the event": f"/kalender/{event}.ics",
        # interfaces
        "package_show": f"{api}/package_show?id=zwetschgen", "package_search": f"{api}/package_search?q={WORD}",
        "package_list": f"{api}/package_list", "with resources": f"{api}/current_package_list_with_resources",
        "autocomplete": f"{api}/package_autocomplete?q=zwetsch", "resource_show": f"{api}/resource_show?id={new}",
        "resource_search": f"{api}/resource_search?query=name:{WORD}",
        "activity": f"{api}/recently_changed_packages_activity_list",
        "rows": f"{api}/datastore_search?resource_id={new}", "new rows": f"{api}/datastore_search?resource_id={old}&limit=500",
        "pages API": "/api/v3-preview/pages/?type=labs.StoryPage",
        # files
        "download": f"/dataset/zwetschgen/resource/{new}/download/zwetschgen.csv", "file": f"/dateien/{new}/latest",
        "new file": f"/dateien/{old}/latest", "versions": f"/dateien/{new}/versionen.json",
        "dump": f"/datastore/dump/{new}", "new dump": f"/datastore/dump/{old}",
        "table as JSON": f"/dataset/spielplaetze/resource/{old}/tabelle.json", "package": "/dataset/zwetschgen.zip",
        # for other sites
        "embed": f"/einbetten/diagramm/{chart}", "values": f"/einbetten/diagramm/{chart}.csv", "oembed": f"/oembed?url={embedded}",
        "picture": f"/vorschaubild/{found['story'].pk}.png",
        # the portal's own records as data
        "records": "/dataset/portal-veranstaltungen.zip",
    }  # fmt: skip


# What is not text is told by being there at all.
BY_STATUS = {"package", "picture", "records", "rows", "dump", "file", "download", "values", "versions", "calendar of the event"}  # fmt: skip


def told(client, paths):
    """Return the exits that show something of the bundle; sitemaps are followed one step."""
    found = set()
    for name, path in paths.items():
        response = client.get(path)
        if response.status_code != 200:
            continue
        raw = b"".join(response.streaming_content) if response.streaming else response.content
        if name in BY_STATUS:
            found.add(name)
            continue
        text = raw.decode()
        if name == "sitemap":
            for line in text.split("<loc>")[1:]:
                address = line.split("</loc>")[0].replace("http://testserver", "")
                text += client.get(address).content.decode() if "sitemap" in address else ""
        # What was asked for is repeated, which tells nothing.
        text = text.replace(path, "")
        for word in (EVENT, WORD, "Zwetschgenf", "Zwetsc"):
            for form in ("q={}", 'value="{}"', "„{}“", '"query": "{}"', "Suche: {}"):
                text = text.replace(form.format(word), "")
        if "wetschgen" in text:
            found.add(name)
    return found


def test_no_exit_tells_of_a_bundle_before_and_every_one_after(client, embargo):
    records_publish()
    call_command("search_rebuild", verbosity=0)
    paths = exits(embargo)
    before = told(client, paths)
    assert before == set(), before
    # Asked twice: what is kept for readers tells as little.
    assert told(client, paths) == set()
    assert bundles_publish_due() == 1
    records_publish()
    call_command("search_drain", verbosity=0)
    after = told(client, paths)
    assert after == set(paths), set(paths) - after
    assert '<data value="87">87</data>' in client.get(paths["page"]).content.decode()
    assert bundles_publish_due() == 0
