"""Whether the files of an embedded index are as its writer left them; tantivy reads them unlooked.

The writer notes size and time of every file in `files.json`. A file that is in use never changes
afterwards: one that did, or is gone, was damaged from outside.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from search.errors import IndexUnavailable

NOTE, HEAD = "files.json", "meta.json"
LOOKS = 4
Seen = tuple[int, int]
GONE: Seen = (0, 0)


def note_files(folder: Path) -> None:
    """Write down how the files are; called by the writer after its commit."""
    # Marks of deleted documents may be written again under the same name after a crash.
    found = {e.name: _seen(e) for e in _entries(folder) if not e.name.endswith(".del")}
    made = folder / f".{NOTE}.{os.getpid()}"
    made.write_text(json.dumps(found), encoding="utf-8")
    made.replace(folder / NOTE)


class Watch:
    """Looks at the files of one build before each search."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.head: tuple[object, ...] | None = None
        self._sizes: dict[str, int] = {}
        self._noted: dict[str, Seen] = {}
        self._needed: frozenset[str] = frozenset()
        self._marks: frozenset[str] = frozenset()

    def look(self) -> bool:
        """Say whether something was committed since the last look. Raises IndexUnavailable."""
        changed = False
        try:
            for _ in range(LOOKS):
                head = self._head_now()
                changed = changed or head != self.head
                if head != self.head:
                    self._read()
                    self.head = head
                fault = self._fault()
                # A commit in between may well have removed files that it replaced.
                if not fault or head == self._head_now():
                    break
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnavailable("files of the index are gone or unreadable") from error
        if fault:
            raise IndexUnavailable(fault)
        return changed

    def _head_now(self) -> tuple[object, ...]:
        """Return what changes with every commit."""
        return _stat(self.folder / HEAD), _stat(self.folder / NOTE)

    def _read(self) -> None:
        """Read what the writer noted and which files are in use."""
        segments = json.loads((self.folder / HEAD).read_bytes())["segments"]
        used = {str(segment["segment_id"]).replace("-", "") for segment in segments}
        self._marks = frozenset(
            f"{str(segment['segment_id']).replace('-', '')}.{segment['deletes']['opstamp']}.del"
            for segment in segments
            if segment.get("deletes")
        )
        note = self.folder / NOTE
        noted = json.loads(note.read_bytes()) if note.is_file() else {}
        self._noted = {name: (int(size), int(at)) for name, (size, at) in noted.items()}
        self._needed = frozenset(name for name in self._noted if name.split(".")[0] in used)

    def _fault(self) -> str:
        """Compare every file with what was noted, or with the last look; return what is wrong."""
        missing = set(self._needed)
        for entry in _entries(self.folder):
            name, seen = entry.name, _seen(entry)
            # What a killed writer began may be written again, shorter, under the same name.
            if name.endswith(".del") and name not in self._marks:
                continue
            if seen == GONE:
                continue
            missing.discard(name)
            if self._noted.get(name, seen) != seen:
                return f"{name} was changed"
            # A file that is being written may grow; none may ever shrink.
            if seen[0] < self._sizes.get(name, 0):
                return f"{name} was cut short"
            self._sizes[name] = seen[0]
        return f"{min(missing)} is gone" if missing else ""


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Yield the files that hold documents and words."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith(".") and not entry.name.endswith((".json", ".lock")):
                yield entry


def _seen(entry: os.DirEntry[str]) -> Seen:
    """Return size and time of a file; nothing if it just went away."""
    try:
        found = entry.stat()
    except FileNotFoundError:
        return GONE
    return found.st_size, found.st_mtime_ns


def _stat(path: Path) -> tuple[int, ...]:
    """Return what changes whenever a file is replaced."""
    try:
        found = path.stat()
    except FileNotFoundError:
        if path.name == HEAD:
            raise
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino
