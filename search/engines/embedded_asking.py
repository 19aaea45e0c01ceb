"""One request on one state of the embedded index: hits in order, counts of facets."""

import json
from typing import Any

import tantivy

from search.engines.base import Answer, Request
from search.engines.embedded_query import Compiler, Must, Q, escape
from search.fields import COUNTED
from search.query.plan import Flat, Has, scores

# Hits beside the wanted page that are looked at so that equal scores keep one order.
TIES = 100
MANY = 10_000
NEWEST = "newest"


class Asking:
    """One request on one state of the index."""

    def __init__(self, schema: Any, searcher: Any, request: Request) -> None:
        self.searcher = searcher
        self.request = request
        self.compiler = Compiler(schema, searcher)
        fixed = [request.plan, *(Flat(part) for part in request.filters)]
        if request.labels is not None:
            fixed.append(Flat(Has("label", request.labels)))
        self.fixed = [(Must, self.compiler.compile(part)) for part in fixed]
        self.chosen = {
            name: (Must, Q.const_score_query(self.compiler.compile(part), 0.0))
            for name, part in request.choices.items()
        }

    def answer(self) -> Answer:
        """Return hits and counts."""
        query = Q.boolean_query([*self.fixed, *self.chosen.values()])
        total, hits = self._hits(query)
        if not self.request.stored:
            keys = tuple(self._key(order, address) for order, address in hits)
            return Answer(total, keys, self._facets(query), ())
        found = [self.searcher.doc(address) for _, address in hits]
        stored = tuple(json.loads(bytes(doc.get_first("stored"))) for doc in found)
        keys = tuple(str(doc.get_first("key")) for doc in found)
        return Answer(total, keys, self._facets(query), stored)

    def _key(self, order: Any, address: Any) -> str:
        """Return the key of a hit; texts that are sorted by end in it, so nothing has to be read."""
        if isinstance(order, str):
            return order.rpartition("\t")[2]
        return str(self.searcher.doc(address).get_first("key"))

    def _hits(self, query: Any) -> tuple[int, list[tuple[Any, Any]]]:
        """Return the number of hits, and of those on the wanted page what they are sorted by and where."""
        request = self.request
        field, descending = request.sort, request.descending
        if not field and not scores(request.plan):
            field, descending = NEWEST, True
        # The same order as a number: forty times faster to sort by than as text.
        field = NEWEST if field == "o_metadata_modified" else field
        if not request.limit:
            return int(self.searcher.search(query, 1, count=True).count), []
        if field:
            order = tantivy.Order.Desc if descending else tantivy.Order.Asc
            found = self.searcher.search(
                query, request.limit, request.counted, field, request.offset, order
            )
            return int(found.count or 0), list(found.hits)
        wanted = request.offset + request.limit
        found = self.searcher.search(query, wanted + TIES, count=request.counted)
        addresses = [address for _, address in found.hits]
        newest = self.searcher.fast_field_values(NEWEST, addresses)
        ranked = sorted(
            zip(found.hits, newest, strict=True), key=lambda one: (-one[0][0], -(one[1] or 0))
        )
        return int(found.count or 0), [hit for hit, _ in ranked[request.offset : wanted]]

    def _facets(self, query: Any) -> dict[str, tuple[tuple[str, int], ...]]:
        """Count values; a facet with a choice is counted as if it had none."""
        together = [name for name in self.request.facets if name not in self.chosen]
        counted = self._count(query, together)
        for name in self.request.facets:
            if name in self.chosen:
                others = [clause for other, clause in self.chosen.items() if other != name]
                counted |= self._count(Q.boolean_query([*self.fixed, *others]), [name])
        return {name: counted[name] for name in self.request.facets}

    def _count(self, query: Any, names: list[str]) -> dict[str, tuple[tuple[str, int], ...]]:
        """Count the values of some fields in one go."""
        if not names:
            return {}
        size = self.request.facet_size if self.request.facet_size >= 0 else MANY
        asked: dict[str, Any] = {}
        for name in names:
            terms: dict[str, Any] = {"field": name, "size": max(1, size), "segment_size": MANY}
            if name not in COUNTED:
                terms |= {"field": "x", "include": escape(f"{name}=") + ".*"}
            asked[name] = {"terms": terms}
        found = self.searcher.aggregate(query, asked)
        counted = {}
        for name in names:
            cut = 0 if name in COUNTED else len(name) + 1
            pairs = [
                (str(bucket["key"])[cut:], int(bucket["doc_count"]))
                for bucket in found[name]["buckets"]
            ]
            counted[name] = tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
        return counted
