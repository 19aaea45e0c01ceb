"""The labs of a programme come from one CSV: looked at first, all or none, twice the same."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from datasets.services.datasets import dataset_create
from labs.importing.reading import read_labs
from labs.importing.services import labs_import
from labs.models import LabPage, LabPlace
from labs.selectors.programme import lab_list
from tests.labs.factories import make_actor
from tests.labs.figures.conftest import take_in

GOOD = """\ufeffName;Partner;Land;Orte;Beginn
"Niederrhein: Moers, Geldern, Kleve";"Stadt Moers (Kommune); Elternverein; Amt Elster (Niederlausitz)";Nordrhein-Westfalen;Moers, Kleve;01.07.2020
Labor Lahn;Uni Gießen (Hochschule oder Universität);Hessen / Rheinland-Pfalz;;2020-07-01
"""
BAD = """Name;Partner;Land;Beginn
Labor A;Verein X;Hesen;1.7.2020
;Verein Y;Hessen;
Labor A;;;morgen
Labor C;a;Hessen;;zu viel
"""


def names():
    return list(LabPage.objects.order_by("pk").values_list("title", flat=True))


def test_the_file_is_read_as_spreadsheets_write_it():
    for content in (GOOD.encode(), GOOD.removeprefix("\ufeff").encode("cp1252")):
        read = read_labs(content)
        assert read.problems == []
        first, second = read.rows
        assert [place.name for place in first.places] == ["Moers", "Kleve"]
        assert [(p.name, p.sector) for p in first.partners] == [
            ("Stadt Moers", "verwaltung"), ("Elternverein", ""), ("Amt Elster (Niederlausitz)", ""),
        ]  # fmt: skip
        assert second.states == ("06", "07")
        assert first.start == second.start


def test_commas_part_partners_where_nothing_else_does():
    text = 'Name;Partner;Land\nA;"Stadt X (Kommune), Verein Y (a, b)";Hessen\n'
    [row] = read_labs(text.encode()).rows
    assert [partner.name for partner in row.partners] == ["Stadt X", "Verein Y (a, b)"]


def test_every_line_that_is_wrong_is_named_in_german():
    problems = [(p.line, p.column, p.text) for p in read_labs(BAD.encode()).problems]
    assert problems[0] == (2, "Land", "„Hesen“ ist kein Land. Meinten Sie „Hessen“?")
    assert [(line, column) for line, column, _text in problems[1:]] == [
        (3, "Name"), (4, "Beginn"), (4, "Land"), (4, "Partner"), (4, "Name"), (5, ""),
    ]  # fmt: skip
    assert any("Zeile 2" in text for _line, _column, text in problems)


@pytest.fixture
def python_limits_cells():
    """Python's own limit for a cell, which other code of the same process may have raised."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "fehlen diese Spalten: Name, Partner, Land"),
        (b"Name;Ort\nA;B\n", "fehlen diese Spalten: Partner, Land"),
        (b"Name;Partner;Land\n", "kein Labor"),
        (b"x" * 1_000_001, "1 MB"),
        (b'Name;Partner;Land\n"' + b"x" * 200_000, "keine Tabelle"),
    ],
)
def test_files_that_are_no_list_of_labs(content, words, python_limits_cells):
    assert words in read_labs(content).problems[0].text


def test_it_is_imported_once_and_found_twice(tree, tmp_path, capsys):
    make_actor("Elternverein")
    file = tmp_path / "labore.csv"
    file.write_text(GOOD)
    before = names()
    call_command("import_labs", str(file), "--pruefen")
    assert names() == before
    call_command("import_labs", str(file))
    lab = LabPage.objects.get(title__startswith="Niederrhein:")
    assert lab.live
    assert lab.members.get(name="Elternverein").sector == "zivilgesellschaft"
    assert [place.state for place in lab.places.all()] == ["05", "05"]
    assert lab.team.members is not None
    after = names()
    LabPage.objects.filter(pk=lab.pk).update(title="Inzwischen umbenannt")
    call_command("import_labs", str(file))
    assert len(names()) == len(after) == len(before) + 2
    assert "Neue Labore: 0. Schon da waren 2;" in capsys.readouterr().out


def test_one_bad_line_keeps_all_out(tree, tmp_path, capsys):
    file = tmp_path / "labore.csv"
    file.write_text(BAD)
    before = names()
    with pytest.raises(CommandError, match="Nichts importiert: 7 Fehler"):
        call_command("import_labs", str(file))
    assert names() == before
    assert "Zeile 3, Name: Das Labor hat keinen Namen." in capsys.readouterr().err


def upload(client, address, text):
    file = io.BytesIO(text.encode())
    file.name = "labore.csv"
    return client.post(address, {"file": file})


