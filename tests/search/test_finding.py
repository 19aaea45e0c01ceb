"""Searching as people do, on the embedded engine."""

from collections.abc import Iterator

import pytest

from search.api import engine
from search.finding import Found, Question, find
from search.query.plan import Has
from search.records import make_record
from tests.search.documents import dataset


@pytest.fixture(scope="module", autouse=True)
def index(on_engine: str) -> Iterator[None]:
    documents = [
        dataset(1, "Spielplätze", "Geräte und Wege", places=("Kleve",), res_format="CSV"),
        dataset(2, "Spielplatzverzeichnis Goch", "Alle Orte zum Toben"),
        dataset(3, "Straßenbaumkataster", "Bäume mit Stammumfang", texts={"columns": "Baujahr baum_nr"}),
        dataset(4, "Kraftfahrzeuge nach Kreisen", "Zulassungen"),
        dataset(5, "Bebauungspläne", "Umringe der Stadt", res_format="WFS"),
        dataset(6, "Haushaltsplan", "Einnahmen und Ausgaben der öffentlichen Hand"),
        dataset(7, "Sitzungen des öffentlichen Rats", "Hand in Hand"),
        dataset(8, "Geheime Spielplätze", permission_labels=("org:1",)),
        dataset(10, "Schuldenstand", "Kredite von Ein- und Mehrpersonenhaushalten"),
        *(dataset(n, "Allerlei", f"Schulden hier, Berge dort, Wege und Schäden {n}") for n in range(20, 30)),
        dataset(11, "Gehsteigschäden an Wegen", "Bordsteine"),
        dataset(9, "Wie wir Spielplätze zählten", "Bericht aus Kleve", kind="story"),
    ]  # fmt: skip
    engine().rebuild(make_record(document) for document in documents)
    yield
    engine().rebuild([])


def asked(text: str, **more: object) -> Found:
    return find(Question(text, **more))  # type: ignore[arg-type]


def numbers(text: str, **more: object) -> list[int]:
    return [int(key.split(":")[1]) for key in asked(text, **more).answer.keys]


@pytest.mark.parametrize(
    "text",
    ["Spielplätze", "spielplaetze", "spielplatz", "SPIELPLÄTZEN", "Der Spielplatz", "Spielplatze"],
)
def test_every_spelling_finds_the_same(text: str) -> None:
    assert set(numbers(text)) == {1, 2, 9}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Spielplatz Kleve", 1),
        ("baum", 3),
        ("kataster bäume", 3),
        ("Kfz", 4),
        ("B-Plan", 5),
        ("wfs", 5),
        ("spalte baujahr", 3),
        ("baum_nr", 3),
        ('"öffentlichen Hand"', 6),
        ("„öffentlichen Hand“", 6),
        ("Haushaltspaln", 6),
        ("Kraftfarzeuge", 4),
        ("Straßenbaumkatastr", 3),
        ("Bebau*", 5),
        ("Haushaltsplan Wuppertal", 6),
        ("Plan für den Haushalt", 6),
        ("Wo gibt es Spielplätze in Kleve?", 1),
        ("welcher Datensatz hat die Spalte Baujahr", 3),
        ("which dataset has a column baujahr", 3),
        ("Liste aller Bebauungspläne als WFS", 5),
        ("gezählte Spielplätze", 9),
        ("Spielplatzzählung", 9),
        ("Wie alt sind die Bäume?", 3),
        ("Kraftfahrzeuge 2019", 4),
        ("Baumverzeichnis", 3),
        ("PKW-Bestand", 4),
        # In long texts any two words stand somewhere; it counts what a document is about.
        ("Schuldenberg", 10),
        ("Weg Schaden", 11),
        ("Einpersonenhaushalt", 10),
    ],
)
def test_what_people_mean_comes_first(text: str, first: int) -> None:
    assert numbers(text)[:1] == [first]


def test_a_minus_leaves_out_and_nothing_is_an_error() -> None:
    assert set(numbers("spielplatz -kleve")) == {2}
    for text in (
        '"',
        "-",
        "*",
        "((",
        "a:b:c",
        "NOT",
        "\\",
        "'",
        "x" * 5_000,
        "die",
        "„",
        "+-+",
        "AND OR",
    ):
        assert asked(text).answer.total >= 0


def test_many_words_with_many_synonyms_are_answered() -> None:
    words = "auto kita müll nahverkehr baum haushalt förderung luftqualität grünfläche radweg " * 4
    assert asked(words + "strassenbaumkatastrverzeichniss " * 3).answer.total >= 0


def test_what_comes_close_is_told_from_what_fits() -> None:
    assert asked("spielplatz").stage == "strict"
    assert asked("Haushaltspaln").stage == "relaxed"
    assert asked("Haushaltspaln").unknown == ("haushaltspaln",)
    assert asked("Haushaltsplan Wuppertal").stage == "loose"
    assert asked("Xylophonqwertz").answer.total == 0


def test_picking_a_facet_never_changes_how_it_was_found() -> None:
    found = asked("spielplatz", choices={"kind": Has("kind", ("story",))}, facets=("kind",))
    assert found.answer.keys == ("story:9",)
    assert dict(found.answer.facets["kind"]) == {"dataset": 2, "story": 1}


def test_only_what_the_labels_allow_is_found() -> None:
    assert 8 not in numbers("geheime spielplätze")
    assert numbers("geheime spielplätze", labels=("public", "org:1"))[0] == 8
    assert numbers("Geheimee", labels=("public",)) == []
