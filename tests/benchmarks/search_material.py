"""Documents and queries for the benchmark of the search: seeded, of the size and shape of a big portal."""

import csv
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from search.analysis.tables import lines
from search.documents import SearchDocument

SHARED = Path(__file__).resolve().parents[3] / "shared"
FORMATS = ("CSV", "JSON", "XLSX", "WMS", "WFS", "GeoJSON", "PDF", "Shapefile", "XML", "RDF")
LICENCES = ("dl-de/by-2-0", "cc-zero", "cc-by", "dl-de/zero-2-0", "odc-odbl")
FILLERS = [
    "der",
    "die",
    "das",
    "und",
    "in",
    "mit",
    "für",
    "von",
    "nach",
    "zu",
    "Stadt",
    "Daten",
    "aktuell",
    "jährlich",
    "Stand",
    "Übersicht",
    "Verzeichnis",
    "Angaben",
    "je",
]
PLACES = [
    "Köln",
    "Kleve",
    "Moers",
    "Berlin",
    "Bonn",
    "Münster",
    "Leipzig",
    "Rostock",
    "Kiel",
    "Trier",
    "Jena",
    "Ulm",
    "Fürth",
    "Gießen",
    "Görlitz",
]


class Maker:
    """Makes documents out of German compounds with a few frequent and many rare words."""

    def __init__(self, seed: int = 4) -> None:
        self.dice = random.Random(seed)
        words = [line.split() for line in lines("parts.txt")]
        self.heads = [word for word, ends, *_ in words if int(ends) > 3]
        self.fronts = [
            (word, rest[0] if rest else "")
            for word, _ends, begins, *rest in words
            if int(begins) > 3
        ]
        self.vocabulary = [self._compound() for _ in range(40_000)]
        self.tags = self.vocabulary[:800]

    def _compound(self) -> str:
        """Return a compound word of two parts, or a single one."""
        front, link = self.dice.choice(self.fronts)
        head = self.dice.choice(self.heads)
        whole = head if self.dice.random() < 0.3 else f"{front}{link.strip('-')}{head}"
        return whole.capitalize()

    def words(self, count: int) -> list[str]:
        """Return words, the first of the vocabulary far more often than the last (Zipf)."""
        size = len(self.vocabulary)
        return [self.vocabulary[int(size ** self.dice.random()) - 1] for _ in range(count)]

    def text(self, count: int) -> str:
        """Return a text with small words between."""
        words = self.words(count)
        return " ".join(
            w if self.dice.random() < 0.6 else f"{self.dice.choice(FILLERS)} {w}" for w in words
        )

    def documents(self, count: int) -> Iterator[SearchDocument]:
        """Yield documents as a provider does."""
        for number in range(count):
            yield self._document(number)

    def _document(self, number: int) -> SearchDocument:
        """Return one dataset."""
        dice = self.dice
        organization = f"amt-{int(200 ** dice.random())}"
        themes = tuple(f"Thema {int(14 ** dice.random())}" for _ in range(dice.randint(1, 2)))
        tags = tuple(
            dict.fromkeys(
                self.tags[int(800 ** dice.random()) - 1] for _ in range(dice.randint(1, 6))
            )
        )
        day = datetime(2016, 1, 1, tzinfo=UTC) + timedelta(days=dice.randrange(3_650))
        return SearchDocument(
            key=f"dataset:{number}",
            kind="dataset",
            title=f"{self.text(3)} {dice.choice(PLACES)} {dice.randint(2010, 2026)}",
            body=f"{self.text(dice.randint(10, 70))}.",
            url=f"/dataset/{number}",
            keywords=tags,
            places=(dice.choice(PLACES),),
            facets={
                "tags": tags, "organization": (organization,), "name": (f"satz-{number}",), "state": ("active",),
                "res_format": tuple(dict.fromkeys((dice.choice(FORMATS), dice.choice(FORMATS)))),
                "license_id": (dice.choice(LICENCES),),
            },
            texts={
                "organization_title": f"Amt {organization[4:]}", "theme_titles": "\n".join(themes),
                "columns": " ".join(self.words(8)),
            },
            dates={"metadata_modified": day, "metadata_created": day},
            numbers={"num_resources": 2},
            permission_labels=("public",),
        )  # fmt: skip


def plural_pairs() -> list[tuple[str, str]]:
    """Return singulars and plurals of the words that portals are searched for most."""
    with (Path(__file__).parent / "plurals.csv").open(encoding="utf-8") as rows:
        return [(row[0], row[1]) for row in csv.reader(rows)]


def one_typo(word: str, dice: random.Random) -> str:
    """Return the word with a letter lost, doubled, changed, or two of them swapped."""
    place = dice.randrange(1, len(word) - 1)
    kind = dice.randrange(4)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + word[place] + word[place:]
    if kind == 2:
        return word[:place] + dice.choice("abcdefghiklmnoprstuw") + word[place + 1 :]
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def judged(shared: Path = SHARED) -> tuple[list[SearchDocument], list[tuple[str, dict[str, int]]]]:
    """Return the judged documents and queries beside the checkout; nothing where they are absent."""
    folder = shared / "search"
    if not folder.is_dir():
        return [], []
    documents = []
    for line in (folder / "docs.psv").read_text(encoding="utf-8").splitlines()[1:]:
        name, title, notes, tags, org, formats, columns = line.split("|")
        documents.append(
            SearchDocument(
                key=f"judged:{name}", kind="dataset", title=title, body=notes, url="/",
                facets={
                    "tags": tuple(tags.split(";")), "organization": (org,), "res_format": tuple(formats.split(";")),
                },
                texts={"columns": columns.replace(";", " ")}, permission_labels=("public",),
            )
        )  # fmt: skip
    queries = []
    for line in (folder / "queries.psv").read_text(encoding="utf-8").splitlines():
        _number, text, _kind, pairs = line.split("|")
        queries.append((text, {p.split("=")[0]: int(p.split("=")[1]) for p in pairs.split(",")}))
    return documents, queries


def labelled(shared: Path = SHARED) -> tuple[list[SearchDocument], list[tuple[str, set[str]]]]:
    """Return real titles of municipal datasets and the label of each group as a query."""
    folder = shared / "realdata" / "ckan"
    if not folder.is_dir():
        return [], []
    with (folder / "musterdatenkatalog-labelled.csv").open(encoding="utf-8") as rows:
        known = {
            row["dct:identifier"]: SearchDocument(
                key=f"real:{row['dct:identifier']}", kind="dataset", title=row["dct:title"],
                body=row["dct:description"] or "", url="/", permission_labels=("public",),
            )
            for row in csv.DictReader(rows)
        }  # fmt: skip
    with (folder / "queries-from-labels.csv").open(encoding="utf-8") as rows:
        groups = [
            (row["query"], set(row["identifiers"].split()) & known.keys())
            for row in csv.DictReader(rows)
        ]
    return list(known.values()), [(query, ids) for query, ids in groups if query and ids]
