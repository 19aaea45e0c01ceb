"""The bytes of a table as the parser wants them: UTF-8, hashed on the way, never ending in CR."""

import codecs
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition
from typing import BinaryIO, Final

# So many blocks may be read that nobody has asked for. pyarrow itself would read 32 ahead.
AHEAD: Final = 2


class Feed:
    """A readable file for pyarrow.

    A read never ends in CR: pyarrow drops the LF of a quoted CRLF that straddles two blocks
    (https://github.com/apache/arrow/issues/51368). Other encodings become UTF-8 here.
    pyarrow reads in a thread of its own; it waits here while the blocks it has are not used up.
    """

    def __init__(self, path: Path, encoding: str) -> None:
        self._file: BinaryIO = path.open("rb")
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._sha256 = hashlib.sha256()
        self._decoder = None if encoding in {"utf-8", "utf-8-sig"} else _decoder(encoding)
        self._held = b""
        self.size = 0
        self._turn = Condition()
        self._ahead = 0
        self._wanted = 0
        self._released = False

    @contextmanager
    def wanted(self) -> Iterator[None]:
        """Let as much be read as the next block needs: not every read becomes a block."""
        with self._turn:
            self._wanted += 1
            self._turn.notify_all()
        try:
            yield
        finally:
            with self._turn:
                self._wanted -= 1
                self._ahead = max(0, self._ahead - 1)
                self._turn.notify_all()

    def release(self) -> None:
        """End the file here; whoever waits in it goes on."""
        with self._turn:
            self._released = True
            self._turn.notify_all()

    def may_read(self) -> bool:
        """Say whether a read would go on at once."""
        return self._released or self._wanted > 0 or self._ahead < AHEAD

    @property
    def closed(self) -> bool:
        """Say whether the file is closed."""
        return self._file.closed

    @property
    def md5(self) -> str:
        """Return the MD5 of what was read so far."""
        return self._md5.hexdigest()

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of what was read so far."""
        return self._sha256.hexdigest()

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def seekable(self) -> bool:
        """Say that this is read once, from its beginning."""
        return False

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes as UTF-8; CRs at their end are kept back for the next read."""
        with self._turn:
            self._turn.wait_for(self.may_read)
            self._ahead += 1
            if self._released:
                return b""
        chunk = self._held
        self._held = b""
        while True:
            more = self._next(size)
            chunk += more
            body = chunk.rstrip(b"\r")
            if not more:
                return chunk
            if body:
                self._held = chunk[len(body) :]
                return body

    def _next(self, size: int) -> bytes:
        """Return the next bytes as UTF-8, empty only at the end."""
        while True:
            first = self.size == 0
            raw = self._file.read(size)
            self._md5.update(raw)
            self._sha256.update(raw)
            self.size += len(raw)
            if self._decoder is None:
                return raw
            text = self._decoder.decode(raw, final=not raw)
            if first and text.startswith("\ufeff"):
                raise UnicodeError("a mark of byte order as text")
            if text or not raw:
                return text.encode("utf-8")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(encoding)("strict")
