"""Loads, version switches and upserts killed at random: `python -m tests.datasets.store.hammer --kills 200`.

Everything lies in a folder of its own. Writers note what was acknowledged to them before they may be
killed again; readers never stop and never see half of anything.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

if __name__ == "__main__":
    os.environ["PORTAL_DATA"] = tempfile.mkdtemp(prefix="offene-region-hammer-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"
    os.environ["PORTAL_TASKS"] = "immediate"
    import django

    django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from datasets import pipeline
from datasets.models import Resource, ResourceVersion
from datasets.services import versions
from datasets.services.datasets import dataset_create
from datasets.services.resources import resource_create
from datasets.services.sweeping import tables_sweep
from datasets.services.tables import (
    TablePlan,
    fed_folder,
    fed_table,
    table_make,
    table_of,
    table_write,
)
from datasets.store import TableQuery
from datasets.store.columns import Kind
from datasets.store.manifest import LAYER, Manifest
from datasets.store.writable import ColumnSpec
from portal.base.models import User

KEYS, ROWS = 20, 50
FED, FILE, ADMIN = "hammer-fed", "hammer-file", "hammer"


def note(name: str, value: int) -> None:
    """Keep an acknowledged write, durably and whole."""
    path = Path(settings.PORTAL_DATA) / name
    path.with_suffix(".new").write_text(str(value))
    path.with_suffix(".new").replace(path)


def noted(name: str) -> int:
    path = Path(settings.PORTAL_DATA) / name
    return int(path.read_text()) if path.exists() else 0


def resource(name: str) -> Resource:
    found = Resource.objects.select_related("dataset", "current_version")
    return found.get(dataset__name=name)


def upsert(_seed: int) -> None:
    """Set all keys to the next number, in one write, for ever."""
    number, admin = noted("upsert") + 1, User.objects.get(username=ADMIN)
    while True:
        rows = [{"key": str(k), "value": number, "batch": 0} for k in range(KEYS)]
        table_write(actor=admin, resource=resource(FED), records=rows)
        note("upsert", number)
        number += 1


def insert(_seed: int) -> None:
    """Add the next batch of rows, for ever."""
    admin = User.objects.get(username=ADMIN)
    while True:
        number = noted("insert") + 1  # a batch whose acknowledgement was lost is written again
        rows = [{"key": f"{number}-{r}", "value": r, "batch": number} for r in range(ROWS)]
        table_write(actor=admin, resource=resource(FED), records=rows)
        note("insert", number)


def load(_seed: int) -> None:
    """Load the next version of a file, for ever; the road is gone in this process, to be cut there."""
    in_this_process()
    admin = User.objects.get(username=ADMIN)
    while True:
        number = noted("load") + 1
        path = Path(settings.PORTAL_DATA) / f"{number}-{os.getpid()}.csv"
        path.write_text("Stand;Zeile\n" + "".join(f"{number};{r}\n" for r in range(100 + number)))
        version = versions.version_receive(
            resource=resource(FILE), file_name="stand.csv", actor=admin, path=path, at_once=True
        )
        version.refresh_from_db()
        assert version.has_table, version.message
        note("load", number)
        path.unlink()


def in_this_process() -> None:
    versions.run_isolated = lambda _f, order, **_o: pipeline.process(order, lambda _s, _n: None)


def read(_seed: int) -> None:
    """Look at both tables for ever; end with 3 when something is not whole."""
    while True:
        if (wrong := seen_wrong()) is not None:
            print(f"reader: {wrong}", flush=True)
            os._exit(3)


def seen_wrong() -> str | None:
    table = table_of(resource(FED))
    rows = table.search(TableQuery(limit=None)).records if table else []
    values = {row["value"] for row in rows if row["batch"] == 0}
    if len(values) > 1:
        return f"half an upsert: {values}"
    sizes: dict[int, int] = {}
    for row in rows:
        sizes[row["batch"]] = sizes.get(row["batch"], 0) + 1
    odd = {b: n for b, n in sizes.items() if n != (ROWS if b else KEYS)}
    if odd:
        return f"half an insert: {odd}"
    version = resource(FILE).current_version
    if version is None:
        return None
    loaded = table_of(resource(FILE))
    found = loaded.search(TableQuery(limit=None)).records if loaded else []
    if len({row["Stand"] for row in found}) != 1 or len(found) != 100 + found[0]["Stand"]:
        return f"half a version: {len(found)} rows of {version.number}"
    return None


def fork(work: Callable[[int], None], seed: int) -> int:
    """Run this in a child; an error ends the child with a message."""
    pid = os.fork()
    if pid:
        return pid
    try:
        connections.close_all()
        work(seed)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is the finding
        print(f"{work.__name__}: {error!r}", file=sys.stderr, flush=True)
    os._exit(4)


def ended(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def hammer(kills: int, seed: int = 7) -> list[str]:
    """Kill writers at random; return what went wrong."""
    chance, wrong = random.Random(seed), []
    works = [upsert, insert, load]
    writers = [fork(work, n) for n, work in enumerate(works)]
    reader = fork(read, 99)
    for kill in range(kills):
        time.sleep(chance.uniform(0.02, 0.6))
        place = chance.randrange(len(works))
        os.kill(writers[place], signal.SIGKILL)
        if (code := ended(writers[place])) != -signal.SIGKILL:
            wrong.append(f"{works[place].__name__} ended with {code}")
        writers[place] = fork(works[place], kill)
    for pid, name in [*zip(writers, ["upsert", "insert", "load"], strict=True), (reader, "reader")]:
        os.kill(pid, signal.SIGKILL)
        if (code := ended(pid)) != -signal.SIGKILL:
            wrong.append(f"{name} ended with {code}")
    return wrong + lost() + left()


def lost() -> list[str]:
    """Return acknowledged writes that are not there."""
    wrong = [found] if (found := seen_wrong()) else []
    table = table_of(resource(FED))
    rows = table.search(TableQuery(limit=None)).records if table else []
    batches = {row["batch"] for row in rows}
    wrong += [f"lost batch {n}" for n in range(1, noted("insert") + 1) if n not in batches]
    value = max((row["value"] for row in rows if row["batch"] == 0), default=0)
    if value < noted("upsert"):
        wrong.append(f"lost upsert {noted('upsert')}, found {value}")
    loaded = table_of(resource(FILE))
    stand = loaded.search(TableQuery(limit=1)).records[0]["Stand"] if loaded else 0
    if stand < noted("load"):
        wrong.append(f"lost version {noted('load')}, found {stand}")
    return wrong


def left() -> list[str]:
    """Finish what was cut, sweep, and return files that nobody knows and versions in between."""
    in_this_process()
    versions.LEASE *= 0
    versions.versions_resume()
    tables_sweep(min_age=0)
    wrong = [f"unfinished {v.number}" for v in ResourceVersion.objects.filter(finished_at=None)]
    keys = set(ResourceVersion.objects.values_list("table_key", flat=True))
    tables = [path.name for path in Path(settings.TABLES_ROOT).iterdir() if path.name not in keys]
    layers = {layer.file for layer in table_state().layers}
    fed = [
        p.name for p in fed_folder().iterdir() if p.name.endswith((LAYER, ".tmp", ".spill", ".wal"))
    ]
    wrong += [f"orphan {name}" for name in [*tables, *(set(fed) - layers)]]
    missing = [key for key in keys - {""} if not (Path(settings.TABLES_ROOT) / key).exists()]
    return wrong + [f"missing {name}" for name in [*missing, *(layers - set(fed))]]


def table_state() -> Manifest:
    return fed_table(resource(FED)).state()


def prepare() -> None:
    call_command("migrate", verbosity=0)
    admin = User.objects.create(username=ADMIN, is_superuser=True)
    for name in (FED, FILE):
        dataset = dataset_create(actor=admin, changes={"name": name, "title": name})
        resource_create(actor=admin, dataset=dataset, fields={"url": "https://a.example/"})
    kinds = [("key", Kind.TEXT), ("value", Kind.INTEGER), ("batch", Kind.INTEGER)]
    columns = [ColumnSpec(name, kind) for name, kind in kinds]
    table_make(
        actor=admin, resource=resource(FED), plan=TablePlan(columns=columns, primary_key=["key"])
    )


def main() -> int:
    """Prepare, hammer, report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    kills = parser.parse_args().kills
    prepare()
    started = time.monotonic()
    wrong = hammer(kills)
    done = ", ".join(f"{noted(name)} {name}s" for name in ("upsert", "insert", "load"))
    print(f"{kills} kills in {time.monotonic() - started:.1f} s, {done}, {len(wrong)} findings")
    print(*wrong[:20], sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
