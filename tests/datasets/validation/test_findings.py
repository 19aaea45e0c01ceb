"""The report as a person reads it."""

import csv
import inspect
import io
import re
from typing import Any

import frictionless.errors
import pytest

from datasets.validation.findings import findings, key_of, letter, verdict_sentence
from datasets.validation.listing import findings_csv
from datasets.validation.texts import OTHER, TEXTS

ABOUT_TABLES = sorted(
    {
        kind.type
        for _name, kind in inspect.getmembers(frictionless.errors, inspect.isclass)
        if issubclass(kind, frictionless.errors.DataError)
    }
    | {"encoding-error", "compression-error", "format-error", "scheme-error", "source-error"}
)
SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "AGS", "type": "string", "meaning": "ags", "constraints": {"pattern": r"\d{8}"}},
        {"name": "Tag", "type": "date", "format": "%d.%m.%Y"},
        {"name": "Wert", "type": "number", "constraints": {"minimum": 1.5, "enum": [2, 3]}},
    ]
}


def error(kind: str, row: int, **more: Any) -> dict[str, Any]:
    """Return an error as frictionless reports it."""
    return {
        "type": kind,
        "message": f'/srv/geheim/t.csv "{row}"',
        "note": "",
        "cells": ["a", "b"],
        "rowNumber": row,
        **more,
    }


def report(*errors: dict[str, Any], warnings: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a report with these errors."""
    task = {"errors": list(errors), "warnings": list(warnings)}
    stats = {"errors": len(errors)}
    return {"valid": not errors, "stats": stats, "errors": [], "tasks": [task]}


@pytest.mark.parametrize("kind", ABOUT_TABLES)
def test_every_error_about_tables_is_told_in_german(kind: str) -> None:
    assert len(ABOUT_TABLES) >= 35
    (finding,) = findings(report(error(kind, 3, cell="x", fieldName="AGS")), schema=SCHEMA)
    assert TEXTS[kind] is not OTHER
    for text in (finding.title_de, finding.message_de, finding.where_de, finding.hint_de):
        assert text
        assert not re.search(r"/|Error|None|\w_\w", text), text


def test_unknown_errors_still_say_what_to_do() -> None:
    (finding,) = findings(report(error("neu", 3)), schema=SCHEMA)
    assert finding.hint_de
    assert finding.where_de == "Zeile 3"


def test_rows_and_columns_are_named_as_the_spreadsheet_names_them() -> None:
    errors = [error("type-error", row, cell="x", fieldName="Wert") for row in (3, 5, 9)]
    layout = {"layout": {"keep": [1, 2, 4]}}
    (finding,) = findings(report(*errors), schema=SCHEMA, row_offset=4, proposal=layout)
    assert finding.where_de == "Spalte E „Wert“, Zeilen 7, 9 und 13"
    assert [example.excel_row for example in finding.first_examples] == [7, 9, 13]
    assert (letter(0), letter(25), letter(26), letter(701)) == ("A", "Z", "AA", "ZZ")


def test_many_rows_are_counted_not_listed() -> None:
    errors = [error("type-error", row, cell="x", fieldName="Wert") for row in range(2, 1302)]
    (finding,) = findings(report(*errors), schema=SCHEMA)
    assert finding.where_de == "Spalte C „Wert“, Zeilen 2, 3, 4, 5, 6 und 1.295 weitere"
    assert finding.rows_count == 1300
    counts = {key_of(errors[0]): 5000}
    assert findings(report(*errors), schema=SCHEMA, counts=counts)[0].rows_count == 5000


def test_an_impossible_day_is_named() -> None:
    (finding,) = findings(
        report(error("type-error", 3, cell="31.02.2024", fieldName="Tag")), schema=SCHEMA
    )
    assert finding.hint_de.startswith("Den 31. Februar 2024 gibt es nicht.")
    assert "TT.MM.JJJJ" in finding.message_de


def test_rules_are_told_one_by_one() -> None:
    note = 'constraint "{}" is "x"'
    found = findings(
        report(
            error(
                "constraint-error",
                2,
                cell="1002000",
                fieldName="AGS",
                note=note.format("pattern"),
            ),
            error("constraint-error", 2, cell="1", fieldName="Wert", note=note.format("minimum")),
            error("constraint-error", 2, cell="1", fieldName="Wert", note=note.format("enum")),
        ),
        schema=SCHEMA,
    )
    assert len(found) == 3
    told = " ".join(finding.message_de + finding.hint_de for finding in found)
    assert "acht Ziffern" in told
    assert "„01002000“" in told
    assert "ab 1,5" in told
    assert "„2“ oder „3“" in told


def test_surplus_cells_of_a_row_are_one_place() -> None:
    errors = [error("extra-cell", 2, cell="z", fieldName="", fieldNumber=n) for n in (4, 5, 6)]
    (finding,) = findings(report(*errors), schema=SCHEMA)
    assert finding.rows_count == 1
    assert finding.where_de == "Zeile 2"


def test_errors_of_the_header_are_placed_there() -> None:
    extra = {"type": "extra-label", "label": "Neu", "fieldName": "", "note": "", "labels": []}
    (finding,) = findings(report(extra), schema=SCHEMA)
    assert finding.where_de == "Kopfzeile, „Neu“"


def test_the_verdict_says_how_many() -> None:
    assert verdict_sentence(report(), 12345) == "12.345 Zeilen geprüft, keine Fehler gefunden."
    assert verdict_sentence(report(error("x", 2)), 1) == "1 Zeile geprüft, 1 Fehler gefunden."
    stopped = report(error("x", 2), warnings=("reached error limit: 1",))
    assert verdict_sentence(stopped, 9).startswith("Mindestens 1 Fehler gefunden;")
    assert verdict_sentence(stopped, 9, 70) == "9 Zeilen geprüft, 70 Fehler gefunden."


def test_the_list_of_all_findings_runs_in_no_spreadsheet() -> None:
    errors = [
        error("type-error", row, cell=cell, fieldName="Wert")
        for row, cell in enumerate(["=1+1", "@x", "-2", "\t=1", "harmlos"], start=2)
    ]
    layout = {"layout": {"preamble": [1, 2], "header": [3], "keep": [0, 1, 2]}}
    text = findings_csv(report(*errors), SCHEMA, layout)
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[2] for row in rows[1:]] == ["'=1+1", "'@x", "'-2", "'\t=1", "harmlos"]
    assert [row[0] for row in rows[1:]] == ["4", "5", "6", "7", "8"]
