"""Where bytes lie: originals under their SHA-256, never altered; tables under their version's id."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.translation import gettext as _

from datasets.errors import FileTooLarge

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class StoredFile:
    """What is known of a file after its bytes were stored; `size` in bytes, digests in hex."""

    sha256: str
    md5: str
    size: int


def file_key(sha256: str) -> str:
    """Return the storage name of the original with this digest."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def store_file(stream: IO[bytes], *, max_bytes: int | None = None) -> StoredFile:
    """Store the stream's bytes under their digest and return it; equal bytes are kept once.

    Raises FileTooLarge after `max_bytes` (default: `PORTAL_MAX_UPLOAD_MB`), with nothing left behind.
    """
    limit = max_bytes or settings.PORTAL_MAX_UPLOAD_MB * 1024 * 1024
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix="incoming-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            stored = _copy(stream, target, limit)
            target.flush()
            os.fsync(target.fileno())
        _adopt(temporary, storages["files"], file_key(stored.sha256))
    finally:
        temporary.unlink(missing_ok=True)
    return stored


def size_check(stream: IO[bytes]) -> None:
    """Raise FileTooLarge before anything is written because of the stream; none is read."""
    if not stream.seekable():
        return
    at = stream.tell()
    stream.seek(0, os.SEEK_END)
    size = stream.tell() - at
    stream.seek(at)
    limit = settings.PORTAL_MAX_UPLOAD_MB * 1024 * 1024
    if size > limit:
        raise _too_large(limit)


def _too_large(limit: int) -> FileTooLarge:
    return FileTooLarge(
        _(
            "Die Datei ist größer als %(limit)s MB. Bitte teilen Sie sie auf, oder bitten Sie "
            "den Betrieb, PORTAL_MAX_UPLOAD_MB zu erhöhen."
        )
        % {"limit": limit // (1024 * 1024)}
    )


def _copy(stream: IO[bytes], target: IO[bytes], limit: int) -> StoredFile:
    """Copy in chunks while hashing, both digests side by side."""
    sha256, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
    with ThreadPoolExecutor(1) as beside:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise _too_large(limit)
            other = beside.submit(md5.update, chunk)
            sha256.update(chunk)
            target.write(chunk)
            other.result()
    return StoredFile(sha256.hexdigest(), md5.hexdigest(), size)


def _adopt(temporary: Path, storage: Storage, key: str) -> None:
    """Move a complete temporary file to its final name; whoever comes second changes nothing."""
    if isinstance(storage, FileSystemStorage):
        final = Path(storage.path(key))
        if final.exists():
            return
        final.parent.mkdir(parents=True, exist_ok=True)
        temporary.chmod(0o640)
        # Same file system as a rule; copy beside the target and rename where it is not.
        if os.stat(temporary).st_dev != os.stat(final.parent).st_dev:
            beside = final.with_name(f"{final.name}.{os.getpid()}.part")
            shutil.copyfile(temporary, beside)
            beside.replace(final)
            return
        temporary.replace(final)
        return
    if not storage.exists(key):
        with temporary.open("rb") as source:
            storage.save(key, File(source))


def open_file(sha256: str) -> IO[bytes]:
    """Open the original with this digest for reading; raises FileNotFoundError if it is lost."""
    return storages["files"].open(file_key(sha256), "rb")


def file_exists(sha256: str) -> bool:
    """Say whether the original is there."""
    return storages["files"].exists(file_key(sha256))


@contextmanager
def local_file(sha256: str) -> Iterator[Path]:
    """Give a path to the original's bytes, fetching them for the time being from remote storage."""
    storage = storages["files"]
    if isinstance(storage, FileSystemStorage):
        yield Path(storage.path(file_key(sha256)))
        return
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        path = Path(folder) / sha256
        with open_file(sha256) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target, CHUNK)
        yield path


def table_target(key: str) -> Path:
    """Return the local path of a table; with remote storage this folder is the cache."""
    folder = Path(settings.TABLES_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / key


def table_keep(key: str) -> None:
    """Copy a freshly built local table to remote storage, if that is configured."""
    storage = storages["tables"]
    if isinstance(storage, FileSystemStorage):
        return
    with table_target(key).open("rb") as source:
        storage.save(key, File(source))


def table_exists(key: str) -> bool:
    """Say whether the table is there, here or on remote storage."""
    return table_target(key).exists() or storages["tables"].exists(key)


def table_path(key: str) -> Path:
    """Return a local path of the table, fetched from remote storage if need be.

    Raises FileNotFoundError when it is lost: `manage.py data rebuild` makes it anew from the original.
    """
    path = table_target(key)
    if path.exists():
        return path
    storage = storages["tables"]
    if isinstance(storage, FileSystemStorage):
        raise FileNotFoundError(key)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with storage.open(key, "rb") as source, part.open("wb") as target:
        shutil.copyfileobj(source, target, CHUNK)
    part.replace(path)
    return path
