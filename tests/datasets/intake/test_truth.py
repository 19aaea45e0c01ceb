"""Real municipal files of ../shared against truth.tsv, made by looking into every one of them.

truth.tsv: a line "# file, container, encoding, delimiter, header rows, footer rows, sheet" per file, then
"column or first-last, type, format, meaning" for its columns. Only what is expected is kept here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from datasets.intake import Proposal, propose

TRUTH = Path(__file__).with_name("truth.tsv")
DELIMITERS = {"comma": ",", "semicolon": ";", "": ""}


@dataclass
class Expected:
    """What a person saw in one file."""

    file: str
    container: str
    encoding: str
    delimiter: str
    header: tuple[int, ...]
    footer: tuple[int, ...]
    sheet: str | None
    columns: list[tuple[str, str, str]] = field(default_factory=list)


def numbers(text: str) -> tuple[int, ...]:
    """Read "9,10,11"."""
    return tuple(int(part) for part in text.split(",") if part)


def known() -> Iterator[Expected]:
    """Every file of the table."""
    current: Expected | None = None
    for line in TRUTH.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line.startswith("# "):
            if current:
                yield current
            name, container, encoding, delimiter, header, footer, sheet = cells
            current = Expected(
                name[2:], container, encoding, DELIMITERS[delimiter], numbers(header), numbers(footer), sheet or None
            )  # fmt: skip
            continue
        first, _, last = cells[0].partition("-")
        assert current is not None
        current.columns += [(cells[1], cells[2], cells[3])] * (int(last or first) - int(first) + 1)
    if current:
        yield current


@pytest.fixture(scope="module")
def judged(shared: Path) -> list[tuple[Expected, Proposal]]:
    """All files of the table with what the intake says of them."""
    folder = shared / "realdata" / "data"
    return [(item, propose(folder / item.file)) for item in known()]


def test_encoding_delimiter_header_and_footer_are_right_for_every_file(
    judged: list[tuple[Expected, Proposal]],
) -> None:
    assert len(judged) == 47
    for item, found in judged:
        seen = (found.container, found.delimiter, found.header_rows, found.footer_rows, found.sheet)
        assert seen == (item.container, item.delimiter, item.header, item.footer, item.sheet), (
            item.file
        )
        assert not item.encoding or found.encoding == item.encoding, item.file


def test_types_and_meanings_are_precise_and_complete(
    judged: list[tuple[Expected, Proposal]],
) -> None:
    types = formats = right = claimed = true = columns = 0
    for item, found in judged:
        fields = found.schema["fields"]
        assert len(fields) == len(item.columns), item.file
        for (kind, form, meaning), described in zip(item.columns, fields, strict=True):
            columns += 1
            types += described["type"] == kind
            formats += described["format"] == (form or "default")
            claimed += bool(described["meaning"])
            true += bool(meaning)
            right += bool(meaning) and described["meaning"] == meaning
    assert types >= 0.98 * columns
    assert formats >= 0.98 * columns
    assert right >= 0.97 * claimed  # precision
    assert right >= 0.95 * true  # recall
