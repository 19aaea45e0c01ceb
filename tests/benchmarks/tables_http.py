"""The tables over HTTP, one web worker, 100,000 rows × 5, beside CKAN 2.12 where its start script is.

python -m tests.benchmarks.tables_http [ROWS]; called at the end of bench_tables. Both portals hold the same rows, sent
to both as batches of `datastore_create`; ours besides as a file, which is checked and built on the way.
"""

import csv
import io
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.bench_api import PEER, Figures, Server, in_turns, peer
from tests.serving import Served, served_portal

ROWS, BATCH, LOADS, DUMPS = 100_000, 5_000, 5, 9
PLACES = ["Leipzig", "Dresden", "Chemnitz", "Halle (Saale)", "Magdeburg", "Erfurt", "Jena", "Potsdam", "Görlitz"]  # fmt: skip
FIELDS = [
    ("id", "int"),
    ("name", "text"),
    ("ort", "text"),
    ("wert", "float"),
    ("datum", "timestamp"),
]
WANTED = {
    "page of 100, any offset": 3, "filter and sort": 7, "words (q)": 8, "CSV dump": 80, "load, file": 600,
}  # fmt: skip


def rows_of(count: int) -> list[list[object]]:
    """Return readings of gauges, the same at every run."""
    dice = random.Random(7)
    return [
        [
            number, f"Messstelle {number % 977}", dice.choice(PLACES), round(dice.uniform(-20, 40), 3),
            f"20{dice.randrange(10, 26)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}T{dice.randrange(24):02}:00:00",
        ]
        for number in range(count)
    ]  # fmt: skip


def as_csv(rows: list[list[object]]) -> bytes:
    """Return the rows as a file."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[name for name, _ in FIELDS], *rows])
    return out.getvalue().encode()


class Tables:
    """One portal with the table, asked over one connection."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.tag = str(time.time_ns())
        self.call("organization_create", name=f"amt-{self.tag}", title="Amt")
        self.call(
            "package_create", name=f"werte-{self.tag}", title="Werte", owner_org=f"amt-{self.tag}"
        )
        self.fed = self.call(
            "resource_create", package_id=f"werte-{self.tag}", url="http://example.org/a.csv"
        )["id"]
        self.asked = self.fed

    def call(self, action: str, **data: object) -> dict[str, str]:
        """Write as a sysadmin."""
        url = f"{self.server.url}/api/3/action/{action}"
        found = self.server.session.post(
            url, json=data, headers={"Authorization": self.server.token}, timeout=300
        )
        assert found.status_code == 200, (self.server.name, action, found.text[:300])
        return found.json()["result"]

    def feed(self, rows: list[list[object]]) -> float:
        """Send all rows in batches; return seconds."""
        names = [name for name, _ in FIELDS]
        begin = time.perf_counter()
        for start in range(0, len(rows), BATCH):
            records = [dict(zip(names, row, strict=True)) for row in rows[start : start + BATCH]]
            fields = {} if start else {"fields": [{"id": n, "type": t} for n, t in FIELDS]}
            self.call(
                "datastore_create", resource_id=self.fed, force=True, records=records, **fields
            )
        return time.perf_counter() - begin

    def upload(self, data: bytes, number: int) -> float:
        """Send the rows as a file; return the seconds until the table answers."""
        url = f"{self.server.url}/api/3/action/resource_create"
        begin = time.perf_counter()
        found = self.server.session.post(
            url, data={"package_id": f"werte-{self.tag}", "name": f"Datei {number}", "format": "CSV"},
            files={"upload": (f"werte{number}.csv", data)}, headers={"Authorization": self.server.token}, timeout=300,
        ).json()["result"]  # fmt: skip
        while not found.get("datastore_active"):
            time.sleep(0.01)
            found = self.server.session.get(
                f"{self.server.url}/api/3/action/resource_show", params={"id": found["id"]}
            ).json()["result"]
        self.asked = found["id"]
        return time.perf_counter() - begin

    def ask(self, params: dict[str, object]) -> None:
        """Ask as nobody."""
        self.server.get("datastore_search", {"resource_id": self.asked, "limit": 100, **params})

    def dump(self) -> None:
        """Read the whole table."""
        found = self.server.session.get(
            f"{self.server.url}/datastore/dump/{self.asked}", timeout=300
        )
        assert found.status_code == 200
        assert len(found.content) > 1000


