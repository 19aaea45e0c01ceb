"""Repairs: what is offered, what they change, and that nothing else changes."""

import csv
import hashlib
import io
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.intake import propose
from datasets.orders import Order, Outcome
from datasets.pipeline import process
from datasets.repairs import RepairOrder
from datasets.repairs.applying import repair
from datasets.repairs.cells import DecimalPoint, InternationalDay, leading_zero, trimmed
from datasets.repairs.proposing import propose_repairs
from tests.datasets.repairs.spielplaetze import write_spielplaetze


def judged(path: Path, folder: Path, schema: dict | None = None) -> Outcome:
    """Take a file down the road."""
    target = folder / f"{path.name}.duckdb"
    return process(Order(path, path.name, target, folder, schema), lambda _step, _rows: None)


def mended(path: Path, folder: Path, codes: tuple[str, ...], **more: object) -> tuple:
    """Return the mended copy, decoded, and what was done."""
    target = folder / "mended.csv"
    done = repair(RepairOrder(path, path.name, target, codes, **more))
    return target, done


def test_the_playgrounds_are_told_in_at_most_six_groups(tmp_path: Path) -> None:
    outcome = judged(write_spielplaetze(tmp_path), tmp_path)
    assert outcome.state == "invalid"
    assert 5 <= len(outcome.findings) <= 6
    by_code = {finding["code"]: finding for finding in outcome.findings}
    keys = by_code["constraint-error"]
    assert (keys["column"], keys["rows_count"], keys["repair"]) == ("AGS", 3, "leading-zeros")
    assert [example["excel_row"] for example in keys["first_examples"]] == [3, 6, 9]
    assert by_code["totals-row"]["where_de"] == "Zeile 14"
    assert by_code["type-error"]["repair"] is None
    with_button = {finding["repair"] for finding in outcome.findings if finding["repair"]}
    assert with_button == {"encoding", "totals-row", "leading-zeros", "decimal-comma"}


def test_after_the_offered_repairs_only_the_impossible_day_is_left(tmp_path: Path) -> None:
    path = write_spielplaetze(tmp_path)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    outcome = judged(path, tmp_path)
    offers = [offer for offer in outcome.proposal["repairs"] if offer["offered"]]
    assert len(offers) == 4
    codes = tuple(offer["code"] for offer in offers)
    target, done = mended(path, tmp_path, codes, schema=outcome.schema)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    again = judged(target, tmp_path, done.schema)
    (left,) = again.findings
    assert (left["code"], left["column"]) == ("type-error", "Eröffnet am")
    assert left["hint_de"].startswith("Den 31. Februar 2024 gibt es nicht.")
    rows = list(csv.reader(io.StringIO(target.read_text("utf-8")), delimiter=";"))
    assert rows[2][:3] == ["01002000", "Spielplatz Schreventeich", "54.3259"]
    assert rows[3][5] == "12400.00"
    assert len(rows) == 13
    assert all(item.log_de.endswith(".") for item in done.applied)


def test_every_offer_shows_places_before_and_after(tmp_path: Path) -> None:
    for offer in judged(write_spielplaetze(tmp_path), tmp_path).proposal["repairs"]:
        assert 1 <= len(offer["preview"]) <= 5
        assert all(change["before"] != change["after"] for change in offer["preview"])
        assert offer["count"] >= len(offer["preview"])


def test_what_a_repair_does_not_touch_stays_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b'id;"Text  ";PLZ\r\n1;"a;""b""";1067\r\n2; c ;01099\r\n3;"d\ne";99084\r\n')
    target, _done = mended(path, tmp_path, ("leading-zeros",))
    assert target.read_bytes() == (
        b'id;"Text  ";PLZ\r\n1;"a;""b""";01067\r\n2; c ;01099\r\n3;"d\ne";99084\r\n'
    )


# file, repair, the mended file
ONE_BY_ONE = {
    "blank-rows": (b"a;b\n1;2\n;\n3;4\n5;6\n", b"a;b\n1;2\n3;4\n5;6\n"),
    "duplicate-rows": (b"a;b\n1;x\n2;y\n1;x\n", b"a;b\n1;x\n2;y\n"),
    "trim": (b"a;b\n1; x \n2;\xc2\xa0y\n", b"a;b\n1;x\n2;y\n"),
    "empty-columns": (b"a;b;;\n1;x;;\n2;y;;\n", b"a;b\n1;x\n2;y\n"),
    "missing-cells": (b"a;b;c\n1;x;1\n2;y\n3;z;3\n4;w;4\n", b"a;b;c\n1;x;1\n2;y;\n3;z;3\n4;w;4\n"),
    "line-ends": (b"a;b\r1;x\r2;y\r", b"a;b\n1;x\n2;y\n"),
    "date-form": (b"a;b\n1;28.02.2024\n2;01.12.2023\n", b"a;b\n1;2024-02-28\n2;2023-12-01\n"),
}


@pytest.mark.parametrize("code", ONE_BY_ONE)
def test_each_repair_does_what_it_says(tmp_path: Path, code: str) -> None:
    before, after = ONE_BY_ONE[code]
    path = tmp_path / "t.csv"
    path.write_bytes(before)
    proposal = propose(path)
    offers = {offer.code for offer in propose_repairs(path, proposal, proposal.schema)}
    assert code in offers
    target, done = mended(path, tmp_path, (code,))
    assert target.read_bytes() == after
    assert [item.code for item in done.applied] == [code]
    # A repair finds nothing more to do in what it has mended.
    copy = tmp_path / "copy.csv"
    copy.write_bytes(after)
    assert not mended(copy, tmp_path, (code,))[1].applied


