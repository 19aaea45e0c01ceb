"""Numbers of versions by rule."""

import pytest

from datasets.versioning import Shape, next_step

NAME = {"name": "name", "type": "string"}
COST = {"name": "kosten", "type": "number"}
DAY = {"name": "tag", "type": "date"}
BASE = Shape((NAME, COST), ("name",), 10, "a")


def shape(*fields: dict, key: tuple[str, ...] = ("name",), rows: int = 10) -> Shape:
    return Shape(fields, key, rows, "b")


# what came, the level, the number after 1.2.3, a word of the reason
CASES = [
    (Shape(BASE.fields, BASE.key, 10, "a"), "patch", "1.2.4", "dieselbe"),
    (shape(NAME, COST), "patch", "1.2.4", "einzelne Werte"),
    (shape(NAME, COST, rows=12), "minor", "1.3.0", "2 Zeilen mehr"),
    (shape(NAME, COST, rows=9), "minor", "1.3.0", "1 Zeile weniger"),
    (shape(NAME, COST, DAY), "minor", "1.3.0", "„tag“ ist neu"),
    (shape(COST, NAME), "patch", "1.2.4", "einzelne Werte"),
    (shape(NAME, {**COST, "decimalChar": ","}), "minor", "1.3.0", "anders geschrieben"),
    (shape(NAME, {**COST, "format": "default"}), "patch", "1.2.4", "einzelne Werte"),
    (shape(NAME), "major", "2.0.0", "„kosten“ ist entfallen"),
    (shape(NAME, DAY), "major", "2.0.0", "„kosten“ ist entfallen"),
    (shape(NAME, {**COST, "name": "preis"}), "major", "2.0.0", "heißt jetzt „preis“"),
    (shape(NAME, {**COST, "type": "string"}), "major", "2.0.0", "war Zahl und ist jetzt Text"),
    (shape(NAME, COST, key=("kosten",)), "major", "2.0.0", "Schlüssel"),
    (Shape((), (), None, "c"), "major", "2.0.0", "nicht mehr als Tabelle"),
]


@pytest.mark.parametrize(("after", "level", "label", "word"), CASES)
def test_the_rule_decides(after: Shape, level: str, label: str, word: str) -> None:
    step = next_step(BASE, after, ["1.0.0", "1.2.3", "1.1.0"])
    assert (step.level, step.label) == (level, label)
    assert any(word in reason for reason in step.reasons_de), step.reasons_de


def test_the_first_version_is_1_0_0() -> None:
    assert next_step(None, BASE).label == "1.0.0"
    assert next_step(None, BASE, ["", "1.0.0"]).label == "2.0.0"


def test_the_gravest_reason_comes_first() -> None:
    step = next_step(BASE, shape(NAME, DAY, COST, rows=20, key=("tag",)), ["1.0.0"])
    assert step.level == "major"
    assert "Schlüssel" in step.reasons_de[0]


def test_a_table_where_there_was_none_is_more() -> None:
    assert next_step(Shape((), (), None, "x"), BASE, ["1.0.0"]).label == "1.1.0"
