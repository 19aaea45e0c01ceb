"""Small invented tables in the many forms town halls deliver, with what a person would see in them."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from datasets.intake import Proposal, propose
from datasets.intake.styles import STYLES, with_plain_styles


def judged(folder: Path, text: str | bytes, name: str = "tabelle.csv") -> Proposal:
    """Write the table and judge it."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return propose(path)


def column(folder: Path, label: str, values: list[str]) -> tuple[str, str, str]:
    """Type, format and meaning of a column between two neutral ones."""
    lines = [
        f"Eintrag {n};{values[n % len(values)]};{'gut' if n % 2 else 'alt'}" for n in range(24)
    ]
    found = judged(folder, "\n".join([f"Bezeichnung;{label};Zustand", *lines]) + "\n")
    field = found.schema["fields"][1]
    return field["type"], field["format"], field["meaning"]


COLUMNS = [
    ("Einwohner", ["203.726", "1.024", "88.100"], ("number", "default", "")),
    ("Betrag", ["15,00 €", "1.200,50 €", "7,95 €"], ("number", "default", "money")),
    ("Gewerbesteuer in T€", ["512", "80", "1044"], ("integer", "default", "money")),
    ("bussgeld_verfahren", ["512", "80", "1044"], ("integer", "default", "")),
    ("Anteil", ["12,5 %", "80 %", "3,1 %"], ("number", "default", "percent")),
    ("geprüft am", ["1.3.2021", "24.12.2020", "5.11.2019"], ("date", "%d.%m.%Y", "")),
    ("Abfahrt", ["9.05 Uhr", "17.30 Uhr", "12.00 Uhr"], ("time", "%H.%M Uhr", "")),
    ("Uhrzeit", ["0730", "1215", "2359"], ("time", "%H%M", "")),
    ("Datum", ["2012", "2015", "2020"], ("integer", "default", "")),
    ("Messzeit", ["01.02.2020, 09:07 Uhr", "30.11.2021, 17:30 Uhr"], ("datetime", "%d.%m.%Y, %H:%M Uhr", "")),
    ("Baujahr", ["1998", "2004", "2021"], ("year", "default", "year")),
    ("barrierefrei", ["ja", "nein", "k. A."], ("boolean", "default", "")),
    ("Vorhanden", ["Nein", ""], ("boolean", "default", "")),
    ("PLZ", ["1067", "4109", "9111"], ("string", "default", "plz")),  # all zeros lost
    ("Kreis-Schlüssel", ["5170", "5154", "5158", "5362"], ("string", "default", "ags")),
    ("Schlüssel", ["5170004", "8111000", "9162000", "1001000", "14612000"], ("string", "default", "ags")),
    ("ARS", ["51700004004", "51540008008"], ("string", "default", "ars")),
    ("Straße und Hausnummer", ["Am Markt 3", "Schulstr. 12a", "Ringstraße 7"], ("string", "default", "street")),
    ("HsNr", ["3", "12a", "7-9"], ("string", "default", "house_number")),
    ("Ansprechpartner", ["Anna Meier", "Jürgen Groß", "Fatma Yılmaz"], ("string", "default", "person_name")),
    ("Name", ["Anna Meier", "Jürgen Groß", "Fatma Yılmaz"], ("string", "default", "person_name")),
    ("Name", ["Spielplatz Nord", "Park am Dom", "Haus Kleve"], ("string", "default", "")),
    ("IBAN", ["DE02120300000000202051", "DE02500105170137075030"], ("string", "default", "iban")),
    ("Plätze", ["12", "-", "40", "k. A.", "7"], ("integer", "default", "")),
]  # fmt: skip


@pytest.mark.parametrize(("label", "values", "expected"), COLUMNS)
def test_a_column_is_told_by_label_and_values(
    tmp_path: Path, label: str, values: list[str], expected: tuple[str, str, str]
) -> None:
    assert column(tmp_path, label, values) == expected


