"""Seeded random queries: our parser against Lucene's own, where Debian's liblucene8-java is installed."""

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from search.errors import QueryError
from search.query.lucene import parse
from tests.search.lucene import printed

JARS = Path("/usr/share/java")
PEER = Path(__file__).parent / "peer" / "Peer.java"
NUMBER = 3_000
FIELDS = ("tags", "organization", "name", "m", "extras_x")
WORDS = (
    "rad",
    "Verkehr",
    "Straße",
    "stadt-muenster",
    "CSV",
    "2024",
    "a_b",
    "NOW",
    "ä",
    "x1",
    "TO",
    "not",
    "pm2.5",
)
SIGNS = [*list('+-!(){}[]^"~*?:\\/&|<>=,; '), "&&", "||", " AND ", " OR ", " NOT ", "a", "rad", "2"]


class Maker:
    """Makes queries from the language's own rules."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def query(self, depth: int = 0) -> str:
        parts = [self.clause(depth) for _ in range(self.random.randint(1, 4))]
        text = parts[0]
        for part in parts[1:]:
            text += self.random.choice([" ", " ", " AND ", " OR ", " && ", " || ", "  "]) + part
        return text

    def clause(self, depth: int) -> str:
        sign = self.random.choice(["", "", "", "", "+", "-", "!", "NOT "])
        field = self.random.choice(["", "", "", *(f"{name}:" for name in FIELDS)])
        if depth < 3 and self.random.random() < 0.2:
            return f"{sign}{field}({self.query(depth + 1)}){self.boost()}"
        return f"{sign}{field}{self.term()}"

    def boost(self) -> str:
        return self.random.choice(["", "", "", "", "^2", "^0.5", "^10"])

    def term(self) -> str:
        word, other = self.random.choice(WORDS), self.random.choice(WORDS)
        if word == "TO":
            word = "to"
        kind = self.random.randrange(12)
        if kind == 0:
            return f'"{word} {other}"' + self.random.choice(["", "~2", "^3", "~1^2"])
        if kind == 1:
            return word + self.random.choice(["~", "~1", "~2", "~0.5", "~1^2", "^2~1"])
        if kind == 2:
            return self.random.choice(
                [f"{word}*", f"*{word}", f"{word}?{other}", "*", f"{word}*{other}*", "?"]
            )
        if kind == 3:
            low, high = (
                self.random.choice(["*", "a", "2020", '"a b"', "NOW-1DAY"]),
                self.random.choice(["*", "z", "9"]),
            )
            return (
                self.random.choice("[{")
                + f"{low} TO {high}"
                + self.random.choice("]}")
                + self.boost()
            )
        if kind == 4:
            return f"/{word}.[ab]*/"
        if kind == 5:
            return word + "\\" + self.random.choice(':!(){}[]^"~*?\\/+-') + other
        return word + self.boost()

    def noise(self) -> str:
        return (
            "".join(self.random.choice(SIGNS) for _ in range(self.random.randint(1, 12))).strip()
            or "a"
        )


def classpath() -> str:
    names = ("core", "queryparser", "analyzers-common", "queries", "sandbox")
    jars = [sorted(JARS.glob(f"lucene-{name}-8*.jar")) for name in names]
    if not all(jars) or not shutil.which("java"):
        pytest.skip("Lucene's own parser is not here (apt-get install liblucene8-java, java)")
    return ":".join(str(found[0]) for found in jars)


def lucene(queries: list[str]) -> list[str]:
    done = subprocess.run(
        ["java", "-cp", classpath(), str(PEER)],
        input="\n".join(queries) + "\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    return done.stdout.splitlines()


def ours(query: str) -> str:
    try:
        return printed(parse(query), analysed=False)
    except QueryError:
        return "ERR"


def differing(queries: list[str]) -> list[tuple[str, str, str]]:
    theirs = lucene(queries)
    assert len(theirs) == len(queries)
    pairs = ((query, peer, ours(query)) for query, peer in zip(queries, theirs, strict=True))
    return [row for row in pairs if row[1] != row[2]]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [4])
def test_random_queries_are_read_as_lucene_reads_them(seed: int) -> None:
    maker = Maker(seed)
    assert differing([maker.query() for _ in range(NUMBER)]) == []


@pytest.mark.slow
def test_random_signs_are_refused_or_read_as_by_lucene() -> None:
    maker = Maker(8)
    rows = differing([maker.noise() for _ in range(NUMBER)])
    # Whether a regular expression can be read is the engine's matter, not the parser's.
    assert [row for row in rows if not (row[1] == "ERR" and ":/" in row[2])] == []
