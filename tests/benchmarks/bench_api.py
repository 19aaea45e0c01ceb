"""The CKAN interface over HTTP, one web worker, with 1,000 and 50,000 datasets, beside CKAN 2.12 itself.

python -m tests.benchmarks.bench_api [LARGE [DATASETS OF THE PEER]]; the peer is started by ../shared/services/ckan/ckan.sh where that
is there (bare: PLUGINS=datastore), or is one that runs already and may be written to (CKAN_URL, CKAN_TOKEN). Both are asked in turns, by one connection, bodies read in full.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import requests

from tests.benchmarks.catalogue_material import bodies, package
from tests.benchmarks.report import write_section
from tests.serving import ROOT, Served, free_port, served_portal

PEER = ROOT.parent / "shared" / "services" / "ckan" / "ckan.sh"
SMALL, LARGE = 1_000, 50_000
# Requests of each kind; asked in turns of so many, so that both meet the same machine.
REQUESTS, TURN, CREATED = 200, 20, 60
FACETS = {"facet.field": '["organization","groups","tags","res_format","license_id"]'}
READS: dict[str, tuple[str, dict[str, object]]] = {
    "status_show": ("status_show", {}),
    "package_show": ("package_show", {}),
    "package_search rows=10": ("package_search", {"rows": 10}),
    "package_search rows=20, 5 facets": ("package_search", {"q": "Radwege", "rows": 20, **FACETS}),
    "package_search rows=100": ("package_search", {"rows": 100}),
    "package_list": ("package_list", {}),
    "organization_list": ("organization_list", {}),
}
WANTED = {
    "package_show": 5, "package_search rows=10": 2.5, "package_search rows=20, 5 facets": 2.5,
    "package_search rows=100": 4, "package_create": 2,
}  # fmt: skip


@dataclass
class Server:
    """A portal, asked over one connection that is kept."""

    name: str
    url: str
    token: str
    session: requests.Session = field(default_factory=requests.Session)
    names: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session.trust_env = False

    def get(self, action: str, params: dict[str, object]) -> None:
        """Ask as nobody."""
        found = self.session.get(f"{self.url}/api/3/action/{action}", params=params, timeout=120)
        assert found.status_code == 200, (self.name, action, found.text[:300])

    def post(self, action: str, data: dict[str, object], fine: tuple[int, ...] = (200,)) -> None:
        """Write as a sysadmin."""
        found = self.session.post(
            f"{self.url}/api/3/action/{action}", json=data, headers={"Authorization": self.token}, timeout=120
        )  # fmt: skip
        assert found.status_code in fine, (self.name, action, found.text[:300])

    def read(self, label: str, number: int) -> None:
        """Send one request of a kind."""
        action, params = READS[label]
        if action == "package_show":
            params = {"id": self.names[number % len(self.names)]}
        self.get(action, params)

    def load(self, count: int) -> None:
        """Fill over HTTP (where there is no other way)."""
        for action, data in bodies():
            self.post(action, dict(data), fine=(200, 409))
        for number in range(count):
            self.post("package_create", package(number), fine=(200, 409))


@dataclass(frozen=True)
class Figures:
    """Milliseconds and requests per second."""

    p50: float
    p95: float
    rate: float


def in_turns(
    servers: list[Server], work: Callable[[Server, int], None], count: int
) -> list[Figures]:
    """Time the same work on each server, some requests of one, then some of the other."""
    taken: list[list[float]] = [[] for _ in servers]
    for server in servers:
        for number in range(-5, 0):
            work(server, number)
    for start in range(0, count, TURN):
        for server, times in zip(servers, taken, strict=True):
            for number in range(start, min(start + TURN, count)):
                begin = time.perf_counter()
                work(server, number)
                times.append((time.perf_counter() - begin) * 1000)
    return [
        Figures(statistics.median(t), sorted(t)[int(len(t) * 0.95)], 1000 / statistics.fmean(t)) for t in taken
    ]  # fmt: skip


def measured(servers: list[Server], base: int) -> dict[str, list[Figures]]:
    """Time every kind of request."""
    for server in servers:
        listed = server.session.get(f"{server.url}/api/3/action/package_list", timeout=120).json()
        server.names = listed["result"][:500]
    found = {
        label: in_turns(servers, lambda s, n, label=label: s.read(label, n), REQUESTS)  # type: ignore[misc]
        for label in READS
    }
    found["package_create"] = in_turns(
        servers, lambda s, n: s.post("package_create", package(base + n)), CREATED
    )
    return found


def fresh() -> int:
    """Return the number of a dataset that no run before has made."""
    return int(time.time()) * 1000


@contextmanager
def peer() -> Iterator[Server | None]:
    """Start an empty CKAN, if its script is there, and stop it at the end; or take the one that runs."""
    if os.environ.get("CKAN_URL"):
        yield Server("CKAN 2.12", os.environ["CKAN_URL"], os.environ["CKAN_TOKEN"])
        return
    if not PEER.exists():
        yield None
        return
    ports = {f"{name}_PORT": str(free_port()) for name in ("PG", "REDIS", "SOLR", "CKAN")}
    environ = {**os.environ, **ports, "PLUGINS": "datastore", "WORKERS": "1"}
    # The script waits for "ready" in Solr's log, and would read that of an earlier run before the new one begins it.
    kept = Path(os.environ.get("CKAN_PEER", "/var/tmp/ckan-peer"))
    (kept / "log" / "solr.log").unlink(missing_ok=True)
    try:
        subprocess.run([PEER, "install"], env=environ, check=True, capture_output=True)
        done = subprocess.run(
            [PEER, "reset"], env=environ, check=True, capture_output=True, text=True
        )
        lines = dict(line.split("=", 1) for line in done.stdout.split() if "=" in line)
        yield Server("CKAN 2.12", lines["CKAN_URL"], lines["CKAN_TOKEN"])
    except subprocess.CalledProcessError as error:
        print(f"CKAN could not be started: {error.stderr[-500:]!r}", file=sys.stderr)
        yield None
    finally:
        subprocess.run([PEER, "stop"], env=environ, check=False, capture_output=True)


def main(large: int, at_peer: int) -> None:
    """Measure and write the section."""
    with (
        tempfile.TemporaryDirectory(prefix="offene-region-bench-") as folder,
        served_portal(Path(folder), demo=False, settings={"PORTAL_WEB_WORKERS": "1"}) as portal,
        peer() as other,
    ):
        ours = Server(
            "ours", portal.url, portal.manage("ckan_token", "bench", "--sysadmin").split()[-1]
        )
        servers = [ours, *([other] if other else [])]
        portal.python("-m", "tests.benchmarks.catalogue_material", str(SMALL))
        if other:
            other.load(at_peer)
        at_small = measured(servers, fresh())
        if other:
            alone = f"`{PEER.name}`, bare, one worker, PostgreSQL and Solr beside it"
        else:
            alone = "its start script is absent here, so there is no peer in this run"
        portal.python("-m", "tests.benchmarks.catalogue_material", str(large))
        at_large = {label: found[0] for label, found in measured([ours], fresh()).items()}
        text = [
            *table(at_small, at_large, large),
            "", f"Peer: CKAN 2.12 ({alone}); holding {at_peer:,} datasets. Client: `requests`, one connection, one after "
            "the other; the client's own share of every time is about half a millisecond.",
            f"Others used the machine meanwhile: load average {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores.",
            "`package_list` grows with the number of names it sends; everything else should not.",
            "", *where_it_goes(portal, ours),
        ]  # fmt: skip
    print("\n".join(text))
    write_section("api", "\n".join(text))


def table(small: dict[str, list[Figures]], large: dict[str, Figures], count: int) -> list[str]:
    """Return the lines of the comparison."""
    rows = [
        f"| ms, p50 / p95 (requests per second) | ours, {SMALL:,} | CKAN 2.12 | ratio (wanted) | ours, "
        f"{count:,} | to {SMALL:,} |",
        "|---|---|---|---|---|---|",
    ]
    for label, figures in small.items():
        ours, others, later = figures[0], figures[1:], large[label]
        wanted = f" (≥ {WANTED[label]:g})" if label in WANTED else ""
        ratio = f"{others[0].p50 / ours.p50:.1f}{wanted}" if others else "–"
        theirs = _cell(others[0]) if others else "–"
        rows.append(
            f"| {label} | {_cell(ours)} | {theirs} | {ratio} | {_cell(later)} | {later.p50 / ours.p50:.2f} |"
        )
    return rows


def _cell(figures: Figures) -> str:
    return f"{figures.p50:.2f} / {figures.p95:.2f} ({figures.rate:,.0f})"


def where_it_goes(portal: Served, ours: Server) -> list[str]:
    """Return the lines on the parts of one request."""
    calls = {
        label: (action, urlencode(params or ({"id": ours.names[0]} if action == "package_show" else {})))
        for label, (action, params) in READS.items()
    }  # fmt: skip
    found = json.loads(portal.python("-m", "tests.benchmarks.request_parts", json.dumps(calls)))
    rows = [
        "Inside the server (p50 in ms, without sockets): Django around every request (middleware, routing, headers); "
        "the action (index, database, pasting the stored texts together); the answer (entity tag, compression).",
        "", "| request | Django | action | answer |", "|---|---|---|---|",
    ]  # fmt: skip
    return rows + [
        f"| {label} | {part['around']:.2f} | {part['action']:.2f} | {part['answer']:.2f} |"
        for label, part in found.items()
    ]


if __name__ == "__main__":
    counts = [int(word) for word in sys.argv[1:]]
    main(*counts, *(LARGE, SMALL)[len(counts) :])