# (text, header rows, footer rows, what it is about)
LAYOUTS = [
    ("Name;2010;2011;2012\nA;14;2;3\nB;4;5;6\nC;7;8;9\n", (1,), (), "years as labels"),
    ("Name;Nummer;2010;2011\nA;11;2;3\nB;12;5;6\nC;13;8;9\n", (1,), (), "years beside names"),
    ("Bezirk;Alter;Alter\n;0-9;10-19\n;Anzahl;\nA;1;2\nB;4;5\nC;7;8\n", (1, 2, 3), (), "unit row"),
    ("Stadt M\n\nName;Wert\nA;1\nB;2\nC;3\nGesamt;6\n\nQuelle: Stadt M\n", (3,), (7, 8, 9), "notes"),
    ("Typ;Ort;Zahl\nGlas;Moers;1\nGlas;Kleve;2\nGlas;Rees;3\nDatum;2024-11-28;\n", (1,), (5,), "date below"),
    ("Tag;Anzahl;Wetter\n1.1.2020;;\n2.1.2020;;\n3.1.2020;4;gut\n4.1.2020;5;gut\n", (1,), (), "gaps first"),
    ("Bericht;Tabelle 4\nAmt 7\nOrt;Art;Träger\nRees;Kita;Stadt\nGoch;Kita;Stadt\nKleve;Hort;frei\n", (3,), (), "titles"),
    ("Ort;Nr.\nA;72b\nA;39\nB;9\nB;12\nC;14\nC;15\n", (1,), (), "a letter among the numbers of the first row"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "header", "footer", "_about"), LAYOUTS)
def test_the_table_is_found_between_titles_and_notes(
    tmp_path: Path, text: str, header: tuple[int, ...], footer: tuple[int, ...], _about: str
) -> None:
    found = judged(tmp_path, text)
    assert (found.header_rows, found.footer_rows) == (header, footer)


def test_long_notes_below_a_short_table_do_not_hide_its_header(tmp_path: Path) -> None:
    notes = "".join(f"Anmerkung {n}\n" for n in range(30))
    text = "Fläche;;\nJahr;Wald;Wasser\n2012;1;2\n2011;3;4\n2010;5;6\n__________\n" + notes
    found = judged(tmp_path, text)
    assert found.header_rows[-1] == 2
    assert [field["type"] for field in found.schema["fields"]] == ["year", "integer", "integer"]


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "iso8859-15", "utf-16", "mac_roman"])
def test_amounts_in_euro_are_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = "Straße;Betrag\n" + "".join(f"Wörthstraße {n};{n},50 €\n" for n in range(20))
    if encoding == "cp850":
        text = text.replace(" €", " EUR")  # that code page has no Euro sign
    found = judged(tmp_path, text.encode(encoding))
    assert [field["meaning"] for field in found.schema["fields"]] == ["street", "money"]


def test_only_the_euro_sign_tells_windows_from_macintosh(tmp_path: Path) -> None:
    found = judged(
        tmp_path, ("Ort;Betrag\n" + "Rees;605,60 €\nKleve;7,10 €\n" * 9).encode("cp1252")
    )
    assert found.encoding == "cp1252"


def test_a_single_accent_tells_dos_from_windows(tmp_path: Path) -> None:
    found = judged(tmp_path, ("Ort;Café\n" + "Rees;1\nKleve;2\n" * 9).encode("cp850"))
    assert found.encoding == "cp850"


def test_a_pipe_beats_the_decimal_commas_it_separates(tmp_path: Path) -> None:
    found = judged(tmp_path, "Wert|Betrag|Anteil\n" + "74,889|240,70|8,7\n185,8|7,09|97,5\n" * 9)
    assert (found.delimiter, found.header_rows) == ("|", (1,))


SYSTEMS = [
    ("x;y;Ort", "398000;5812000;Berlin", ["easting", "northing"], "EPSG:25833"),
    ("x;y;Ort", "349000;5701000;Moers", ["easting", "northing"], "EPSG:25832"),
    ("Rechtswert;Hochwert;Ort", "2549000;5701000;Moers", ["easting", "northing"], "EPSG:31466"),
    ("Rechtswert;Hochwert;Ort", "4549000,5;5701000,5;Jena", ["easting", "northing"], "EPSG:31468"),
    ("KOORX;KOORY;Ort", "763359,4;6609366,2;Köln", ["easting", "northing"], "EPSG:3857"),
    ("X;Y;Ort", "349.123;5.701.456;Moers", ["easting", "northing"], "EPSG:25832"),
    ("lat;lon;Ort", "6,6283;51,4514;Moers", ["longitude", "latitude"], "EPSG:4326"),  # swapped
]


@pytest.mark.parametrize(("labels", "row", "meanings", "crs"), SYSTEMS)
def test_coordinates_get_their_axes_and_system(
    tmp_path: Path, labels: str, row: str, meanings: list[str], crs: str
) -> None:
    found = judged(tmp_path, f"{labels}\n" + f"{row}\n" * 9)
    fields = found.schema["fields"][:2]
    assert [field["meaning"] for field in fields] == meanings
    assert {field["crs"] for field in fields} == {crs}


