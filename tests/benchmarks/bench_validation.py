"""Validation against frictionless: equal reports, CPU seconds in the same run.

`python -m tests.benchmarks.bench_validation` (or `make bench-validation`) takes some minutes and
writes its section of docs/performance.md; `--quick` leaves out the largest table.
"""

import argparse
import datetime as dt
import json
import multiprocessing as mp
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datasets.validation import last_choice, reference, validate
from tests.benchmarks.report import write_section

DIALECT = {"csv": {"delimiter": ";"}}
SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "integer", "constraints": {"minimum": 1}},
        {
            "name": "code",
            "type": "string",
            "constraints": {"unique": True, "pattern": "AB-[0-9]{7}"},
        },
        {"name": "name", "type": "string", "constraints": {"required": True, "maxLength": 60}},
        {
            "name": "betrag",
            "type": "number",
            "decimalChar": ",",
            "groupChar": ".",
            "constraints": {"minimum": 0, "maximum": 1000000},
        },
        {"name": "anteil", "type": "number"},
        {"name": "datum", "type": "date", "constraints": {"minimum": "1990-01-01"}},
        {"name": "stichtag", "type": "date", "format": "%d.%m.%Y"},
        {"name": "aktiv", "type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]},
        {"name": "status", "type": "string", "constraints": {"enum": ["offen", "zu", "geplant"]}},
        {"name": "plz", "type": "string", "constraints": {"pattern": "[0-9]{5}"}},
        {
            "name": "einwohner",
            "type": "integer",
            "missingValues": ["", "NA"],
            "constraints": {"minimum": 0, "maximum": 5000000},
        },
        {"name": "parent_id", "type": "integer"},
    ],
    "primaryKey": ["id"],
}
REFERRING = {
    **SCHEMA,
    "foreignKeys": [{"fields": ["parent_id"], "reference": {"resource": "", "fields": ["id"]}}],
}


def write_table(path: Path, rows: int, faults: float = 0.0, *, quoted: bool = False) -> None:
    """Write a table of 12 columns; `faults` is the share of rows with one."""
    dice = random.Random(4)
    first = dt.date(2000, 1, 1)
    codes = list(range(1, rows + 1))
    dice.shuffle(codes)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(";".join(field["name"] for field in SCHEMA["fields"]) + "\n")
        for number in range(1, rows + 1):
            cents = dice.randrange(100_000_000)
            amount = f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"
            days = [first + dt.timedelta(days=dice.randrange(8000)) for _ in range(2)]
            cells = [
                str(number),
                f"AB-{codes[number - 1]:07d}",
                f"Straße {dice.randrange(100_000)} Ort",
                amount,
                f"{dice.random():.4f}",
                days[0].isoformat(),
                f"{days[1]:%d.%m.%Y}",
                dice.choice(["ja", "nein"]),
                dice.choice(["offen", "zu", "geplant"]),
                f"{dice.randrange(1000, 99_999):05d}",
                dice.choice(["NA", str(dice.randrange(2_000_000))]),
                str(dice.randrange(1, number + 1)),
            ]
            if dice.random() < faults:
                cells = _spoil(cells, dice)
            file.write(";".join(f'"{c}"' for c in cells) if quoted else ";".join(cells))
            file.write("\n")


def _spoil(cells: list[str], dice: random.Random) -> list[str]:
    """Return the row with one of nine faults."""
    wrong = {0: "x", 3: "1.2x", 5: "31.02.2020", 7: "vielleicht", 9: "123", 1: "AB-0000001"}
    at = dice.choice([*wrong, "short", "long", "blank"])
    if at == "short":
        return cells[:-1]
    if at == "long":
        return [*cells, "z"]
    if at == "blank":
        return [""] * len(cells)
    return [wrong[i] if i == at else cell for i, cell in enumerate(cells)]


