"""The search beside SQLite's full text (what Wagtail has by itself) on the same documents: quality, speed.

python -m tests.benchmarks.bench_search [DOCUMENTS]; with ELASTICSEARCH_URL set, Elasticsearch runs beside them.
"""

import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log2

if __name__ == "__main__":
    os.environ["PORTAL_DATA"] = tempfile.mkdtemp(prefix="offene-region-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    import django

    django.setup()

from django.conf import settings

from search.analysis.german import tokens
from search.api import engine
from search.browse import FACETS, State, shown_facets
from search.documents import SearchDocument, register_provider
from search.finding import Question, find
from search.pages import result_page
from search.query.human import STOP
from search.records import make_record
from search.suggest import suggestions
from tests.benchmarks.report import milliseconds, seconds, write_section
from tests.benchmarks.search_material import Maker, judged, labelled, one_typo, plural_pairs

QUERIES, WARM_UP = 200, 1_500
TYPOS = 200
BACKGROUND = 5_000


class Sqlite:
    """FTS5, words together by AND, facets by GROUP BY, its own snippets.

    With its own tokens it is what Wagtail has on SQLite; `analysed` feeds it with our stems and parts, so
    that it finds what we find and times can be compared.
    """

    def __init__(self, documents: Iterable[SearchDocument], *, analysed: bool = False) -> None:
        self.analysed = analysed
        self.base = sqlite3.connect(":memory:")
        self.base.execute(
            "CREATE VIRTUAL TABLE d USING fts5(key UNINDEXED, title, words, body, tokenize='unicode61')"
        )
        self.base.execute("CREATE TABLE v (rowid_d INTEGER, field TEXT, value TEXT)")
        for number, document in enumerate(documents, 1):
            words = " ".join((*document.keywords, *document.places, *document.texts.values()))
            self.base.execute(
                "INSERT INTO d (rowid, key, title, words, body) VALUES (?, ?, ?, ?, ?)",
                (number, document.key, *map(self._read, (document.title, words, document.body))),
            )
            rows = [
                (number, name, value)
                for name, values in document.facets.items()
                for value in values
            ]
            self.base.executemany("INSERT INTO v VALUES (?, ?, ?)", rows)
        self.base.execute("CREATE INDEX v_row ON v (rowid_d, field, value)")
        self.base.commit()

    def keys(self, text: str, limit: int = 10) -> list[str]:
        """Return the best keys."""
        rows = self.base.execute(
            "SELECT key FROM d WHERE d MATCH ? ORDER BY bm25(d, 0, 4, 2, 1) LIMIT ?",
            (self._match(text), limit),
        )
        return [row[0] for row in rows]

    def page(self, text: str) -> None:
        """Do what one page of hits needs."""
        match = self._match(text)
        self.base.execute(
            "SELECT key, snippet(d, 3, '<mark>', '</mark>', '…', 30) FROM d WHERE d MATCH ?"
            " ORDER BY bm25(d, 0, 4, 2, 1) LIMIT 20",
            (match,),
        ).fetchall()
        self.base.execute("SELECT count(*) FROM d WHERE d MATCH ?", (match,)).fetchone()
        self.base.execute(
            "SELECT field, value, count(*) FROM v WHERE rowid_d IN (SELECT rowid FROM d WHERE d MATCH ?)"
            " AND field IN ('tags', 'organization', 'res_format', 'license_id', 'state') GROUP BY field, value",
            (match,),
        ).fetchall()

    def _read(self, text: str) -> str:
        """Return a text as it is indexed."""
        if not self.analysed:
            return text
        return " ".join(" ".join((token.stem, *token.parts)) for token in tokens(text))

    def _match(self, text: str) -> str:
        """Return the words in quotes, together by AND."""
        if self.analysed:
            text = " ".join(token.stem for token in tokens(text) if token.surface not in STOP)
        return (
            " ".join(f'"{word}"' for word in text.replace('"', " ").replace("*", "").split())
            or '""'
        )


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the answers to judged queries are."""

    recall: float
    mrr: float
    ndcg: float


def quality(ask: Callable[[str], list[str]], queries: list[tuple[str, dict[str, int]]]) -> Quality:
    """Return the mean of each measure over the first ten hits."""
    recall = mrr = ndcg = 0.0
    for text, wanted in queries:
        keys = [key.split(":", 1)[1] for key in ask(text)]
        recall += len(wanted.keys() & set(keys)) / len(wanted)
        mrr += next((1 / n for n, key in enumerate(keys, 1) if key in wanted), 0.0)
        ideal = sum(
            gain / log2(n + 1) for n, gain in enumerate(sorted(wanted.values(), reverse=True), 1)
        )
        ndcg += sum(wanted.get(key, 0) / log2(n + 1) for n, key in enumerate(keys, 1)) / ideal
    return Quality(recall / len(queries), mrr / len(queries), ndcg / len(queries))


def use(name: str) -> None:
    """Take one of the engines."""
    settings.SEARCH = {**settings.SEARCH, "ENGINE": name, "INDEX_PREFIX": f"bench-{os.getpid()}"}


def fill(documents: Iterable[SearchDocument]) -> None:
    """Build the index of the engine in use."""
    engine().rebuild(make_record(document) for document in documents)


def our_keys(text: str) -> list[str]:
    """Return the keys that a person finds first."""
    return list(find(Question(text, limit=10)).answer.keys)


def our_page(text: str) -> None:
    """Do what the search page does but for its HTML: hits, facets, excerpts, a better spelling."""
    state = State(text=text)
    shown_facets(state, result_page(state).answer)


@dataclass(frozen=True, slots=True)
class FiveFacets(State):
    """The question of the issue: five facets, where the page has some more."""

    def question(self) -> Question:
        """Return the page's question with its first five facets."""
        whole = State.question(self)
        return replace(whole, facets=whole.facets[:5])


def five_facets(text: str) -> None:
    """Ask with five facets and return 20 hits with excerpts."""
    result_page(FiveFacets(text=text))


class Held:
    """The documents in memory in place of the database, from which the page reads what it shows."""

    prefix = "dataset"

    def __init__(self, documents: Iterable[SearchDocument]) -> None:
        self.held = {document.key: document for document in documents}

    def iter_documents(self) -> Iterator[SearchDocument]:
        """Yield all of them."""
        yield from self.held.values()

    def get_documents(self, keys: Sequence[str]) -> list[SearchDocument]:
        """Return some of them."""
        return [self.held[key] for key in keys if key in self.held]


def percentiles(
    work: Callable[[str], object], texts: list[str], before: list[str]
) -> tuple[float, float]:
    """Return median and 95th percentile over different texts, in milliseconds, after others as a warm-up."""
    for text in before:
        work(text)
    taken = []
    for text in texts:
        begin = time.perf_counter()
        work(text)
        taken.append((time.perf_counter() - begin) * 1000)
    taken.sort()
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


def update_seconds(document: SearchDocument) -> float:
    """Return how long a change takes until a search sees it."""

    def work() -> None:
        engine().write([make_record(document)], [])
        our_keys(document.title)

    return milliseconds(work, times=9)[0]


def quality_rows(engines: list[str]) -> list[str]:
    """Return the lines of the table of quality."""
    documents, queries = judged()
    if not queries:
        return ["The judged queries beside the checkout are absent here."]
    background = list(Maker(8).documents(BACKGROUND))
    rows = [
        "| judged queries among 5,000 others | recall@10 | MRR | nDCG@10 |",
        "|---|---|---|---|",
    ]
    first: dict[str, list[str]] = {}
    for name in engines:
        use(name)
        fill([*documents, *background])
        rows.append(_quality_row(name, quality(our_keys, queries)))
        first[name] = [next(iter(our_keys(text)), "") for text, _ in queries]
    plain = Sqlite([*documents, *background])
    rows.append(_quality_row("SQLite FTS5", quality(plain.keys, queries)))
    if len(first) > 1:
        one, other = first.values()
        same = sum(a == b for a, b in zip(one, other, strict=True)) / len(one)
        rows.append(f"\nFirst hit equal on both engines: {same:.1%}.")
    return [*rows, "", *_label_rows(), "", *_typo_rows(background)]


def _quality_row(name: str, found: Quality) -> str:
    """Return one line."""
    return f"| {name} | {found.recall:.3f} | {found.mrr:.3f} | {found.ndcg:.3f} |"


def _label_rows() -> list[str]:
    """Return the recall of real labels over real titles."""
    documents, groups = labelled()
    use("tantivy")
    fill(documents)
    plain = Sqlite(documents)
    ours = theirs = 0.0
    for query, wanted in groups:
        for_ten = min(10, len(wanted))
        ours += len({key.split(":", 1)[1] for key in our_keys(query)} & wanted) / for_ten
        theirs += len({key.split(":", 1)[1] for key in plain.keys(query)} & wanted) / for_ten
    return [
        f"{len(groups)} labels of real municipal datasets ({len(documents)} titles): found among the first ten "
        f"{ours / len(groups):.3f} (of at most ten), SQLite FTS5 {theirs / len(groups):.3f}."
    ]


def _typo_rows(background: list[SearchDocument]) -> list[str]:
    """Return how many typos are looked past, and how many plurals find what their singular finds."""
    use("tantivy")
    fill(background)
    dice = random.Random(4)
    hits = 0
    for _ in range(TYPOS):
        document = dice.choice(background)
        words = [word for word in document.title.split() if len(word) > 4 and word.isalpha()]
        word = dice.choice(words)
        titles = {d.key for d in background if word in d.title}
        hits += bool(titles & set(our_keys(one_typo(word.lower(), dice))[:5]))
    pairs = plural_pairs()
    fill(_with_words(pairs))
    same = sum(set(our_keys(one)) == set(our_keys(many)) for one, many in pairs) / len(pairs)
    return [
        f"One typo in a word of five letters or more: the word's document among the first five for {hits / TYPOS:.1%} "
        f"of {TYPOS}. Singular and plural find the same: {same:.1%} of {len(pairs)} pairs."
    ]


def _with_words(pairs: list[tuple[str, str]]) -> list[SearchDocument]:
    """Return a document for each form of each word."""
    return [
        SearchDocument(f"word:{n}-{m}", "dataset", word, "", "/", permission_labels=("public",))
        for n, pair in enumerate(pairs)
        for m, word in enumerate(pair)
    ]


def typed_texts(documents: list[SearchDocument], seed: int, count: int) -> list[str]:
    """Return one or two words of a title, as somebody types them."""
    dice = random.Random(seed)
    titles = (dice.choice(documents).title.split()[:-2] for _ in range(count))
    return [" ".join(dice.sample(title, 1 + n % 2)) for n, title in enumerate(titles)]


def begun(text: str, number: int) -> str:
    """Return a text of which the last word is not yet typed to its end: two letters to six of it."""
    before, space, last = text.rpartition(" ")
    return before + space + last[: 2 + number % 5]


def speed_rows(engines: list[str], count: int) -> list[str]:
    """Return the lines of the table of speed."""
    documents = list(Maker().documents(count))
    register_provider(Held(documents))
    texts = typed_texts(documents, 4, QUERIES)
    known = set(texts)
    before = [text for text in typed_texts(documents, 5, WARM_UP) if text not in known]
    beginnings = [begun(text, n) for n, text in enumerate(texts)]
    begun_before = [begun(text, n + more) for more in range(3) for n, text in enumerate(before)]
    begin = time.perf_counter()
    plain = Sqlite(documents, analysed=True)
    plain_build = time.perf_counter() - begin
    plain_page = percentiles(plain.page, texts, before[:40])
    rows = [
        f"| {count:,} documents | build | five facets p50 | p95 | whole page p50 | p95 | suggest p50 | p95 | update visible |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    ratios = []
    for name in engines:
        use(name)
        build = seconds(lambda: fill(documents))
        five = percentiles(five_facets, texts, before)
        page = percentiles(our_page, texts, before)
        typed = percentiles(suggestions, beginnings, begun_before)
        update = update_seconds(documents[7])
        rows.append(
            f"| {name} | {build:.1f} s | {five[0]:.1f} ms | {five[1]:.1f} | {page[0]:.1f} ms | {page[1]:.1f} | {typed[0]:.1f} ms"
            f" | {typed[1]:.1f} | {update:.0f} ms |"
        )
        ratios.append(f"{name} {plain_page[0] / page[0]:.2f} (p95 {plain_page[1] / page[1]:.2f})")
    rows.append(
        f"| SQLite FTS5, our tokens | {plain_build:.1f} s | – | – | {plain_page[0]:.1f} ms | {plain_page[1]:.1f} | – | – | – |"
    )
    return [*rows, "", f"Page: SQLite's time divided by ours, p50: {', '.join(ratios)}."]


def main(count: int) -> None:
    """Measure and write the section."""
    engines = ["tantivy", *(["elasticsearch"] if settings.SEARCH["URLS"] else [])]
    intro = (
        f"A whole page is everything but its HTML, in process: the query, 20 hits read from the provider with excerpts, "
        f"{len(FACETS) + 1} facets with the addresses that pick them, a better spelling; before it the same with five facets. {QUERIES} queries of one or two words; suggestions for the same, the "
        f"last word typed to two to six letters. Each engine answers {WARM_UP:,} other queries and three times as many beginnings before (Java compiles what is asked often). Percentiles are over "
        f"the queries, each asked once."
    )
    text = "\n".join([*speed_rows(engines, count), "", *quality_rows(engines), "", intro])
    print(text)
    write_section("search", text)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
