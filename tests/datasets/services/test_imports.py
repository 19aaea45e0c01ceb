"""Folders taken in from the command line: nothing lost, nothing mixed up, nothing unexplained."""

import json
from pathlib import Path

import pytest

from datasets.models import ResourceVersion
from datasets.services.imports import Imported, Manner, import_path

pytestmark = pytest.mark.django_db


def imported(path: Path) -> list[Imported]:
    return list(import_path(path, Manner()))


def test_files_of_one_name_and_different_kinds_are_two_resources(tmp_path: Path) -> None:
    (tmp_path / "baum.csv").write_text("nr;art\n1;Linde\n")
    (tmp_path / "baum.tsv").write_text("nr\tart\n1\tEiche\n")
    first, again = imported(tmp_path), imported(tmp_path)
    assert [done.state for done in first] == ["published", "published"]
    assert [done.state for done in again] == ["unchanged", "unchanged"]
    assert ResourceVersion.objects.values_list("resource__name", "number").distinct().count() == 2


def test_possible_personal_data_is_said_with_column_and_way_on(tmp_path: Path) -> None:
    names = ["Meier", "Schulz", "Kaya", "Yilmaz", "Klein", "Vogel", "Braun", "Berg", "Lang", "Horn"]
    people = "".join(f"{name};{n + 10}.03.1970\n" for n, name in enumerate(names))
    (tmp_path / "kontakte.csv").write_text("Nachname;Geburtsdatum\n" + people)
    [done] = imported(tmp_path / "kontakte.csv")
    assert done.state == "kept"
    assert "Geburtsdatum" in done.message
    assert "--personal-data" in done.message


def test_a_carriage_return_inside_a_cell_keeps_the_table_readable(tmp_path: Path) -> None:
    (tmp_path / "wort.csv").write_bytes(b'"de","fr"\n"Haus","maison\r"\n"Baum","arbre\r"\n')
    [done] = imported(tmp_path / "wort.csv")
    assert (done.state, done.rows) == ("published", 2)


def test_rows_of_another_width_leave_the_other_rows_a_table(tmp_path: Path) -> None:
    rows = "".join(f"{n};Linde\n" for n in range(1, 30))
    (tmp_path / "baum.csv").write_text(
        "nr;art\n" + rows + "31;Eiche;zu viel;noch mehr\n\n32;Buche\n"
    )
    [done] = imported(tmp_path / "baum.csv")
    assert "Fehler gefunden" in done.message
    assert "nicht lesen" not in done.message
    assert ResourceVersion.objects.get().has_table


def test_weeks_without_a_day_do_not_stop_the_examination(tmp_path: Path) -> None:
    (tmp_path / "faelle.csv").write_text("woche,zahl\n2023-W01,3\n2023-W02,5\n")
    fields = [
        {"name": "woche", "type": "date", "format": "%Y-W%W"},
        {"name": "zahl", "type": "integer"},
    ]
    resource = {"name": "faelle", "path": "faelle.csv", "schema": {"fields": fields}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "rki", "resources": [resource]}))
    [done] = imported(tmp_path)
    assert done.state == "published", done.message
