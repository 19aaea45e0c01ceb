"""Plainly written files are read as columns; what comes out is what reading record by record gives."""

import csv
import io
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets import pipeline
from datasets.intake import columns, extract, propose
from datasets.intake.columns import NotPlain, read_columns
from datasets.intake.dialect import TextDialect
from datasets.intake.encoding import Encoding
from datasets.intake.text import TextTable
from datasets.orders import Order

WORDS = [
    "Köln",
    "Am Wäldchen 3",
    'ein "Zitat"',
    "a;b",
    "zwei\nZeilen",
    "",
    "-",
    "k. A.",
    " x ",
    "01099",
]
NUMBERS = ["1,5", "-0,25", "1.234,50", "12345678901234567890,5", "7", "+3", "", " 4,0 "]
DAYS = ["01.02.2024", "31.12.1899", "29.02.2024", "31.02.2024", ""]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples: files are overwritten."""
    return tmp_path_factory.mktemp("columns")


@settings(deadline=None, derandomize=True, max_examples=300)
@given(
    text=st.text(alphabet='aü;",\n\r  1', min_size=1, max_size=60),
    quote=st.sampled_from(['"', "'", ""]),
    encoding=st.sampled_from(["utf-8", "cp1252", "utf-16-le"]),
)
def test_columns_are_what_the_csv_module_reads(
    folder: Path, text: str, quote: str, encoding: str
) -> None:
    path = folder / "wild.csv"
    path.write_bytes(text.encode(encoding))
    table = TextTable(path, Encoding(encoding, ""), TextDialect(";", quote))
    rows = [row for block in table.blocks() for row in block]
    try:
        found = read_columns(table)
    except NotPlain:
        return
    assert found.rows(0, found.records) == rows


def table_text(rows: list[tuple[str, str, str, str]], ending: str) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator=ending)
    writer.writerows([("nr", "ort", "betrag", "tag"), *rows])
    return out.getvalue()


@settings(deadline=None, derandomize=True, max_examples=8)
@given(
    cells=st.lists(
        st.tuples(st.sampled_from(WORDS), st.sampled_from(NUMBERS), st.sampled_from(DAYS)),
        min_size=1,
        max_size=30,
    ),
    ending=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
)
def test_both_ways_give_the_same_table_and_findings(
    folder: Path, cells: list[tuple[str, str, str]], ending: str, encoding: str
) -> None:
    rows = [(str(number), *row) for number, row in enumerate(cells)]
    path = folder / "table.csv"
    path.write_bytes(table_text(rows, ending).encode(encoding))
    quick = outcome(path, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "MAX_BYTES", -1)
        slow = outcome(path, folder)
    assert quick == slow


def outcome(path: Path, folder: Path) -> tuple[Any, ...]:
    """Return everything that comes of a file: what was found out, the CSV, and the rows as stored."""
    target = folder / "table.duckdb"
    target.unlink(missing_ok=True)
    done = pipeline.process(
        Order(source=path, file_name="t.csv", table_target=target, scratch=folder),
        lambda _step, _rows: None,
    )
    extract(path, propose(path), folder / "extract.csv")
    report = {
        **done.report,
        "stats": {},
        "tasks": [{**t, "stats": {}} for t in done.report["tasks"]],
    }
    stored: Any = None
    if done.has_table:
        with duckdb.connect(str(target), read_only=True) as connection:
            stored = (
                connection.execute("SELECT rowid, * FROM data ORDER BY rowid").fetchall(),
                connection.execute("DESCRIBE data").fetchall(),
            )
    written = (folder / "extract.csv").read_bytes()
    return (stored, written, report, done.state, done.proposal, done.findings, done.profile)


def test_a_sample_of_a_long_table_is_spread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("datasets.intake.survey.FULL_ROWS", 100)
    path = tmp_path / "long.csv"
    path.write_text("nr;art\n" + "".join(f"{n};{n % 3}\n" for n in range(60_000)))
    proposal = propose(path)
    assert proposal.rows_estimate == 60_000
    number = proposal.schema["fields"][0]
    assert number["type"] == "integer"
    assert "unique" not in number.get("constraints", {})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a;b\n1;2\n\n3;4\n", "a record is blank"),
        (b"a;b\n1;2\r\n3;4\n", "lines end in several ways"),
        (b"a;b\n1;2\n3\n", "Expected 2 columns"),
    ],
)
def test_why_a_file_is_read_record_by_record(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(NotPlain, match=reason):
        read_columns(TextTable(path, Encoding("utf-8", ""), TextDialect(";")))
