"""Data packages that come as one ZIP archive: found and unpacked within bounds."""

import zipfile
from pathlib import Path, PurePosixPath
from typing import Final

DESCRIPTORS: Final = ("datapackage.json", "datapackage.yaml", "datapackage.yml")
MAX_MEMBERS: Final = 2_000
# So many times larger than the archive may its content be, once it is larger than the free bytes.
MAX_RATIO: Final = 400
FREE_BYTES: Final = 20 * 1024 * 1024
CHUNK: Final = 256 * 1024


class ArchiveFault(ValueError):
    """Why an archive is not unpacked, in German."""


def holds_package(path: Path) -> bool:
    """Say whether a file is a ZIP archive with a data package's descriptor."""
    if path.suffix.lower() != ".zip" or not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return _descriptor(archive) is not None
    except (zipfile.BadZipFile, OSError):
        return False


def _descriptor(archive: zipfile.ZipFile) -> PurePosixPath | None:
    """Return the descriptor at the top, or in the only folder at the top."""
    names = [PurePosixPath(name) for name in archive.namelist()[:MAX_MEMBERS]]
    found = [name for name in names if name.name in DESCRIPTORS and len(name.parts) <= 2]
    return min(found, key=lambda name: len(name.parts), default=None)


def unpack(path: Path, folder: Path, max_bytes: int) -> Path:
    """Unpack the archive into an empty folder and return its descriptor. Raises ArchiveFault."""
    try:
        with zipfile.ZipFile(path) as archive:
            _unpack_all(archive, folder, min(max_bytes, _most(path)))
            descriptor = _descriptor(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise ArchiveFault(
            "Das Archiv ist beschädigt oder mit einem Kennwort geschützt. Bitte packen Sie es neu."
        ) from error
    if descriptor is None:
        raise ArchiveFault("Das Archiv enthält keine datapackage.json.")
    return folder / descriptor


def _most(path: Path) -> int:
    return max(FREE_BYTES, MAX_RATIO * path.stat().st_size)


def _unpack_all(archive: zipfile.ZipFile, folder: Path, max_bytes: int) -> None:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MAX_MEMBERS:
        raise ArchiveFault(f"Das Archiv enthält mehr als {MAX_MEMBERS} Dateien.")
    left = max_bytes
    root = folder.resolve()
    for member in members:
        target = (root / member.filename).resolve()
        if not target.is_relative_to(root) or target == root:
            raise ArchiveFault("Das Archiv enthält eine Datei, die nach außerhalb zeigt.")
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(member) as source, target.open("wb") as sink:
            while chunk := source.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise ArchiveFault(
                        "Das Archiv ist ausgepackt größer, als dieses Portal zulässt."
                    )
                sink.write(chunk)
