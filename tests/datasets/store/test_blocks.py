"""Pages out of blocks of texts are the pages that DuckDB's values make."""

import duckdb
import pytest

from datasets.store import TableQuery
from datasets.store.blocks import LARGEST, ROWS, Blocks, json_page
from datasets.store.columns import Kind
from datasets.store.writable import ColumnSpec, WritableTable

CELLS = {
    Kind.TEXT: ["Köln", 'a "b" \\', "\x01\b\f\n\t\r\x7f", "</script> /", "漢字 😀", "", None],
    Kind.INTEGER: [0, -(2**62), 2**60, 7, None, 1, 2],
    Kind.NUMBER: ["0.10", "-0", "12345678901234567.890", "100", "0.000", None, "-1.5"],
    Kind.FLOAT: [1e16, 1e-7, 630.0, -0.1, 1e22, 123456789012345.0, None],
    Kind.BOOLEAN: [True, False, None, True, False, True, False],
    Kind.DATE: ["0001-01-01", "1789-07-14", "2024-02-29", "9999-12-31", None, "0999-05-05", "2000-01-01"],
    Kind.DATETIME: [
        "0900-01-01T01:02:03", "2023-12-31T12:30:15.123", "2023-12-31T12:30:15.1", "2023-12-31T00:00:00.123999",
        "1969-12-31T23:59:59.9", "2024-01-01T00:00:00", None,
    ],
    Kind.JSON: ['{"ü": [1, "2"]}', "null", "[]", '"a"', None, "1", "{}"],
}  # fmt: skip


def fed(folder, kinds):
    table = WritableTable(folder, "t")
    table.create([ColumnSpec(kind.value, kind) for kind in kinds])
    rows = zip(*(CELLS[kind] for kind in kinds), strict=True)
    table.write(
        [{k.value: v for k, v in zip(kinds, r, strict=True)} for r in rows], method="insert"
    )
    return table


def test_texts_of_every_kind_of_value_are_those_of_pages(tmp_path):
    table = fed(tmp_path, tuple(CELLS)).open()
    for limit, offset in ((100, 0), (3, 2), (2, 6), (5, 7), (1, 900)):
        query = TableQuery(limit=limit, offset=offset)
        assert json_page(table, query) == table.search(query).json_objects()


def test_only_plain_pages_come_from_blocks(tmp_path):
    writable = fed(tmp_path, (Kind.TEXT, Kind.INTEGER))
    table = writable.open()
    for query in (TableQuery(q="Köln"), TableQuery(fields=("text",)), TableQuery(limit=None)):
        assert json_page(table, query) is None
    writable.delete(None)
    assert (
        json_page(writable.open(), TableQuery()) is None
    )  # rows are left out: places are no numbers


def test_blocks_are_read_once_and_old_ones_go():
    asked = []

    def read(start):
        asked.append(start)
        return [f"{number:06}" for number in range(start, start + ROWS)]

    most = 13 * ROWS  # two blocks fit, a third does not
    blocks = Blocks(most=most)
    assert blocks.page(1, ROWS - 2, 4, read) == [f"{n:06}" for n in range(ROWS - 2, ROWS + 2)]
    assert blocks.page(1, ROWS, 1, read) == [f"{ROWS:06}"]
    assert asked == [0, ROWS]
    blocks.page(2, 5 * ROWS, 1, read)
    assert blocks.page(1, 0, 1, read) == ["000000"]
    assert asked == [0, ROWS, 5 * ROWS, 0]  # the first had to go for the other table's
    assert blocks.size <= most


def test_long_rows_are_not_kept():
    asked = []

    def read(start):
        asked.append(start)
        return ["x" * LARGEST, "y"]

    blocks = Blocks()
    assert blocks.page(1, 0, 1, read) is None
    assert blocks.page(1, 0, 1, read) is None
    assert asked == [0]
    assert blocks.size == 0


def test_a_small_table_is_read_by_one_thread_and_its_settings_stay(tmp_path):
    table = fed(tmp_path, (Kind.TEXT,)).open()
    assert table.connection.sql("SELECT current_setting('threads')").fetchall() == [(1,)]
    with pytest.raises(duckdb.Error):
        table.connection.execute("SET threads = 2")
