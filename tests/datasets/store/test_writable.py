"""Tables fed row by row behave like a dict of rows, whatever the batches."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from datasets.store import QueryError, SortKey, StoreError, TableQuery, filters_from_mapping
from datasets.store.columns import Kind
from datasets.store.manifest import write_manifest
from datasets.store.writable import ColumnSpec, WritableTable

COLUMNS = [
    ColumnSpec("ags", Kind.TEXT, label="AGS"),
    ColumnSpec("jahr", Kind.INTEGER),
    ColumnSpec("einwohner", Kind.INTEGER),
    ColumnSpec("anteil", Kind.NUMBER),
    ColumnSpec("tag", Kind.DATE),
    ColumnSpec("meta", Kind.JSON),
]


@pytest.fixture
def table(tmp_path):
    made = WritableTable(tmp_path, "t1")
    made.create(COLUMNS, primary_key=("ags", "jahr"))
    return made


def rows(table, **options):
    return table.open().search(TableQuery(limit=None, **options)).records


def test_an_empty_table_answers(table):
    assert rows(table) == []
    assert table.open().count(TableQuery()) == 0


def test_upsert_inserts_then_updates_and_keeps_what_is_not_sent(table):
    table.write([{"ags": "05", "jahr": 2023, "einwohner": 1, "meta": {"ü": [1]}}])
    table.write([{"ags": "05", "jahr": 2023, "einwohner": 2}, {"ags": "06", "jahr": 2023}])
    found = rows(table)
    assert [(r["_id"], r["ags"], r["einwohner"]) for r in found] == [(1, "05", 2), (2, "06", None)]
    assert found[0]["meta"] == '{"ü": [1]}'


def test_a_key_twice_in_one_batch_is_one_row(table):
    table.write([{"ags": "05", "jahr": 1, "einwohner": n} for n in range(5)])
    assert [r["einwohner"] for r in rows(table)] == [4]


def test_insert_refuses_a_known_key_and_writes_nothing(table):
    table.write([{"ags": "05", "jahr": 1}])
    with pytest.raises(StoreError) as caught:
        table.write([{"ags": "07", "jahr": 1}, {"ags": "05", "jahr": 1}], method="insert")
    assert (caught.value.code, caught.value.row) == ("duplicate", 1)
    assert len(rows(table)) == 1


@pytest.mark.parametrize(
    ("record", "method", "code"),
    [
        ({"ags": "x", "jahr": "abc"}, "upsert", "value"),
        ({"ags": "x", "jahr": 1, "nope": 1}, "insert", "extra-keys"),
        ({"ags": "x"}, "upsert", "missing-key"),
        ({"ags": "x", "jahr": 1}, "update", "not-found"),
        ({"ags": "x", "jahr": 1}, "replace", "method"),
        ({"ags": "x", "jahr": 2**70}, "upsert", "range"),
    ],
)
def test_a_broken_rule_is_named(table, record, method, code):
    with pytest.raises(StoreError) as caught:
        table.write([record], method=method)
    assert caught.value.code == code


def test_dry_run_checks_and_writes_nothing(table):
    table.write([{"ags": "x", "jahr": 1}], dry_run=True)
    assert rows(table) == []
    with pytest.raises(StoreError):
        table.write([{"ags": "x", "jahr": "q"}], dry_run=True)


def test_numbers_of_any_size_stay_exact_and_sort_as_numbers(table):
    cells = ["12345678901234567890123456789012345678901234567890.125", "-0.5", "2", "10", "0.115"]
    table.write([{"ags": str(i), "jahr": 1, "anteil": cell} for i, cell in enumerate(cells)])
    found = rows(table, sort=(SortKey("anteil"),))
    assert [r["anteil"] for r in found] == ["-0.5", "0.115", "2", "10", cells[0]]
    assert [
        r["ags"] for r in rows(table, filters=filters_from_mapping({"anteil": {"gt": 1, "lt": 11}}))
    ] == ["2", "3"]


def test_delete_removes_rows_and_reports_them(table):
    table.write([{"ags": str(i), "jahr": i % 2} for i in range(10)])
    count, kept = table.delete(filters_from_mapping({"jahr": 1}), keep=2)
    assert count == 5
    assert [r["ags"] for r in kept] == ["1", "3"]
    assert [r["ags"] for r in rows(table)] == ["0", "2", "4", "6", "8"]
    assert rows(table, offset=1)[0]["ags"] == "2"


def test_a_wrong_filter_deletes_nothing(table):
    table.write([{"ags": "1", "jahr": 1}])
    with pytest.raises(QueryError):
        table.delete(filters_from_mapping({"nope": 1}))
    assert len(rows(table)) == 1


def test_ids_are_never_used_again(table):
    table.write([{"ags": "1", "jahr": 1}])
    table.delete(None)
    table.write([{"ags": "1", "jahr": 1}])
    assert [r["_id"] for r in rows(table)] == [2]


def test_many_small_batches_make_few_files(table):
    for i in range(60):
        table.write([{"ags": str(i), "jahr": 1, "einwohner": i}])
    assert len(table.state().layers) <= 3
    assert [r["einwohner"] for r in rows(table)] == list(range(60))


def test_layers_of_different_size_read_as_one_table(table):
    table.write([{"ags": str(i), "jahr": 1, "einwohner": 0} for i in range(20_000)])
    table.write([{"ags": str(i), "jahr": 1, "einwohner": 7} for i in range(100, 103)])
    table.delete(filters_from_mapping({"ags": "101"}))
    table.write([{"ags": "neu", "jahr": 1}])
    assert len(table.state().layers) == 2
    read = table.open()
    assert read.count(TableQuery()) == 20_000
    assert read.count(TableQuery(filters=filters_from_mapping({"_id": {"gt": 0}}))) == 20_000
    assert [r["ags"] for r in rows(table, filters=filters_from_mapping({"einwohner": 7}))] == [
        "100",
        "102",
    ]
    before = rows(table)
    table.compact()
    assert len(table.state().layers) == 1
    assert rows(table) == before


def test_columns_are_added_and_dropped_without_touching_rows(table):
    table.write([{"ags": "1", "jahr": 1, "einwohner": 5}])
    table.alter([ColumnSpec("neu", Kind.BOOLEAN)], drop=["einwohner"])
    table.write([{"ags": "2", "jahr": 1, "neu": True}])
    assert [(r["ags"], r["neu"], "einwohner" in r) for r in rows(table)] == [
        ("1", None, False),
        ("2", True, False),
    ]


def test_a_known_column_keeps_its_type(table):
    with pytest.raises(StoreError) as caught:
        table.alter([ColumnSpec("jahr", Kind.TEXT)])
    assert caught.value.code == "type"


def test_update_by_row_number_needs_no_key(tmp_path):
    made = WritableTable(tmp_path, "t2")
    made.create([ColumnSpec("a", Kind.TEXT)])
    made.write([{"a": "x"}, {"a": "y"}], method="insert")
    made.write([{"_id": 2, "a": "z"}], method="update")
    assert [r["a"] for r in rows(made)] == ["x", "z"]
    with pytest.raises(StoreError) as caught:
        made.write([{"a": "z"}], method="upsert")
    assert caught.value.code == "no-key"


def test_an_old_reader_keeps_its_version(table):
    table.write([{"ags": "1", "jahr": 1}])
    reader = table.open()
    table.write([{"ags": "2", "jahr": 1}])
    assert len(reader.search(TableQuery()).records) == 1
    assert len(rows(table)) == 2


def test_many_readers_never_see_two_states_at_once(table):
    """32 readers while the table is switched: each answer is of one state, and there is no error."""

    def fill(number):
        table.write([{"ags": str(i), "jahr": 1, "einwohner": number} for i in range(300)])

    def look(_reader):
        found = [{row["einwohner"] for row in rows(table)} for _ in range(4)]
        return [values for values in found if len(values) != 1]

    fill(0)
    with ThreadPoolExecutor(33) as pool:
        mixed = [pool.submit(look, n) for n in range(32)]
        switched = [pool.submit(fill, n) for n in range(1, 4)]
        assert [done.result() for done in mixed] == [[]] * 32
        assert [done.result() for done in switched] == [None] * 3
    assert {row["einwohner"] for row in rows(table)} <= {1, 2, 3}


def test_a_dropped_table_is_gone_with_its_files(table, tmp_path):
    table.write([{"ags": "1", "jahr": 1}])
    table.drop()
    assert not table.exists()
    assert [path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")] == []


def test_words_are_found_in_tables_of_both_forms(tmp_path):
    columns = [ColumnSpec("ort", Kind.TEXT), ColumnSpec("art", Kind.TEXT)]
    new, old = WritableTable(tmp_path, "new"), WritableTable(tmp_path, "old")
    new.create(columns)
    made = old.create(columns)
    assert all(column.folded for column in made.columns)
    # As tables were kept before each column had its folded text.
    plain = tuple(replace(column, folded="") for column in made.columns)
    write_manifest(tmp_path, "old", replace(made, columns=plain))
    for table in (new, old):
        table.write([{"ort": "Köln", "art": "Straße"}, {"ort": "Moers"}], method="insert")
        table.alter([*columns, ColumnSpec("notiz", Kind.TEXT)])
        table.write([{"ort": "Köln", "notiz": "Grün"}], method="insert")
        for words, ids in (("koln", [1, 3]), ("koeln strasse", [1]), ("gruen", [3]), ("x", [])):
            found = table.open().search(TableQuery(q=words, sort=(SortKey("_id"),)))
            assert [row["_id"] for row in found.records] == ids
            assert found.total == len(ids)
        assert [r["_id"] for r in rows(table, q={"notiz": "grün"})] == [3]


def test_words_are_found_alike_in_small_and_in_large_tables(table, monkeypatch):
    table.write(
        [
            {"ags": f"{n % 7} rot", "jahr": n, "meta": {"x": "rot grün" if n % 3 else ""}}
            for n in range(50)
        ]
    )
    questions = [
        TableQuery(q="rot", limit=9, offset=3, rank=True),
        TableQuery(q="rot grün", limit=5, sort=(SortKey("ags", True),), fields=("jahr", "ags")),
        TableQuery(q={"meta": "grün"}, limit=4, rank=True),
        TableQuery(q="nichts", limit=4),
        TableQuery(q="rot", limit=4, offset=900),
    ]
    small = [table.open().search(question) for question in questions]
    monkeypatch.setattr("datasets.store.table.FEW_CELLS", 0)
    assert [table.open().search(question) for question in questions] == small
    assert [page.total for page in small] == [50, 33, 33, 0, 50]
