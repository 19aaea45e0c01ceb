"""The background worker: queued jobs, left-over files, due publications. Ends cleanly on SIGTERM."""

import logging
import signal
import time
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from datasets.isolation import prepare
from datasets.services.fetching import plans_enqueue_due
from datasets.services.sweeping import tables_sweep
from datasets.services.versions import versions_resume
from labs.bundles.publishing import bundles_publish_due
from portal.base.rounds import run_round
from portal.base.waking import Listener
from search.api import is_repair_wanted
from search.soon import write_beside_requests

logger = logging.getLogger(__name__)

# Seconds between two rounds of what is due by the clock, and between two looks into the queue.
ROUND = 60
BUNDLES = 5  # a look for bundles costs one small query
PAUSE = 0.5
# Seconds between two attempts to repair a lost search index.
AGAIN = 10


class Command(BaseCommand):
    """`manage.py background`: started by `serve`, or by itself on another machine."""

    # `make lint` checks the system; here it would only make the start slower.
    requires_system_checks = ()
    help = "Arbeitet Hintergrundaufgaben ab (Prüfungen, Termine, Suchindex)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Alternate between queued jobs and what is due, until asked to end."""
        self.stopping = False
        self.worker: Worker | None = None
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        due = last = bundles_due = 0.0
        listener = Listener()
        write_beside_requests()  # the next file need not wait for the index
        while not self.stopping:
            close_old_connections()
            try:
                if time.monotonic() >= bundles_due:
                    bundles_due = time.monotonic() + BUNDLES
                    bundles_publish_due()
                if is_repair_wanted():
                    due = min(due, last + AGAIN)
                if time.monotonic() >= due:
                    last = time.monotonic()
                    due = last + ROUND
                    self._round()
                # The worker's own look takes the write lock; this one does not.
                if DBTaskResult.objects.ready().exists():
                    self._work()
            except OperationalError:
                logger.exception("the database could not be reached; trying again")
                time.sleep(5)
            prepare()
            listener.wait(PAUSE)

    def _work(self) -> None:
        """Do all jobs that wait now."""
        self.worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"portal-{time.time_ns()}",
        )
        self.worker.run()
        self.worker = None

    def _round(self) -> None:
        """Publish what is scheduled and find what a crash has left."""
        versions_resume()
        plans_enqueue_due()
        tables_sweep()
        call_command("publish_scheduled", verbosity=0)
        call_command("search_drain", verbosity=0)
        run_round()

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        """Note that the end was asked for; a job under way is finished first."""
        self.stopping = True
        if self.worker is not None:
            self.worker.running = False
