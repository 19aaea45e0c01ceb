"""One number out of a table, written for machines and for people."""

import pytest

from datasets.services.figures import FigureProblem, FigureQuestion, figure_value, table_for
from datasets.store import Condition, build
from datasets.store.table import open_file


@pytest.fixture
def table(tmp_path):
    (tmp_path / "t.csv").write_text("ort,zahl,gross\nRees,1000.5,12345.6\nGoch,2000,1\nGoch,,2\n")
    kinds = {"ort": "string", "zahl": "number", "gross": "number"}
    fields = [{"name": name, "type": kind} for name, kind in kinds.items()]
    build(tmp_path / "t.csv", {"fields": fields}, tmp_path / "t.duckdb")
    opened = open_file(tmp_path / "t.duckdb")
    yield opened
    opened.connection.close()


@pytest.mark.parametrize(
    ("question", "number", "text"),
    [
        (FigureQuestion("count"), "3", "3"),
        (FigureQuestion("sum", "zahl", unit="€"), "3000.5", "3000,5\u00a0€"),
        (FigureQuestion("avg", "zahl", decimals=2), "1500.25", "1500,25"),
        (FigureQuestion("single", "zahl", Condition("ort", "eq", "Rees"), 0), "1001", "1001"),
        (FigureQuestion("distinct", "ort"), "2", "2"),
        (FigureQuestion("max", "gross"), "12345.6", "12.345,6"),
    ],
)
def test_a_question_is_answered_for_machines_and_for_people(table, question, number, text):
    found = figure_value(question, table)
    assert (found.number, found.text) == (number, text)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (FigureQuestion("sum"), "Spalte"),
        (FigureQuestion("sum", "ort"), "keine Zahlen"),
        (FigureQuestion("single", "zahl"), "genau eine"),
        (FigureQuestion("max", "zahl", Condition("ort", "eq", "Kleve")), "Keine Zeile"),
    ],
)
def test_what_cannot_be_computed_says_why(table, question, words):
    with pytest.raises(FigureProblem) as problem:
        figure_value(question, table)
    assert words in problem.value.message


def test_a_file_without_a_table_says_so():
    with pytest.raises(FigureProblem):
        table_for(None, None)
