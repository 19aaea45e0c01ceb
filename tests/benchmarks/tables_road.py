"""Where the time of a clean file of 100,000 rows × 5 goes, in a process forked as for every file."""

import os
import statistics
import tempfile
import time
from pathlib import Path

from datasets.isolation import run_isolated
from datasets.orders import Order
from tests.benchmarks.road_steps import STEPS
from tests.benchmarks.tables_http import as_csv, rows_of

ROWS, RUNS = 100_000, 5


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
            found = run_isolated("tests.benchmarks.road_steps.timed", order)
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