def test_a_preamble_goes_and_what_is_no_repair_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = "".join(f"{i};Ort {i};{i * 7}\n" for i in range(1, 20))
    path.write_text(f"Einwohner der Ortsteile\nStand: 2024\n\nNr;Ort;Zahl\n{rows}")
    target, done = mended(path, tmp_path, ("preamble", "gibtesnicht"))
    assert target.read_text().startswith("Nr;Ort;Zahl\n1;Ort 1;7\n")
    assert [item.code for item in done.applied] == ["preamble"]


def test_a_workbook_becomes_a_table_with_repairs(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["PLZ", "Ort"], ["1067", "Dresden"], ["99084", "Erfurt"], ["04109", "Leipzig"]):
        book.active.append(row)
    path = tmp_path / "orte.xlsx"
    book.save(path)
    target, done = mended(path, tmp_path, ("leading-zeros",))
    assert target.read_text().splitlines()[1] == "01067,Dresden"
    assert done.file_name == "orte.csv"
    assert [item.code for item in done.applied] == ["as-csv", "leading-zeros"]


def test_a_given_schema_decides_what_is_a_fault(tmp_path: Path) -> None:
    """A schema that wants points and international days: the guessed one would accept the file."""
    path = tmp_path / "t.csv"
    path.write_text("wert;tag\n1,5;28.02.2024\n2,25;01.12.2023\n")
    schema = {"fields": [{"name": "wert", "type": "number"}, {"name": "tag", "type": "date"}]}
    outcome = judged(path, tmp_path, schema)
    assert {finding["repair"] for finding in outcome.findings} == {"decimal-comma", "date-form"}
    target, done = mended(
        path, tmp_path, ("decimal-comma", "date-form"), schema=schema, schema_given=True
    )
    assert judged(target, tmp_path, done.schema).state == "valid"
    assert done.schema == schema


def test_repairs_that_were_left_out_are_still_offered_for_the_mended_file(tmp_path: Path) -> None:
    target, done = mended(write_spielplaetze(tmp_path), tmp_path, ("encoding",))
    outcome = judged(target, tmp_path, done.schema)
    assert {offer["code"] for offer in outcome.proposal["repairs"]} >= {
        "totals-row", "leading-zeros", "decimal-comma", "date-form"
    }  # fmt: skip


def test_bounds_follow_the_mended_cells(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("wert;tag\n1,5;28.02.2024\n2,25;01.12.2023\n")
    schema = {
        "fields": [
            {"name": "wert", "type": "number", "decimalChar": ",", "constraints": {"minimum": "1,5"}},
            {"name": "tag", "type": "date", "format": "%d.%m.%Y", "constraints": {"minimum": "01.01.2023"}},
        ]
    }  # fmt: skip
    _target, done = mended(path, tmp_path, ("decimal-comma", "date-form"), schema=schema)
    number, day = done.schema["fields"]
    assert number == {"name": "wert", "type": "number", "constraints": {"minimum": "1.5"}}
    assert day["constraints"] == {"minimum": "2023-01-01"}


# what stands there, what it becomes
CELLS = [
    (DecimalPoint("."), "1.234,50", "1234.50"),
    (DecimalPoint("."), "-0,5", "-0.5"),
    (DecimalPoint("."), "1.234.567", "1234567"),
    (DecimalPoint("."), "1.2", "1.2"),  # no thousands: not ours to read
    (DecimalPoint("."), "12,5 kg", "12,5 kg"),
    (DecimalPoint(""), "1.234,5", "1.234,5"),
    (leading_zero(5), "1067", "01067"),
    (leading_zero(5), "1067.0", "01067"),  # a column that was a number for a while
    (leading_zero(5), "106", "106"),
    (leading_zero(8), "５1702400", "５1702400"),
    (InternationalDay("%d.%m.%Y"), "31.02.2024", "31.02.2024"),
    (InternationalDay("%d.%m.%Y"), " 1.2.2024", "2024-02-01"),
    (trimmed, "\xa0a b ", "a b"),
]


@pytest.mark.parametrize(("mend", "before", "after"), CELLS)
def test_cells_are_mended_or_left_alone(mend, before: str, after: str) -> None:
    assert mend(before) == after


@given(st.text())
def test_mending_twice_is_mending_once(cell: str) -> None:
    for mend in (DecimalPoint("."), leading_zero(5), InternationalDay("%d.%m.%Y"), trimmed):
        assert mend(mend(cell)) == mend(cell)


def test_repairs_and_versions_know_no_django() -> None:
    code = (
        "import sys, datasets.repairs.applying, datasets.repairs.notices; "
        "print('django' in sys.modules)"
    )
    run = [sys.executable, "-c", code]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout == "False\n"


def test_offers_are_light_to_import() -> None:
    code = "import sys, datasets.repairs; print('pandas' in sys.modules, 'polars' in sys.modules)"
    run = [sys.executable, "-c", code]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout == "False False\n"
