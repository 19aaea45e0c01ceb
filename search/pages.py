"""A page of hits as it is shown: found by the index, read from the database as they are now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from portal.base.interface import GERMAN
from portal.base.pagecache import Kept
from portal.base.variants import BY_CODE, written
from search.api import documents_of
from search.browse import PAGE_SIZE, State, Value, shown_facets
from search.documents import SearchDocument, providers
from search.engines.base import Answer
from search.errors import SearchError
from search.finding import find
from search.highlight import Excerpt, Wanted, columns_of, excerpt, plain, wanted_of
from search.query.human import read_wish
from search.records import stored_of
from search.spelling import better_spelling

PUBLIC = "public"
# Without an index: so many documents of each family are looked at.
LOOKED_AT = 300
THEME, THEMES = "thema", 8
# What hits show, as long as nothing is published or changed; a key that is not public is kept as empty.
_shown: Kept[Mapping[str, Any]] = Kept(1000)


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit of the page."""

    key: str
    kind: str
    title: str
    url: str
    excerpt: Excerpt
    columns: tuple[str, ...]
    publisher: str
    formats: tuple[str, ...]
    changed: datetime | None
    language: str = GERMAN

    @property
    def written(self) -> str:
        """Return the code of the language of the words that are shown."""
        return written(self.language)

    @property
    def language_name(self) -> str:
        """Return what a page in other words than German ones is called by; else nothing."""
        known = BY_CODE.get(self.language) if self.language != GERMAN else None
        return known.name if known else ""


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Everything the search page shows of an answer."""

    hits: tuple[Hit, ...]
    total: int
    answer: Answer
    stage: str = "strict"
    spelling: str = ""
    available: bool = True

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return max(1, -(-self.total // PAGE_SIZE))


def result_page(state: State) -> ResultPage:
    """Return what is found. Raises IndexUnavailable."""
    found = find(state.question())
    wanted = wanted_of(found.wish, found.unknown)
    current = _current(found.answer.keys)
    hits = tuple(_hit(key, values, wanted) for key, values in current.items())
    spelling = ""
    if found.unknown:
        spelling = better_spelling(state.text, found.unknown, list(current.values()))
    return ResultPage(hits, found.answer.total, found.answer, found.stage, spelling)


def themes() -> list[Value]:
    """Return the themes with most to find, for who found nothing; none without an index."""
    state = State()
    try:
        answer = find(state.question()).answer
    except SearchError:
        return []
    shown = [one for one in shown_facets(state, answer) if one.facet.key == THEME]
    return list(shown[0].values[:THEMES]) if shown else []


def plain_page(state: State) -> ResultPage:
    """Return some documents that hold the words, straight from the database: without an index."""
    wish = read_wish(state.text)
    wanted = wanted_of(wish)
    hits: list[Hit] = []
    for provider in providers().values():
        for number, document in enumerate(provider.iter_documents()):
            if number >= LOOKED_AT or len(hits) >= PAGE_SIZE:
                break
            if _is_plain_hit(document, wanted, state, empty=wish.empty):
                hits.append(_hit(document.key, stored_of(document), wanted))
    return ResultPage(tuple(hits), len(hits), Answer(len(hits), ()), available=False)


def _is_plain_hit(document: SearchDocument, wanted: Wanted, state: State, *, empty: bool) -> bool:
    """Say whether a public document holds one of the words."""
    if PUBLIC not in document.permission_labels or state.kind not in ("", document.kind):
        return False
    return empty or bool(
        excerpt(f"{document.title} {' '.join(document.keywords)} {document.body}", wanted).marks
    )


def _current(keys: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Return the hits in their order; what is not public any more is left out, whatever the index says."""
    known = {key: shown for key in keys if (shown := _shown.get(key)) is not None}
    missing = [key for key in keys if key not in known]
    found = {d.key: d for d in documents_of(missing)} if missing else {}
    for key in missing:
        document = found.get(key)
        public = document is not None and PUBLIC in document.permission_labels
        known[key] = stored_of(document) if document is not None and public else {}
        _shown.put(key, known[key])
    return {key: known[key] for key in keys if known[key]}


def _hit(key: str, stored: Mapping[str, Any], wanted: Wanted) -> Hit:
    """Return a hit as it is shown."""
    facets, dates = stored["facets"], stored["dates"]
    changed = dates.get("metadata_modified") or dates.get("published")
    return Hit(
        key=key,
        kind=stored["kind"],
        title=stored["title"],
        url=stored["url"],
        excerpt=_excerpt(stored, wanted),
        columns=columns_of(stored, wanted),
        publisher=stored["publisher"],
        formats=tuple(facets.get("res_format", ())),
        changed=parse_datetime(changed) if changed else None,
        language=stored["language"],
    )


def _excerpt(stored: Mapping[str, Any], wanted: Wanted) -> Excerpt:
    """Return the best excerpt: of the body, else of another text that holds the words."""
    first = excerpt(plain(stored["body"]), wanted)
    if first.marks:
        return first
    others: Sequence[str] = (
        stored["texts"].get("res_name", ""),
        stored["texts"].get("res_description", ""),
        ", ".join((*stored["keywords"], *stored["places"])),
    )
    for text in others:
        found = excerpt(text, wanted)
        if found.marks:
            return found
    return first
