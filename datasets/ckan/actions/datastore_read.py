"""Reading tables."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings

from datasets.ckan.dicts import Dict
from datasets.ckan.envelope import RawJson, dump_object
from datasets.ckan.errors import ActionError, invalid, missing
from datasets.ckan.params import (
    Param,
    anything,
    flag,
    read_any,
    read_bool,
    read_names,
    read_natural_strict,
    text,
)
from datasets.ckan.registry import Call, read_action
from datasets.ckan.table_params import (
    read_format,
    read_mapping,
    read_offset,
    read_sort,
    read_words,
)
from datasets.ckan.tables import (
    ID,
    NATIVE,
    OpenTable,
    field_dict,
    filter_ops,
    open_readable,
    query_fault,
    sort_keys,
    type_of,
)
from datasets.models import Dataset
from datasets.services.tables import aliases_of, fed_table, resources_with_table
from datasets.store import QueryError, Table, TablePage, TableQuery, filters_from_mapping
from datasets.store.blocks import json_page

METADATA = "_table_metadata"
_ECHOED = ("filters", "q", "full_text", "plain", "language", "distinct", "sort", "offset")


_SEARCH = (
    text("resource_id", about="id of the resource, or an alias of its table"),
    text("id"),
    Param("filters", read_mapping, text="column to value, list of values or comparisons"),
    Param("q", read_words, text="words for all columns, or an object of words by column"),
    Param("full_text", read_words, text="words for all columns"),
    Param("plain", read_bool, True, text="whether `q` is words and not an expression"),
    text("language"),
    flag("distinct", about="only rows that differ"),
    Param("limit", read_natural_strict, None, text="how many rows (100)"),
    Param("offset", read_offset, 0, text="how many rows to leave out"),
    Param("fields", read_names, text="only these columns"),
    Param("sort", read_sort, text="columns, each with `asc` or `desc`, `nulls first|last`"),
    flag("include_total", True),
    Param("records_format", read_format, "objects", text="objects, lists, csv or tsv"),
    flag("include_next_page"),
    Param("total_estimation_threshold", read_any),
)


@read_action(*_SEARCH)
def datastore_search(call: Call) -> RawJson:
    """Return rows of a resource's table: filtered, searched, sorted, in pages."""
    unknown = sorted(set(call.data) - {param.name for param in _SEARCH})
    key = call["resource_id"] or call["id"]
    if not key:
        raise missing("resource_id")
    if unknown:
        raise invalid({"__extras": [f'invalid value "{name[:100]}"' for name in unknown]})
    default, most = (settings.CKAN[f"DATASTORE_SEARCH_ROWS_{name}"] for name in ("DEFAULT", "MAX"))
    limit = min(default if call["limit"] is None else call["limit"], most)
    if key == METADATA:
        return _metadata(call, limit)
    found = open_readable(call.caller, key)
    try:
        page, records = _page(call, found.table, _query(call, found, limit))
    except QueryError as error:
        raise query_fault(error) from error
    answer = {
        "include_next_page": call["include_next_page"],
        "include_total": call["include_total"],
        "limit": limit,
        "records_format": call["records_format"],
        "resource_id": found.resource.pk,
        **_echo(call),
        "records": records,
        "fields": [
            {"id": c.name, "type": "float"}
            if c.name.startswith("rank") and c.name not in found.table.columns
            else field_dict(c)
            for c in page.columns
        ],
        "_links": _links(call.path, limit, call["offset"]),
    }
    if call["include_total"]:
        answer |= {"total": page.total, "total_was_estimated": False}
    if call["include_next_page"]:
        answer |= _next_page(call, page, limit)
    return dump_object(answer)


def _query(call: Call, found: OpenTable, limit: int) -> TableQuery:
    """Return the question to the table. Raises validation errors and QueryError."""
    fields = call["fields"]
    columns = found.table.columns
    words = call["q"] or call["full_text"]
    ranks = _rank_names(words)
    for name in fields or ():
        if name not in columns and name not in ranks:
            raise invalid({"fields": [f'invalid value "{name}"']})
    for name in words if isinstance(words, dict) else ():
        if name not in columns:
            raise invalid({"q": [f'invalid value "{name}"']})
    return TableQuery(
        filters=filters_from_mapping(call["filters"]),
        q=words,
        plain=call["plain"],
        sort=sort_keys(call["sort"], found.table),
        fields=tuple(name for name in fields if name in columns)
        if fields
        else _all_fields(call, found),
        distinct=call["distinct"],
        limit=limit,
        offset=call["offset"],
        include_total=call["include_total"],
        rank=bool(words)
        and not call["distinct"]
        and (not fields or any(name in ranks and name not in columns for name in fields)),
    )


def _rank_names(words: Any) -> tuple[str, ...]:
    """Return the names of the columns that say how well a row fits the words."""
    if isinstance(words, dict):
        return tuple(f"rank {name}" for name in words)
    return ("rank",) if words else ()


def _all_fields(call: Call, found: OpenTable) -> tuple[str, ...] | None:
    """Return all columns; distinct rows are told apart without their numbers."""
    if not call["distinct"]:
        return None
    return tuple(name for name in found.table.columns if name != ID)


