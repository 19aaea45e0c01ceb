"""One request as Elasticsearch reads it, and its answer as we read it."""

import json
from collections.abc import Mapping
from typing import Any

from search.engines.base import Answer, Request
from search.engines.elastic_query import Body, compile_plan, escape
from search.fields import COUNTED
from search.query.plan import Flat, Has, Plan, scores

MANY = 10_000
# Of so many documents words are suggested; for more than a few words all are looked at.
SAMPLE, EVERY, FEW_TERMS = 500, 20_000, 50
DEPTH = 1_010_000
NEWEST = "newest"


def asked(request: Request) -> Body:
    """Return the whole request as one search."""
    fixed = [Flat(part) for part in request.filters]
    if request.labels is not None:
        fixed.append(Flat(Has("label", request.labels)))
    chosen = {name: compile_plan(part) for name, part in request.choices.items()}
    body: Body = {
        "query": {
            "bool": {
                "must": [compile_plan(request.plan)],
                "filter": [compile_plan(part) for part in fixed],
            }
        },
        "from": min(request.offset, DEPTH - request.limit),
        "size": request.limit,
        "sort": _order(request),
        "track_total_hits": request.counted,
        "_source": False,
    }
    if request.stored:
        body["stored_fields"] = ["stored"]
    else:
        # Of a hit only its key is read, from a column: what is stored of it would have to be unpacked.
        body |= {"stored_fields": "_none_", "docvalue_fields": ["key"]}
    if chosen:
        body["post_filter"] = {"bool": {"filter": list(chosen.values())}}
    if request.facets:
        body["aggs"] = _facets_asked(request, chosen)
    return body


def _facets_asked(request: Request, chosen: Mapping[str, Body]) -> Body:
    """Count the values of each field, as if nothing was picked in it but in all others."""
    every = {name: _counted(name, request.facet_size) for name in request.facets}
    if not chosen:
        return every
    together = {name: terms for name, terms in every.items() if name not in chosen}
    asked: Body = {}
    if together:
        asked["*"] = {"filter": {"bool": {"filter": list(chosen.values())}}, "aggs": together}
    for name in request.facets:
        if name in chosen:
            others = [query for other, query in chosen.items() if other != name]
            asked[name] = {"filter": {"bool": {"filter": others}}, "aggs": {name: every[name]}}
    return asked


def _counted(name: str, size: int) -> Body:
    """Count the values of one field."""
    terms: Body = {"field": name, "size": max(1, size) if size >= 0 else MANY}
    if name not in COUNTED:
        terms |= {"field": "x", "include": f"{escape(name)}=.*"}
    return {"terms": terms}


def terms_asked(field: str, prefix: str, within: Plan | None, limit: int) -> Body:
    """Return the search that counts the terms of a raw field that begin so, a few of them in a sample."""
    # Surfaces have their beginnings in the index: one look instead of one for each word that begins so.
    begun = {"prefix": {"s" if field == "v" else field: prefix}}
    wanted = [begun, *([] if within is None else [compile_plan(within)])]
    terms = {"field": field, "size": limit, "include": f"{escape(prefix)}.*"}
    return {
        "query": {"bool": {"filter": wanted}},
        "size": 0,
        "track_total_hits": False,
        "terminate_after": SAMPLE if limit <= FEW_TERMS else EVERY,
        "aggs": {"values": {"terms": terms}},
    }


def terms_found(found: Body) -> list[tuple[str, int]]:
    """Read the terms of an answer."""
    buckets = found["aggregations"]["values"]["buckets"]
    return [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets]


def answer(request: Request, found: Body) -> Answer:
    """Read an answer."""
    counted = found.get("aggregations", {})
    facets = {}
    for name in request.facets:
        at = counted.get(name) or counted["*"]
        cut = 0 if name in COUNTED else len(name) + 1
        buckets = (at[name] if request.choices else at)["buckets"]
        facets[name] = tuple((str(b["key"])[cut:], int(b["doc_count"])) for b in buckets)
    hits = found["hits"]["hits"]
    total = int(found["hits"]["total"]["value"]) if request.counted else len(hits)
    if not request.stored:
        return Answer(total, tuple(hit["fields"]["key"][0] for hit in hits), facets)
    stored = tuple(json.loads(hit["fields"]["stored"][0]) for hit in hits)
    return Answer(total, tuple(hit["_id"] for hit in hits), facets, stored)


def _order(request: Request) -> list[Any]:
    """Return the order of the hits; those equal in it are told apart by their keys, in every field but numbers."""
    field, descending = request.sort, request.descending
    if not field and not scores(request.plan):
        field, descending = NEWEST, True
    if not field:
        return [{"_score": "desc"}, {NEWEST: "desc"}]
    # The same order as a number: faster to sort by than as text.
    field = NEWEST if field == "o_metadata_modified" else field
    order = {field: {"order": "desc" if descending else "asc"}}
    return [order] if field == NEWEST or field.startswith("o_") else [order, {"key": "asc"}]
