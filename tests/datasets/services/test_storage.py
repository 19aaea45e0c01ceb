"""Originals are kept byte for byte, under their digest, once."""

import hashlib
import io
from pathlib import Path

import pytest
from django.conf import settings

from datasets.errors import FileTooLarge
from datasets.services.storage import file_exists, local_file, open_file, store_file

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
