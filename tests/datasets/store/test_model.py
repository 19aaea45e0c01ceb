"""Generated tables answer as a plain list of rows does: filter, sort, page, words, formats, writes."""

import csv
import io
import json
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.store import (
    And,
    Condition,
    Or,
    SortKey,
    TableCache,
    TableQuery,
    TextOptions,
    build,
    export,
)
from datasets.store.columns import Kind
from datasets.store.writable import ColumnSpec, WritableTable

NAMES = ("wort", "zahl", "genau", "tag", "ja")
FIELDS = [
    {"name": "wort", "type": "string"},
    {"name": "zahl", "type": "integer"},
    {"name": "genau", "type": "number"},
    {"name": "tag", "type": "date"},
    {"name": "ja", "type": "boolean"},
]
MISSING = "~"
# Few values, so that keys and filters meet; each is of a kind that went wrong somewhere once.
WORDS = [
    "Müller", "Mueller", "muller", "Straße", "strasse", "Köln, Süd", "Öl", 'a "b"', "zwei\nZeilen", "",
    "=1+1", "'", "ẞ", "Café", "null", "A\tB", "-", "0", "漢字", " rand ",
]  # fmt: skip
QUESTIONS = [
    "müller",
    "Mueller",
    "strasse",
    "straße",
    "köln",
    "sud",
    "öl",
    "cafe",
    "zeilen",
    "nichts",
]
VALUES = {
    "wort": st.sampled_from(WORDS),
    "zahl": st.sampled_from([0, 1, -1, 7, 10**17, -(2**62)]) | st.integers(-9, 9),
    "genau": st.decimals(
        min_value=Decimal("-99999999999999999"), max_value=Decimal("99999999999999999"), places=3
    )
    | st.sampled_from([Decimal("0"), Decimal("12345678901234567.890"), Decimal("0.001")]),
    "tag": st.dates(min_value=date(1, 1, 1))
    | st.sampled_from([date(1789, 7, 14), date(2024, 2, 29)]),
    "ja": st.booleans(),
}
CELLS = {name: st.none() | values for name, values in VALUES.items()}
ROWS = st.lists(st.tuples(*(CELLS[name] for name in NAMES)), max_size=30)
OPERATORS = {
    "eq": lambda a, b: a == b,
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
}
RELAXED = settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@st.composite
def conditions(draw):
    name = draw(st.sampled_from(NAMES))
    op = draw(st.sampled_from([*OPERATORS, "ne", "in", "null"]))
    if op == "null":
        return Condition(name, op, draw(st.booleans()))
    if op == "in":
        return Condition(name, op, draw(st.lists(CELLS[name], max_size=4)))
    return Condition(name, op, draw(CELLS[name] if op in ("eq", "ne") else VALUES[name]))


FILTERS = st.recursive(
    conditions(),
    lambda inner: st.builds(lambda join, items: join(tuple(items)), st.sampled_from([And, Or]), st.lists(inner, max_size=3)),
    max_leaves=5,
)  # fmt: skip
SORTS = st.lists(
    st.builds(SortKey, st.sampled_from(NAMES), st.booleans(), st.sampled_from([None, True, False])),
    max_size=2,
).map(tuple)


def holds(tree, row):
    if isinstance(tree, And):
        return all(holds(item, row) for item in tree.items)
    if isinstance(tree, Or):
        return any(holds(item, row) for item in tree.items)
    value, wanted = row[tree.field], tree.value
    if tree.op == "null":
        return (value is None) == wanted
    if tree.op == "in":
        return value in wanted
    if tree.op == "ne":
        return value != wanted
    if value is None or wanted is None:
        return tree.op == "eq" and value is wanted
    return OPERATORS[tree.op](value, wanted)


def in_order(rows, sort):
    for key in reversed(sort):  # stable, so the last key first
        last = key.nulls_last if key.nulls_last is not None else not key.descending
        known = [row for row in rows if row[key.field] is not None]
        known.sort(key=lambda row: row[key.field], reverse=False)
        if key.descending:  # equal rows stay in the order of their numbers
            known = sorted(known, key=lambda row: _Reversed(row[key.field]))
        missing = [row for row in rows if row[key.field] is None]
        rows = known + missing if last else missing + known
    return rows


class _Reversed:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        return other.value < self.value


WAYS = {"ae": "ae a", "oe": "oe o", "ue": "ue u", "ä": "a ae", "ö": "o oe", "ü": "u ue", "ß": "ss", "é": "e"}  # fmt: skip


def spellings(word):
    """Every way in which a folded text may hold the word."""
    found = {""}
    rest = word.lower()
    while rest:
        size = next((len(sign) for sign in WAYS if rest.startswith(sign)), 1)
        ways = WAYS.get(rest[:size], rest[:size]).split()
        found = {head + way for head in found for way in ways}
        rest = rest[size:]
    return found


def has_word(row, word):
    text = (row["wort"] or "").lower()
    for letter, plain in (("ä", "a"), ("ö", "o"), ("ü", "u"), ("ß", "ss"), ("é", "e")):
        text = text.replace(letter, plain)
    return bool(spellings(word) & set("".join(c if c.isalnum() else " " for c in text).split()))