def measured(function: Callable[..., Any], path: Path, schema: Any, **options: Any) -> Any:
    """Return the report without times, CPU seconds and wall seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    report = function(path, schema, encoding="utf-8", dialect=DIALECT, **options)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    report["stats"].pop("seconds")
    report["tasks"][0]["stats"].pop("seconds")
    return report, cpu, wall


def compare(name: str, path: Path, schema: Any, runs: int, **options: Any) -> dict[str, Any]:
    """Measure both engines on one table, each the best of `runs`, and compare the reports."""
    theirs = [measured(reference, path, schema, **options) for _ in range(runs)]
    mine = [measured(validate, path, schema, engine="columnar", **options) for _ in range(runs)]
    choice = last_choice()
    cpu, their_cpu = min(run[1] for run in mine), min(run[1] for run in theirs)
    return {
        "case": name,
        "errors": theirs[0][0]["stats"]["errors"],
        "runs": runs,
        "frictionless": their_cpu,
        "ours": cpu,
        "ratio": their_cpu / cpu,
        "wall": min(run[2] for run in theirs) / min(run[2] for run in mine),
        "equal": all(run[0] == theirs[0][0] for run in mine),
        "engine": choice.code,
    }


def peak(path: Path, queue: Any) -> None:
    """Put the peak memory of one check, in MB, measured in a process of its own."""
    validate(path, SCHEMA, encoding="utf-8", dialect=DIALECT)
    # Not ru_maxrss: Linux carries that over from the process that started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    queue.put(int(status.partition("VmHWM:")[2].split()[0]) / 1024)


def peak_of(path: Path) -> float:
    """Return the peak memory of a check of this table in MB."""
    context = mp.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=peak, args=(path, queue))
    process.start()
    value = float(queue.get(timeout=600))
    process.join()
    return value


def run(folder: Path, *, quick: bool) -> tuple[list[dict[str, Any]], float]:
    """Measure all cases and the peak memory on the largest table."""
    table = folder / "table.csv"
    found = []

    def case(name: str, schema: Any = SCHEMA, runs: int = 2, **options: Any) -> None:
        found.append(compare(name, table, schema, runs, **options))
        print(json.dumps(found[-1]), flush=True)

    write_table(table, 10_000)
    measured(validate, table, SCHEMA, engine="columnar")  # first call of a process: imports
    measured(reference, table, SCHEMA)
    case("10k clean", runs=6)  # milliseconds: the best of two would measure the neighbours
    write_table(table, 10_000, 0.001)
    case("10k, 0.1 % faults", runs=6)
    write_table(table, 100_000)
    case("100k clean")
    case("100k clean, reference to itself", REFERRING)
    write_table(table, 100_000, quoted=True)
    case("100k clean, all quoted")
    write_table(table, 100_000, 0.001)
    case("100k, 0.1 % faults")
    write_table(table, 100_000, 0.05)
    case("100k, 5 % faults, stops at 1000 errors")
    if not quick:
        write_table(table, 1_000_000, 0.001)
        case("1M, 0.1 % faults, no limit", runs=1, limit_errors=0)
        case("1M, 0.1 % faults, stops at 1000 errors", runs=1)
        write_table(table, 1_000_000)
        case("1M clean", runs=1)
    return found, peak_of(table)


def section(found: list[dict[str, Any]], megabytes: float) -> str:
    """Return the section of docs/performance.md."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    lines = [
        "Against frictionless 5.21, reports compared as a whole (without times). Tables of 12 "
        "columns with patterns, bounds, two forms of dates, German numbers, a unique field and a "
        "primary key; both engines in one process, one after the other, each the best of the same "
        f"number of runs. Load at the end {load}: CPU seconds count, wall time is noisy.",
        "",
        "| table | errors | runs | frictionless CPU s | ours CPU s | CPU ratio | wall ratio | report |",
        "|---|--:|--:|--:|--:|--:|--:|---|",
    ]
    lines += [
        f"| {row['case']} | {row['errors']} | {row['runs']} | {row['frictionless']:.2f} "
        f"| {row['ours']:.3f} | {row['ratio']:.1f} | {row['wall']:.1f} "
        f"| {'equal' if row['equal'] else 'DIFFERS'} |"
        for row in found
    ]
    return "\n".join([*lines, "", f"Peak memory on the last table: {megabytes:.0f} MB."])


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found, megabytes = run(Path(folder), quick=asked.quick)
    text = section(found, megabytes)
    print(text)
    if not asked.quick:
        write_section("validation", text)
    if not all(row["equal"] for row in found):
        raise SystemExit("a report differs")


if __name__ == "__main__":
    main()
