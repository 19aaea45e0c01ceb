"""Unpack gzip and ZIP into a temporary file, never more than the limits allow."""

from __future__ import annotations

import gzip
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Final

from .errors import (
    EmptyFile,
    EncryptedFile,
    HostileFile,
    LimitExceeded,
    NotATable,
    UnknownTable,
    UnreadableFile,
)
from .limits import MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED_BYTES, RATIO_FREE_BYTES
from .model import TableChoice

_CHUNK: Final = 1024 * 1024
_SUFFIXES: Final = (
    ".csv",
    ".tsv",
    ".tab",
    ".xlsx",
    ".ods",
    ".xls",
    ".geojson",
    ".json",
    ".gz",
    ".txt",
)
_PROLOG_BYTES: Final = 64 * 1024
_COMMENT: Final = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_ELEMENT: Final = re.compile(rb"<[A-Z_]")
_BROKEN: Final = (
    OSError,
    EOFError,
    zlib.error,
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


@contextmanager
def unpacked_gzip(path: Path) -> Iterator[Path]:
    """The content of a gzip file as temporary file."""
    with _temporary() as target:
        try:
            with gzip.open(path, "rb") as source:
                _copy(source, target, path.stat().st_size)
        except _BROKEN as error:
            raise UnreadableFile("Das gzip-Archiv ist beschädigt oder unvollständig.") from error
        yield target


@contextmanager
def unpacked_member(path: Path, name: str) -> Iterator[Path]:
    """One member of a ZIP archive as temporary file."""
    with _temporary() as target:
        try:
            with zipfile.ZipFile(path) as archive:
                info = archive.getinfo(name)
                if info.flag_bits & 0x1:
                    raise EncryptedFile("Das ZIP-Archiv ist mit einem Kennwort geschützt.")
                with archive.open(info) as source:
                    _copy(source, target, max(1, info.compress_size))
        except KeyError as error:
            raise UnknownTable("Diese Datei gibt es im ZIP-Archiv nicht.", where=name) from error
        except _BROKEN as error:
            raise UnreadableFile("Das ZIP-Archiv ist beschädigt.", where=name) from error
        yield target


@contextmanager
def _temporary() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="intake-") as folder:
        yield Path(folder) / "table"


def _copy(source: IO[bytes] | gzip.GzipFile, target: Path, packed: int) -> None:
    done = 0
    with target.open("wb") as stream:
        while chunk := source.read(_CHUNK):
            done += len(chunk)
            check_size(done, packed)
            stream.write(chunk)
    if done == 0:
        raise EmptyFile


def check_size(unpacked: int, packed: int, where: str = "") -> None:
    """Refuse what grows beyond the absolute limit or suspiciously fast."""
    if unpacked > MAX_UNPACKED_BYTES:
        text = f"Ausgepackt ist die Datei größer als {MAX_UNPACKED_BYTES // 1024**3} GB."
        raise LimitExceeded(text, where=where)
    if unpacked > RATIO_FREE_BYTES and unpacked > MAX_RATIO * max(1, packed):
        raise HostileFile(
            "Das Archiv dehnt sich beim Auspacken verdächtig stark aus (ZIP-Bombe).", where=where
        )


def zip_tables(path: Path, member: str | None) -> tuple[TableChoice, ...]:
    """Members that may hold a table, the chosen one marked."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
    except _BROKEN as error:
        raise UnreadableFile("Das ZIP-Archiv ist beschädigt.") from error
    if len(infos) > MAX_MEMBERS:
        raise LimitExceeded(f"Das ZIP-Archiv enthält mehr als {MAX_MEMBERS} Dateien.")
    visible = [info for info in infos if not _is_clutter(info.filename)]
    tables = [i for i in visible if PurePosixPath(i.filename.lower()).suffix in _SUFFIXES]
    # A text "readme" is no table if there is anything better.
    better = [i for i in tables if not i.filename.lower().endswith(".txt")] or tables or visible
    if not visible:
        raise EmptyFile("Das ZIP-Archiv ist leer.")
    if not tables and any(info.filename.lower().endswith(".shp") for info in visible):
        raise NotATable(
            "Das ZIP-Archiv enthält Shape-Dateien und keine Tabelle.",
            hint_de="Exportieren Sie die Daten als GeoJSON oder CSV.",
        )
    if member is not None and member not in {info.filename for info in visible}:
        raise UnknownTable("Diese Datei gibt es im ZIP-Archiv nicht.", where=member)
    chosen = member or min(better, key=_preference).filename
    offered = [i for i in visible if i in tables or i.filename == chosen]
    return tuple(TableChoice(i.filename, "member", chosen=i.filename == chosen) for i in offered)


def _preference(info: zipfile.ZipInfo) -> tuple[int, int]:
    """Tables before texts, then the larger one."""
    suffix = PurePosixPath(info.filename.lower()).suffix
    rank = _SUFFIXES.index(suffix) if suffix in _SUFFIXES else len(_SUFFIXES)
    return rank, -info.file_size


def _is_clutter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    # Members are read by position and never written under their name, so ".." does no harm.
    return any(part == "__MACOSX" or (part[:1] == "." and part != "..") for part in parts)


def check_office(path: Path) -> None:
    """Refuse office files whose XML is too large, grows too fast or defines entities."""
    try:
        with zipfile.ZipFile(path) as archive:
            total = 0
            for info in archive.infolist():
                total += info.file_size
                check_size(info.file_size, max(1, info.compress_size), info.filename)
                if info.flag_bits & 0x1:
                    raise EncryptedFile
                if info.filename.endswith((".xml", ".rels")):
                    with archive.open(info) as stream:
                        _refuse_entities(stream.read(_PROLOG_BYTES), info.filename)
            check_size(total, path.stat().st_size)
    except _BROKEN as error:
        raise UnreadableFile("Die Datei ist beschädigt.") from error


def _refuse_entities(head: bytes, name: str) -> None:
    plain = head.replace(b"\0", b"").upper()
    # A prolog that fills the whole window hides what comes before the first element.
    hidden = len(head) == _PROLOG_BYTES and not _ELEMENT.search(_COMMENT.sub(b"", plain))
    if hidden or b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise HostileFile(
            "Die Datei enthält XML-Definitionen, die in Tabellen nichts zu suchen haben.",
            where=name,
        )
