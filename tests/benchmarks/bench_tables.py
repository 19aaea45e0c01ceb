"""The table store beside SQLite and PostgreSQL on the same rows: load, page, filter, words, distinct, dump.

python -m tests.benchmarks.bench_tables [ROWS]
"""

import csv
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from glob import glob
from pathlib import Path
from typing import Any

import psycopg

from datasets.store import And, Condition, SortKey, Table, TableQuery, build, export, open_table
from tests.benchmarks import tables_http, tables_road
from tests.benchmarks.report import milliseconds, seconds, write_section

PLACES = [
    "Köln",
    "Moers",
    "Kleve",
    "Geldern",
    "Goch",
    "Rees",
    "Emmerich",
    "Xanten",
    "Wesel",
    "Düren",
]
STREETS = ["Müllerweg", "Am Wäldchen", "Schloßstraße", "Königsallee", "Ringstraße", "Bäckergasse"]
COLUMNS = [
    ("nr", "integer"), ("ags", "string"), ("ort", "string"), ("strasse", "string"), ("hausnummer", "integer"),
    ("art", "string"), ("datum", "date"), ("flaeche", "number"), ("kosten", "number"), ("aktiv", "boolean"),
    ("lat", "number"), ("lon", "number"),
]  # fmt: skip
SCHEMA = {"fields": [{"name": name, "type": kind} for name, kind in COLUMNS]}
SQL_TYPES = {
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "TEXT",
    "string": "TEXT",
    "date": "TEXT",
}


def make_csv(path: Path, rows: int) -> None:
    """Write rows of the kind a town publishes."""
    dice = random.Random(7)
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow([name for name, _ in COLUMNS])
        for number in range(rows):
            writer.writerow(
                [
                    number, f"0515{dice.randrange(1000, 9999)}", dice.choice(PLACES), dice.choice(STREETS),
                    dice.randrange(1, 300), dice.choice("ABCDEFGH"),
                    f"20{dice.randrange(10, 26)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}",
                    f"{dice.random() * 900:.2f}", f"{dice.random() * 1e6:.2f}", dice.choice(["true", "false"]),
                    f"{51 + dice.random():.5f}", f"{6 + dice.random():.5f}",
                ]
            )  # fmt: skip


def load_sqlite(source: Path, target: Path) -> sqlite3.Connection:
    """Load the same rows into SQLite as a careful programmer would."""
    peer = sqlite3.connect(target)
    names = ", ".join(f"{name} {SQL_TYPES[kind]}" for name, kind in COLUMNS)
    peer.execute(f"CREATE TABLE data (_id INTEGER PRIMARY KEY, {names})")
    marks = ", ".join("?" for _ in COLUMNS)
    with source.open(newline="", encoding="utf-8") as rows:
        reader = csv.reader(rows)
        next(reader)
        fields = ", ".join(name for name, _ in COLUMNS)
        peer.executemany(f"INSERT INTO data ({fields}) VALUES ({marks})", reader)
    peer.commit()
    return peer


def load_postgres(source: Path) -> Any:
    """Load the same rows into PostgreSQL by COPY, with the columns' own types."""
    peer = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    kinds = {
        **SQL_TYPES,
        "integer": "INTEGER",
        "number": "NUMERIC",
        "boolean": "BOOLEAN",
        "date": "DATE",
    }
    names = ", ".join(f"{name} {kinds[kind]}" for name, kind in COLUMNS)
    peer.execute("DROP TABLE IF EXISTS data")
    peer.execute(f"CREATE TABLE data (_id BIGSERIAL PRIMARY KEY, {names})")
    fields = ", ".join(name for name, _ in COLUMNS)
    take = f"COPY data ({fields}) FROM STDIN (FORMAT csv, HEADER true)"
    with peer.cursor() as cursor, source.open("rb") as rows, cursor.copy(take) as copy:
        while chunk := rows.read(1 << 20):
            copy.write(chunk)
    peer.execute("ANALYZE data")
    return peer


