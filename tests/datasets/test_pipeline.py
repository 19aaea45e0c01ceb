"""The road of one file under a schema that somebody gave: columns keep their names whatever their order."""

from pathlib import Path
from typing import Any

import pytest

from datasets.intake import survey
from datasets.orders import Order, Outcome
from datasets.pipeline import process
from datasets.store.query import TableQuery
from datasets.store.table import open_file


def judged(folder: Path, text: str, *fields: dict[str, Any]) -> tuple[Outcome, list[Any]]:
    (folder / "a.csv").write_text(text)
    target = folder / "a.duckdb"
    order = Order(folder / "a.csv", "a.csv", target, folder, schema={"fields": list(fields)})
    outcome = process(order, lambda step, rows: None)
    rows = open_file(target).search(TableQuery()).records if outcome.has_table else []
    return outcome, rows


STREET, TREES = {"name": "straße", "type": "string"}, {"name": "bäume", "type": "integer"}


def test_columns_in_another_order_keep_their_values(tmp_path: Path) -> None:
    outcome, rows = judged(tmp_path, "bäume;straße\n3;Ulmenweg\n4;Am Bach\n", STREET, TREES)
    assert outcome.state == "valid"
    assert [(row["straße"], row["bäume"]) for row in rows] == [("Ulmenweg", 3), ("Am Bach", 4)]


def test_a_column_that_the_schema_does_not_know_is_kept_with_what_it_holds(tmp_path: Path) -> None:
    outcome, rows = judged(tmp_path, "bäume;straße;höhe\n3;Ulmenweg;1,5\n4;Am Bach;2,0\n", STREET)
    assert outcome.state == "valid"
    assert [(row["straße"], row["bäume"]) for row in rows] == [("Ulmenweg", 3), ("Am Bach", 4)]
    assert [field["name"] for field in outcome.schema["fields"]] == ["bäume", "straße", "höhe"]


def test_a_schema_of_another_table_is_no_silent_success(tmp_path: Path) -> None:
    outcome, _ = judged(tmp_path, "nr;art\n1;Linde\n", STREET, TREES)
    assert outcome.state == "invalid"
    assert outcome.finding_count


def test_a_required_column_that_is_missing_is_told(tmp_path: Path) -> None:
    needed = {**TREES, "constraints": {"required": True}}
    outcome, _ = judged(tmp_path, "straße;nr\nUlmenweg;1\n", STREET, needed)
    assert outcome.state == "invalid"
    assert "bäume" in str(outcome.findings)


def test_a_large_table_is_described_from_its_store_in_the_same_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "straße;bäume\n" + "".join(f"Weg {n % 7};{n}\n" for n in range(50))
    (tmp_path / "klein").mkdir()
    small, _ = judged(tmp_path / "klein", text, STREET, TREES)
    monkeypatch.setattr(survey, "FULL_ROWS", 10)
    large, _ = judged(tmp_path, text, STREET, TREES)
    told = ("name", "type", "count", "missing", "distinct", "minimum", "maximum")
    assert [[column[key] for key in told] for column in large.profile] == [
        [column[key] for key in told] for column in small.profile
    ]
    assert sum(bar["count"] for bar in large.profile[1]["histogram"]) == 50