JSON = [
    ('[{"id": 1, "adresse": {"plz": "01067"}}, {"id": 2, "adresse": null}]', ["id", "adresse.plz"]),
    ('{"columns": ["a", "b"], "data": [[1, 2], [3, 4]]}', ["a", "b"]),
    ('{"meta": {"n": 2}, "data": [{"a": 1}, {"a": 2}]}', ["a"]),
    ('[["a", "b"], [1, 2], [3, 4]]', ["a", "b"]),
    (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"n": "x"}, '
        '"geometry": {"type": "Point", "coordinates": [6.6, 51.4]}}]}',
        ["n", "longitude", "latitude"],
    ),
]


@pytest.mark.parametrize(("text", "names"), JSON)
def test_json_of_many_shapes_becomes_a_table(tmp_path: Path, text: str, names: list[str]) -> None:
    fields = judged(tmp_path, text, "a.json").schema["fields"]
    assert [field["name"] for field in fields] == names
    axes = {"longitude", "latitude"} & set(names)
    assert {field["meaning"] for field in fields if field["name"] in axes} == axes


def test_a_plain_number_beside_a_street_is_the_house_number(tmp_path: Path) -> None:
    rows = "".join(f"Ringstraße;{n};gut\nAm Markt;{n}a;alt\n" for n in range(1, 9))
    found = judged(tmp_path, "Straße;Nr.;Zustand\n" + rows)
    assert [field["meaning"] for field in found.schema["fields"]] == ["street", "house_number", ""]


def test_plan_and_result_of_several_years_are_money(tmp_path: Path) -> None:
    rows = "".join(f"{n:02d} - Steuern;{n}.200;{n + 1}.000;-{n}\n" for n in range(1, 9))
    found = judged(tmp_path, "Zeile;Ergebnis 2010;Plan 2011;Plan 2012\n" + rows)
    assert [field["meaning"] for field in found.schema["fields"]] == ["", "money", "money", "money"]


def test_a_workbook_with_a_faulty_stylesheet_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("Tag", "Wert"), ("2020-01-01", 1.5), ("2020-01-02", 2.5), ("2020-01-03", 3)):
        book.active.append(row)
    good, broken = io.BytesIO(), io.BytesIO()
    book.save(good)
    with_plain_styles(good, broken)  # proves the copy; then the fault seen in a real export
    path = tmp_path / "a.xlsx"
    path.write_bytes(_with_fault(broken.getvalue()))
    assert [field["type"] for field in propose(path).schema["fields"]] == ["date", "number"]


def _with_fault(book: bytes) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == STYLES:
                text = text.replace(
                    b"</cellXfs>", b'<xf><alignment textRotation="200"/></xf></cellXfs>'
                )
            new.writestr(name, text)
    return result.getvalue()


MORE_JSON = [
    ('{"name": ["A", "B", "C"], "wert": [1, 2, 3]}', ["name", "wert"]),
    ('{"17": {"name": "A", "n": 1}, "18": {"name": "B", "n": 2}}', ["key", "name", "n"]),
    ('[[1, "a"], [2, "b"], [3, "c"]]', ["spalte_1", "spalte_2"]),
    (
        '{"type": "FeatureCollection", "features": ['
        '{"type": "Feature", "properties": {"n": "x"}, "geometry": {"type": "Point", "coordinates": [345000, 5700000]}},'
        '{"type": "Feature", "properties": {"n": "y"}, "geometry": {"type": "Point", "coordinates": [345900, 5701000]}}]}',
        ["n", "easting", "northing"],
    ),
]


@pytest.mark.parametrize(("text", "names"), MORE_JSON)
def test_json_by_columns_by_keys_without_labels_and_in_metres(
    tmp_path: Path, text: str, names: list[str]
) -> None:
    fields = judged(tmp_path, text, "a.json").schema["fields"]
    assert [field["name"] for field in fields] == names


def test_two_header_rows_over_text_in_a_workbook_are_joined(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Einrichtung", None, "Kontakt", None])
    book.active.append(["Name", "Träger", "Telefon", "E-Mail"])
    for n in range(8):
        book.active.append([f"Kita {n}", "AWO", f"02841/20{n}10", f"kita{n}@awo.de"])
    book.save(tmp_path / "a.xlsx")
    found = propose(tmp_path / "a.xlsx")
    assert found.header_rows == (1, 2)
    assert [f["meaning"] for f in found.schema["fields"]] == ["", "", "phone", "email"]
