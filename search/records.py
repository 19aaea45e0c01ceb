"""What an index stores of a document: tokens, raw values, numbers; the same for every engine."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from zlib import crc32

from django.utils.text import slugify

from search.analysis.german import Token, tokens
from search.analysis.parts import completed
from search.documents import SearchDocument
from search.fields import (
    CORNERS,
    DATES,
    FACETS,
    NUMBERS,
    SORTS,
    VALUE_LIMIT,
    is_analysed,
    micro_degrees,
    micros,
    sortable_number,
)
from search.query.dates import parse_moment

TEXT_LIMIT = 200_000
STORED_TEXT_LIMIT = 6_000
# Facets whose values are words to be found by, beside the keywords.
KEYWORDS = ("tags", "res_format", "lab", "region")
_WORD_LENGTHS = range(3, 41)


@dataclass(slots=True)
class Record:
    """One document in the index's own fields; `stored` is what a hit shows, as JSON."""

    key: str
    analysed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    raw: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    numbers: dict[str, int] = field(default_factory=dict)
    sorts: dict[str, str] = field(default_factory=dict)
    stored: str = "{}"

    def values(self) -> Iterator[tuple[str, list[str] | list[int]]]:
        """Yield the fields of the index that have something, as in `search.fields.FORMS`."""
        yield "key", [self.key]
        for name, texts in self.analysed.items():
            if filled := [text for text in texts if text]:
                yield name, filled
        yield from ((name, values) for name, values in self.raw.items() if values)
        yield from ((name, [value]) for name, value in self.sorts.items())
        yield from ((name, [number]) for name, number in self.numbers.items())


def make_record(document: SearchDocument) -> Record:
    """Turn a document into what the index stores."""
    record = Record(document.key)
    _add_words(record, document)
    if document.kind == "dataset":
        _add_named_texts(record, document)
    _add_values(record, document)
    _add_browsed(record, document)
    _add_sorts(record, document)
    if document.bbox is not None:
        record.numbers |= zip(CORNERS, map(micro_degrees, document.bbox), strict=True)
    record.stored = json.dumps(stored_of(document), ensure_ascii=False)
    return record


def _add_words(record: Record, document: SearchDocument) -> None:
    """Add title, keywords and body as stems, parts and surfaces."""
    own = [text for name, text in document.texts.items() if text != document.body]
    facets = document.facets
    values = (value for name in KEYWORDS for value in facets.get(name, ()))
    words = (*document.keywords, *document.places, *values)
    fields = {
        "t": [document.title],
        "k": [*dict.fromkeys(words), *(v.replace("-", " ") for v in facets.get("groups", ()))],
        "b": [document.body, *own],
    }
    public = "public" in document.permission_labels
    shown: dict[str, str] = {}
    surfaces: set[str] = set()
    for name, texts in fields.items():
        for text in texts:
            found = tokens(text[:TEXT_LIMIT])
            _add_tokens(record, name, found)
            _add_tokens(record, name, tokens(" ".join(completed(text[:TEXT_LIMIT]))))
            surfaces.update(token.surface for token in found)
            if name == "t":
                record.analysed["ts"].append(" ".join(token.surface for token in found))
            if public:
                for token in found:
                    shown.setdefault(token.surface, token.text)
    record.analysed["s"].append(" ".join(sorted(surfaces)))
    record.raw["v"].extend(
        f"{surface}\t{word}"
        for surface, word in shown.items()
        if len(surface) in _WORD_LENGTHS and not surface.isdecimal()
    )


def _add_tokens(record: Record, name: str, found: list[Token]) -> None:
    """Add the words of one text to a weighted field."""
    if not found:
        return
    record.analysed[name].append(" ".join(token.stem for token in found))
    parts = " ".join(part for token in found for part in token.parts)
    if parts:
        record.analysed[f"{name}p"].append(parts)


def _add_named_texts(record: Record, document: SearchDocument) -> None:
    """Add the texts that can be asked for by the name of their field."""
    texts = {"title": document.title, "notes": document.body, **document.texts}
    for name, text in texts.items():
        found = tokens(text[:TEXT_LIMIT])
        prefix = "_".join(name.split())
        record.analysed["f"].append(" ".join(f"{prefix}={token.stem}" for token in found))
        record.analysed["fs"].append(
            " ".join(dict.fromkeys(f"{prefix}={token.surface}" for token in found))
        )
        record.analysed["fp"].append(
            " ".join(dict.fromkeys(f"{prefix}={part}" for token in found for part in token.parts))
        )
        if found:
            record.raw["has"].append(name)


