"""Building a table: what stands in the CSV stands in the table, exactly, or there is an error."""

import csv
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from threading import Barrier

import pyarrow as pa
import pytest

from datasets.store import Condition, StoreError, TableCache, TableQuery, build

ANY = Condition("stand", "gte", 0)


def write(path, header, rows):
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path


@pytest.fixture
def made(tmp_path):
    def make(fields, rows, **options):
        schema = {"fields": fields, "missingValues": options.pop("missing", [""])}
        source = write(tmp_path / "in.csv", [field["name"] for field in fields], rows)
        target = tmp_path / "table.duckdb"
        if options.pop("read", False):
            columns = zip(*[[str(cell) for cell in row] for row in rows], strict=True)
            names = [field["name"] for field in fields]
            options["cells"] = pa.table(dict(zip(names, columns, strict=True)))
        build(source, schema, target, **options)
        return TableCache().open(target)

    return make


def values(table, name):
    return [record[name] for record in table.search(TableQuery(limit=None)).records]


@pytest.mark.parametrize(
    ("field", "cells", "expected"),
    [
        ({"type": "integer"}, ["1", "-7", "", "+5"], [1, -7, None, 5]),
        ({"type": "integer"}, ["99999999999999999999999"], [99999999999999999999999]),
        ({"type": "integer"}, ["٣", "1_000"], [3, 1000]),
        ({"type": "integer", "bareNumber": False}, ["12 km", "€ 7"], [12, 7]),
        (
            {"type": "number", "decimalChar": ",", "groupChar": "."},
            ["1.234,50", "-0,5", ""],
            [Decimal("1234.5"), Decimal("-0.5"), None],
        ),
        (
            {"type": "number"},
            ["12345678901234567890.123", "0.115"],
            [Decimal("12345678901234567890.123"), Decimal("0.115")],
        ),
        ({"type": "number"}, ["1e5", "1.5e-3"], [Decimal(100000), Decimal("0.0015")]),
        ({"type": "date"}, ["1789-07-14", "2024-02-29"], [date(1789, 7, 14), date(2024, 2, 29)]),
        ({"type": "date", "format": "%d.%m.%Y"}, ["05.01.1871", ""], [date(1871, 1, 5), None]),
        (
            {"type": "date", "format": "%d.%m.%y"},
            ["05.01.71", "5.1.24"],
            [date(1971, 1, 5), date(2024, 1, 5)],
        ),
        ({"type": "date"}, ["2020-1-5"], [date(2020, 1, 5)]),
        (
            {"type": "datetime"},
            ["2023-12-31T12:30:15", "2023-12-31T12:30:15+01:00"],
            [datetime(2023, 12, 31, 12, 30, 15), datetime(2023, 12, 31, 11, 30, 15)],
        ),
        (
            {"type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]},
            ["ja", "nein", ""],
            [True, False, None],
        ),
        ({"type": "year"}, ["1848"], [1848]),
        (
            {"type": "string"},
            ["05170024", 'a "b"\nc', "Süd,Nord"],
            ["05170024", 'a "b"\nc', "Süd,Nord"],
        ),
    ],
)
@pytest.mark.parametrize("read", [False, True], ids=["csv", "cells"])
def test_cells_keep_their_exact_value(made, field, cells, expected, read):
    table = made(
        [{"name": "wert", **field}, {"name": "x", "type": "string"}],
        [[c, "."] for c in cells],
        read=read,
    )
    assert values(table, "wert") == expected


def test_numbers_beyond_38_digits_keep_every_digit_and_sort_as_numbers(made):
    from datasets.store import SortKey

    cells = ["1" + "0" * 50, "-" + "9" * 45, "2.5", "-2.55", "-2.5", "0", "1" + "0" * 50 + ".1"]
    table = made([{"name": "n", "type": "number"}], [[c] for c in cells])
    page = table.search(TableQuery(sort=(SortKey("n"),)))
    assert [record["n"] for record in page.records] == sorted(cells, key=Decimal)


def test_an_empty_string_is_a_value_unless_the_schema_says_missing(made):
    table = made(
        [{"name": "a", "type": "string"}, {"name": "b", "type": "string"}],
        [["", "x"], ["NA", "y"]],
        missing=["NA"],
    )
    assert values(table, "a") == ["", None]


def test_row_numbers_follow_the_file(made):
    table = made([{"name": "a", "type": "integer"}], [[i] for i in range(5000, 0, -1)])
    assert all(r["_id"] == 5001 - r["a"] for r in table.search(TableQuery(limit=None)).records)


@pytest.mark.parametrize("read", [False, True], ids=["csv", "cells"])
def test_rejected_rows_are_left_out_and_the_rest_is_numbered_densely(made, read):
    table = made([{"name": "a", "type": "integer"}], [["1"], ["x"], ["3"]], rejected={2}, read=read)
    assert [(r["_id"], r["a"]) for r in table.search(TableQuery()).records] == [(1, 1), (2, 3)]


@pytest.mark.parametrize(
    "kind", ["integer", "number", "date", "datetime", "time", "boolean", "year"]
)
def test_a_cell_that_is_no_value_names_its_row_and_column(made, kind):
    with pytest.raises(StoreError) as caught:
        made(
            [{"name": "a", "type": "string"}, {"name": "b", "type": kind}],
            [["x", ""], ["y", "quatsch"]],
        )
    assert (caught.value.row, caught.value.column) == (2, "b")


def test_a_lost_line_is_an_error(made, tmp_path):
    source = tmp_path / "blank.csv"
    source.write_text("a,b\n1,2\n\n3,4\n")
    with pytest.raises(StoreError):
        build(source, {"fields": [{"name": "a"}, {"name": "b"}]}, tmp_path / "t.duckdb")


def test_a_failed_build_leaves_no_file(made, tmp_path):
    with pytest.raises(StoreError):
        made([{"name": "a", "type": "date"}], [["morgen"]])
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_an_existing_version_is_never_overwritten(made, tmp_path):
    made([{"name": "a"}], [["1"]])
    with pytest.raises(StoreError):
        made([{"name": "a"}], [["2"]])


def test_labels_notes_and_schema_travel_with_the_file(made):
    table = made(
        [{"name": "ags", "type": "string", "title": "AGS", "description": "Schlüssel"}], [["1"]]
    )
    info = table.info()
    assert (info.columns[0].label, info.columns[0].notes) == ("AGS", "Schlüssel")
    assert info.schema["fields"][0]["title"] == "AGS"


def test_columns_that_differ_in_case_only_stay_apart(made):
    table = made([{"name": "Name"}, {"name": "name"}, {"name": "_id"}], [["A", "b", "77"]])
    assert table.search(TableQuery()).records == [
        {"_id": 1, "Name": "A", "name": "b", "_id_": "77"}
    ]


@pytest.mark.parametrize("read", [False, True], ids=["csv", "cells"])
def test_words_are_found_in_repeated_cells_and_in_single_ones(made, read):
    """Cells that come often are folded once for all; missing ones hold no word."""
    rows = [["Müllerweg" if i % 2 else "k. A.", f"Haus-Nr. {i}"] for i in range(40)]
    fields = [{"name": "weg", "type": "string", "missingValues": ["", "k. A."]}, {"name": "haus"}]
    table = made(fields, rows, read=read)
    assert table.search(TableQuery(q="mueller", prefix=True)).total == 20
    assert table.search(TableQuery(q="k")).total == 0
    assert [r["_id"] for r in table.search(TableQuery(q="muellerweg 7")).records] == [8]
    assert table.search(TableQuery(q={"haus": "muellerweg"})).total == 0


def test_many_readers_see_one_version_or_the_other(tmp_path):
    """32 readers while a file's version is switched and the old one removed: no error, no mixture."""
    versions, cache = [], TableCache(max_open=1)
    for number, count in ((1, 400), (2, 700)):
        source = write(tmp_path / f"{number}.csv", ["stand"], [[number]] * count)
        versions.append(tmp_path / f"{number}.duckdb")
        build(source, {"fields": [{"name": "stand", "type": "integer"}]}, versions[-1])
    current, begin = [versions[0]], Barrier(33)

    def look(_reader):
        begin.wait()
        seen = set()
        for _ in range(12):
            page = cache.open(current[0]).search(TableQuery(limit=500, filters=ANY))
            seen.add((frozenset(r["stand"] for r in page.records), page.total))
        return seen

    def switch():
        begin.wait()
        current[0] = versions[1]
        cache.forget(versions[0])

    with ThreadPoolExecutor(33) as pool:
        looks = [pool.submit(look, number) for number in range(32)]
        pool.submit(switch).result()
        seen = set().union(*(done.result() for done in looks))
    assert seen <= {(frozenset({1}), 400), (frozenset({2}), 700)}
    assert cache.open(current[0]).search(TableQuery()).total == 700
