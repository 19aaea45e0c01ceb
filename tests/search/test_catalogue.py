"""The catalogue's search, asked as CKAN's clients ask."""

from collections.abc import Iterator

import pytest

from search.api import engine
from search.catalogue import CatalogueAnswer, CatalogueQuery, catalogue_search
from search.errors import QueryError
from search.records import make_record
from tests.search.documents import dataset


@pytest.fixture(scope="module", autouse=True)
def index(on_engine: str) -> Iterator[None]:
    tree = {"extras_zustand": "Grüne Bäume", "res_name": "Tabelle 2024"}
    documents = [
        dataset(1, "Baumkataster Köln", "Bäume an Straßen", tags=("Umwelt", "Bäume"), texts=tree,
                organization="koeln", res_format=("CSV", "JSON"), issued="2024-05-01",
                bbox=(6.8, 50.8, 7.1, 51.1)),
        dataset(2, "Radverkehr Zählstellen", "Fahrrad", tags=("Verkehr",), organization="berlin",
                res_format="CSV", issued="2020-01-01", foo="a b"),
        dataset(3, "Haushalt 2024", "Ausgaben", organization="koeln", res_format="XLSX"),
        dataset(4, "Entwurf Haushalt", organization="koeln", state="draft"),
        dataset(5, "Internes", organization="koeln", permission_labels=("org:7",)),
        dataset(6, "Gelöschtes", organization="koeln", state="deleted"),
        dataset(7, "Haushalt erklärt", kind="story"),
    ]  # fmt: skip
    engine().rebuild(make_record(document) for document in documents)
    yield
    engine().rebuild([])


def found(q: str = "", **more: object) -> list[int]:
    return [int(key.split(":")[1]) for key in answered(q, **more).keys]


def answered(q: str = "", **more: object) -> CatalogueAnswer:
    return catalogue_search(CatalogueQuery(q=q, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("q", "numbers"),
    [
        ("", {1, 2, 3}),
        ("*:*", {1, 2, 3}),
        ("BAEUME straßen", {1}),
        ("title:baumkataster", {1}),
        ("title:Straß*", set()),
        ("notes:straßen", {1}),
        ("title:Baum*", {1}),
        ("extras_zustand:baum", {1}),
        ('foo:"a b"', {2}),
        ("foo:a", set()),
        ("organization:koeln", {1, 3}),
        ("organization:Koeln", set()),
        ("tags:*", {1, 2}),
        ("-tags:*", {3}),
        ("*:* AND -tags:Verkehr", {1, 3}),
        ("metadata_modified:[2026-01-03T00:00:00Z TO NOW]", {2, 3}),
        ("metadata_modified:[NOW-1YEAR TO *] title:haushalt", {3}),
        ("issued:[2021 TO *]", {1}),
        ("issued:[NOW-400YEARS TO 2021-01-01]", {2}),
        ("num_resources:[2 TO *]", {2, 3}),
        ("num_resources:2", {2}),
        ("name:[satz-2 TO *]", {2, 3}),
        ("name:{satz-2 TO *]", {3}),
        ('title:"baumkataster köln"', {1}),
        ('title:"köln baumkataster"', set()),
        ("title:/haus.*/", {3}),
        ("text:baumkatster~1", {1}),
        ("res_name:2024", {1}),
        ("title:2024 OR foo:*", {2, 3}),
        # What a person types is never an error.
        ("Köln: Baumkataster", {1}),
        ("AND", set()),
        ('"', {1, 2, 3}),
        ("http://beispiel.de", set()),
    ],
)
def test_q_finds(q: str, numbers: set[int]) -> None:
    assert set(found(q)) == numbers


@pytest.mark.parametrize(
    ("fq", "numbers"),
    [
        (("organization:koeln OR organization:berlin", "tags:Umwelt"), {1}),
        (("res_format:(CSV JSON)",), {1, 2}),
        (("res_format:CSV AND res_format:JSON",), {1}),
        (('tags:"Umwelt"', ""), {1}),
        (("+organization:koeln -tags:Umwelt",), {3}),
        (("+state:draft",), {4}),
        (("license_id:[* TO *]",), set()),
    ],
)
def test_every_filter_narrows(fq: tuple[str, ...], numbers: set[int]) -> None:
    assert set(found(fq=fq)) == numbers


@pytest.mark.parametrize(
    "query",
    [
        {"q": "title:(x"},
        {"q": "{!lucene}x"},
        {"q": "metadata_modified:[gestern TO *]"},
        {"q": "title:/[/"},
        {"fq": ("tags:",)},
        {"fq": ("{!x}y",)},
        {"sort": "name"},
        {"bbox": "1,2,3"},
        {"bbox": "9,9,1,1"},
    ],
)
def test_what_clients_get_wrong_is_said(query: dict[str, object]) -> None:
    with pytest.raises(QueryError):
        answered(**query)


def test_facets_count_exact_values_of_any_field() -> None:
    facets = answered(facet_fields=("organization", "res_format", "issued", "tags")).facets
    assert facets["organization"] == (("koeln", 2), ("berlin", 1))
    assert facets["res_format"] == (("CSV", 2), ("JSON", 1), ("XLSX", 1))
    assert set(facets["issued"]) == {("2020-01-01", 1), ("2024-05-01", 1)}
    limited = answered(facet_fields=("organization",), facet_limit=1, facet_mincount=2)
    assert limited.facets["organization"] == (("koeln", 2),)


def test_the_order_is_total_and_paging_follows_it() -> None:
    assert found(sort="title_string asc") == [1, 3, 2]
    assert found(sort="metadata_modified asc") == [1, 2, 3]
    assert found(sort="score desc, metadata_modified desc") == [3, 2, 1]
    pages = [found(sort="organization desc", start=n, rows=1) for n in range(4)]
    assert pages == [[3], [1], [2], []]


def test_only_what_the_labels_and_states_allow_is_found_or_counted() -> None:
    everything = answered(labels=None, include_states=("active", "draft", "deleted"))
    assert everything.count == 6
    private = answered("Internes", labels=("public", "org:7"))
    assert private.count == 1
    public = answered("Internes", facet_fields=("organization", "name"))
    assert public.count == 0
    assert public.facets == {"organization": (), "name": ()}


def test_wanted_fields_come_flat() -> None:
    answer = answered(fl=("id", "name", "tags"), sort="name asc", rows=1)
    assert answer.fields == ({"id": "1", "name": "satz-1", "tags": ["Umwelt", "Bäume"]},)


def test_a_rectangle_finds_what_touches_it() -> None:
    assert found(bbox="7,51,8,52") == [1]
    assert found(bbox="8,52,9,53") == []
