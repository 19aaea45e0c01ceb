"""What other apps call: tell what changed, ask what is found."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction

from search.analysis.tables import version
from search.documents import SearchDocument, providers
from search.engines.base import Answer, Engine, Request
from search.engines.elastic import ElasticEngine, Server
from search.engines.embedded import EmbeddedEngine
from search.errors import IndexBusy, IndexDamaged, IndexLost, IndexUnavailable
from search.locks import alone
from search.models import Pending
from search.records import make_record

logger = logging.getLogger(__name__)

BATCH = 500
# How long to wait for another writer, in seconds: while a person waits, and otherwise.
SHORT_WAIT, LONG_WAIT = 2.0, 600.0


@lru_cache(maxsize=4)
def _engine_at(path: str) -> EmbeddedEngine:
    """Return the engine of one index folder."""
    return EmbeddedEngine(Path(path), version())


@lru_cache(maxsize=4)
def _engine_of(server: Server) -> ElasticEngine:
    """Return the engine of one Elasticsearch."""
    return ElasticEngine(server, version())


def engine() -> Engine:
    """Return the configured engine."""
    chosen = settings.SEARCH
    if chosen["ENGINE"] != "elasticsearch":
        return _engine_at(chosen["PATH"])
    return _engine_of(
        Server(
            urls=tuple(chosen["URLS"]),
            prefix=chosen["INDEX_PREFIX"],
            replicas=chosen["REPLICAS"],
            username=chosen["USERNAME"],
            password=chosen["PASSWORD"],
            api_key=chosen["API_KEY"],
            ca_certs=chosen["CA_CERTS"],
        )
    )


class BesideWriter(Protocol):
    """Writes the index outside of the request (`search.soon`)."""

    def wake(self) -> None:
        """Write soon."""
        ...

    def catch_up(self) -> None:
        """Have everything written before a search."""
        ...


_beside: list[BesideWriter] = []


def use_writer(writer: BesideWriter) -> None:
    """Leave the writing of changes to this writer; without one each commit is followed by it."""
    _beside[:] = [writer]


def touch(keys: Iterable[str]) -> None:
    """Note that these documents changed, in the caller's transaction; written after its commit."""
    rows = [Pending(key=key) for key in dict.fromkeys(keys)]
    if rows:
        Pending.objects.bulk_create(rows)
        transaction.on_commit(_write_now_or_soon)


def _write_now_or_soon() -> None:
    if _beside:
        _beside[0].wake()
    else:
        drain_quietly()


def catch_up() -> None:
    """Make a search see everything that was committed before it."""
    if _beside:
        _beside[0].catch_up()


remove = touch
"""A document that is gone is told the same way: its provider does not return it any more."""


def drain_quietly() -> None:
    """Write what waits; if the index is away or busy, it goes on waiting and the worker comes back.

    Where one of an older form answers, the worker builds the new one: nobody waits for it here.
    """
    try:
        drain(wait=SHORT_WAIT, build=not engine().has_older())
    except (IndexUnavailable, IndexBusy) as error:
        logger.warning("the search index waits: %s", error.message or error.code)


def drain(wait: float = LONG_WAIT, *, build: bool = True) -> int:
    """Write everything that waits into the index and return the number of keys.

    Where there is no index yet (a new portal, a new version of its form) all of it is built, unless
    without `build`: that may take minutes. Raises IndexUnavailable, and IndexBusy if another process
    writes for longer than `wait`.
    """
    with alone(wait):
        if engine().exists():
            return _write_waiting()
        if not build:
            raise IndexLost("no index of this version")
        return _build()


def _write_waiting() -> int:
    """Write what waits; the caller holds the lock, so nobody writes an older state after a newer."""
    done = 0
    while rows := list(Pending.objects.order_by("pk")[:BATCH]):
        keys = list(dict.fromkeys(row.key for row in rows))
        found = {document.key: document for document in documents_of(keys)}
        gone = [key for key in keys if key not in found]
        engine().write((make_record(document) for document in found.values()), gone)
        Pending.objects.filter(pk__in=[row.pk for row in rows]).delete()
        done += len(keys)
    return done


def documents_of(keys: Iterable[str]) -> Iterator[SearchDocument]:
    """Ask each provider for its keys: the documents as they are now."""
    wanted = list(keys)
    for prefix, provider in providers().items():
        mine = [key for key in wanted if key.split(":", 1)[0] == prefix]
        if mine:
            yield from provider.get_documents(mine)


def rebuild(wait: float = LONG_WAIT) -> int:
    """Build the index anew from all providers while the old one goes on answering."""
    with alone(wait):
        return _build()


def _build() -> int:
    """Build the index and write what changed meanwhile; the caller holds the lock."""
    # Exactly these are in the new index; a row committed later, with whatever number, is not.
    waiting = list(Pending.objects.values_list("pk", flat=True))
    documents = (d for p in providers().values() for d in p.iter_documents())
    count = engine().rebuild(make_record(document) for document in documents)
    for start in range(0, len(waiting), BATCH):
        Pending.objects.filter(pk__in=waiting[start : start + BATCH]).delete()
    _write_waiting()
    return count


def ask(request: Request) -> Answer:
    """Answer a request. Raises IndexUnavailable, and then has the worker look after the index."""
    try:
        return engine().search(request)
    except IndexUnavailable as error:
        # An Elasticsearch that is away comes back by itself; the worker looks every minute.
        if settings.SEARCH["ENGINE"] != "elasticsearch" or isinstance(error, IndexLost):
            _call_worker(damaged=isinstance(error, IndexDamaged))
        raise


def _call_worker(*, damaged: bool) -> None:
    """Have the worker look after the index; a damaged one may seem well when it does."""
    with suppress(OSError):
        _wanted().parent.mkdir(parents=True, exist_ok=True)
        with _wanted().open("a") as file:
            file.write("damaged\n" if damaged and not file.tell() else "")


def _wanted() -> Path:
    """Return the file that calls the worker."""
    return Path(settings.SEARCH["PATH"]) / "repair"


def is_repair_wanted() -> bool:
    """Say whether a search met an index that is lost, damaged or away; asked by the worker."""
    return _wanted().exists()


def repair() -> int:
    """Write what waits; build the index anew if it is lost or damaged. Raises IndexUnavailable.

    Returns the number of entries.
    """
    damaged = False
    with suppress(OSError):
        damaged = bool(_wanted().read_text())
        _wanted().unlink(missing_ok=True)
    if damaged or not engine().health()["ok"]:
        return rebuild()
    try:
        return drain()
    except IndexUnavailable:
        return rebuild()


def health() -> dict[str, object]:
    """Say how the index is and how much waits to be written."""
    return {**engine().health(), "waiting": Pending.objects.count()}
