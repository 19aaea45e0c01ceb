"""German words to tokens: spelling, inflection, compounds, synonyms."""

from pathlib import Path

import pytest

from search.analysis.german import fold, stem, tokens
from search.analysis.parts import completed, parts_of
from search.analysis.synonyms import built_in, current, make_thesaurus


def stems(text: str) -> list[str]:
    return [token.stem for token in tokens(text)]


@pytest.mark.parametrize(
    "spellings",
    [
        "Spielplätze spielplaetze spielplatz SPIELPLÄTZEN Spielplatzes",
        "Straße Strasse STRASSEN straßen Straßen",
        "Bürgerämter buergeraemter Bürgeramt",
        "Bevölkerung Bevoelkerung bevolkerung",
        "Fotovoltaik Photovoltaik",
        "Cafés Cafe",
    ],
)
def test_spellings_and_numbers_of_a_word_have_one_stem(spellings: str) -> None:
    assert len(set(stems(spellings))) == 1


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("Baum", "Bäume"), ("Haus", "Häuser"), ("Schule", "Schulen"), ("Wahl", "Wahlen"),
        ("Haushalt", "Haushalte"), ("Museum", "Museen"), ("Zentrum", "Zentren"), ("Gremium", "Gremien"),
        ("Kita", "Kitas"), ("Auto", "Autos"), ("Thema", "Themen"), ("Firma", "Firmen"),
        ("Praxis", "Praxen"), ("Hausarztpraxis", "Hausarztpraxen"), ("Bus", "Busse"),
        ("Problem", "Probleme"), ("Ortskern", "Ortskerne"), ("Kurs", "Kurse"), ("Index", "Indizes"),
        ("Lehrerin", "Lehrerinnen"), ("Workshop", "Workshops"), ("Risiko", "Risiken"),
        ("Mechanismus", "Mechanismen"), ("Neubau", "Neubauten"), ("Datum", "Daten"),
        ("Kandidat", "Kandidaten"), ("Erdgas", "Erdgase"), ("Handy", "Handys"), ("Ergebnis", "Ergebnisse"),
    ],
)  # fmt: skip
def test_singular_and_plural_have_one_stem(one: str, many: str) -> None:
    assert stem(fold(one)) == stem(fold(many))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kur", "Kurs"),
        ("außen", "aus"),
        ("Kandidaten", "Kandidatum"),
        ("Schule", "Schulden"),
        ("Schule", "Schüler"),
        ("Bürger", "Burg"),
        ("Buche", "Buch"),
        ("Zwischenlager", "Lage"),
        ("Verbindung", "Verbindlichkeit"),
    ],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert stem(fold(one)) != stem(fold(other))


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Straßenbaumkataster", "straße baum kataster"),
        ("Artenschutz", "art schutz"),
        ("Volkshochschule", "volk schule hochschule"),
        ("OpenData", "open data"),
        ("messwert_co2", "messwert co2"),
        ("Kinderbüchern", "kind buch"),
        ("Mietradsystem", "mietrad radsystem"),
        ("gesperrten", "sperren"),
        ("Straßensperrung", "sperren"),
        ("abgeholt", "abholen"),
        ("Radfahrerinnen", "radfahrer"),
        ("Geschäft", ""),
        ("Haushalt", ""),
        ("Einwohner", ""),
        ("Gesellschaft", ""),
        ("Ergebnissen", ""),
        ("Kombination", ""),
    ],
)
def test_a_compound_is_known_by_its_parts(word: str, parts: str) -> None:
    found = set(tokens(word)[0].parts)
    assert set(stems(parts)) <= found
    assert bool(parts) == bool(found)


def test_misleading_words_have_no_root() -> None:
    assert tokens("Zeitung")[0].parts == ()
    assert "sperr" in tokens("Sperrung")[0].parts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ein- und Mehrpersonenhaushalte", ["einpersonenhaushalte"]),
        ("Rad-, Fuß- und Reitwege im Wald", ["radwege", "fusswege"]),
        ("Landes-/Bundesstraßen", ["landesstrassen"]),
        ("Tempo-30-Zonen und Straßen", []),
        ("Vor- oder Nachteile", []),
    ],
)
def test_what_a_hyphen_stands_for_is_completed(text: str, words: list[str]) -> None:
    assert completed(text) == words


def gold(path: Path) -> list[tuple[str, set[str], set[str]]]:
    rows = []
    for line in path.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            word, needed, extra = (*line.split("\t"), "", "")[:3]
            rows.append((word, set(stems(needed)), set(stems(extra))))
    return rows


def test_gold_compounds_fall_into_their_parts_and_into_nothing_else(shared: Path) -> None:
    rows = gold(shared / "search" / "decompounding-gold.tsv")
    needed = found = given = wrong = 0
    for word, parts, extra in rows:
        split = set(parts_of(fold(word))) - {stem(fold(word))}
        needed, found = needed + len(parts), found + len(parts & split)
        given, wrong = given + len(split), wrong + len(split - parts - extra)
    assert found / needed >= 0.98
    assert 1 - wrong / given >= 0.98


def test_synonyms_go_both_ways_or_one_way() -> None:
    thesaurus = make_thesaurus(["Kfz, Auto", "ÖPNV > Bus", "öffentlicher Nahverkehr, ÖPNV"])
    assert thesaurus.of(stems("Autos")) == (("kfz",),)
    assert set(thesaurus.of(stems("öpnv"))) == {("bus",), tuple(stems("öffentlicher Nahverkehr"))}
    assert thesaurus.of(["bus"]) == ()
    assert thesaurus.at(stems("der öffentliche Nahverkehr"), 1) == 2


@pytest.mark.parametrize(
    ("short", "long"),
    [("B-Plan", "Bebauungsplan"), ("Kfz", "Kraftfahrzeug"), ("VHS", "Volkshochschule"),
     ("ÖPNV", "Nahverkehr"), ("Kita", "Kindertagesstätte"), ("WLAN", "Hotspot")],
)  # fmt: skip
def test_abbreviations_of_administration_are_known(short: str, long: str) -> None:
    assert tuple(stems(long)) in current().of(stems(short))


def test_every_line_of_the_synonyms_says_something() -> None:
    for line in built_in():
        assert make_thesaurus([line]).table, line
