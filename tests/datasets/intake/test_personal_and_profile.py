"""The warning about personal data and the figures of each column."""

from pathlib import Path

import pytest

from datasets.intake import profile, propose
from datasets.intake.proposing import understand
from datasets.intake.sources import open_source

HEAD = "Nachname;Vorname;geb. am;E-Mail;Telefon;IBAN"
PERSON = "Müller;Anna;01.02.1980;anna.mueller@gmx.de;0171 1234567;DE02120300000000202051"
OTHER = "Groß;Jörg;24.12.1971;joerg.gross@web.de;0160 7654321;DE02500105170137075030"


def warned(folder: Path, text: str) -> dict[str, str]:
    """Columns with the kind of warning."""
    path = folder / "a.csv"
    path.write_text(text)
    return {item.column: item.kind for item in propose(path).personal_data}


def test_names_beside_birth_dates_and_contacts_are_told(tmp_path: Path) -> None:
    found = warned(tmp_path, "\n".join([HEAD, *[PERSON, OTHER] * 5]) + "\n")
    assert found == {
        "Nachname": "name", "Vorname": "name", "geb. am": "birth_date",
        "E-Mail": "email", "Telefon": "phone", "IBAN": "iban",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "vorname;anzahl\nAnna;12\nJörg;7\nEmil;9\n",  # a statistic of first names
        "Schule;E-Mail;Telefon\nA-Schule;sekretariat@a.de;02841 123-0\nB-Schule;info@b.de;02841 99-1\n",
        "Straße;PLZ\nAnna-Seghers-Straße;47441\nJörg-Groß-Weg;47443\nEmil-Nolde-Weg;47445\n",
    ],
)
def test_what_tells_of_nobody_is_not_warned_of(tmp_path: Path, text: str) -> None:
    assert warned(tmp_path, text) == {}


def test_every_column_gets_its_figures(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(
        f"{n};{'Nord' if n % 4 else 'Süd'};{n},5;0{n % 9 + 1}.05.2020\n" for n in range(20)
    )
    path.write_text("Nr;Lage;Wert;Tag\n" + rows + "20;;-;\n")
    with open_source(path) as opened:
        proposal, survey = understand(opened)
    cells = [column.values for column in survey.columns]
    number, place, value, day = profile(cells, proposal.schema)
    assert (number.count, number.missing, number.distinct) == (21, 0, 21)
    assert place.top == (("Nord", 15), ("Süd", 5))
    assert (place.missing, value.missing, day.missing) == (1, 1, 1)
    assert (value.minimum, value.maximum, value.invalid) == ("0.5", "19.5", 0)
    assert sum(item.count for item in value.histogram) == 20
    assert (day.minimum, day.maximum) == ("2020-05-01", "2020-05-09")
