"""A small table for statements in SQL, and a worker that answers them."""

import pytest

from datasets.store import build
from datasets.store.sql import SqlLimits, SqlPool


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """Build a table of 3,000 places, after those that are given as lines."""

    def make(first=""):
        folder = tmp_path_factory.mktemp("sql")
        rows = "".join(f"Ort {n},{n}.5\n" for n in range(3000))
        (folder / "t.csv").write_text(f"ort,zahl\n{first}{rows}")
        fields = [{"name": "ort", "type": "string"}, {"name": "zahl", "type": "number"}]
        build(folder / "t.csv", {"fields": fields}, folder / "t.duckdb")
        return folder / "t.duckdb"

    return make


@pytest.fixture(scope="module")
def pool():
    made = SqlPool(1, SqlLimits(seconds=2, memory_mib=1024, rows=100))
    yield made
    made.close()