def test_the_admin_shows_first_what_a_file_brings(editor, tree):
    address = reverse("labs_import", args=[tree.labs.pk])
    assert address in editor.get(f"/admin/pages/{tree.labs.pk}/edit/").content.decode()
    before = names()
    bad = upload(editor, address, BAD)
    assert bad.status_code == 422
    assert "Meinten Sie „Hessen“?" in bad.content.decode()
    good = upload(editor, address, GOOD)
    assert "Neu: 2." in good.content.decode()
    assert names() == before
    assert editor.post(address, {"content": BAD}).status_code == 422
    editor.post(address, {"content": good.context["content"]})
    assert names() == [*before, "Niederrhein: Moers, Geldern, Kleve", "Labor Lahn"]
    assert not LabPage.objects.get(title="Labor Lahn").live


def test_members_of_a_lab_import_nothing(client, tree, django_user_model):
    user = django_user_model.objects.create_user("redaktion", password="x")
    user.groups.add(tree.lab.team.group)
    client.force_login(user)
    address = reverse("labs_import", args=[tree.labs.pk])
    assert client.post(address, {"content": GOOD, "publish": "on"}).status_code in {302, 403}
    assert names() == ["Labor Niederrhein"]


PLACED = """Name;Partner;Land;Orte;Schlüssel;Breite;Länge
Labor Rhein;Verein A;Nordrhein-Westfalen;"Stadt Moers; Kleve";"05170024; 05154036";"51,45; 51,79";"6,63; 6.14"
Labor Lahn;Verein B;Hessen / Rheinland-Pfalz;"Wetzlar; Diez";;;
Labor Mitte;Verein C;Hessen;;;50,5;9
Labor Nirgends;Verein D;Bayern;Neustadt;;;
"""
REFERENCE = """AGS;Gemeindename;Längengrad;Breitengrad
06532023;Wetzlar, Stadt;8,50;50,56
07141029;Diez, Stadt;8,01;50,37
09371135;Neustadt;11,1;49,8
09374139;Neustadt;12,1;49,7
"""


def test_labs_find_their_way_onto_the_map(tree, client, tmp_path):
    """Coordinates of the file; else the middle in the portal's list of municipalities, if the name is clear."""
    changes = {"name": "gemeindeverzeichnis", "title": "Gemeinden", "license": "cc-by"}
    take_in(dataset_create(actor=None, changes=changes, check=False), REFERENCE)
    file = tmp_path / "labore.csv"
    file.write_text(PLACED)
    call_command("import_labs", str(file))
    found = {
        lab.title: [(p.name, p.key, p.state, p.latitude, p.longitude) for p in lab.places.all()]
        for lab in LabPage.objects.exclude(pk=tree.lab.pk)
    }
    assert found == {
        "Labor Rhein": [
            ("Stadt Moers", "05170024", "05", 51.45, 6.63), ("Kleve", "05154036", "05", 51.79, 6.14),
        ],
        "Labor Lahn": [
            ("Wetzlar", "06532023", "06", 50.56, 8.5), ("Diez", "07141029", "07", 50.37, 8.01),
        ],
        "Labor Mitte": [("Hessen", "", "06", 50.5, 9.0)],
        "Labor Nirgends": [("Neustadt", "", "09", None, None)],
    }  # fmt: skip
    html = client.get(tree.labs.url).content.decode()
    assert "Die Regionen der Labore" in html
    shown = lab_list(tree.labs, state="").map
    assert shown.shown == 3
    assert [lab.title for lab in shown.missing] == ["Labor Niederrhein", "Labor Nirgends"]


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ("Moers;;51,4;", "Länge", "gehört eine Länge"),
        ("Moers;;6,6;51,4", "Breite", "liegt nicht in Deutschland"),
        ("Moers;123;51,4;6,6", "Schlüssel", "kein amtlicher Schlüssel"),
        ('"Moers; Kleve; Geldern";;"51,4; 51,5";"6,6; 6,7"', "Breite", "2 Angaben für 3 Orte"),
    ],
)
def test_coordinates_that_cannot_be_are_named(cells, column, words):
    text = f"Name;Partner;Land;Orte;Schlüssel;Breite;Länge\nA;Verein;Hessen;{cells}\n"
    problem = read_labs(text.encode()).problems[0]
    assert problem.column == column
    assert words in problem.text


def test_labs_without_a_place_are_named_beside_the_map_with_the_reason(tree, client):
    labs_import(
        programme=tree.labs, content=b"Name;Partner;Land\nLabor Nord;Verein;Bremen\n", actor=None
    )
    html = client.get("/labore/").content.decode()
    assert "<svg" not in html[html.index("<main") :]
    assert "2 Labore sind nicht auf der Karte" in html
    LabPlace.objects.filter(lab=tree.lab).update(latitude=51.8, longitude=6.1)
    html = client.get("/labore/").content.decode()
    assert 'aria-label="Labor Niederrhein"' in html
    section = html[html.index('class="lab-map__missing"') :]
    section = section[: section.index("</section>")]
    assert "1 Labor ist nicht auf der Karte" in section
    assert '/labore/labor-nord/">Labor Nord</a> <span class="soft">(Bremen)' in section
    english = client.get("/en/labore/").content.decode()
    assert "Map with 1 points." in english
