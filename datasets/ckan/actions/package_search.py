"""Searching datasets: CKAN's parameters for the portal's own index."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from datasets.ckan.envelope import RawJson, dump_list, dump_object
from datasets.ckan.errors import invalid, search_query_error
from datasets.ckan.fast import public_texts, titles_of
from datasets.ckan.params import (
    Param,
    flag,
    read_bool,
    read_json_list,
    read_list,
    read_natural_strict,
    read_text,
    whole,
)
from datasets.ckan.registry import Call, read_action
from datasets.ckan.renderings import renderings, visible_renderings
from datasets.licenses import license_get
from datasets.models import Dataset, Organization, Theme
from datasets.permissions import PUBLIC_LABEL, search_labels
from search.catalogue import CatalogueAnswer, CatalogueQuery, catalogue_search
from search.errors import QueryError

# Parameters of the search server behind CKAN that mean nothing here; known, so no error.
_MOST_FACETS, _LONGEST_FIELD = 50, 100
# CKAN wants a JSON list; a single name is taken where it cannot be a slip: one of the catalogue's own.
_PLAIN_FACET = re.compile(
    r"\s*(tags|organization|groups|type|state|private|name|id|title|author|maintainer|version|url|\w+_\w+)\s*\Z"
)
_TUNING = ("qf", "bf", "boost", "tie", "mm", "wt", "fl_list", "df", "q.op", "facet.sort")


def read_texts(name: str, value: Any) -> list[str]:
    """Read one text or a list of texts."""
    return [read_text(name, item) for item in read_list(name, value)]


def read_fields(name: str, value: Any) -> list[str]:
    """Read names, also several in one text."""
    texts = read_json_list(name, value)
    return [part for item in texts for part in item.replace(",", " ").split()]


def read_facets(name: str, value: Any) -> list[str]:
    """Read names of fields to count."""
    if isinstance(value, str) and value and value[:1] != "[" and not _PLAIN_FACET.match(value):
        raise invalid({name: ["Could not parse as valid JSON", "Not a list"]})
    fields = read_json_list(name, value)
    if len(fields) > _MOST_FACETS or any(len(field) > _LONGEST_FIELD for field in fields):
        raise invalid({name: ["Too many or too long names"]})
    return fields


def read_signed(name: str, value: Any) -> int:
    """Read a whole number, below zero allowed."""
    number = whole(value)
    if number is None:
        raise invalid({name: ["Invalid integer", "Please enter an integer value"]})
    return number


@read_action(
    Param("q", read_text, "", text="what to look for; words, or Lucene's language"),
    Param("fq", read_texts, text="filter in Lucene's language; each one has to hold"),
    Param("fq_list", read_texts, text="further filters"),
    Param("rows", read_natural_strict, 10, text="how many results"),
    Param("start", read_natural_strict, 0, text="how many results to leave out"),
    Param("sort", read_text, "", text="field and direction, e.g. `metadata_modified desc`"),
    Param("fl", read_fields, text="only these fields of the index"),
    Param("facet", read_bool, True, text="whether to count values"),
    Param("facet.field", read_facets, text="fields whose values are counted"),
    Param("facet.limit", read_signed, 50, text="values per field; below 0: all"),
    Param("facet.mincount", read_natural_strict, 1, text="leave out values with fewer datasets"),
    flag("include_private", about="private datasets of the caller's organizations too"),
    flag("include_drafts", about="drafts too"),
    flag("include_deleted", about="deleted ones too"),
    flag("use_default_schema"),
    Param("defType", read_text, ""),
    Param("ext_bbox", read_text, text="west,south,east,north"),
)
def package_search(call: Call) -> RawJson:
    """Search datasets: by words, with filters, sorted, with counts of values (facets)."""
    _refuse_unknown(call)
    answer = _ask(call)
    ids = [key.split(":", 1)[1] for key in answer.keys]
    if call["fl"]:
        results: RawJson = dump_list(answer.fields)
    elif call.caller.user is None:
        results = dump_list(_public(ids))
    elif call["include_deleted"] and call.caller.is_sysadmin:
        results = dump_list(renderings(ids))
    else:
        results = dump_list(visible_renderings(call.caller.user, ids))
    facets, search_facets = _facets(answer.facets, call["facet.limit"])
    return dump_object(
        {
            "count": answer.count,
            "facets": facets,
            "results": results,
            "sort": answer.sort,
            "search_facets": search_facets,
        }
    )


def _public(ids: list[str]) -> list[RawJson]:
    """Return the texts of those that are public, rendering what has none."""
    texts = public_texts(ids)
    if len(texts) < len(ids):
        return renderings(ids, datasets=Dataset.objects.public())
    return [texts[pk] for pk in ids]


def _refuse_unknown(call: Call) -> None:
    known = {param.name for param in call.action.params}
    unknown = [
        name
        for name in call.data
        if name not in known and name not in _TUNING and not name.startswith("ext_")
    ]
    if unknown:
        raise search_query_error(f"Invalid search parameters: {unknown[:20]}")


def _ask(call: Call) -> CatalogueAnswer:
    """Ask the index with the caller's rights."""
    user = call.caller.user
    filters = [*(call["fq"] or []), *(call["fq_list"] or [])]
    # As in CKAN: a filter with `+state` takes the place of "active", as far as the caller may see.
    any_state = any("+state" in text for text in filters)
    beyond = (
        any_state or call["include_private"] or call["include_drafts"] or call["include_deleted"]
    )
    if not call["include_private"] and beyond:
        filters.append("private:false")
    states = ["active"]
    states += ["draft"] if call["include_drafts"] or any_state else []
    states += ["deleted"] if call["include_deleted"] else []
    query = CatalogueQuery(
        q=call["q"],
        fq=tuple(filters),
        sort=call["sort"] or settings.CKAN["SEARCH_DEFAULT_PACKAGE_SORT"],
        start=call["start"],
        rows=min(call["rows"], settings.CKAN["SEARCH_ROWS_MAX"]),
        facet_fields=tuple(call["facet.field"] or ()) if call["facet"] else (),
        facet_limit=call["facet.limit"],
        facet_mincount=call["facet.mincount"],
        labels=search_labels(user) if beyond else (PUBLIC_LABEL,),
        include_states=tuple(states),
        def_type=call["defType"],
        bbox=call["ext_bbox"] or None,
        fl=tuple(call["fl"] or ()),
    )
    try:
        return catalogue_search(query)
    except QueryError as error:
        if "sort spec" in error.message:
            raise search_query_error(error.message) from error
        raise


def _facets(
    counted: Mapping[str, Iterable[tuple[str, int]]], limit: int
) -> tuple[dict[str, dict[str, int]], RawJson]:
    """Return the counts in CKAN's two forms: by name, and with titles, sorted by them downwards."""
    facets = {name: dict(pairs) for name, pairs in counted.items()}
    bodies = titles_of(
        {
            Organization: list(facets.get("organization", {})),
            Theme: list(facets.get("groups", {})),
        }
    )
    titles = {
        "organization": bodies[Organization],
        "groups": bodies[Theme],
        "license_id": {
            key: entry.title
            for key in facets.get("license_id", {})
            if (entry := license_get(key)) is not None
        },
    }
    named: dict[str, Any] = {
        field: {
            "title": field,
            "items": _items(values, titles.get(field, {})),
        }
        for field, values in facets.items()
    }
    return facets, RawJson(json.dumps(named))


def _items(values: Mapping[str, int], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the values with their titles, the last one in the alphabet first."""
    named = [(titles.get(name, name), name, count) for name, count in values.items()]
    return [
        {"name": name, "display_name": title, "count": count}
        for title, name, count in sorted(named, reverse=True)
    ]
