"""The engine for a separate Elasticsearch (8.x): the same tokens, the same plans, one index with an alias.

It needs no plugin, script or dictionary on the server.
"""

import re
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from elasticsearch import (
    ApiError,
    BadRequestError,
    Elasticsearch,
    NotFoundError,
    TransportError,
)
from elasticsearch.dsl import Index
from elasticsearch.helpers import BulkIndexError, bulk

from search.engines.base import Answer, Request
from search.engines.elastic_asking import DEPTH, answer, asked, terms_asked, terms_found
from search.errors import IndexDamaged, IndexLost, IndexUnavailable, QueryError
from search.fields import COUNTED, FORMAT, FORMS, Form
from search.query.plan import Plan
from search.records import Record

CHUNK, SENDERS = 500, 2
TIMEOUT = 10
SETTLING = "5s"
# What Lucene says of files that were cut short, changed or are gone.
_DAMAGE = ("EOF", "orrupt", "checksum", "no_such_file", "NoSuchFile", "already_closed")
REBUILD_TIMEOUT = 120


@dataclass(frozen=True, slots=True)
class Server:
    """Where Elasticsearch is and how to log in."""

    urls: tuple[str, ...]
    prefix: str
    replicas: int = 0
    username: str = ""
    password: str = ""
    api_key: str = ""
    ca_certs: str = ""

    def connect(self) -> Elasticsearch:
        """Return a client; nothing is sent yet."""
        options: dict[str, Any] = {"request_timeout": TIMEOUT, "max_retries": 1}
        if self.ca_certs:
            options["ca_certs"] = self.ca_certs
        if self.api_key:
            options["api_key"] = self.api_key
        elif self.username:
            options["basic_auth"] = (self.username, self.password)
        return Elasticsearch(list(self.urls), **options)


def make_mapping() -> dict[str, Any]:
    """Return the fields of `search.fields` for Elasticsearch."""
    text = {"type": "text", "analyzer": "whitespace", "position_increment_gap": 1}
    keyword = {"type": "keyword"}
    kinds = {Form.WORDS: text, Form.WHOLE: {"type": "long"}}
    fields: dict[str, Any] = {name: kinds.get(form, keyword) for name, form in FORMS.items()}
    for name in COUNTED:
        fields[name] = {**keyword, "eager_global_ordinals": True}
    # Beginnings are looked up as terms: a list of all words that begin so takes too long.
    for name in ("s", "ts"):
        fields[name] = {**text, "index_prefixes": {"min_chars": 2, "max_chars": 8}}
    fields["stored"] = {"type": "keyword", "index": False, "doc_values": False, "store": True}
    # What was sent is not kept: tokens are of no use to a reader and slow to unpack.
    return {"dynamic": "strict", "_source": {"enabled": False}, "properties": fields}


