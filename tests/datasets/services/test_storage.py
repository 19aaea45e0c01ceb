"""Originals are kept byte for byte, under their digest, once."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from datasets.errors import FileTooLarge
from datasets.services.datasets import dataset_create
from datasets.services.resources import resource_create
from datasets.services.storage import file_exists, local_file, open_file, store_file
from datasets.services.sweeping import tables_sweep
from datasets.services.tables import fed_folder, fed_key
from datasets.store import Kind
from datasets.store.writable import ColumnSpec, WritableTable

BYTES = "Straße;Zahl\r\nWürzburg;1,5\r\n".encode("cp1252")


def test_a_file_comes_back_byte_for_byte_under_its_digest() -> None:
    stored = store_file(io.BytesIO(BYTES))
    assert stored.sha256 == hashlib.sha256(BYTES).hexdigest()
    assert stored.md5 == hashlib.md5(BYTES).hexdigest()
    assert stored.size == len(BYTES)
    with open_file(stored.sha256) as stream:
        assert stream.read() == BYTES


def test_the_same_bytes_are_kept_once() -> None:
    first = store_file(io.BytesIO(BYTES))
    with local_file(first.sha256) as path:
        before = path.stat().st_ino
    store_file(io.BytesIO(BYTES))
    with local_file(first.sha256) as path:
        assert path.stat().st_ino == before


def test_a_file_over_the_limit_is_refused_and_leaves_nothing_behind() -> None:
    content = b"x" * 3000
    with pytest.raises(FileTooLarge) as caught:
        store_file(io.BytesIO(content), max_bytes=1000)
    assert "größer" in caught.value.message
    assert not file_exists(hashlib.sha256(content).hexdigest())
    assert not list(Path(settings.FILE_UPLOAD_TEMP_DIR).glob("incoming-*"))


@pytest.mark.django_db
def test_the_sweep_takes_what_nobody_knows_and_nothing_else(settings: Any, tmp_path: Path) -> None:
    settings.TABLES_ROOT = str(tmp_path / "tables")
    folder = fed_folder()
    dataset = dataset_create(actor=None, changes={"name": "rest", "title": "Rest"}, check=False)
    kept, gone = (
        resource_create(
            actor=None, dataset=dataset, fields={"url": "https://a.example/"}, check=False
        )
        for _ in range(2)
    )
    for resource in (kept, gone):
        table = WritableTable(folder, fed_key(resource.pk))
        table.create([ColumnSpec("a", Kind.TEXT)])
        table.write([{"a": "x"}], method="insert")
    layers = {path.name for path in folder.glob(f"{fed_key(kept.pk)}.*.duckdb")}
    (folder / f"{fed_key(kept.pk)}.9-ab.layer.duckdb").write_bytes(b"orphan")
    (folder / ".x.layer.duckdb.1-ab.tmp").write_bytes(b"half")
    Path(settings.TABLES_ROOT).mkdir(exist_ok=True)
    (Path(settings.TABLES_ROOT) / "nobody.duckdb").write_bytes(b"orphan")
    assert tables_sweep() == []  # too young: it may just be built
    gone.delete()
    assert len(tables_sweep(min_age=-1)) == 3
    assert {path.name for path in folder.glob("*.duckdb")} == layers
    assert WritableTable(folder, fed_key(kept.pk)).open().info().rows == 1
