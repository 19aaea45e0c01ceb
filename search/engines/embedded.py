"""The embedded engine: a tantivy index in a folder, fed with tokens of our own analysis."""

import json
import os
import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import tantivy

from search.engines.base import Answer, Request
from search.engines.embedded_asking import Asking
from search.engines.embedded_files import Watch, note_files
from search.engines.embedded_query import Compiler
from search.errors import IndexUnavailable
from search.fields import FORMAT, FORMS, Form
from search.query.plan import Plan
from search.records import Record

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows: one process only
    fcntl = None  # type: ignore[assignment]

HEAP = 64_000_000
# What is built anew should end in one piece, which answers twice as fast as seven; only what is needed is taken.
BUILD_HEAP = 512_000_000


def make_schema() -> Any:
    """Return the fields of `search.fields` for tantivy."""
    builder = tantivy.SchemaBuilder()
    for name, form in FORMS.items():
        match form:
            case Form.WORDS:
                builder.add_text_field(name, tokenizer_name="whitespace")
            case Form.VALUE | Form.ORDER:
                stored = name == "key"
                builder.add_text_field(name, stored=stored, fast=True, tokenizer_name="raw")
            case Form.WHOLE:
                builder.add_integer_field(name, fast=True, indexed=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


class EmbeddedEngine:
    """One folder below `root` for each build of the index; `current` names the one in use."""

    name = "tantivy"

    def __init__(self, root: Path, version: str = "") -> None:
        self.root = root
        self.version = f"{FORMAT}-{version}"
        self._lock = threading.Lock()
        self._open: tuple[str, Any, Watch] | None = None

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Let one process write at a time; the lock ends with the process that holds it.

        Raises IndexUnavailable where nothing can be written: a full disk, a folder without the right.
        """
        with _guard():
            self.root.mkdir(parents=True, exist_ok=True)
            lock = (self.root / "write.lock").open("w")
        with lock as handle:
            if fcntl is not None:
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _pointed(self) -> dict[str, str]:
        """Return what `current` says: the build in use and its version."""
        try:
            state = json.loads((self.root / "current").read_text())
            return {"build": str(state["build"]), "version": str(state["version"])}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def exists(self) -> bool:
        """Say whether there is an index of this version to write to; a damaged one exists."""
        return self._pointed().get("version") == self.version

    def has_older(self) -> bool:
        """Say whether only an index of an older form is there: it answers until the new one is built."""
        state = self._pointed()
        return bool(state) and state["version"] != self.version

    def _index(self) -> Any:
        """Return the open index in its newest state, be it of an older form. Raises IndexUnavailable."""
        build = self._pointed().get("build")
        if build is None:
            raise IndexUnavailable("no index")
        with self._lock:
            if self._open is None or self._open[0] != build:
                self._open = (build, *self._opened(build))
            _, index, watch = self._open
            try:
                if watch.look():
                    with _guard():
                        index.reload()
            except IndexUnavailable:
                self._open = None
                raise
            return index

    def _opened(self, build: str) -> tuple[Any, Watch]:
        """Open a build. Raises IndexUnavailable."""
        watch = Watch(self.root / build)
        # Without its head tantivy would take the folder for a new, empty index.
        watch.look()
        with _guard():
            if build.startswith(f"{self.version}-"):
                index = tantivy.Index(make_schema(), path=str(self.root / build), reuse=True)
            else:
                index = tantivy.Index.open(str(self.root / build))
            # No thread of its own may read files that nobody has looked at: a file that
            # was cut short ends the process that reads it from memory.
            index.config_reader("manual", 1)
            index.reload()
        return index, watch

    def write(self, records: Iterable[Record], gone: Sequence[str]) -> None:
        """Replace these records and remove those that are gone, in one commit."""
        made = [(record.key, _document(record)) for record in records]
        with self._writing():
            if not self.exists():
                raise IndexUnavailable("no index of this version")
            index = self._index()
            with _guard():
                writer = index.writer(HEAP, 1)
                # What a killed writer began would stand in the way under the same names.
                writer.garbage_collect_files()
                for key in gone:
                    writer.delete_documents_by_term("key", key)
                for key, document in made:
                    writer.delete_documents_by_term("key", key)
                    writer.add_document(document)
                writer.commit()
                writer.wait_merging_threads()
                note_files(self.root / self._pointed()["build"])

    def rebuild(self, records: Iterable[Record]) -> int:
        """Fill a fresh folder, then switch to it at once; readers of the old one go on."""
        with self._writing():
            # What an attempt on a full disk left behind would keep it full.
            self._sweep(keep=self._pointed().get("build", ""))
            build = f"{self.version}-{time.time_ns()}"
            folder = self.root / build
            with _guard():
                folder.mkdir(parents=True)
                writer = tantivy.Index(make_schema(), path=str(folder)).writer(BUILD_HEAP, 1)
            count = 0
            for record in records:
                document = _document(record)
                with _guard():
                    writer.add_document(document)
                count += 1
            with _guard():
                writer.commit()
                writer.wait_merging_threads()
                note_files(folder)
                pointer = self.root / f"current.{os.getpid()}"
                pointer.write_text(json.dumps({"version": self.version, "build": build}))
                pointer.replace(self.root / "current")
            self._sweep(keep=build)
        return count

    def _sweep(self, keep: str) -> None:
        """Remove builds that are not in use; open files of other processes stay readable."""
        for folder in self.root.iterdir():
            if folder.is_dir() and folder.name != keep:
                shutil.rmtree(folder, ignore_errors=True)

    def search(self, request: Request) -> Answer:
        """Answer a request. Raises IndexUnavailable and QueryError."""
        index = self._index()
        with _guard():
            searcher = index.searcher()
            return Asking(index.schema, searcher, request).answer()

    def terms(
        self, field: str, prefix: str, within: Plan | None = None, limit: int = 10
    ) -> list[tuple[str, int]]:
        """Return terms that begin so, the most frequent first."""
        index = self._index()
        with _guard():
            searcher = index.searcher()
            narrowed = None if within is None else Compiler(index.schema, searcher).compile(within)
            found: list[tuple[str, int]] = searcher.terms_with_prefix(
                field, prefix, narrowed, limit
            )
        return [(term, count) for term, count in found if count]

    def typed(
        self, field: str, prefix: str, within: Plan, limit: int, request: Request
    ) -> tuple[list[tuple[str, int]], Answer]:
        """Return terms that begin so and the answer to a request."""
        return self.terms(field, prefix, within, limit), self.search(request)

    def health(self) -> dict[str, object]:
        """Say whether the index answers and how many documents it holds."""
        try:
            index = self._index()
            with _guard():
                return {"ok": True, "engine": self.name, "documents": index.searcher().num_docs}
        except IndexUnavailable as error:
            return {"ok": False, "engine": self.name, "error": error.message}


@contextmanager
def _guard() -> Iterator[None]:
    """Turn what tantivy says of damaged files into IndexUnavailable."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexUnavailable(str(error)) from error
    except BaseException as error:
        # A panic of the Rust library is no Exception; it is the engine's failure, not an exit.
        if type(error).__name__ == "PanicException":
            raise IndexUnavailable("the engine gave up") from error
        raise


def _document(record: Record) -> Any:
    """Turn a record into tantivy's document."""
    made = tantivy.Document()
    for name, values in record.values():
        for value in values:
            if isinstance(value, str):
                made.add_text(name, value)
                continue
            with suppress(OverflowError):
                made.add_integer(name, value)
    made.add_bytes("stored", record.stored.encode())
    return made
