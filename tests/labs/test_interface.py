"""The interface in English: the same addresses below /en/, German by default, machines left alone."""

import datetime
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Page
from wagtail.users.models import UserProfile

from datasets.models import Dataset, Organization
from portal.base.interface import in_english, inner_path, words
from portal.base.pages import is_taken
from portal.base.variants import variant_create
from portal.management import catalogues

ENGLISH = Path(__file__).parents[2] / "portal" / "locale" / "en" / "LC_MESSAGES" / "django.po"
EMPTY = {"br", "img", "input", "link", "meta", "hr", "source", "col"}
SAID = ("aria-label", "placeholder", "alt", "title")


class Spoken(HTMLParser):
    """Collects what an English page says outside of parts marked as German."""

    def __init__(self):
        super().__init__()
        self.open = []
        self.words = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        apart = (
            (attributes.get("lang") == "de" and tag != "html")
            or tag in ("script", "style")
            or bool(self.open and self.open[-1])
        )
        if not apart:
            self.words += [attributes[name] for name in SAID if attributes.get(name)]
        if tag not in EMPTY:
            self.open.append(apart)

    def handle_endtag(self, tag):
        if tag not in EMPTY:
            self.open.pop()

    def handle_data(self, data):
        if data.strip() and not self.open[-1]:
            self.words.append(" ".join(data.split()))


@pytest.fixture(scope="module")
def german():
    """Return what finds a German text of the interface that English says in other words."""
    patterns = []
    for text, forms in catalogues.read(ENGLISH).texts.items():
        for source, form in zip((text.one, text.many), forms, strict=False):
            plain = re.sub(r"%\(\w+\)s|\{\w*\}", "", source)
            if source != form and len(re.findall(r"[a-zäöüß]{2,}", plain)) > 0:
                words = re.escape(source.strip()).replace("%%", "%")
                patterns.append(re.sub(r"%\\\(\w+\\\)s|\\\{\w*\\\}", ".+", words))
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@pytest.fixture(autouse=True)
def own_index(settings, tmp_path):
    """Search what this test made: the index on disk is not rolled back, so other tests' pages stay in it."""
    settings.SEARCH = {**settings.SEARCH, "PATH": str(tmp_path / "index")}


@pytest.fixture
def catalogue(db):
    town = Organization.objects.create(name="stadt", title="Stadt Kleve")
    Dataset.objects.create(
        name="spielplaetze", title="Spielplätze", notes="Alle Plätze.", organization=town
    )


def links_of(html):
    return re.findall(r'<a [^>]*href="([^"]+)"', html)


PATHS = (
    "/",
    "/labore/",
    "/labore/labor-niederrhein/",
    "/geschichten/",
    "/labore/labor-niederrhein/raeder-zaehlen/",
    "/veranstaltungen/",
    "/praxisbeispiele/",
    "/methoden/",
    "/dataset/",
    "/dataset/spielplaetze",
    "/organization/",
    "/organization/stadt",
    "/group/",
    "/schemas/",
    "/suche/",
    "/suche/?q=Rad",
    "/api/docs",
    "/gibt-es-nicht/",
)


def said_in_german(html, german):
    """Return the words of the interface outside of parts marked as German."""
    page = Spoken()
    page.feed(html)
    assert page.words, html
    return [words for words in page.words if german.fullmatch(words)]


def test_english_pages_say_nothing_in_german_and_lead_to_english_ones(
    wide, catalogue, client, german
):
    faults = {}
    for path in PATHS:
        html = client.get(f"/en{path}").content.decode()
        back = f'<a class="interface-switch" href="{path}" hreflang="de" lang="de">Deutsch</a>'
        others = html.replace(back, "")
        faults[path] = [
            *said_in_german(html, german),
            *(link for link in links_of(others) if link != in_english(link)),
            *(["lang"] if '<html lang="en">' not in html else []),
            *(["switch"] if back not in html else []),
        ]
    assert faults == {path: [] for path in PATHS}


def test_german_stays_the_default_whatever_the_browser_likes(wide, catalogue, client, german):
    for path in ("/", "/dataset/", "/suche/"):
        html = client.get(path, headers={"accept-language": "en"}).content.decode()
        assert '<html lang="de">' in html
        assert len(said_in_german(html, german)) > 5
        assert f'href="/en{path}" hreflang="en" lang="en">English</a>' in html
        assert not [
            link for link in links_of(html) if link.startswith("/en/") and link != f"/en{path}"
        ]


def test_dates_are_english(catalogue, client):
    Dataset.objects.update(modified_at=datetime.datetime(2026, 3, 5, 12, tzinfo=datetime.UTC))
    assert ">5 March 2026</time>" in client.get("/en/dataset/spielplaetze").content.decode()
    assert ">5. März 2026</time>" in client.get("/dataset/spielplaetze").content.decode()


def test_search_engines_learn_of_both_languages_of_the_portals_own_pages(
    catalogue, client, settings
):
    base = settings.PORTAL_BASE_URL
    for prefix in ("", "/en"):
        html = client.get(f"{prefix}/dataset/spielplaetze").content.decode()
        assert f'<link rel="canonical" href="{base}{prefix}/dataset/spielplaetze">' in html
        assert re.findall(r'hreflang="([\w-]+)" href="(http[^"]+)"', html) == [
            ("de", f"{base}/dataset/spielplaetze"),
            ("en", f"{base}/en/dataset/spielplaetze"),
            ("x-default", f"{base}/dataset/spielplaetze"),
        ]


