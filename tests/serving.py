"""A portal served in a process of its own, in a folder of its own, for browsers and foreign clients."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 120


@dataclass(frozen=True)
class Served:
    """Where the portal answers, where its state lies, and how to speak to it by commands."""

    url: str
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables under which a process works on this portal."""
        return {**_environment(self.folder, self.url), **self.settings}

    def manage(self, *words: str) -> str:
        """Run a command on the same portal and return what it prints."""
        return self.python("manage.py", *words)

    def python(self, *words: str) -> str:
        """Run Python on the same portal and return what it prints."""
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-3000:]
        return done.stdout


def _environment(folder: Path, url: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "DJANGO_"))}
    kept.pop("DATABASE_URL", None)
    # Nothing that runs in a test asks other sites.
    own = {"PORTAL_DATA": str(folder), "PORTAL_BASE_URL": url, "PORTAL_LINK_CHECK": "0"}
    return {**kept, **own}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served_portal(
    folder: Path,
    *,
    demo: bool,
    settings: dict[str, str] | None = None,
    before: Callable[[Served], object] = lambda portal: None,
) -> Iterator[Served]:
    """Make a portal in the folder, serve it on a free loopback port, stop it at the end.

    `before` is called with the portal while nothing serves it yet.
    """
    port = free_port()
    portal = Served(f"http://127.0.0.1:{port}", folder, settings or {})
    portal.manage("init", *(["--demo"] if demo else []))
    before(portal)
    with (folder / "serve.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--host", "127.0.0.1", "--port", str(port)],
            cwd=ROOT, env=portal.environment, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        _wait(portal.url, server, folder)
        yield portal
    finally:
        server.terminate()
        server.wait(30)


def _wait(url: str, server: "subprocess.Popen[bytes]", folder: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/gesundheit", timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    raise AssertionError((folder / "serve.log").read_text()[-3000:])
