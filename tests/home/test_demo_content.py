"""The demo content's files agree with each other and with what they say about themselves."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from frictionless import Dialect, Resource, Schema, formats
from PIL import Image

DEMO = Path(__file__).resolve().parents[2] / "home" / "demo"
# file -> encoding and delimiter, as a town's software wrote it
FORMATS = {
    "spielplaetze.csv": ("cp1252", ";"),
    "baeume.csv": ("utf-8-sig", ";"),
    "haushalt.csv": ("cp1252", ";"),
    "wahlergebnisse.csv": ("utf-8", ";"),
    "radzaehlung.csv": ("utf-8", ","),
    "ladesaeulen.csv": ("utf-8-sig", ";"),
    "schulen.csv": ("cp1252", ";"),
    "bevoelkerung.csv": ("cp1252", ";"),
}


def load(name):
    return json.loads((DEMO / name).read_text(encoding="utf-8"))


def rows(file):
    encoding, delimiter = FORMATS[file]
    text = (DEMO / "data" / file).read_bytes().decode(encoding)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def datasets():
    return load("datasets.json")


def all_blocks():
    for guide in load("guides.json"):
        for chapter in guide["chapters"]:
            yield from chapter["blocks"]
    for entry in [*load("stories.json"), *load("pages.json")["pages"]]:
        yield from entry["blocks"]


def number(text):
    return float(text.replace(".", "").replace(",", "."))


def test_there_are_thirteen_labs_in_eight_states():
    labs = load("labs.json")["labs"]
    assert len({lab["slug"] for lab in labs}) == 13
    assert len({state for lab in labs for state in lab["states"]}) == 8


@pytest.mark.parametrize("lab", load("labs.json")["labs"], ids=lambda lab: lab["slug"])
def test_every_lab_names_its_source_and_places_with_keys(lab):
    assert "16.6.2020" in lab["source"]["label"]
    assert lab["places"]
    for place in lab["places"]:
        assert len(place["ags"]) == (5 if place["level"] == "district" else 8)
        assert 47.2 < place["lat"] < 55.1
        assert 5.8 < place["lon"] < 15.1


def test_places_are_those_of_the_shared_list():
    shared = DEMO.parents[2] / "shared" / "dcat-ap-de" / "places" / "lab_places.csv"
    if not shared.exists():
        pytest.skip("../shared is not beside this checkout")
    with shared.open(encoding="utf-8", newline="") as handle:
        known = {(row["name"], row["ags"], row["ars"]) for row in csv.DictReader(handle)}
    ours = {
        (place["name"], place["ags"], place["ars"])
        for lab in load("labs.json")["labs"]
        for place in lab["places"]
    }
    assert ours == known


def test_every_example_is_marked_as_one():
    titles = [
        entry["title"]
        for name in ("datasets", "organizations", "stories")
        for entry in load(f"{name}.json")
    ]
    assert [title for title in titles if "(Beispiel)" not in title] == []


def test_references_lead_to_records_that_exist():
    names = {entry["name"] for entry in datasets()}
    organizations = {entry["name"] for entry in load("organizations.json")}
    themes = {entry["name"] for entry in load("themes.json")}
    labs = {lab["slug"] for lab in load("labs.json")["labs"]}
    pages = {page["slug"] for page in load("pages.json")["pages"]} | {"labore"}
    for entry in datasets():
        assert entry["organization"] in organizations
        assert set(entry["themes"]) <= themes
    for story in load("stories.json"):
        assert story["lab"] in labs
    for block in all_blocks():
        targets = block["value"]["items"] if block["type"] == "links" else [block["value"]]
        for target in targets:
            if isinstance(target, dict) and "dataset" in target:
                assert target["dataset"] in names
            if isinstance(target, dict) and "page" in target:
                assert target["page"] in pages


def test_table_blocks_are_rectangular():
    for block in all_blocks():
        if block["type"] == "table":
            widths = {len(row) for row in [block["value"]["header"], *block["value"]["rows"]]}
            assert len(widths) == 1, block["value"]["caption"]
            # Cells are plain text: marks would be read out as they are.
            assert not re.search(r"[<>]|&\w+;", str(block["value"]["rows"])), block["value"][
                "caption"
            ]


@pytest.mark.parametrize("entry", datasets(), ids=lambda entry: entry["name"])
def test_tables_have_the_columns_their_schema_describes(entry):
    (resource,) = entry["resources"]
    table = rows(resource["file"].removeprefix("data/"))
    assert 30 <= len(table) <= 400
    if "schema" in resource:
        fields = load(resource["schema"])["fields"]
        assert [field["name"] for field in fields] == list(table[0])
        assert all(field["description"] for field in fields)


@pytest.mark.parametrize("entry", datasets(), ids=lambda entry: entry["name"])
def test_exactly_the_tables_that_say_so_have_defects(entry):
    (resource,) = entry["resources"]
    file = resource["file"].removeprefix("data/")
    encoding, delimiter = FORMATS[file]
    schema = Schema.from_descriptor(load(resource["schema"])) if "schema" in resource else None
    report = Resource(
        path=file,
        basepath=str(DEMO / "data"),
        encoding=encoding,
        dialect=Dialect(controls=[formats.CsvControl(delimiter=delimiter)]),
        schema=schema,
    ).validate()
    assert report.valid is not bool(entry.get("defects"))


def test_two_tables_have_defects():
    assert sum(bool(entry.get("defects")) for entry in datasets()) == 2


@pytest.mark.parametrize(
    ("file", "lat", "lon", "box"),
    [
        ("spielplaetze.csv", "Breitengrad", "Längengrad", (51.4, 51.85, 6.0, 6.7)),
        ("baeume.csv", "Breite", "Länge", (49.6, 49.7, 8.6, 8.7)),
        ("ladesaeulen.csv", "Breitengrad", "Längengrad", (49.35, 49.46, 8.6, 8.75)),
        ("radzaehlung.csv", "lat", "lon", (49.35, 49.46, 8.6, 8.75)),
    ],
)
def test_coordinates_lie_in_the_region_that_is_stated(file, lat, lon, box):
    south, north, west, east = box
    for row in rows(file):
        if row[lat]:
            assert south < float(row[lat].replace(",", ".")) < north
            assert west < float(row[lon].replace(",", ".")) < east


def story_table(slug):
    (story,) = [story for story in load("stories.json") if story["slug"] == slug]
    (table,) = [block["value"] for block in story["blocks"] if block["type"] == "table"]
    return table["rows"]


def test_the_playground_story_counts_what_its_dataset_holds():
    table = rows("spielplaetze.csv")
    for town, total, accessible, shade in story_table("offene-daten-fuer-spielplaetze"):
        here = [row for row in table if row["Ort"] == town]
        assert int(total) == len(here)
        assert int(accessible) == sum(row["Barrierefrei"] == "ja" for row in here)
        assert int(shade) == sum(row["Schatten"] == "ja" for row in here)


def test_the_budget_story_sums_what_its_dataset_holds():
    table = [
        row
        for row in rows("haushalt.csv")
        if row["Haushaltsjahr"] == "2022" and row["Art"] == "Aufwand"
    ]
    for area, amount, _share in story_table("haushalt-zum-anfassen"):
        planned = sum(number(row["Ansatz in Euro"]) for row in table if row["Bezeichnung"] == area)
        assert number(amount.removesuffix(" Mio. Euro")) == round(planned / 1e6, 2)


def test_images_are_small_files_with_a_german_description():
    for entry in load("images.json"):
        path = DEMO / "images" / entry["file"]
        assert path.stat().st_size <= 80_000
        with Image.open(path) as image:
            assert image.width >= 1200
            assert image.height >= 675
        assert entry["alt"].startswith("Zeichnung")
        assert entry["credit"]
