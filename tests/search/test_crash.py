"""Three writers, two readers, kill -9 at random: nothing is lost and no reader sees an error."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def hammer(kills: int, **more: str) -> str:
    command = [sys.executable, "-m", "tests.search.hammer", "--kills", str(kills)]
    kept = {k: v for k, v in os.environ.items() if k not in ("ELASTICSEARCH_URL", "DATABASE_URL")}
    done = subprocess.run(
        command, cwd=ROOT, env=kept | more, capture_output=True, text=True, timeout=400, check=False
    )
    return done.stdout + done.stderr[-2000:]


@pytest.mark.slow
def test_writers_may_die_at_any_moment() -> None:
    assert "25 kills" in (said := hammer(25))
    assert " 0 findings" in said, said


@pytest.mark.elasticsearch
@pytest.mark.slow
@pytest.mark.parametrize("engine", ["tantivy", "elasticsearch"])
def test_a_hundred_writers_may_die_on_each_engine(engine: str) -> None:
    url = os.environ.get("ELASTICSEARCH_URL", "")
    if not url:
        pytest.skip("no ELASTICSEARCH_URL")
    more = {"ELASTICSEARCH_URL": url} if engine == "elasticsearch" else {}
    assert "100 kills" in (said := hammer(100, **more))
    assert " 0 findings" in said, said
