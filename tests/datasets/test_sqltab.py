"""Queries in the reader's browser: offered where the program is there, else explained."""

import io
import json
import re
from html import unescape
from pathlib import Path

import brotli
import pytest

from datasets.models import Resource
from datasets.services.datasets import dataset_create
from datasets.services.resources import resource_create
from datasets.sqltab import program as sqltab
from portal.collected import LARGE, CollectedFiles
from portal.settings.parts.security import worker_policy

TABLE = 'Art;"Höhe ""m""";Jahr\nLinde;2,5;2001\nEiche;;2002\n=1+1;12,25;2002\n'.encode()


@pytest.fixture
def trees(db: None) -> Resource:
    dataset = dataset_create(actor=None, changes={"name": "baeume", "title": "Bäume"}, check=False)
    return resource_create(
        actor=None, dataset=dataset, fields={"name": "Kataster"}, upload=io.BytesIO(TABLE),
        file_name="baeume.csv", check=False,
    )  # fmt: skip


@pytest.fixture
def fetched(settings, tmp_path: Path) -> Path:
    """A portal for which the operator has fetched the program."""
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "sqltab").mkdir()
    for name in sqltab.NAMES:
        (tmp_path / "sqltab" / name).write_bytes(b"x" * 1000)
    (tmp_path / "sqltab" / "duckdb.wasm.gz").write_bytes(b"x" * 500)
    return tmp_path


def test_without_the_program_there_is_no_view_but_a_reason(client, trees, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    answer = client.get(trees.get_absolute_url(), {"ansicht": "abfragen"})
    shown = unescape(answer.content.decode())
    assert "data-sqltab" not in shown
    assert ">Abfragen</a>" not in shown
    assert "make sqltab" in shown
    assert "wasm-unsafe-eval" not in answer["Content-Security-Policy"]


def test_the_view_brings_what_the_program_needs(client, trees, fetched):
    answer = client.get(trees.get_absolute_url(), {"ansicht": "abfragen"})
    shown = answer.content.decode()
    columns = json.loads(re.search(r'<script type="application/json">(.*?)</script>', shown)[1])
    assert columns == [["Art", "VARCHAR"], ['Höhe "m"', "DECIMAL(18,2)"], ["Jahr", "BIGINT"]]
    assert "sqltab/page.js" in shown
    assert "2,4\xa0KB" in unescape(shown)
    question = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", shown, re.DOTALL)[1])
    assert question.startswith('SELECT "Art", count(*)')
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy
    assert "worker-src 'self'" in policy


def test_only_that_view_may_compile_programs(client, trees, fetched):
    answer = client.get(trees.get_absolute_url(), {"ansicht": "api"})
    assert ">Abfragen</a>" in answer.content.decode()
    assert "wasm" not in answer["Content-Security-Policy"]
    assert "no-query-program" not in str(
        client.get(f"/dateien/{trees.pk}/faehigkeiten.json").json()
    )


def test_the_program_reads_cells_as_they_are(client, trees):
    address = f"{trees.get_absolute_url()}/tabelle.csv"
    raw = b"".join(client.get(address, {"roh": "1"}).streaming_content).decode()
    assert raw.splitlines() == ['Art,"Höhe ""m""",Jahr', "Linde,2.5,2001", "Eiche,,2002", "=1+1,12.25,2002"]  # fmt: skip
    assert "'=1+1" in b"".join(client.get(address).streaming_content).decode()


@pytest.mark.parametrize(
    ("table", "start"),
    [(b"a;b\n1;2\n3;4\n", 'SELECT "a", count(*)'), (b"a;b\n1;2\n", "SELECT *\nFROM tabelle")],
)
def test_a_first_question_suits_the_table(client, trees, fetched, table, start):
    resource = resource_create(
        actor=None, dataset=trees.dataset, fields={}, upload=io.BytesIO(table), file_name="t.csv", check=False,
    )  # fmt: skip
    shown = client.get(resource.get_absolute_url(), {"ansicht": "abfragen"}).content.decode()
    assert f">{start}" in unescape(shown)


def test_the_worker_may_ask_this_host_only():
    headers: dict[str, str] = {}
    worker_policy(headers, "/static/sqltab/worker.0123.js", "/static/sqltab/worker.0123.js")
    assert "connect-src 'self'" in headers["Content-Security-Policy"]
    other: dict[str, str] = {}
    worker_policy(other, "/static/base.css", "/static/base.css")
    assert not other


def test_large_files_are_compressed_quickly(monkeypatch):
    asked: list[int] = []
    monkeypatch.setattr(brotli, "compress", lambda data, quality: asked.append(quality) or b"")
    compressor = CollectedFiles(location="/nowhere").create_compressor(quiet=True)
    compressor.compress_brotli(b"x")
    compressor.compress_brotli(b"x" * (LARGE + 1))
    assert asked == [11, 6]
