"""Pages for tests: valid by default, published, below one home page."""

import datetime
import itertools
from unittest.mock import patch

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from home.models import HomePage
from labs.models import (
    Actor,
    EventIndexPage,
    EventPage,
    GuideIndexPage,
    GuidePage,
    LabIndexPage,
    LabMember,
    LabPage,
    LabPlace,
    MethodIndexPage,
    MethodPage,
    NewsIndexPage,
    NewsPage,
    PracticeIndexPage,
    PracticePage,
    PracticePartner,
    StoryIndexPage,
    StoryPage,
)
from portal.base.models import PortalImage

_numbers = itertools.count(1)
CHOOSERS_INDEX = "modelsearch.index.insert_or_update_object"


def paragraph(text="Ein Absatz."):
    return {"type": "paragraph", "value": f"<p>{text}</p>"}


def add(parent, page, *, live=True):
    """Add a page without a revision: publishing as editors do costs five times as much."""
    parent = Page.objects.get(pk=parent.pk)
    page.live = live
    parent.add_child(instance=page)
    if not live:
        page.save_revision()
    return page


def make_home():
    root = Page.get_first_root_node()
    home = add(root, HomePage(title="Offene Region", slug="startseite", headline="Hallo"))
    Site.objects.update(root_page=home, hostname="testserver", port=80)
    return home


def make_lab(index, *, title=None, state="05", live=True, **fields):
    page = LabPage(title=title or f"Labor {next(_numbers)}", summary="Kurz gesagt.", **fields)
    page.places = [LabPlace(name="Kleve", state=state, key="05154036")]
    page.members = [LabMember(name="Stadt Kleve", kind="Kommune")]
    return add(index, page, live=live)


def make_story(lab, *, title=None, live=True, **fields):
    title = title or f"Geschichte {next(_numbers)}"
    fields.setdefault("body", [paragraph()])
    return add(lab, StoryPage(title=title, summary="Worum es geht.", **fields), live=live)


def make_guide(index, *, title="Ein Leitfaden", chapters=("Anfang", "Ende"), live=True):
    stream = [
        {"type": "chapter", "value": {"title": name, "body": [paragraph(name)]}}
        for name in chapters
    ]
    return add(index, GuidePage(title=title, chapters=stream), live=live)


def make_event(parent, *, title="Werkstatt", in_days=10, live=True, **fields):
    start = timezone.now() + datetime.timedelta(days=in_days)
    fields.setdefault("end", start + datetime.timedelta(hours=2))
    return add(parent, EventPage(title=title, start=start, **fields), live=live)


def make_news(parent, *, title="Es gibt Neues", live=True, **fields):
    return add(parent, NewsPage(title=title, **fields), live=live)


def make_method(index, *, title="Karte der Wege", live=True, **fields):
    fields.setdefault(
        "steps",
        [{"type": "step", "value": {"title": "Zeichnen", "text": "<p>Los.</p>", "duration": ""}}],
    )
    return add(index, MethodPage(title=title, **fields), live=live)


def make_actor(name="Elternverein", **fields):
    return Actor.objects.create(**{"name": name, "sector": "zivilgesellschaft", **fields})


def make_example(index, *, title="Werkbank", actor=None, live=True, **fields):
    page = PracticePage(title=title, **fields)
    page.partners = [PracticePartner(actor=actor or make_actor(), role="hilft")]
    return add(index, page, live=live)


def make_image(*, title="Bild", description="", collection=None):
    handle = ContentFile(b"", name="bild.png")
    Image.new("RGB", (64, 36), "#0a5a60").save(handle, "PNG")
    fields = {"collection": collection} if collection else {}
    return PortalImage.objects.create(title=title, description=description, file=handle, **fields)


class Tree:
    """A home page with the three lists and one lab, story and guide.

    Made without Wagtail's lists of references and of words for its choosers: a third of the time.
    """

    def __init__(self):
        with disable_reference_index_auto_update(), patch(CHOOSERS_INDEX):
            self.make()

    def make(self):
        self.home = make_home()
        self.labs = add(self.home, LabIndexPage(title="Labore", slug="labore"))
        self.stories = add(self.home, StoryIndexPage(title="Geschichten", slug="geschichten"))
        self.guides = add(self.home, GuideIndexPage(title="Leitfäden", slug="leitfaeden"))
        self.lab = make_lab(self.labs, title="Labor Niederrhein")
        self.story = make_story(self.lab, title="Räder zählen")
        self.guide = make_guide(self.guides)


class Wide(Tree):
    """The same with every other kind of page."""

    def make(self):
        super().make()
        self.methods = add(self.home, MethodIndexPage(title="Methoden", slug="methoden"))
        self.examples = add(self.home, PracticeIndexPage(title="Praxis", slug="praxisbeispiele"))
        self.events = add(self.home, EventIndexPage(title="Termine", slug="veranstaltungen"))
        self.newsroom = add(self.home, NewsIndexPage(title="Meldungen", slug="meldungen"))
        self.method = make_method(self.methods)
        self.example = make_example(self.examples)
        self.event = make_event(self.lab)
        self.news = make_news(self.lab)
