"""The catalogue's search as CKAN's clients know it: q, fq, sort, facets over datasets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from search.api import ask, catch_up
from search.engines.base import Request
from search.errors import QueryError
from search.fields import is_exact, is_known, micro_degrees, sort_field
from search.query.dialect import compile_query
from search.query.dismax import parse_free
from search.query.lucene import parse
from search.query.nodes import MatchAll, Node
from search.query.plan import Between, Both, Flat, Has, Plan

DEFAULT_SORT = "score desc, metadata_modified desc"
# Further down than this nobody reads; engines would have to keep everything before it.
DEPTH_LIMIT = 1_000_000
_BOX_SIDES = 4


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """What a client asks; `labels` None means that everything may be seen.

    Every entry of `fq` is read on its own and all of them have to hold. `facet_limit` below zero
    asks for all values. `bbox` is "minx,miny,maxx,maxy" in degrees.
    """

    q: str = ""
    fq: tuple[str, ...] = ()
    sort: str = ""
    start: int = 0
    rows: int = 10
    facet_fields: tuple[str, ...] = ()
    facet_limit: int = 50
    facet_mincount: int = 1
    labels: tuple[str, ...] | None = ("public",)
    include_states: tuple[str, ...] = ("active",)
    def_type: str = ""
    bbox: str | None = None
    fl: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogueAnswer:
    """How many, which keys in order, counts of facets; `fields` when `fl` was given."""

    count: int
    keys: tuple[str, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    fields: tuple[Mapping[str, Any], ...] = ()
    sort: str = DEFAULT_SORT


def catalogue_search(query: CatalogueQuery) -> CatalogueAnswer:
    """Search the datasets. Raises QueryError (the client's fault) and IndexUnavailable."""
    order, descending = _order(query.sort)
    catch_up()
    limit = max(0, query.rows) if query.start <= DEPTH_LIMIT else 0
    answer = ask(
        Request(
            plan=compile_query(read_q(query.q, query.def_type)),
            filters=_filters(query),
            labels=query.labels,
            facets=tuple(dict.fromkeys(query.facet_fields)),
            facet_size=query.facet_limit,
            sort=order,
            descending=descending,
            offset=max(0, query.start),
            limit=limit,
            stored=bool(query.fl),
        )
    )
    facets = {
        name: tuple(pair for pair in pairs if pair[1] >= query.facet_mincount)
        if query.facet_limit
        else ()
        for name, pairs in answer.facets.items()
    }
    return CatalogueAnswer(
        count=answer.total,
        keys=answer.keys,
        facets=facets,
        fields=tuple(
            _flat(key, stored, query.fl)
            for key, stored in zip(answer.keys, answer.stored, strict=False)
        ),
        sort=query.sort.strip() or DEFAULT_SORT,
    )


def read_q(q: str, def_type: str = "") -> Node:
    """Return the tree of `q`: free words without a colon, else Lucene's language.

    Text that nobody meant as the language (`Wo? Köln: Bäume`, a web address) is read as free words:
    people type into this field too.
    """
    text = q.strip()
    if text in ("", '""', "''", "*:*"):
        return MatchAll()
    if text.startswith("{!"):
        raise QueryError("Lokale Parameter ({!…}) sind nicht erlaubt.")
    if ":" not in text or "dismax" in def_type or _is_sentence(text):
        return parse_free(text)
    try:
        return parse(text) or MatchAll()
    except QueryError:
        if _looks_typed(text):
            return parse_free(text)
        raise


def _is_sentence(text: str) -> bool:
    """Say whether colons stand only behind words of a sentence (`Köln: Bäume`)."""
    names = re.findall(r"(\S*):", text)
    spaced = re.fullmatch(r"(?:[^:]*\w:\s+)+[^:]*", text)
    return spaced is not None and not any(is_known(name.strip("+-(!")) for name in names)


def _looks_typed(text: str) -> bool:
    """Say whether a person typed this: no `field:value` without a space stands in it."""
    words = text.split()
    fielded = [w for w in words if ":" in w.strip(":,;.!?") and "://" not in w]
    return not fielded


def _filters(query: CatalogueQuery) -> tuple[Plan, ...]:
    """Return everything that narrows the hits."""
    filters: list[Plan] = [Has("kind", ("dataset",))]
    filtered_by_state = any("+state:" in fq for fq in query.fq)
    if query.include_states and not filtered_by_state:
        filters.append(Has("x", tuple(f"state={state}" for state in query.include_states)))
    for fq in query.fq:
        if fq.strip():
            filters.append(_filter(fq.strip()))
    if query.bbox:
        filters.append(_box(query.bbox))
    return tuple(filters)


def _filter(fq: str) -> Plan:
    """Return one filter. Raises QueryError."""
    if fq.startswith("{!"):
        raise QueryError("Lokale Parameter ({!…}) sind nicht erlaubt.")
    return Flat(compile_query(parse(fq, is_exact=is_exact)))


def _box(text: str) -> Plan:
    """Return the filter for what touches a rectangle. Raises QueryError."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise QueryError("Wrong bounding box provided") from error
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise QueryError("Wrong bounding box provided")
    return Both(
        must=(
            Between("west", None, micro_degrees(east)),
            Between("east", micro_degrees(west), None),
            Between("south", None, micro_degrees(north)),
            Between("north", micro_degrees(south), None),
        )
    )


def _order(sort: str) -> tuple[str, bool]:
    """Return the index field to sort by and whether downwards. Raises QueryError."""
    text = sort.strip()
    if not text or text == "rank":
        return "", True
    parts = [part.split() for part in text.split(",")]
    for words in parts:
        if len(words) != 2 or words[1].lower() not in ("asc", "desc"):
            raise QueryError(f"Can't determine a Sort Order (asc or desc) in sort spec {sort!r}")
    name, direction = parts[0]
    descending = direction.lower() == "desc"
    if name == "score":
        return "", True
    return sort_field(name) or "o_name", descending


def _flat(key: str, stored: Mapping[str, Any], wanted: tuple[str, ...]) -> dict[str, object]:
    """Return the wanted index fields of a hit, flat: single values as such."""
    found: dict[str, object] = {"id": key.split(":", 1)[1], "title": stored["title"]}
    found["notes"] = stored["body"]
    found |= {name: v[0] if len(v) == 1 else v for name, v in stored["facets"].items() if v}
    found |= stored["texts"] | stored["dates"] | stored["numbers"]
    for name in ("tags", "groups", "res_format"):
        if name in found and not isinstance(found[name], list):
            found[name] = [found[name]]
    if "*" in wanted:
        return found
    return {name: found[name] for name in wanted if name in found}
