"""Pages over HTTP, one web worker, one connection: made anew each time, and kept.

python -m tests.benchmarks.bench_pages. The peer is the welcome page of a fresh `wagtail start` project behind the same
server, asked in turns with ours. A page is made anew when its address has not been asked for before: each
request carries another `?x=`, which pages do not look at but the kept pages are filed under.
"""

import itertools
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.benchmarks.bench_api import Figures, Server, in_turns
from tests.benchmarks.report import write_section
from tests.serving import Served, free_port, served_portal

REQUESTS = 200
ANEW, KEPT = 60, 5
_numbers = itertools.count(1)


def addresses(portal: Served) -> dict[str, tuple[str, bool]]:
    """Return what is asked for: its address, and whether a kept page may answer."""
    story = portal.python("-m", "tests.benchmarks.pages_material").split()[-1]
    story = re.sub(r"^https?://[^/]+", "", story)
    lab = story.rsplit("/", 2)[0] + "/"
    guides = requests.get(f"{portal.url}/leitfaeden/", timeout=60).text
    [guide, *_] = re.findall(r'href="(/leitfaeden/[^"/#?]+/)"', guides)
    return {
        "story, 3 charts and 5 living figures": (story, True),
        "home": ("/", True),
        "lab": (lab, True),
        "guide": (guide, True),
        "list of stories": ("/geschichten/", True),
        "dataset": ("/dataset/bench-plaetze", False),
        "search": ("/suche/?q=Spielplatz", False),
    }


def get(server: Server, path: str, *, anew: bool) -> None:
    """Ask for a page, under an address that nobody has asked for if it is to be made anew."""
    sign = "&" if "?" in path else "?"
    address = f"{server.url}{path}{sign}x={next(_numbers)}" if anew else f"{server.url}{path}"
    found = server.session.get(address, timeout=60)
    assert found.status_code == 200, (server.name, path, found.text[:300])


@contextmanager
def bare_wagtail(folder: Path) -> Iterator[Server]:
    """Serve a fresh Wagtail project as we serve the portal."""
    port, base = free_port(), folder / "bare"
    base.mkdir()
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "DJANGO_"))}
    environ["DJANGO_SETTINGS_MODULE"] = "bare.settings.bench"
    wagtail = str(Path(sys.executable).with_name("wagtail"))
    subprocess.run([wagtail, "start", "bare", str(base)], check=True, capture_output=True)
    (base / "bare" / "settings" / "bench.py").write_text(
        "from .base import *\nDEBUG = False\nSECRET_KEY = 'x' * 50\nALLOWED_HOSTS = ['*']\n"
        "DATABASES['default']['CONN_MAX_AGE'] = None\n"
        "STORAGES['staticfiles'] = {'BACKEND': 'django.contrib.staticfiles.storage.StaticFilesStorage'}\n"
    )
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"], cwd=base, env=environ, check=True
    )
    command = [
        sys.executable, "-m", "gunicorn", "bare.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
        "--workers", "1", "--threads", "4", "--log-level", "warning",
    ]  # fmt: skip
    running = subprocess.Popen(command, cwd=base, env=environ)
    try:
        server = Server("bare Wagtail", f"http://127.0.0.1:{port}", "")
        _wait(server)
        yield server
    finally:
        running.terminate()
        running.wait(30)


def _wait(server: Server) -> None:
    for _n in range(100):
        try:
            server.session.get(server.url, timeout=10).raise_for_status()
            return
        except requests.ConnectionError:
            time.sleep(0.2)
    raise AssertionError("the bare project does not answer")


def main() -> None:
    """Measure and write the section."""
    with (
        tempfile.TemporaryDirectory(prefix="offene-region-bench-") as folder,
        served_portal(
            Path(folder, "portal"), demo=True, settings={"PORTAL_WEB_WORKERS": "1"}
        ) as portal,
        bare_wagtail(Path(folder)) as bare,
    ):
        ours = Server("ours", portal.url, "")
        rows = [
            "| ms, p50 / p95 | made anew | kept | bare Wagtail | anew, times the bare page |",
            "|---|---|---|---|---|",
        ]
        for label, (path, is_kept) in addresses(portal).items():
            anew, peer = _measured(ours, bare, path)
            kept = in_turns([ours], lambda s, n, p=path: get(s, p, anew=False), REQUESTS)[0]  # type: ignore[misc]
            rows.append(
                f"| {label} | {_cell(anew)} | {_cell(kept) if is_kept else '–'} | {_cell(peer)} | "
                f"{anew.p50 / peer.p50:.1f} |"
            )
        text = [
            *rows, "",
            f"Wanted at p95: ≤ {ANEW} ms made anew, ≤ {KEPT} ms kept. The demo portal, one web worker, one connection, {REQUESTS} requests of "
            "each kind; the client's own share of every time is about half a millisecond. Pages of data and the search are never kept, but what the search shows of a hit is, until something is published: its hits repeat here.",
            "Peer: the welcome page of a fresh `wagtail start` project behind the same server, without menus, lists or blocks; asked in "
            "turns with ours.",
            f"Load average meanwhile {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores.",
        ]  # fmt: skip
    print("\n".join(text))
    write_section("pages", "\n".join(text))


def _measured(ours: Server, bare: Server, path: str) -> list[Figures]:
    """Time the page made anew and the peer's, in turns."""
    return in_turns(
        [ours, bare], lambda s, _n: get(s, path if s is ours else "/", anew=True), REQUESTS
    )


def _cell(figures: Figures) -> str:
    return f"{figures.p50:.1f} / {figures.p95:.1f}"


if __name__ == "__main__":
    main()
