"""Where the time of a clean file of 100,000 rows × 5 goes, in a process forked as for every file."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datasets import pipeline
from datasets.isolation import run_isolated
from datasets.orders import Order
from tests.benchmarks.tables_http import as_csv, rows_of

ROWS, RUNS = 100_000, 5
STEPS = {
    "open_source": "find the encoding and the dialect",
    "understand": "read the columns, propose a schema",
    "extract_opened": "write the normalised CSV",
    "repairs_of": "look for repairs",
    "validate": "judge",
    "_profile": "describe the columns",
    "process": "all, the table built beside",
}


def timed(order: Order, on_progress: Callable[[str, int], None]) -> dict[str, tuple[float, float]]:
    """Take the road and return seconds of wall and processor by step; runs in the forked process."""
    taken: dict[str, tuple[float, float]] = {}
    for name in STEPS:
        setattr(pipeline, name, _watched(name, getattr(pipeline, name), taken))
    outcome = pipeline.process(order, on_progress)  # by its watched name
    assert outcome.state == "valid", outcome.message
    return taken


def _watched(name: str, function: Any, taken: dict[str, tuple[float, float]]) -> Any:
    def call(*args: Any, **options: Any) -> Any:
        wall, used = time.perf_counter(), time.process_time()
        if name == "open_source":  # a context: what counts is the way into it
            context = function(*args, **options)
            opened = context.__enter__()
            taken[name] = (time.perf_counter() - wall, time.process_time() - used)
            return _Entered(context, opened)
        result = function(*args, **options)
        taken[name] = (time.perf_counter() - wall, time.process_time() - used)
        return result

    return call


class _Entered:
    """A context that has been entered already."""

    def __init__(self, context: Any, opened: Any) -> None:
        self.context, self.opened = context, opened

    def __enter__(self) -> Any:
        return self.opened

    def __exit__(self, *error: Any) -> Any:
        return self.context.__exit__(*error)


def measure() -> list[str]:
    """Return the lines of the section."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "werte.csv"
        source.write_bytes(as_csv(rows_of(ROWS)))
        runs, whole = [], []
        for number in range(-1, RUNS):
            order = Order(source, "werte.csv", folder / f"{number}.duckdb", folder)
            begin = time.perf_counter()
            found = run_isolated("tests.benchmarks.tables_road.timed", order)
            if number >= 0:  # the first starts the process that the others are forked from
                runs.append(found)
                whole.append(time.perf_counter() - begin)
    lines = [
        f"A clean file of {ROWS:,} rows × 5 ({source_size(ROWS)}), medians of {RUNS}, each in a fresh process; processor seconds are those "
        "of all threads, so from the second step on the table's own are among them:",
        "", "| step | wall s | processor s |", "|---|--:|--:|",
    ]  # fmt: skip
    for step, title in STEPS.items():
        wall = statistics.median(run[step][0] for run in runs)
        used = statistics.median(run[step][1] for run in runs)
        lines.append(f"| {title} | {wall:.3f} | {used:.3f} |")
    return [
        *lines,
        f"| with the fork and the way back | {statistics.median(whole):.3f} | |",
        "", f"Load average meanwhile {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.",
    ]  # fmt: skip


def source_size(rows: int) -> str:
    """Return the size of the file as people read it."""
    return f"{len(as_csv(rows_of(rows))) / 1e6:.1f} MB"


if __name__ == "__main__":
    print("\n".join(measure()))
