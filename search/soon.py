"""Writing the index beside the request that changed something, so that its sender need not wait.

What changed stands in the outbox, committed together with the change: nothing is lost if this process
ends. Who searches looks into the outbox first and waits for the writer, so every search sees every
change that was committed before it.
"""

import logging
import os
import threading
import time

from django.db import DatabaseError, close_old_connections, connection

from search import api
from search.errors import IndexBusy, IndexUnavailable
from search.models import Pending

logger = logging.getLogger(__name__)

# How long a search waits for a writer, and for how long it does without after waiting in vain, in seconds.
PATIENCE, PAUSE = 1.5, 10.0
# Changes that come close behind each other are written together: a commit of the index costs more than a dataset.
GATHER = 0.2
_OUTBOX = f"SELECT 1 FROM {Pending._meta.db_table} LIMIT 1"  # noqa: S608 - name of our own table


class Writer:
    """One thread of this process that empties the outbox whenever it is told to."""

    def __init__(self) -> None:
        self._wanted = threading.Event()
        self._starting = threading.Lock()
        self._pid = 0
        self._without_until = 0.0

    def wake(self) -> None:
        """Have the outbox emptied; returns at once."""
        self._wanted.set()
        with self._starting:
            # A thread does not live on in a forked process.
            if self._pid != os.getpid():
                self._pid = os.getpid()
                threading.Thread(target=self._run, name="search-writer", daemon=True).start()

    def catch_up(self) -> None:
        """See to it that the outbox is empty before a search; gives up after a while."""
        if time.monotonic() < self._without_until or not _waiting():
            return
        try:
            # Whoever searches does not wait until a whole index is built.
            api.drain(wait=PATIENCE, build=False)
        except (IndexUnavailable, IndexBusy):
            self._without_until = time.monotonic() + PAUSE

    def _run(self) -> None:
        while self._wanted.wait():
            time.sleep(GATHER)
            self._wanted.clear()
            try:
                close_old_connections()
                api.drain_quietly()
            except DatabaseError:
                # The outbox still has it; the background worker comes by every minute.
                logger.exception("the search index could not be written")
                connection.close()


def _waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_OUTBOX)
        return cursor.fetchone() is not None


writer = Writer()


def write_beside_requests() -> None:
    """Write the index in a thread from now on; called where this process serves the web."""
    api.use_writer(writer)
