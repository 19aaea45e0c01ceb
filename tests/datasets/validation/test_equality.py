"""The columnar engine says what frictionless says, whatever the table."""

import csv
import gc
import json
import random
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from datasets.validation import exact, last_choice, lines, parsing, reference, validate
from datasets.validation.source import Feed
from tests.datasets.validation.tables import assert_equal, cases, long_table, without_times

pytestmark = pytest.mark.filterwarnings("ignore:The --schema-sync")
PLAIN = {"fields": [{"name": name, "type": "string"} for name in ("id", "t", "n")]}
KEYED = {
    "fields": [
        {"name": "id", "type": "integer", "constraints": {"required": True, "unique": True}},
        {"name": "t", "type": "string", "constraints": {"maxLength": 10}},
        {"name": "n", "type": "integer", "constraints": {"maximum": 98}},
    ],
    "primaryKey": ["id", "t"],
    "foreignKeys": [{"fields": ["n"], "reference": {"resource": "", "fields": ["id"]}}],
}


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(case=cases())
def test_generated_tables_get_the_report_of_frictionless(tmp_path: Path, case: dict) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(case["text"].encode())
    assert_equal(path, case["schema"], **case["options"])


@pytest.mark.parametrize("seed", range(12))
def test_tables_over_many_blocks_get_the_report_of_frictionless(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Blocks far smaller than in earnest, so that records lie across their ends."""
    dice = random.Random(seed)
    monkeypatch.setattr(parsing, "BLOCK", dice.choice([333, 1000, 5000]))
    monkeypatch.setattr(lines, "BLOCK", dice.choice([100, 3000]))
    monkeypatch.setattr(exact, "NEAR", dice.choice([0, 3, 200]))
    path = tmp_path / "t.csv"
    path.write_bytes(long_table(dice, dice.choice([300, 2000])))
    options = {"limit_errors": dice.choice([1000, 0, 5, 40]), "encoding": None}
    assert_equal(path, dice.choice([PLAIN, KEYED, {**KEYED, "foreignKeys": []}]), **options)


NASTY = {
    "nothing": "",
    "only a header": "id;t;n",
    "blank lines at the end": "id;t;n\n1;a;2\n\n\n",
    "a quote that is never closed": 'id;t;n\n1;"a;2\n3;b;4\n',
    "quotes inside a cell": 'id;t;n\n1;a"b"c;2\n2;"a"b;3\n',
    "a lone CR": "id;t;n\r1;a;2\r3;b;4\r",
    "a NUL": "id;t;n\n1;a\0b;2\n",
    "the same label twice": "id;id;n\n1;2;3\n",
    "more labels than fields": "id;t;n;m\n1;a;2;3\n",
    "lines before the header": "Bericht\n\nid;t;n\n1;a;2\n",
    "a repeated key": "id;t;n\n1;a;2\n1;a;2\n01;b;1\n",
    "a key without values": "id;t;n\n;;2\n",
    "a reference to nothing": "id;t;n\n1;a;99\n",
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
@pytest.mark.parametrize("schema", [PLAIN, KEYED, None], ids=["plain", "keyed", "none"])
def test_nasty_tables_get_the_report_of_frictionless(
    tmp_path: Path, text: str, schema: dict | None
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode())
    assert_equal(path, schema, dialect={"csv": {"delimiter": ";"}})


def test_clean_tables_are_judged_by_columns(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id;t;n\n" + "".join(f"{i};a;{i}\n" for i in range(90)))
    dialect = {"csv": {"delimiter": ";"}}
    assert validate(path, KEYED, engine="columnar", dialect=dialect)["valid"]
    assert last_choice().engine == "columnar"


def test_the_reason_for_a_fall_back_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id;t;n\n1;a;2\n")
    validate(path, PLAIN)
    assert (last_choice().engine, last_choice().code) == ("frictionless", "small")
    validate(path, PLAIN, engine="columnar", dialect={"csv": {"skipInitialSpace": True}})
    assert (last_choice().engine, last_choice().code) == ("frictionless", "dialect")
    assert last_choice().reason.endswith(".")


def test_no_thread_is_left_where_the_limit_of_errors_stops(tmp_path: Path) -> None:
    """The collector of garbage would end it inside of any lock: a deadlock, found by fuzzing."""
    path = tmp_path / "t.csv"
    path.write_text("id;t;n\n" + "x;a;y\n" * 90)
    gc.disable()
    try:
        validate(
            path, KEYED, engine="columnar", limit_errors=1, dialect={"csv": {"delimiter": ";"}}
        )
        assert last_choice().engine == "columnar"
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("csv")]
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        # A reference elsewhere is refused before the header is looked at.
        ({"fields": [{"name": "a", "type": "string"}], "foreignKeys": [{"fields": ["a"], "reference": {"resource": "b", "fields": ["a"]}}]}, "a,a\n1,2\n"),
        ({"fields": [{"name": "", "type": "integer", "constraints": {"unique": True}}]}, '""\n1\n1\n'),
    ],
)  # fmt: skip
def test_cases_found_by_fuzzing_get_the_report_of_frictionless(
    tmp_path: Path, schema: dict, text: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text)
    assert_equal(path, schema)


def test_checks_of_a_checklist_are_left_to_frictionless(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id;t;n\n1;a;x\n1;a;x\n")
    for options in (
        {"skip_errors": ["type-error"]},
        {"pick_errors": ["#header"]},
        {"checks": [{"type": "duplicate-row"}]},
    ):
        assert_equal(path, KEYED, **options)
        assert last_choice().code == "checklist"


def test_progress_is_told_while_a_table_is_judged(tmp_path: Path) -> None:
    path, seen = tmp_path / "t.csv", []
    path.write_text("id;t;n\n" + "".join(f"{i};abc;{i}\n" for i in range(90)))
    validate(path, PLAIN, engine="columnar", on_progress=seen.append)
    assert seen[-1] == 90


def small(paths: Iterable[Path]) -> list[Path]:
    """Return the files that are small enough for a test."""
    return [path for path in sorted(paths) if path.stat().st_size < 400_000]


@pytest.mark.slow
def test_real_tables_get_the_report_of_frictionless(shared: Path) -> None:
    """Against a schema that does not fit: plenty of faults."""
    columnar = 0
    for path in small((shared / "realdata" / "data").rglob("*.csv")):
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            label = next(csv.reader(file, delimiter=";"), [""])[0]
        keyed = {"fields": [{"name": label, "type": "integer", "constraints": {"unique": True}}]}
        assert_equal(path, keyed, schema_sync=False)
        columnar += last_choice().engine == "columnar"
    assert columnar > 10


def packaged(shared: Path) -> Iterator[tuple[Path, dict, dict | None, str | None]]:
    """Yield path, schema, dialect and encoding of the tables in the shared data packages."""
    for descriptor in sorted((shared / "realdata" / "packages").rglob("datapackage.json")):
        try:
            package = json.loads(descriptor.read_text(encoding="utf-8"))
        except ValueError:
            continue  # some are invalid on purpose
        for resource in package.get("resources", []):
            if not isinstance(resource.get("path"), str) or "schema" not in resource:
                continue
            path, schema = descriptor.parent / resource["path"], resource["schema"]
            if path.suffix == ".csv" and path.is_file() and isinstance(schema, dict):
                yield path, schema, resource.get("dialect"), resource.get("encoding")


def test_tables_of_data_packages_get_the_report_of_frictionless(shared: Path) -> None:
    columnar = 0
    for path, schema, dialect, encoding in packaged(shared):
        if path.stat().st_size < 400_000:
            options = {"schema_sync": False, "dialect": dialect, "encoding": encoding}
            assert_equal(path, schema, **options)
            columnar += last_choice().engine == "columnar"
    assert columnar > 3


@pytest.mark.slow
def test_the_truth_table_of_frictionless_holds(shared: Path) -> None:
    """`frictionless_defaults.csv` was written by an independent run of frictionless."""
    with (shared / "realdata" / "frictionless_defaults.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["frictionless_rows"]]
    paths = {shared / "realdata" / row["file"]: row for row in rows}
    for path in small(paths):
        report = validate(path, None, engine="columnar", schema_sync=False)
        task, row = report["tasks"][0], paths[path]
        found = Counter(error["type"] for error in task["errors"])
        assert found == json.loads(row["frictionless_errors"]), row["file"]
        assert task["stats"].get("rows", 0) == int(row["frictionless_rows"]), row["file"]


def test_reference_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id;t;n\n1;a;x\n")
    assert without_times(reference(path, KEYED))["tasks"][0]["errors"]


def test_no_more_is_read_ahead_than_two_blocks(tmp_path: Path) -> None:
    """pyarrow would read 32 blocks ahead of a slow reader: 773 MB at a million rows."""
    path = tmp_path / "t.csv"
    path.write_bytes(b"a;b\n" * 99)
    feed = Feed(path, "utf-8")
    assert [feed.read(40), feed.read(40)] == [b"a;b\n" * 10] * 2
    assert not feed.may_read()
    with feed.wanted():
        assert feed.may_read()
        assert feed.read(40)
    assert not feed.may_read()
    feed.release()
    assert feed.may_read()
    assert feed.read(40) == b""
    feed.close()
