"""The intake on many invented files of the kinds seen in the wild: drawn ones and such made by hand."""

import random
from collections import Counter
from pathlib import Path

import pytest

from datasets.intake import Proposal, propose
from tests.datasets.intake.drawn import draw
from tests.datasets.intake.invented import CASES, Case, Column


def understood(folder: Path, case: Case) -> Proposal:
    """Write the file and let the intake judge it."""
    path = folder / "tabelle.csv"
    path.write_bytes(case.text.encode(case.encoding))
    return propose(path)


def differences(case: Case, found: Proposal) -> list[str]:
    """What the intake sees differently."""
    wrong = []
    seen = (found.delimiter, found.header_rows, found.footer_rows)
    if seen != (case.delimiter, case.header, case.footer):
        wrong.append(f"layout {seen}")
    text = case.text.encode(case.encoding)
    if text.decode(found.encoding) != text.decode(case.encoding):
        wrong.append(f"encoding {found.encoding}")
    fields = found.schema["fields"]
    if len(fields) != len(case.columns):
        return [*wrong, f"{len(fields)} columns"]
    return wrong + [
        f"{field['name']}: {field['type']} {field['format']} {field['meaning']}"
        for field, column in zip(fields, case.columns, strict=True)
        if not fits(field, column)
    ]


def fits(field: dict, column: Column) -> bool:
    """Say whether type, format and meaning are right."""
    kind, form, meaning = column
    meanings = meaning.split("|") + (["id", ""] if "*" in meaning else [])
    return (
        field["type"] in kind.split("|")
        and form in (field["format"], "*")
        and field["meaning"] in meanings
    )


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_table_as_found_in_the_wild_is_understood(tmp_path: Path, case: Case) -> None:
    assert differences(case, understood(tmp_path, case)) == []


def test_tables_drawn_by_lot_are_understood(tmp_path: Path) -> None:
    """What a person sees is known of every cell; some doubtful columns may be missed."""
    wrong: Counter[str] = Counter()
    columns = 0
    for seed in range(80):
        case = draw(random.Random(seed))
        columns += len(case.columns)
        for difference in differences(case, understood(tmp_path, case)):
            wrong[f"{seed} {difference}"] += 1
    assert columns > 500
    assert sum(wrong.values()) <= 0.02 * columns, dict(wrong)