def _questions(count: int) -> dict[str, Callable[[int], dict[str, object]]]:
    return {
        "page of 100, any offset": lambda n: {"offset": (n * 997) % (count - 100)},
        "filter and sort": lambda n: {"filters": json.dumps({"ort": PLACES[n % 9]}), "sort": "wert desc"},
        "words (q)": lambda n: {"q": f"{PLACES[n % 9].split()[0]} {n % 977}"},
        "one word (q)": lambda n: {"q": PLACES[n % 9].split()[0]},
    }  # fmt: skip


def memory(portal: Served) -> int:
    """Return the most memory in MB that any process of the portal has used so far."""
    most = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            environment = (
                (status.parent / "environ").read_bytes().decode(errors="replace").split("\0")
            )
            if (
                f"PORTAL_DATA={portal.folder}" not in environment
                or b"gunicorn" not in (status.parent / "cmdline").read_bytes()
            ):
                continue
            [line] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
            most = max(most, int(line.split()[1]) // 1024)
        except (OSError, ValueError):
            continue
    return most


@contextmanager
def _both():
    with (
        tempfile.TemporaryDirectory(prefix="offene-region-bench-") as folder,
        served_portal(Path(folder), demo=False, settings={"PORTAL_WEB_WORKERS": "1"}) as portal,
        peer() as other,
    ):
        token = portal.manage("ckan_token", "bench", "--sysadmin").split()[-1]
        yield (
            portal,
            [Tables(server) for server in (Server("ours", portal.url, token), other) if server],
        )


def _cell(figures: Figures) -> str:
    return f"{figures.p50:.1f} / {figures.p95:.1f}"


def measure(count: int = ROWS) -> list[str]:
    """Measure both portals in turns and return the lines of the section."""
    rows = rows_of(count)
    with _both() as (portal, tables):
        ours = tables[0]
        fed = [table.feed(rows) for table in tables]
        fed_figures = _asked(tables, count)
        data = as_csv(rows)
        loads = sorted(ours.upload(data, number) for number in range(-1, LOADS))
        before = memory(portal)
        figures = _asked(tables, count)
        after = memory(portal)
    lines = [
        f"Over HTTP, {count:,} rows × {len(FIELDS)}, p50 / p95 in ms:", "",
        "| what | table from a file | table fed by the API | CKAN 2.12 | ratio |", "|---|---|---|---|---|",
    ]  # fmt: skip
    for label, found in figures.items():
        theirs = found[1] if len(found) > 1 else None
        wanted = f" (wanted ≤ {WANTED[label]})" if label in WANTED else ""
        ratio = f"{theirs.p50 / found[0].p50:.1f}" if theirs else "–"
        lines.append(
            f"| {label}{wanted} | {_cell(found[0])} | {_cell(fed_figures[label][0])} | {_cell(theirs) if theirs else '–'} | {ratio} |"
        )
    load, theirs = statistics.median(loads), f"{fed[1]:.1f} s" if len(fed) > 1 else "–"
    return [
        *lines, "",
        f"Load of a file of {len(data) / 1e6:.1f} MB, from the first byte sent until the table answers, proposal, validation, repairs and "
        f"profile included: {load:.2f} s (wanted ≤ 0.6; of {len(loads)}: {loads[0]:.2f} to {loads[-1]:.2f}). The same rows in batches of "
        f"{BATCH:,} by `datastore_create`: ours {fed[0]:.1f} s, CKAN {theirs}.",
        f"The web worker took {before} MB at most before the questions and dumps, {after} MB after them.",
        *([] if PEER.exists() else ["CKAN's start script is absent here, so it was not measured."]),
    ]  # fmt: skip


def _asked(tables: list[Tables], count: int) -> dict[str, list[Figures]]:
    """Ask every question of every portal, some of one, then some of the other."""
    by_server = {id(table.server): table for table in tables}
    servers = [table.server for table in tables]
    found = {
        label: in_turns(servers, lambda s, n, ask=ask: by_server[id(s)].ask(ask(n)), 200)  # type: ignore[misc]
        for label, ask in _questions(count).items()
    }
    found["CSV dump"] = in_turns(servers, lambda s, n: by_server[id(s)].dump(), DUMPS)
    return found


if __name__ == "__main__":
    print("\n".join(measure(*(int(word) for word in sys.argv[1:]))))
