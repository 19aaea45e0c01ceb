"""The table store beside SQLite on the same rows: load, page, filter and sort, words, distinct, dump.

python -m tests.benchmarks.bench_tables [ROWS]
"""

import csv
import random
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from datasets.store import Condition, SortKey, TableQuery, build, export, open_table
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


def main(rows: int) -> None:
    """Measure and write the section."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "rows.csv"
        make_csv(source, rows)
        ours_load = seconds(lambda: build(source, SCHEMA, folder / "t.duckdb"))
        peer_load = seconds(lambda: load_sqlite(source, folder / "t.sqlite"))
        table, peer = open_table(folder / "t.duckdb"), sqlite3.connect(folder / "t.sqlite")
        lines = [
            "| what | ours p50 | p95 | SQLite p50 | p95 | ratio |",
            "|---|---|---|---|---|---|",
        ]
        for title, ours, theirs in _questions(table, peer, rows):
            a, b = milliseconds(ours), milliseconds(theirs)
            lines.append(
                f"| {title} | {a[0]:.1f} ms | {a[1]:.1f} | {b[0]:.1f} ms | {b[1]:.1f} | {b[0] / a[0]:.2f} |"
            )
        dump = seconds(lambda: sum(len(chunk) for chunk in export(table, "csv")))
        lines += [
            "",
            f"Load of {rows:,} rows × {len(COLUMNS)}: ours {ours_load:.2f} s ({rows / ours_load:,.0f} rows/s, typed and"
            f" checked), SQLite {peer_load:.2f} s (unchecked). CSV dump: {rows / dump:,.0f} rows/s.",
        ]
        text = "\n".join(lines)
        print(text)
        write_section("tables", text)


def _questions(
    table: object, peer: sqlite3.Connection, rows: int
) -> list[tuple[str, Callable[[], object], Callable[[], object]]]:
    """Return title, our call and the peer's call of each question."""

    def ours(**parts: object) -> Callable[[], object]:
        query = TableQuery(limit=100, **parts)  # type: ignore[arg-type]
        return lambda: table.search(query).rows  # type: ignore[attr-defined]

    def theirs(sql: str, count: str) -> Callable[[], object]:
        return lambda: (peer.execute(sql).fetchall(), peer.execute(count).fetchall())

    where = "WHERE ort = 'Moers'"
    words = "WHERE ort LIKE '%xanten%' OR strasse LIKE '%xanten%' OR art LIKE '%xanten%' OR ags LIKE '%xanten%'"
    return [
        ("page at the end", ours(offset=rows - 100),
         theirs(f"SELECT * FROM data WHERE _id > {rows - 100} LIMIT 100", "SELECT count(*) FROM data")),
        ("filter and sort", ours(filters=Condition("ort", "eq", "Moers"), sort=(SortKey("kosten", True),)),
         theirs(f"SELECT * FROM data {where} ORDER BY kosten DESC LIMIT 100", f"SELECT count(*) FROM data {where}")),
        ("words in all columns", ours(q="xanten"),
         theirs(f"SELECT * FROM data {words} LIMIT 100", f"SELECT count(*) FROM data {words}")),
        ("distinct", ours(fields=("ort", "art"), distinct=True),
         theirs("SELECT DISTINCT ort, art FROM data LIMIT 100",
                "SELECT count(*) FROM (SELECT DISTINCT ort, art FROM data)")),
    ]  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
