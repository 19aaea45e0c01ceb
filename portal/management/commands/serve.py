"""Run the portal: web workers and the background worker, ended cleanly by one signal."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from portal.settings.env import BASE_DIR

# Between looks at the children, in seconds.
PAUSE = 0.2
# A background worker that dies at once is not restarted in a tight loop.
RESTART = 5


class Command(BaseCommand):
    """`manage.py serve --port 8000`: a production server in the foreground."""

    # `make lint` checks the system; here it would only make the start slower.
    requires_system_checks = ()
    help = "Startet das Portal (Webserver und Hintergrundarbeiter) im Vordergrund."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address to listen on."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=settings.PORTAL_WEB_WORKERS)
        parser.add_argument("--threads", type=int, default=settings.PORTAL_WEB_THREADS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Start the children, wait, pass the end on to them."""
        self.stopping = False
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        web = self._start(
            [
                sys.executable, "-m", "gunicorn", "portal.wsgi", "--preload", "--config", "python:portal.web",
                "--bind", f"{options['host']}:{options['port']}",
                "--worker-class", "gthread", "--workers", str(options["workers"]),
                "--threads", str(options["threads"]),
                "--timeout", "120", "--graceful-timeout", "20", "--keep-alive", "15",
                "--worker-tmp-dir", "/dev/shm" if os.path.isdir("/dev/shm") else ".",  # noqa: S108 - heartbeat file only
                "--max-requests", "200000", "--max-requests-jitter", "20000",
                # Its file lies in the home folder, so two portals of one account would take it from each other.
                "--log-level", "warning", "--no-control-socket",
            ]
        )  # fmt: skip
        worker: subprocess.Popen[bytes] | None = None
        # The web server has the machine for itself until it answers.
        started = time.monotonic()
        self.stdout.write(
            f"Das Portal läuft: http://{options['host']}:{options['port']}/ (Ende mit Strg+C)"
        )
        self.stdout.flush()
        while not self.stopping and web.poll() is None:
            gone = worker is None or worker.poll() is not None
            if settings.PORTAL_TASKS == "worker" and gone and time.monotonic() - started > RESTART:
                started = time.monotonic()
                worker = self._start([sys.executable, "manage.py", "background"])
            time.sleep(PAUSE)
        self._end([child for child in (web, worker) if child is not None])
        if not self.stopping:
            sys.exit(web.returncode or 1)

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        """Start a child in this project's folder."""
        return subprocess.Popen(command, cwd=BASE_DIR)  # noqa: S603 - fixed words only

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        """Note that the end was asked for."""
        self.stopping = True

    def _end(self, children: list[subprocess.Popen[bytes]]) -> None:
        """Ask the children to end, wait, and kill what does not."""
        for child in children:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + 25
        for child in children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
