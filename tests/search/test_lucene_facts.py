"""Our reading of Lucene's language against what Lucene 8.7 made of the same strings."""

from pathlib import Path

import pytest

from search.errors import QueryError
from search.query.lucene import parse
from tests.search.lucene import printed


def rows(shared: Path) -> list[tuple[str, str]]:
    text = (shared / "ckan" / "lucene-8.7-query-and-analysis.tsv").read_text(encoding="utf-8")
    cells = [line.split("\t") for line in text.splitlines()]
    return [(row[1], row[2]) for row in cells if row[0] == "Q"]


def test_every_recorded_query_is_read_as_lucene_read_it(shared: Path) -> None:
    known = rows(shared)
    assert len(known) > 40
    differing = []
    for query, expected in known:
        try:
            ours = printed(parse(query))
        except QueryError:
            ours = "ERR"
        if ours != ("ERR" if expected.startswith("ERR") else expected):
            differing.append((query, expected, ours))
    assert not differing


@pytest.mark.parametrize("query", ["title:" + "(" * 50 + "a" + ")" * 50, "a~0.5", "-a -b"])
def test_odd_queries_are_read_without_an_error(query: str) -> None:
    assert printed(parse(query))