class ElasticEngine:
    """One index for each build; an alias named after prefix and version is what is searched."""

    name = "elasticsearch"

    def __init__(self, server: Server, version: str = "", client: Any = None) -> None:
        self.client = client or server.connect()
        self.server = server
        self.alias = f"{server.prefix}-{FORMAT}-{version}"

    def exists(self) -> bool:
        """Say whether there is an index of this version to write to."""
        with _guard():
            return bool(self.client.indices.exists_alias(name=self.alias))

    def has_older(self) -> bool:
        """Say whether only an index of an older form is there: it answers until the new one is built."""
        with _guard():
            return not self.exists() and bool(self._older())

    def _older(self) -> list[str]:
        """Return the aliases of this portal for other forms of the index."""
        ours = re.compile(rf"{re.escape(self.server.prefix)}-\d+-\w*")
        found = dict(self.client.indices.get_alias(index=f"{self.server.prefix}-*"))
        aliases = {alias for info in found.values() for alias in info["aliases"]}
        return sorted(a for a in aliases if ours.fullmatch(a) and a != self.alias)

    def _ask(self, body: dict[str, Any]) -> Any:
        """Search; in an index of an older form as long as there is none of this one."""
        try:
            return self.client.search(index=self.alias, body=body).body
        except NotFoundError:
            if not (older := self._older()):
                raise
            return self.client.search(index=older[-1], body=body).body

    def write(self, records: Iterable[Record], gone: Sequence[str]) -> None:
        """Replace these records and remove those that are gone; the next search sees it."""
        with _guard():
            if not self.exists():
                raise IndexLost("no index of this version")
            self._bulk(self.client, self.alias, records, gone)
            self.client.indices.refresh(index=self.alias)

    def rebuild(self, records: Iterable[Record]) -> int:
        """Fill a new index, then move the alias to it at once."""
        name = f"{self.alias}-{time.time_ns()}"
        slow = self.client.options(request_timeout=REBUILD_TIMEOUT)
        with _guard():
            self._create(name, slow)
            count = self._fill(slow, name, records)
            # One piece answers in two thirds of the time; later changes come beside it.
            slow.indices.forcemerge(index=name, max_num_segments=1)
            slow.indices.refresh(index=name)
            slow.indices.put_settings(index=name, settings={"refresh_interval": "1s"})
            self._switch(name)
        return count

    def _create(self, name: str, client: Any) -> None:
        """Make an empty index."""
        index = Index(name, using=client)
        index.settings(
            number_of_shards=1,
            number_of_replicas=self.server.replicas,
            refresh_interval=-1,
            max_result_window=DEPTH,
        )
        client.indices.create(
            index=name, mappings=make_mapping(), settings=index.to_dict()["settings"]
        )

    def _switch(self, name: str) -> None:
        """Point the alias to the new index; remove older ones and builds that nothing points to."""
        actions: list[dict[str, Any]] = [{"add": {"index": name, "alias": self.alias}}]
        replaced = {self.alias, *self._older()}
        found = self.client.indices.get_alias(index=f"{self.server.prefix}-*")
        for other, info in dict(found).items():
            if other != name and not replaced.isdisjoint(info["aliases"]):
                actions.append({"remove_index": {"index": other}})
        self.client.indices.update_aliases(actions=actions)
        for other, info in dict(found).items():
            if other != name and not info["aliases"] and other.startswith(f"{self.alias}-"):
                self.client.indices.delete(index=other, ignore_unavailable=True)

    def _fill(self, client: Any, index: str, records: Iterable[Record]) -> int:
        """Send all records, some in flight while the next are made; return how many there were."""
        left, count = iter(records), 0
        # The records come from the database, whose connection belongs to this thread.
        with ThreadPoolExecutor(SENDERS) as senders:
            flying: deque[Future[int]] = deque()
            while chunk := list(islice(left, CHUNK)):
                flying.append(senders.submit(self._bulk, client, index, chunk, ()))
                if len(flying) > SENDERS:
                    count += flying.popleft().result()
            return count + sum(sent.result() for sent in flying)

    def _bulk(self, client: Any, index: str, records: Iterable[Record], gone: Sequence[str]) -> int:
        """Send records and removals; return how many records there were."""
        count = 0

        def actions() -> Iterator[dict[str, Any]]:
            nonlocal count
            for key in gone:
                yield {"_op_type": "delete", "_index": index, "_id": key}
            for record in records:
                count += 1
                yield {"_index": index, "_id": record.key, "_source": _source(record)}

        _, errors = bulk(client, actions(), chunk_size=CHUNK, raise_on_error=False)
        # Removing what is not there is fine.
        failed = [e for e in errors if e.get("delete", {}).get("status") != 404]  # type: ignore[union-attr]  # a list, as stats_only is off
        if failed:
            raise IndexUnavailable(str(failed[0])[:500])
        return count

    def search(self, request: Request) -> Answer:
        """Answer a request. Raises IndexUnavailable and QueryError."""
        with _guard():
            found = self._ask(asked(request))
        return answer(request, found)

    def terms(
        self, field: str, prefix: str, within: Plan | None = None, limit: int = 10
    ) -> list[tuple[str, int]]:
        """Return terms of a raw field that begin so, the most frequent first.

        A few are counted in a sample of the documents: while somebody types, time is what counts.
        """
        with _guard():
            body = terms_asked(field, prefix, within, limit)
            found = self._ask(body)
        return terms_found(found)

    def typed(
        self, field: str, prefix: str, within: Plan, limit: int, request: Request
    ) -> tuple[list[tuple[str, int]], Answer]:
        """Return terms and hits at once: one way to the server while somebody types."""
        both = [{}, terms_asked(field, prefix, within, limit), {}, asked(request)]
        with _guard():
            words, hits = self.client.msearch(index=self.alias, searches=both).body["responses"]
            for one in (words, hits):
                if "error" in one:
                    wrong = QueryError if one.get("status") == 400 else IndexUnavailable
                    raise wrong(str(one["error"])[:500])
        return terms_found(words), answer(request, hits)

    def health(self) -> dict[str, object]:
        """Say whether the index answers and how many documents it holds."""
        try:
            with _guard():
                index = self.alias if self.exists() else next(iter(self._older()[-1:]), "")
                if not index:
                    raise IndexLost("no index of this version")
                # After a start the server takes a moment to open what it holds.
                self.client.cluster.health(index=index, wait_for_status="yellow", timeout=SETTLING)
                count = self.client.count(index=index)["count"]
        except (IndexUnavailable, QueryError) as error:
            return {"ok": False, "engine": self.name, "error": error.message}
        return {"ok": True, "engine": self.name, "documents": int(count)}


@contextmanager
def _guard() -> Iterator[None]:
    """Turn what goes wrong on the way or on the server into our own errors."""
    try:
        yield
    except BadRequestError as error:
        if error.error == "index_closed_exception":
            raise IndexLost("the index is closed") from error
        raise QueryError(f"die Suchanfrage ist nicht lesbar ({error.error})") from error
    except ApiError as error:
        raise _lost(error)(str(error)[:500]) from error
    except (TransportError, BulkIndexError) as error:
        raise IndexUnavailable(str(error)[:500]) from error


def _lost(error: ApiError) -> type[IndexUnavailable]:
    """Say what an error of a server that answers tells about its index."""
    if error.status_code >= 500 and any(sign in str(error) for sign in _DAMAGE):
        return IndexDamaged
    return IndexLost if error.status_code in (404, 503) else IndexUnavailable


def _source(record: Record) -> dict[str, Any]:
    """Turn a record into a document of the index."""
    source: dict[str, Any] = {"stored": record.stored}
    for name, values in record.values():
        source[name] = values[0] if len(values) == 1 else values
    return source
