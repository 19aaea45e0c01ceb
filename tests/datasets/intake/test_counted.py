"""Distinct cells held as arrays answer what a plain counter answers."""

from collections import Counter
from itertools import islice

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from datasets.intake.cells import PLACEHOLDERS, is_placeholder
from datasets.intake.counted import Counted

WHITE = [char for char in map(chr, range(0x110000)) if char.isspace()]
CELLS = st.one_of(
    st.sampled_from(["", " ", "12,5", "-12", "- €", "€ -", "k. A.", "Ärger", "z", *PLACEHOLDERS]),
    st.text(max_size=6),
    st.builds(
        "".join,
        st.tuples(st.sampled_from(WHITE), st.text(max_size=3), st.sampled_from(["", *WHITE])),
    ),
)


@given(st.lists(CELLS, max_size=60))
def test_the_answers_are_those_of_a_counter(cells: list[str]) -> None:
    model = Counter(cells)
    found = Counted.of(model)
    assert dict(found) == model
    assert list(found) == list(model)
    assert (len(found), found.total()) == (len(model), model.total())
    assert found.blank() == [cell for cell in model if not cell.strip()]
    assert found.padded() == [cell for cell in model if cell != cell.strip()]
    assert found.most(5) == model.most_common(5)
    assert found.every(3) == list(islice(model.items(), 0, None, 3))
    assert found.is_plain() == all(
        cell and cell == cell.strip() and not is_placeholder(cell) for cell in model
    )
    assert dict(found.without({"", "z"})) == {k: n for k, n in model.items() if k not in {"", "z"}}
    if model:
        assert found.ends() == (min(model), max(model))


def test_a_column_in_pieces_is_counted_in_the_order_of_its_cells() -> None:
    column = pa.chunked_array([["b", "a", "b"], ["c", "a"]], pa.string())
    assert list(Counted.in_column(column).items()) == [("b", 2), ("a", 2), ("c", 1)]


def test_half_a_pair_of_utf_16_does_not_end_the_road() -> None:
    assert dict(Counted.of({"\ud83d": 2})) == {"?": 2}