def test_a_german_page_below_en_says_so_and_names_the_german_one_as_the_true(tree, client):
    html = client.get(f"/en{tree.story.url}").content.decode()
    assert f'<link rel="canonical" href="{tree.story.full_url}">' in html
    assert "The text of this page is available in German only." in html
    assert '<h1 lang="de">Räder zählen</h1>' in html
    assert 'rel="alternate" hreflang' not in html


def test_who_reads_english_gets_the_english_variant(tree, client):
    page = variant_create(source=tree.story, code="en")
    page.title = "Counting bicycles"
    page.save_revision().publish()
    page = Page.objects.get(pk=page.pk).specific
    answer = client.get(f"/en{tree.story.url}")
    assert (answer.status_code, answer["Location"]) == (302, page.full_url)
    html = client.get(page.url).content.decode()
    assert "<h1>Counting bicycles</h1>" in html
    assert "available in German only" not in html
    assert "/en/suche/" in re.findall(r'action="([^"]+)"', html)
    assert f'href="{tree.story.full_url}" hreflang="de" lang="de">Deutsch</a>' in html
    german = client.get(tree.story.url).content.decode()
    assert f'href="{page.full_url}" hreflang="en" lang="en">English</a>' in german


def test_menus_speak_the_words_the_interface_knows(tree, client):
    assert words("Geschichten") == "Geschichten"
    with translation.override("en"):
        assert words("Geschichten") == "Stories"
        assert words("Über Kleve") == "Über Kleve"


@pytest.mark.parametrize(
    "path",
    [
        "/api/3/action/status_show",
        "/api/3/action/package_show?id=gibt-es-nicht",
        "/datastore/dump/gibt-es-nicht",
        "/feeds/dataset.atom",
    ],
)
def test_machines_hear_the_same_with_a_language_before_their_address(catalogue, client, path):
    plain, english = client.get(path), client.get(f"/en{path}")
    assert english.status_code == plain.status_code

    def bare(answer):
        return re.sub(rb"/en/|T[\d:.+]+", b"/", answer.content)

    assert bare(english) == bare(plain)


def test_addresses_of_machines_files_and_the_admin_have_no_english_twin():
    for address in (
        "/api/3/action/x",
        "/api",
        "/admin/",
        "/static/css/x.css",
        "/media/a.png",
        "/dataset/a/resource/b/download/c.csv",
        "https://example.org/",
        "//example.org/",
        "#oben",
        "?seite=2",
        "/en/dataset/",
    ):
        assert in_english(address) == address
    assert in_english("/") == "/en/"
    assert in_english("/api/docs") == "/en/api/docs"
    assert (inner_path("/en/dataset/"), inner_path("/englisch/")) == ("/dataset/", "/englisch/")
    assert inner_path("/en/api/3/action/x") == "/en/api/3/action/x"


def test_redirects_stay_in_english(catalogue, client):
    assert client.get("/en/dataset/?q=rad")["Location"] == "/en/suche/?typ=dataset&q=rad"
    assert client.get("/en/gibt")["Location"] == "/en/gibt/"


def test_no_page_may_lie_where_english_begins(db):
    assert is_taken("en")


def test_both_languages_of_a_page_are_kept_apart(tree, client, settings):
    settings.PORTAL_PAGE_CACHE_SECONDS = 60
    for _again in range(2):
        assert '<html lang="de">' in client.get(tree.lab.url).content.decode()
        assert '<html lang="en">' in client.get(f"/en{tree.lab.url}").content.decode()


def test_the_feeds_speak_english_too(tree, client):
    assert "What’s new" in client.get("/en/feed/alles.atom").content.decode()
    assert "Neues" in client.get("/feed/alles.atom").content.decode()


def test_the_admin_speaks_the_persons_language(tree, editor, admin_user):
    assert "Kurzfassung" in editor.get(f"/admin/pages/{tree.story.pk}/edit/").content.decode()
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "en"})
    html = editor.get(f"/admin/pages/{tree.story.pk}/edit/").content.decode()
    assert "Summary" in html
    assert "Kurzfassung" not in html


def test_a_column_that_people_described_needs_no_reason_from_the_intake():
    column = {"field": {"name": "nr", "description": "Nummer <1>"}, "profile": {}, "kind": "Text"}
    html = render_to_string("datasets/parts/columns.html", {"columns": [column]})
    assert ">Nummer &lt;1&gt;" in html


def test_words_of_the_interface_inside_a_german_text_are_marked(tree, client):
    box = {"style": "tipp", "title": "Gut zu wissen", "text": "<p>Ein Satz.</p>"}
    tree.story.body = [{"type": "callout", "value": box}]
    tree.story.save_revision().publish()
    html = " ".join(client.get(f"/en{tree.story.url}").content.decode().split())
    assert '<span lang="en">Tip</span>: Gut zu wissen' in html
    assert '<li aria-current="page" lang="de">Räder zählen</li>' in html
    german = client.get(tree.story.url).content.decode()
    assert 'lang="en">Tip' not in german