def _add_values(record: Record, document: SearchDocument) -> None:
    """Add raw values, numbers and dates."""
    raw = record.raw
    raw["kind"] = [document.kind]
    raw["label"] = list(document.permission_labels)
    named = dict(document.facets)
    named.setdefault("title_string", (document.title,))
    for name, values in named.items():
        cut = [str(value)[:VALUE_LIMIT] for value in dict.fromkeys(values)]
        raw["x"].extend(f"{name}={value}" for value in cut)
        raw["z"].extend(z for value in cut for z in _sortable(name, value))
        if name in FACETS and name != "kind":
            raw[name] = cut
        if any(cut):
            raw["has"].append(name)
    for name, moment in document.dates.items():
        raw["has"].append(name)
        raw["z"].append(f"{name}@{sortable_number(moment.timestamp())}")
        if name in DATES:
            record.numbers[name] = micros(moment)
    for name, number in document.numbers.items():
        raw["has"].append(name)
        raw["x"].append(f"{name}={number:g}")
        raw["z"].append(f"{name}#{sortable_number(number)}")
        if name in NUMBERS:
            record.numbers[name] = int(number)
    latest = record.numbers.get("metadata_modified", record.numbers.get("published", 0))
    record.numbers["newest"] = newest_first(latest, record.key)


def newest_first(moment: int, key: str) -> int:
    """Return the number to sort by for newest first: two changes in one microsecond differ by their keys."""
    return (moment << 11) | (crc32(key.encode()) & 0x7FF)


def _add_browsed(record: Record, document: SearchDocument) -> None:
    """Add what the search page counts, in words that people read."""
    facets, texts = document.facets, document.texts
    newest = document.dates.get("metadata_modified") or document.dates.get("published")
    publishers = _titled(facets.get("organization", ()), texts.get("organization_title", ""))
    licences = _titled(facets.get("license_id", ()), texts.get("license", ""))
    themes = texts.get("theme_titles", "").splitlines() or facets.get("groups", ())
    browsed: dict[str, Iterable[str]] = {
        "b_theme": (*themes, *facets.get("topic", ())),
        "b_publisher": (*publishers, *(f"{slugify(lab)}\t{lab}" for lab in facets.get("lab", ()))),
        "b_place": (*facets.get("region", ()), *document.places),
        "b_licence": licences,
        "b_year": (str(newest.year),) if newest else (),
    }
    for name, values in browsed.items():
        record.raw[name] = [value[:VALUE_LIMIT] for value in dict.fromkeys(values) if value]
    record.raw["url"] = [document.url[:VALUE_LIMIT]]


def _titled(names: tuple[str, ...], titles: str) -> list[str]:
    """Return names with their titles; a name without one is its own title."""
    known = titles.splitlines()
    return [f"{n}\t{known[i] if i < len(known) else n}" for i, n in enumerate(names)]


def _sortable(name: str, value: str) -> list[str]:
    """Return the sortable forms of a value that is a number or a date."""
    found = []
    with suppress(ValueError):
        found.append(f"{name}#{sortable_number(float(value))}")
    if value[:4].isdecimal() and not value.startswith("NOW"):
        moment = parse_moment(value)
        if moment is not None:
            found.append(f"{name}@{sortable_number(moment.timestamp())}")
    return found


def _add_sorts(record: Record, document: SearchDocument) -> None:
    """Add the keys to sort by, each ending in the document's own key."""
    modified = document.dates.get("metadata_modified") or document.dates.get("published")
    for name in SORTS:
        moment = modified if name == "metadata_modified" else document.dates.get(name)
        if moment is not None:
            value = sortable_number(moment.timestamp())
        elif name == "title_string":
            value = " ".join(token.surface for token in tokens(document.title[:200]))
        else:
            first = document.facets.get(name, ())[:1]
            value = first[0] if first else document.texts.get(name, "")
        record.sorts[f"o_{name}"] = f"{value[:200]}\t{document.key}"


def stored_of(document: SearchDocument) -> dict[str, object]:
    """Return what a hit shows and what `fl` may ask for."""
    stored: dict[str, object] = {
        "kind": document.kind,
        "title": document.title,
        "language": document.language,
        "body": document.body[:STORED_TEXT_LIMIT],
        "url": document.url,
        "publisher": document.texts.get("organization_title")
        or next(iter(document.facets.get("lab", ())), ""),
        "places": document.places,
        "keywords": document.keywords,
        "facets": {name: list(values) for name, values in document.facets.items()},
        "texts": {
            name: text[:STORED_TEXT_LIMIT]
            for name, text in document.texts.items()
            if text != document.body and is_analysed(name)
        },
        "dates": {name: moment.isoformat() for name, moment in document.dates.items()},
        "numbers": dict(document.numbers),
    }
    return stored