def _page(call: Call, table: Table, query: TableQuery) -> tuple[TablePage, RawJson]:
    """Return the page, its rows left out where their texts are at hand, and those texts."""
    form = call["records_format"]
    if form == "objects" and not call["include_next_page"]:
        text = json_page(table, query)
        if text is not None:
            return TablePage(tuple(table.columns.values()), (), table.info().rows), RawJson(text)
    page = table.search(query)
    if form == "lists":
        return page, RawJson(page.json_lists())
    if form in ("csv", "tsv"):
        return page, RawJson(json.dumps(page.separated("\t" if form == "tsv" else ",")))
    return page, RawJson(page.json_objects())


def _echo(call: Call) -> Dict:
    """Return what was asked, as it was read."""
    echoed = {name: call[name] for name in _ECHOED if call.data.get(name) not in (None, "")}
    if call["filters"]:
        echoed["filterops"] = filter_ops(call["filters"])
    return echoed


def _next_page(call: Call, page: TablePage, limit: int) -> Dict:
    """Return the filter of the following page where the rows are in the order of their numbers."""
    names = [column.name for column in page.columns]
    sort = call["sort"] if isinstance(call["sort"], str) else ", ".join(call["sort"] or [ID])
    words = sort.replace('"', "").split()
    if ID not in names or words[0] != ID or len(words) > 2 or len(page.rows) < limit or not limit:
        return {}
    last = page.rows[-1][names.index(ID)]
    return {"next_page": {ID: {"lt" if words[-1].lower() == "desc" else "gt": last}}}


def _links(path: str, limit: int, offset: int) -> Dict:
    """Return the addresses of the pages, as CKAN did until 2.11: clients still follow them."""
    parts = urlsplit(path)
    query = [(k, v) for k, v in parse_qsl(parts.query) if k != "offset"]

    def at(start: int) -> str:
        asked = [*query, ("offset", str(start))] if start else query
        return f"{parts.path}?{urlencode(asked)}" if asked else parts.path

    links = {"start": at(0), "next": at(offset + limit)}
    if offset:
        links["prev"] = at(max(0, offset - limit))
    return links


def _is_wanted(row: Dict, filters: Any) -> bool:
    """Say whether a row of the catalogue of tables has the values asked for; a list is any of them."""
    for name, value in (filters or {}).items() if isinstance(filters, dict) else ():
        if name not in row:
            raise invalid({"filters": [f"Unknown field: {name[:100]}"]})
        allowed = value if isinstance(value, list) else [value]
        if row[name] not in allowed and str(row[name]) not in map(str, allowed):
            return False
    return True


def _metadata(call: Call, limit: int) -> RawJson:
    """List the public tables and their aliases; clients use it as a catalogue."""
    public = Dataset.objects.public().order_by().values("pk")
    rows: list[Dict] = []
    for number, resource in enumerate(resources_with_table().filter(dataset__in=public), 1):
        rows.append(
            {ID: f"{number:016x}", "name": resource.pk, "oid": str(number), "alias_of": None}
        )
        rows += [
            {ID: f"{number:08x}{i:08x}", "name": a, "oid": str(number), "alias_of": resource.pk}
            for i, a in enumerate(aliases_of(resource), 1)
        ]
    types = {ID: "int", "name": "name", "oid": "oid", "alias_of": "name"}
    rows = [row for row in rows if _is_wanted(row, call["filters"])]
    shown = rows[call["offset"] : call["offset"] + limit]
    return dump_object(
        {
            "include_next_page": False,
            "include_total": call["include_total"],
            "limit": limit,
            "records_format": "objects",
            "resource_id": METADATA,
            "records": shown,
            "fields": [{"id": name, "type": kind} for name, kind in types.items()],
            "total": len(rows),
            "total_was_estimated": False,
            "_links": _links(call.path, limit, call["offset"]),
        }
    )


@read_action(
    text("resource_id"),
    text("id", about="id of the resource, or an alias of its table"),
    flag("include_meta", True),
    flag("include_fields_schema", True),
    anything("format"),
)
def datastore_info(call: Call) -> Dict:
    """Return the columns of a table with their labels and types, and how large it is."""
    key = call["resource_id"] or call["id"]
    if not key:
        raise missing("resource_id")
    found = _info_table(call, key)
    fields = []
    for column in found.table.info().columns:
        field = field_dict(column)
        field["type"] = "nested" if field["type"] == "json" else field["type"]
        if call["include_fields_schema"]:
            field["schema"] = _schema(found, column.name, type_of(column))
        fields.append(field)
    answer: Dict = {"fields": fields}
    if call["include_meta"]:
        about = found.table.info()
        answer["meta"] = {
            "id": found.resource.pk,
            "count": about.rows,
            "table_type": "BASE TABLE",
            "size": about.bytes,
            "db_size": about.bytes,
            "idx_size": 0,
            "aliases": aliases_of(found.resource)[::-1],
        }
    return answer


def _info_table(call: Call, key: str) -> OpenTable:
    """Open the table; a missing one is named as CKAN does here."""
    try:
        return open_readable(call.caller, key)
    except ActionError as error:
        if error.status == 404:
            message = str(error.fields["message"])
            error.fields["message"] = message.replace("Resource ", "Resource/Alias ", 1)
        raise


def _schema(found: OpenTable, name: str, kind: str) -> Dict:
    """Return what a database would say of the column."""
    fed = fed_table(found.resource)
    keys = fed.state().primary_key if fed.exists() else ()
    indexed = name in keys or name in found.table.info().info.get("indexes", ())
    return {
        "native_type": NATIVE.get(kind, kind),
        "notnull": False,
        "index_name": f"{name}_idx" if indexed else None,
        "is_index": indexed,
        "uniquekey": list(keys) == [name],
    }
