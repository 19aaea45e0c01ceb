"""`/datastore/dump/<resource>`: a whole table as a file, streamed."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotFound,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.ckan.auth import caller_of
from datasets.ckan.dicts import TABLE_NOTICE
from datasets.ckan.errors import ActionError, invalid
from datasets.ckan.params import Param, flag, names, natural, read_params, text
from datasets.ckan.ratelimit import rate_limited
from datasets.ckan.table_params import (
    read_mapping,
    read_offset,
    read_sort,
    read_words,
)
from datasets.ckan.tables import OpenTable, field_dict, open_readable, sort_keys
from datasets.store import (
    MEDIA_TYPES,
    StoreError,
    Table,
    TablePage,
    TableQuery,
    TextOptions,
    export,
    filters_from_mapping,
)

FORMATS = ("csv", "tsv", "json", "xml")
_PARAMS = (
    text("format", "csv"),
    flag("bom"),
    natural("limit"),
    Param("offset", read_offset, 0),
    Param("filters", read_mapping),
    Param("q", read_words),
    names("fields"),
    flag("distinct"),
    flag("plain", True),
    text("language"),
    Param("sort", read_sort),
)


@require_safe
@rate_limited
def dump_view(request: HttpRequest, key: str, language: str = "") -> HttpResponseBase:
    """Send the table of a resource id or alias as CSV, TSV, JSON or XML."""
    try:
        found = open_readable(caller_of(request), key)
        asked = {name: request.GET[name] for name in request.GET}
        return _file(found, read_params(_PARAMS, asked))
    except ActionError as error:
        if error.status == 404:
            return _no_table(error)
        if error.status == 403:
            raise PermissionDenied from error
        return _refused(str(error.fields))
    except StoreError as error:
        return _refused(error.message)


def json_dump(table: Table, query: TableQuery) -> Iterator[bytes]:
    """Yield CKAN's form of a whole table: fields with types, rows as lists."""
    columns = table.compile(query).columns
    fields = ",\n".join("    " + json.dumps(field_dict(column)) for column in columns)
    yield f'{{\n  "fields": [\n{fields}\n  ],\n  "records": ['.encode()
    comma = ""
    for rows in table.stream(query):
        text = TablePage(columns, rows, None).json_lists()[1:-1]
        yield f"{comma}\n    {text}".encode()
        comma = ","
    yield b"\n]}\n"


def _no_table(error: ActionError) -> HttpResponse:
    """Say why a resource has no table; what is no resource at all gets the page for that."""
    notice = error.fields.get(TABLE_NOTICE)
    if notice is None:
        raise Http404 from error
    text = f"{notice['message']['de']}\n{notice['message']['en']}\n{notice['url']}\n"
    return HttpResponseNotFound(text, content_type="text/plain; charset=utf-8")


def _refused(reason: str) -> HttpResponse:
    return HttpResponseBadRequest(
        _("Diese Abfrage ist so nicht möglich: %(reason)s") % {"reason": reason},
        content_type="text/plain; charset=utf-8",
    )


def _file(found: OpenTable, asked: dict[str, Any]) -> StreamingHttpResponse:
    """Return the response. Raises ActionError and StoreError before the first byte."""
    form = asked["format"].lower()
    if form not in FORMATS:
        raise invalid({"format": [f"Value must be one of {list(FORMATS)}"]})
    query = TableQuery(
        filters=filters_from_mapping(asked["filters"]),
        q=asked["q"],
        plain=asked["plain"],
        sort=sort_keys(asked["sort"], found.table),
        fields=tuple(asked["fields"]) if asked["fields"] else None,
        distinct=asked["distinct"],
        limit=asked["limit"],
        offset=asked["offset"],
        include_total=False,
    )
    options = TextOptions(bom=asked["bom"], line_end="\n", header_end="\r\n", null_json="null")
    if form == "json":
        found.table.compile(query)
        body = json_dump(found.table, query)
    else:
        body = export(found.table, form, query, text=options)
    response = StreamingHttpResponse(body, content_type=MEDIA_TYPES[form])
    name = f"{found.resource.pk}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    return response
