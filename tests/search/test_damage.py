"""A lost or damaged index: pages answer meanwhile, the worker's next round builds it anew."""

import os
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from elastic_transport import ApiResponseMeta, HttpHeaders, NodeConfig
from elasticsearch import ApiError

from search import api, documents
from search.api import (
    ask,
    drain_quietly,
    engine,
    health,
    is_repair_wanted,
    rebuild,
    repair,
    touch,
)
from search.documents import SearchDocument
from search.engines import elastic
from search.engines.base import Request
from search.engines.elastic import ElasticEngine, Server
from search.errors import IndexDamaged, IndexLost, IndexUnavailable
from search.models import Pending
from search.query.plan import Has
from search.records import Record, make_record
from tests.search.documents import dataset

NODE = NodeConfig("http", "127.0.0.1", 9)
pytestmark = pytest.mark.django_db


class Trees:
    """Forty datasets in memory."""

    prefix = "dataset"

    def iter_documents(self) -> Iterator[SearchDocument]:
        return (dataset(number, f"Baum {number}", "Bäume") for number in range(1, 41))

    def get_documents(self, keys: Any) -> list[SearchDocument]:
        return [document for document in self.iter_documents() if document.key in keys]


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the index in use."""
    monkeypatch.setattr(
        settings, "SEARCH", {**settings.SEARCH, "ENGINE": "tantivy", "PATH": str(tmp_path)}
    )
    monkeypatch.setattr(documents, "_providers", {"dataset": Trees()})
    rebuild()
    assert ask(Request(Has("t", ("baum",)))).total == 40
    return next(folder for folder in tmp_path.iterdir() if folder.is_dir())


def truncate(build: Path) -> None:
    for file in list(build.iterdir()):
        if file.suffix in (".store", ".term", ".idx", ".fast"):
            half = file.read_bytes()[: file.stat().st_size // 2]
            # A file of its own: who reads a mapped file that is cut short is killed by the system (SIGBUS).
            file.unlink()
            file.write_bytes(half)


def flip_bytes(build: Path) -> None:
    for file in build.iterdir():
        if file.suffix in (".store", ".term", ".idx", ".fast"):
            with file.open("r+b") as handle:
                first = handle.read(1)
                handle.seek(0)
                handle.write(bytes([first[0] ^ 0xFF]))


def drop_segment(build: Path) -> None:
    next(build.glob("*.term")).unlink()


def spoil_meta(build: Path) -> None:
    (build / "meta.json").write_text("{")


def drop_meta(build: Path) -> None:
    (build / "meta.json").unlink()


def drop_pointer(build: Path) -> None:
    (build.parent / "current").unlink()


def spoil_pointer(build: Path) -> None:
    (build.parent / "current").write_text("\0\0")


@pytest.mark.parametrize(
    "damage",
    [shutil.rmtree, truncate, flip_bytes, drop_segment, drop_meta, drop_pointer, spoil_pointer],
    ids=lambda f: f.__name__,
)
def test_a_damaged_index_is_noticed_replaced_and_never_an_error_page(
    build: Path, client: Any, damage: Callable[[Path], None]
) -> None:
    damage(build)
    with pytest.raises(IndexUnavailable):
        ask(Request(Has("t", ("baum",))))
    assert health()["ok"] is False
    # The worker comes within seconds.
    assert is_repair_wanted()
    response = client.get("/suche/?q=baum")
    assert response.status_code == 200
    assert "Suchindex ist gerade nicht erreichbar" in response.content.decode()
    assert "Baum 7" in response.content.decode()
    touch(["dataset:1"])
    call_command("search_drain", verbosity=0)
    assert ask(Request(Has("t", ("baum",)))).total == 40
    assert health()["ok"] is True
    assert not is_repair_wanted()
    assert not Pending.objects.exists()
    assert "nicht erreichbar" not in client.get("/suche/?q=baum").content.decode()


def delete_index(server: Any, index: str) -> None:
    server.indices.delete(index=index)


def close_index(server: Any, index: str) -> None:
    server.indices.close(index=index)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return the engine of a real Elasticsearch with the forty datasets."""
    url = os.environ.get("ELASTICSEARCH_URL", "")
    if not url:
        pytest.skip("no ELASTICSEARCH_URL (tests/services/elasticsearch.sh run …)")
    own = {"ENGINE": "elasticsearch", "URLS": [url], "PATH": str(tmp_path / "index")}
    prefix = {"INDEX_PREFIX": f"damage-{os.getpid()}"}
    monkeypatch.setattr(settings, "SEARCH", {**settings.SEARCH, **own, **prefix})
    monkeypatch.setattr(documents, "_providers", {"dataset": Trees()})
    rebuild()
    server: Any = engine()
    yield server
    for index in server.client.indices.get_alias(index=f"damage-{os.getpid()}-*"):
        server.client.indices.delete(index=index)


@pytest.mark.elasticsearch
@pytest.mark.parametrize("damage", [delete_index, close_index])
def test_a_lost_index_of_elasticsearch_is_noticed_and_replaced_within_seconds(
    server: Any, client: Any, damage: Callable[[Any, str], None]
) -> None:
    damage(server.client, next(iter(server.client.indices.get_alias(name=server.alias))))
    assert "Suchindex ist gerade nicht erreichbar" in client.get("/suche/?q=baum").content.decode()
    assert is_repair_wanted()
    call_command("search_drain", verbosity=0)
    assert ask(Request(Has("t", ("baum",)))).total == 40
    assert not is_repair_wanted()