def main(rows: int) -> None:
    """Measure and write the section."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "rows.csv"
        make_csv(source, rows)
        peers: dict[str, Any] = {}
        loads = {"ours": seconds(lambda: build(source, SCHEMA, folder / "t.duckdb"))}
        loads["SQLite"] = seconds(
            lambda: peers.update(SQLite=load_sqlite(source, folder / "t.sqlite"))
        )
        if "DATABASE_URL" in os.environ:
            loads["PostgreSQL"] = seconds(lambda: peers.update(PostgreSQL=load_postgres(source)))
        table = open_table(folder / "t.duckdb")
        dump = seconds(lambda: sum(len(chunk) for chunk in export(table, "csv")))
        lines = [
            "| what | ours p50 | p95 |" + "".join(f" {n} p50 | p95 | ratio |" for n in peers),
            "|---|---|---|" + "---|---|---|" * len(peers),
        ]
        for title, ours, sql in _questions(table, rows):
            a = milliseconds(ours)
            line = f"| {title} | {a[0]:.1f} ms | {a[1]:.1f} |"
            for peer in peers.values():
                b = milliseconds(_asked(peer, sql), times=5)
                line += f" {b[0]:.1f} ms | {b[1]:.1f} | {b[0] / a[0]:.2f} |"
            lines.append(line)
        told = ", ".join(f"{n} {s:.2f} s ({rows / s:,.0f} rows/s)" for n, s in loads.items())
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        lines += [
            "",
            f"Load of {rows:,} rows × {len(COLUMNS)}: {told}; ours typed and checked, SQLite's unchecked,"
            " nobody's with an index. A question is a page of 100 rows and the total.",
            f"CSV dump: {rows / dump:,.0f} rows/s; the whole benchmark's process took {memory} MB at most.",
        ]
    lines += ["", *tables_road.measure(), "", *tables_http.measure()]
    text = "\n".join(lines)
    print(text)
    write_section("tables", text)


def _asked(peer: Any, sql: tuple[str, str]) -> Callable[[], object]:
    return lambda: [peer.execute(one).fetchall() for one in sql]


def _questions(table: Table, rows: int) -> list[tuple[str, Callable[[], object], tuple[str, str]]]:
    """Return title, our call, and the peers' statements for page and total of each question."""

    def ours(**parts: Any) -> Callable[[], object]:
        query = TableQuery(limit=100, **parts)
        return lambda: table.search(query).rows

    def theirs(where: str, order: str = "_id") -> tuple[str, str]:
        counted = f"SELECT count(*) FROM data {where}"
        return f"SELECT * FROM data {where} ORDER BY {order} LIMIT 100", counted

    moers = "WHERE ort = 'Moers'"
    last = f"SELECT * FROM data WHERE _id > {rows - 100} ORDER BY _id LIMIT 100"
    words = "WHERE lower(ort || ' ' || strasse || ' ' || art || ' ' || ags) LIKE '%xanten%'"
    between = And((Condition("kosten", "gte", 5000), Condition("kosten", "lt", 9000)))
    return [
        ("page at the end", ours(offset=rows - 100), (last, "SELECT count(*) FROM data")),
        ("filter and sort", ours(filters=Condition("ort", "eq", "Moers"), sort=(SortKey("kosten", True),)),
         theirs(moers, "kosten DESC")),
        ("one key", ours(filters=Condition("ags", "eq", "05155000")), theirs("WHERE ags = '05155000'")),
        ("range of numbers, sort by date", ours(filters=between, sort=(SortKey("datum"),)),
         theirs("WHERE kosten >= 5000 AND kosten < 9000", "datum")),
        ("words in all columns", ours(q="xanten"), theirs(words)),
        ("distinct", ours(fields=("ort", "art"), distinct=True),
         ("SELECT DISTINCT ort, art FROM data ORDER BY ort, art LIMIT 100",
          "SELECT count(*) FROM (SELECT DISTINCT ort, art FROM data) d")),
    ]  # fmt: skip


def with_postgres() -> None:
    """Start again under a PostgreSQL of our own, where there is one on this machine."""
    found = glob("/usr/lib/postgresql/*/bin/initdb") or shutil.which("initdb")
    if "DATABASE_URL" in os.environ or not found:
        return
    command = [
        "bash",
        "tests/services/postgres.sh",
        "run",
        sys.executable,
        "-m",
        "tests.benchmarks.bench_tables",
    ]
    sys.exit(subprocess.run([*command, *sys.argv[1:]], check=False).returncode)


if __name__ == "__main__":
    with_postgres()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
