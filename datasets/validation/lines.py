"""Records of a file without quotes: each is a line, so they can be found without parsing."""

import csv
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np

BLOCK: Final = 1024 * 1024
# The amounts in which a text file of Python reads its bytes.
TEXT_CHUNK: Final = 8192


class NotByLines(Exception):
    """From here on a line need not be a record."""


class Lines:
    """Move forward through the lines of a UTF-8 file; `usable` until a quote or a lone CR comes."""

    def __init__(self, path: Path, delimiter: str, quote_char: str) -> None:
        self._path = path
        self._delimiter = delimiter
        self._quote = quote_char.encode()
        self._file: BinaryIO | None = None
        self._block = b""
        self._ends: np.ndarray[Any, np.dtype[np.int64]] = np.empty(0, dtype=np.int64)
        self._offset = 0
        self._before = 0
        self._rest = b""

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()

    def cells(self, record: int) -> list[str]:
        """Return the cells of a record. Raises NotByLines."""
        begin, end = self._find(record)
        line = self._block[begin:end].decode("utf-8")
        return next(csv.reader([line], delimiter=self._delimiter, quoting=csv.QUOTE_NONE))

    def bytes_read(self, record: int, size: int) -> int:
        """Return how much a text file has read once it gave out this record. Raises NotByLines."""
        begin, end = self._find(record)
        read = min(size, -(-(self._offset + end) // TEXT_CHUNK) * TEXT_CHUNK)
        with self._path.open("rb") as file:
            file.seek(self._offset + begin)
            # What stands behind the record in the same chunk is decoded with it.
            chunk = file.read(read - self._offset - begin)
        try:
            chunk.decode("utf-8")
        except UnicodeDecodeError as error:
            if error.reason != "unexpected end of data":
                raise NotByLines from error
        return read

    def _find(self, record: int) -> tuple[int, int]:
        """Return where the line of a record lies in the block at hand."""
        while record > self._before + len(self._ends):
            self._advance()
        at = record - self._before - 1
        return int(self._ends[at - 1]) if at else 0, int(self._ends[at])

    def _advance(self) -> None:
        """Take the next whole lines."""
        if self._file is None:
            self._file = self._path.open("rb")
        self._offset += len(self._block)
        self._before += len(self._ends)
        data = self._rest
        while b"\n" not in data:
            more = self._file.read(BLOCK)
            if not more:
                raise NotByLines
            data += more
        cut = data.rindex(b"\n") + 1
        self._block, self._rest = data[:cut], data[cut:]
        if self._quote and self._quote in self._block:
            raise NotByLines
        if self._block.count(b"\r") != self._block.count(b"\r\n"):
            raise NotByLines
        self._ends = np.flatnonzero(np.frombuffer(self._block, dtype=np.uint8) == 10) + 1