@pytest.fixture
def take_version(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Return what makes the index wanted in another form, as a new release does."""

    def forget() -> None:
        api._engine_at.cache_clear()
        api._engine_of.cache_clear()

    def take(version: str) -> None:
        monkeypatch.setattr(api, "version", lambda: version)
        forget()

    yield take
    forget()


def check_older(
    take_version: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, client: Any
) -> None:
    take_version("old")
    rebuild()
    looked: list[None] = []

    class Watched(Trees):
        def iter_documents(self) -> Iterator[SearchDocument]:
            looked.append(None)
            return super().iter_documents()

    monkeypatch.setattr(documents, "_providers", {"dataset": Watched()})
    take_version("new")
    touch(["dataset:1"])
    drain_quietly()
    with pytest.raises(IndexLost):
        api.drain(build=False)
    # Nobody who saves or searches builds it; meanwhile the older one answers.
    assert not looked
    assert not engine().exists()
    assert engine().has_older()
    assert health() == {"ok": True, "engine": engine().name, "documents": 40, "waiting": 1}
    assert client.get("/suche/json?q=baum").json()["total"] == 40
    call_command("search_drain", verbosity=0)
    assert looked
    assert not Pending.objects.exists()
    assert engine().exists()
    assert not engine().has_older()
    assert client.get("/suche/json?q=baum").json()["total"] == 40


def test_an_index_of_an_older_form_answers_until_the_worker_has_built_the_new_one(
    build: Path,
    take_version: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    client: Any,
) -> None:
    check_older(take_version, monkeypatch, client)
    assert [f.name.split("-")[1] for f in build.parent.iterdir() if f.is_dir()] == ["new"]


@pytest.mark.elasticsearch
def test_an_older_index_of_elasticsearch_answers_until_the_worker_has_built_the_new_one(
    server: Any,
    take_version: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    client: Any,
) -> None:
    check_older(take_version, monkeypatch, client)
    found = server.client.indices.get_alias(index=f"damage-{os.getpid()}-*")
    assert [name.split("-")[3] for name in found] == ["new"]


@pytest.mark.elasticsearch
def test_elasticsearch_is_filled_in_pieces_and_keeps_the_old_index_if_one_fails(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elastic, "CHUNK", 3)
    assert server.rebuild(make_record(dataset(n, "Baum")) for n in range(20)) == 20
    assert ask(Request(Has("t", ("baum",)))).total == 20
    wrong = Record("dataset:7", raw={"no such field": ["x"]})
    with pytest.raises(IndexUnavailable):
        server.rebuild([*(make_record(dataset(n, "Baum")) for n in range(9)), wrong])
    assert ask(Request(Has("t", ("baum",)))).total == 20


@pytest.mark.parametrize(
    ("status", "reason", "wrong"),
    [
        (500, "read past EOF: NIOFSIndexInput(…/_0.cfs)", IndexDamaged),
        (500, "CorruptIndexException[codec footer mismatch]", IndexDamaged),
        (503, "all shards failed", IndexLost),
        (404, "no such index [offene-region]", IndexLost),
        (500, "too many nested clauses", IndexUnavailable),
        (401, "EOF of patience", IndexUnavailable),
    ],
)
def test_a_server_that_answers_tells_how_its_index_is(
    status: int, reason: str, wrong: type[Exception]
) -> None:
    class Broken:
        def search(self, **_: Any) -> None:
            raise ApiError(reason, ApiResponseMeta(status, "1.1", HttpHeaders(), 0.0, NODE), {})

    server = Server(urls=("http://127.0.0.1:9",), prefix="x")
    with pytest.raises(IndexUnavailable) as caught:
        ElasticEngine(server, client=Broken()).search(Request())
    assert type(caught.value) is wrong


def test_an_index_whose_files_cannot_be_read_is_built_anew_even_if_it_seems_well(
    build: Path,
) -> None:
    (build.parent / "repair").write_text("damaged\n")
    assert health()["ok"] is True
    assert repair() == 40
    assert not build.exists()
    assert not is_repair_wanted()


def test_a_spoilt_head_of_the_index_is_noticed_by_a_new_process(build: Path) -> None:
    spoil_meta(build)
    call_command("search_drain", verbosity=0)
    assert ask(Request(Has("t", ("baum",)))).total == 40


def test_what_cannot_be_written_waits(
    build: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    away = {**settings.SEARCH, "ENGINE": "elasticsearch", "URLS": ["http://127.0.0.1:9"]}
    with monkeypatch.context() as without:
        without.setattr(settings, "SEARCH", away)
        touch(["dataset:1"])
        call_command("search_drain", verbosity=0)
        assert "nicht beschreibbar" in capsys.readouterr().err
        assert health()["waiting"] == 1
    call_command("search_drain", verbosity=0)
    assert health()["waiting"] == 0


@contextmanager
def no_file_grows() -> Iterator[None]:
    """Let no file grow beyond a few bytes, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_on_a_full_disk_searches_go_on_and_what_changed_waits(build: Path) -> None:
    for work in (
        lambda: engine().write([make_record(dataset(1, "Neu"))], []),
        lambda: engine().rebuild([]),
    ):
        with no_file_grows(), pytest.raises(IndexUnavailable):
            work()
        assert ask(Request(Has("t", ("baum",)))).total == 40
    engine().write([make_record(dataset(1, "Neu"))], [])
    assert ask(Request(Has("t", ("baum",)))).total == 39
    assert [folder for folder in build.parent.iterdir() if folder.is_dir()] != []


def test_a_folder_that_cannot_be_written_is_no_error_for_who_saves(
    build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setattr(settings, "SEARCH", {**settings.SEARCH, "PATH": f"{build}/meta.json/below"})
        drain_quietly()
        assert health()["ok"] is False
    touch(["dataset:1"])
    drain_quietly()
    assert health() == {"ok": True, "engine": "tantivy", "documents": 40, "waiting": 0}