def cell(value):
    if value is None:
        return MISSING
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def stored(rows, folder):
    with (folder / "in.csv").open("w", newline="", encoding="utf-8") as out:
        csv.writer(out, lineterminator="\n").writerows(
            [NAMES, *([cell(v) for v in r] for r in rows)]
        )
    schema = {"fields": FIELDS, "missingValues": [MISSING]}
    build(folder / "in.csv", schema, folder / "t.duckdb")
    return TableCache().open(folder / "t.duckdb")


def model(rows):
    return [{"_id": i, **dict(zip(NAMES, row, strict=True))} for i, row in enumerate(rows, 1)]


@RELAXED
@given(ROWS, st.data())
def test_any_question_gives_the_rows_that_a_list_gives(rows, data):
    plain = model(rows)
    with tempfile.TemporaryDirectory() as folder:
        table = stored(rows, Path(folder))
        for _ in range(6):
            tree, sort = data.draw(st.none() | FILTERS), data.draw(SORTS)
            word = data.draw(st.none() | st.sampled_from(QUESTIONS))
            limit, offset = data.draw(st.integers(0, 12)), data.draw(st.integers(0, 12))
            if word and not sort:
                sort = (SortKey("_id"),)
            found = table.search(
                TableQuery(filters=tree, q=word, sort=sort, limit=limit, offset=offset)
            )
            wanted = [row for row in plain if tree is None or holds(tree, row)]
            wanted = [row for row in wanted if not word or has_word(row, word)]
            assert found.total == len(wanted)
            assert found.records == in_order(wanted, sort)[offset : offset + limit]


@RELAXED
@given(ROWS)
def test_every_format_says_the_same(rows):
    plain = model(rows)
    with tempfile.TemporaryDirectory() as folder:
        table = stored(rows, Path(folder))
        everything = TableQuery(limit=None)
        texts = {
            form: b"".join(export(table, form, everything)).decode()
            for form in ("csv", "tsv", "jsonl")
        }
        page = table.search(everything)
        shown = [{name: _json(value) for name, value in row.items()} for row in plain]
        exact = {"parse_float": Decimal}
        assert [json.loads(line, **exact) for line in texts["jsonl"].splitlines()] == shown
        assert json.loads(page.json_objects(), **exact) == shown
        lists = [list(row.values()) for row in shown]
        assert json.loads(page.json_lists(), **exact) == lists
        lines = [["" if v is None else _text(v) for v in row.values()] for row in plain]
        for form, sign in (("csv", ","), ("tsv", "\t")):
            read = list(csv.reader(io.StringIO(texts[form], newline=""), delimiter=sign))
            assert read == [["_id", *NAMES], *lines]
            assert (
                list(csv.reader(io.StringIO(page.separated(sign), newline=""), delimiter=sign))
                == lines
            )
        safe = b"".join(
            export(table, "csv", everything, text=TextOptions(excel_safe=True))
        ).decode()
        for row in csv.reader(io.StringIO(safe, newline="")):
            assert row[1][:1] not in ("=", "@", "\t", "-") or row[1] in ("wort",)


def _json(value):
    if isinstance(value, date):
        return value.isoformat()
    return value


def _text(value):
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, Decimal):
        text = format(value, "f").rstrip("0").rstrip(".") if "." in str(value) else str(value)
        return "0" if text in ("-0", "") else text
    return str(value)


BATCHES = st.lists(
    st.lists(
        st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(["1", "2"]), CELLS["zahl"]),
        max_size=6,
    )
    | st.integers(-9, 9),
    max_size=8,
)


@RELAXED
@given(BATCHES)
def test_a_fed_table_is_what_its_batches_make_of_a_dict(batches):
    plain, places, next_id = {}, {}, 1
    with tempfile.TemporaryDirectory() as folder:
        table = WritableTable(Path(folder), "t")
        table.create(
            [
                ColumnSpec("a", Kind.TEXT),
                ColumnSpec("b", Kind.INTEGER),
                ColumnSpec("zahl", Kind.INTEGER),
            ],
            primary_key=("a", "b"),
        )
        for batch in batches:
            if isinstance(batch, int):  # rows with a greater number go
                table.delete(Condition("zahl", "gt", batch))
                gone = [key for key, value in plain.items() if value is not None and value > batch]
                for key in gone:
                    del plain[key], places[key]
                continue
            table.write([{"a": a, "b": b, "zahl": number} for a, b, number in batch])
            for a, b, number in batch:
                key = (a, int(b))
                if key not in plain:
                    places[key], next_id = next_id, next_id + 1
                plain[key] = number
        opened = table.open()
        wanted = sorted((places[key], *key, value) for key, value in plain.items())
        assert opened.search(TableQuery(limit=None)).rows == wanted
        assert opened.search(TableQuery(limit=3, offset=2)).rows == wanted[2:5]
        assert opened.count(TableQuery()) == len(wanted)
