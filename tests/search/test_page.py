"""The search page and its other forms: what is shown, to whom, under which address."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict

from search import documents
from search.api import drain, engine, rebuild, touch
from search.browse import FACETS, read_state, shown_facets
from search.documents import SearchDocument
from search.engines.base import Answer
from search.models import EmptyQuery, Pending, Promotion, Synonym
from tests.search.documents import dataset

pytestmark = pytest.mark.django_db


class Shelf:
    """Documents of the tests, held in memory."""

    prefix = "dataset"

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.held: dict[str, SearchDocument] = {}

    def iter_documents(self) -> Iterator[SearchDocument]:
        yield from list(self.held.values())

    def get_documents(self, keys: Sequence[str]) -> Iterable[SearchDocument]:
        return [self.held[key] for key in keys if key in self.held]


TREES = dataset(
    1, "Baumkataster Köln", "Alle **Bäume** an [Straßen](http://x) und auf Plätzen", organization="koeln",
    res_format=("CSV", "JSON"), tags=("Umwelt",), license_id="cc-zero", places=("Köln",),
    texts={"organization_title": "Stadt Köln", "theme_titles": "Umwelt", "license": "CC Zero",
           "columns": "baum_nr Pflanzjahr Gattung"},
)  # fmt: skip
WAYS = dataset(
    2, "Radwege in Kleve", "Radwege und ihr Zustand", organization="kleve", res_format="CSV", places=("Kleve",),
    texts={"organization_title": "Stadt Kleve", "theme_titles": "Verkehr"},
)  # fmt: skip
STORY = dataset(
    3,
    "Wie Bäume zählen half",
    "Ein Bericht <b>aus</b> Köln",
    kind="story",
    topic=("Umwelt",),
    lab="Labor Köln",
)
SECRET = dataset(4, "Geheimbaum", "Unveröffentlichte Gehölzmappe", permission_labels=("org:7",), organization="geheim",
                 tags=("Verschlossen",), texts={"organization_title": "Geheimamt"})  # fmt: skip


@pytest.fixture
def shelves(on_engine: str) -> Iterator[dict[str, Shelf]]:
    before = dict(documents._providers)
    documents._providers.clear()
    shelves = {prefix: Shelf(prefix) for prefix in ("dataset", "story")}
    for shelf in shelves.values():
        documents.register_provider(shelf)
    for document in (TREES, WAYS, STORY, SECRET):
        shelves[document.key.split(":")[0]].held[document.key] = document
    rebuild()
    yield shelves
    engine().rebuild([])
    documents._providers.clear()
    documents._providers.update(before)


@pytest.fixture
def page(shelves: dict[str, Shelf], client: Any) -> Any:
    def get(query: str = "") -> str:
        response = client.get(f"/suche/{query}")
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    return get


@pytest.fixture
def data(shelves: dict[str, Shelf], client: Any) -> Any:
    return lambda query="": client.get(f"/suche/json{query}").json()


def titles(body: dict[str, Any]) -> list[str]:
    return [hit["title"] for hit in body["results"]]


def test_hits_show_marked_excerpts_without_markup(page: Any) -> None:
    html = page("?q=baum+strasse")
    assert "Alle <mark>Bäume</mark> an <mark>Straßen</mark> und auf Plätzen" in html
    assert "http://x" not in html


def test_a_column_that_was_asked_for_is_shown(page: Any) -> None:
    assert "<mark>Pflanzjahr</mark>" in page("?q=pflanzjahr")


def test_what_was_typed_is_escaped(page: Any) -> None:
    html = page("?q=%3Cscript%3Ealert(1)%3C/script%3E&thema=%22%3E%3Cscript%3E")
    assert "<script>" not in html


def test_facets_are_picked_together_and_keep_their_counts(data: Any) -> None:
    body = data("?q=&format=CSV&herausgeber=koeln")
    assert titles(body) == ["Baumkataster Köln"]
    publishers = {value["value"]: value for value in body["facets"]["herausgeber"]}
    assert publishers["kleve"] == {
        "value": "kleve",
        "title": "Stadt Kleve",
        "count": 1,
        "chosen": False,
    }
    assert publishers["koeln"]["chosen"]
    assert {v["value"]: v["count"] for v in body["facets"]["format"]} == {"CSV": 1, "JSON": 1}
    both = data("?q=&herausgeber=koeln&herausgeber=kleve")
    assert both["total"] == 2
    assert both["kinds"] == {"dataset": 2}


def test_facets_are_check_boxes_with_names_and_counts(page: Any) -> None:
    html = page("?q=&herausgeber=koeln")
    assert 'name="herausgeber" value="koeln" checked' in html
    assert 'Stadt Kleve <span class="facet__count">(1)</span>' in html
    assert 'name="format" value="CSV"' in html
    assert "()" not in html


def test_themes_of_datasets_and_topics_of_stories_are_one_facet(data: Any) -> None:
    body = data("?thema=Umwelt")
    assert set(titles(body)) == {"Baumkataster Köln", "Wie Bäume zählen half"}
    assert {v["value"]: v["count"] for v in body["facets"]["thema"]} == {"Umwelt": 2, "Verkehr": 1}


@pytest.mark.parametrize(
    ("query", "first"),
    [("?q=radweg+kleve", "Radwege in Kleve"), ("?q=csv+koeln", "Baumkataster Köln"),
     ("?q=&sort=titel", "Baumkataster Köln"), ("?q=&sort=neu", "Wie Bäume zählen half"),
     ("?q=&typ=story", "Wie Bäume zählen half")],
)  # fmt: skip
def test_places_formats_orders_and_kinds_are_understood(data: Any, query: str, first: str) -> None:
    assert titles(data(query))[0] == first


def test_a_typo_leads_to_the_better_spelling(page: Any, data: Any) -> None:
    html = page("?q=Baumkatastr&format=CSV")
    assert "Meinten Sie:" in html
    assert 'href="?q=Baumkataster&amp;format=CSV"' in html
    assert data("?q=Baumkatastr")["did_you_mean"] == "Baumkataster"
    assert data("?q=Baumkataster")["did_you_mean"] is None


def test_nothing_found_helps_on_and_is_counted_without_persons(page: Any) -> None:
    for query in ("?q=Xylophonquirl", "?q=xylophonquirl", "?q=max@example.org", "?q=0170+1234567"):
        html = page(query)
        assert "Nichts gefunden" in html
        assert '<a href="?q=&amp;thema=Umwelt">Umwelt (2)</a>' in html
    assert [(row.words, row.count) for row in EmptyQuery.objects.all()] == [("xylophonquirl", 2)]
    assert page("?q=baum")
    assert EmptyQuery.objects.count() == 1


def test_every_odd_address_is_a_page(page: Any) -> None:
    long = ("?q=" + "a" * 3000, "?format=" + "b" * 3000)
    odd = "?seite=0 ?seite=99999 ?seite=² ?typ=x ?sort=x ?q=%00 ?q=%22&format=%00 ?seite=400&q=b ?jahr=x&jahr=1"
    for query in (*long, *odd.split()):
        assert "Suche" in page(query)


def test_the_page_works_with_few_queries(page: Any, django_assert_max_num_queries: Any) -> None:
    page("?q=baum")
    with django_assert_max_num_queries(12):
        page("?q=baum")


def test_suggestions_are_words_and_titles(shelves: Any, client: Any) -> None:
    body = client.get("/suche/vorschlaege?q=bäu").json()
    assert {"text": "bäume", "url": None, "kind": None} in body["suggestions"]
    body = client.get("/suche/vorschlaege?q=baumk").json()
    assert [one["url"] for one in body["suggestions"] if one["url"]] == ["/dataset/1/"]
    body = client.get("/suche/vorschlaege?q=radwege+kl").json()
    assert body["suggestions"][0]["text"] == "radwege kleve"
    assert client.get("/suche/vorschlaege?q=").json()["suggestions"] == []
    assert client.get("/suche/vorschlaege?q=%22(*").json()["suggestions"] == []


def test_titles_are_suggested_by_their_own_words_only(shelves: Any, client: Any) -> None:
    def addresses(text: str) -> list[str]:
        body = client.get("/suche/vorschlaege", {"q": text}).json()
        return [one["url"] for one in body["suggestions"] if one["url"]]

    # Both hold `Bäume`; the dataset only in its text, the story in its title.
    assert addresses("bäum") == ["/story/3/"]
    assert addresses("kleve rad") == addresses("zustand rad") == ["/dataset/2/"]
    assert addresses("köln rad") == addresses("geheimb") == addresses("zusta") == []


@pytest.mark.parametrize(
    "address", ["q=a+b", "q=&typ=dataset&ort=K%C3%B6ln", "q=a&thema=x&ort=a%26b&ort=c&lizenz=d&sort=neu&seite=3"]
)  # fmt: skip
def test_each_value_of_a_facet_leads_to_the_state_with_it_and_back(address: str) -> None:
    state = read_state(QueryDict(address))
    counted = {f.field: (("ä & ö", 3), ("c", 2), ("1+1\tEins", 1)) for f in FACETS}
    for shown in shown_facets(state, Answer(3, (), counted)):
        for value in shown.values:
            assert value.query == state.toggled(shown.facet.key, value.value).query()


def test_the_feed_holds_the_hits(shelves: Any, client: Any) -> None:
    response = client.get("/suche/rss?q=baum")
    assert response["Content-Type"].startswith("application/rss+xml")
    text = response.content.decode()
    assert "<link>http://testserver/dataset/1/</link>" in text
    assert "Radwege" not in text
    english = client.get("/en/suche/rss?q=baum").content.decode()
    assert "<link>http://testserver/en/dataset/1/</link>" in english
    [hit] = client.get("/en/suche/json?q=baum&art=dataset").json()["results"][:1]
    assert hit["url"].startswith("http://testserver/en/")


EXITS = (
    "/suche/?q={}", "/suche/json?q={}", "/suche/rss?q={}", "/suche/vorschlaege?q={}", "/suche/?q=&herausgeber=geheim",
    "/suche/?q=", "/suche/json?q=", "/suche/?q={}*", "/suche/?q=-kleve+{}",
)  # fmt: skip
TELLTALES = ("Geheimbaum", "geheimbaum", "Geheimamt", "Verschlossen", "Gehölzmappe", "gehölzmappe")


@pytest.mark.parametrize(
    "word", ["geheimb", "Geheimbaum", "Gehölzmapp", "Geheimbaun", "verschlossen"]
)
def test_what_is_not_public_shows_at_no_exit(shelves: Any, client: Any, word: str) -> None:
    for address in EXITS:
        body = client.get(address.format(word)).content.decode().replace(word, "")
        assert not [telltale for telltale in TELLTALES if telltale in body], address


def withdraw(shelves: dict[str, Shelf], how: str) -> None:
    if how == "deleted":
        del shelves["dataset"].held["dataset:1"]
    else:
        hidden = dataset(1, "Baumkataster Köln", "Pflanzjahr", permission_labels=("org:1",))
        shelves["dataset"].held["dataset:1"] = hidden


@pytest.mark.parametrize("how", ["deleted", "private"])
@pytest.mark.parametrize("written", [True, False])
def test_what_is_withdrawn_is_gone_even_before_the_index_knows(
    shelves: dict[str, Shelf], client: Any, how: str, written: bool
) -> None:
    withdraw(shelves, how)
    if written:
        touch(["dataset:1"])
        drain()
        assert client.get("/suche/json?q=baum").json()["kinds"] == {"story": 1}
        assert client.get("/suche/vorschlaege?q=pflanzj").json()["suggestions"] == []
    for address in ("/suche/?q=baum", "/suche/json?q=baum", "/suche/rss?q=baum"):
        assert "Baumkataster" not in client.get(address).content.decode()


def test_editors_promote_what_everybody_may_see(page: Any) -> None:
    Promotion.objects.create(words="Radwege, Fahrrad", path="/dataset/2/")
    Promotion.objects.create(words="Radweg", path="/dataset/4/")
    html = page("?q=radweg")
    assert "Empfohlen" in html
    assert '<li><a href="/dataset/2/">Radwege in Kleve</a>' in html
    assert "Geheimbaum" not in html
    assert "Empfohlen" not in page("?q=radweg+kleve")


def test_editors_synonyms_count_at_once(data: Any) -> None:
    assert data("?q=drahtpfad")["total"] == 0
    group = Synonym.objects.create(words="Drahtpfad, Radweg")
    assert titles(data("?q=drahtpfad")) == ["Radwege in Kleve"]
    group.delete()
    assert data("?q=drahtpfad")["total"] == 0


def test_editors_are_told_what_makes_no_sense() -> None:
    for wrong in (
        Synonym(words="allein"),
        Promotion(words="!!", path="/x"),
        Promotion(words="a", path="http://x"),
    ):
        with pytest.raises(ValidationError):
            wrong.full_clean()


def test_without_an_index_the_database_answers(
    shelves: Any, client: Any, tmp_path: Any, monkeypatch: Any
) -> None:
    broken = {**settings.SEARCH, "ENGINE": "elasticsearch", "URLS": ["http://127.0.0.1:9"]}
    with monkeypatch.context() as without:
        without.setattr(settings, "SEARCH", broken)
        _check_without_index(client)


def _check_without_index(client: Any) -> None:
    html = client.get("/suche/?q=baum").content.decode()
    assert "Suchindex ist gerade nicht erreichbar" in html
    assert "Baumkataster Köln" in html
    assert "Geheimbaum" not in html
    assert json.loads(client.get("/suche/json?q=baum").content)["available"] is False
    assert client.get("/suche/vorschlaege?q=baum").json()["suggestions"] == []
    # What changes meanwhile waits and is written later.
    touch(["dataset:1"])
    assert Pending.objects.count() == 1


def test_who_finds_nothing_is_offered_no_order_and_no_kinds(page: Any) -> None:
    html = page("?q=xylofonquartz")
    assert "Nichts gefunden" in html
    assert 'class="sorting"' not in html
    assert "Arten von Treffern" not in html
    assert "Arten von Treffern" in page("?q=baum")


def test_years_of_a_period_are_counted_the_last_one_first(shelves: Any, data: Any) -> None:
    shelves["dataset"].held["dataset:9"] = dataset(9, "Zeitreihe", period=("2019", "2021", "2020"))
    rebuild()
    assert [value["value"] for value in data("?q=")["facets"]["zeitraum"]] == [
        "2021",
        "2020",
        "2019",
    ]
    assert titles(data("?q=&zeitraum=2020&zeitraum=2018")) == ["Zeitreihe"]
