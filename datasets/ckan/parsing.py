"""From an HTTP request to the parameters of an action, in the order in which CKAN looks for them."""

import json
import math
from typing import Any, TypeGuard

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from datasets.ckan.errors import BadRequest, invalid

# Bytes of a request without files; a batch of rows for a table may be large, a body in memory not.
MAX_BODY = 100 * 1024 * 1024
_FORM = "application/x-www-form-urlencoded"
_BROKEN = (
    "Bad request: JSON Error: Error decoding JSON data. Error: <BadRequest '400: Bad Request'> "
    "JSON data extracted from the request: {}"
)


def request_data(request: HttpRequest, *, writes: bool) -> dict[str, Any]:
    """Return the parameters. Raises BadRequest, and ActionError for text no database can hold."""
    try:
        data = _data(request, writes=writes)
    except (RequestDataTooBig, SuspiciousOperation, MultiPartParserError) as error:
        raise BadRequest(f"Bad request: {type(error).__name__}") from error
    except UnreadablePostError as error:
        raise BadRequest("Bad request: the body ended early") from error
    _check_texts(data)
    return data


def _data(request: HttpRequest, *, writes: bool) -> dict[str, Any]:
    query = dict(_plain(request.GET)) if not writes else {}
    if request.method != "POST":
        if writes:
            raise BadRequest(
                "Bad request: JSON Error: Invalid request. Please use POST method for your request"
            )
        return query
    media = (request.content_type or "").lower()
    if media == "multipart/form-data":
        form = _plain(request.POST) | _files(request)
        return _form(form) if form else query
    body = _body(request)
    if media == _FORM and body.lstrip()[:1] != b"{":
        form = _plain(QueryDict(body, encoding="utf-8"))
        return _form(form) if form else query
    if query:
        return query
    return _json(body, lenient=media == _FORM)


def _body(request: HttpRequest) -> bytes:
    """Read the whole body within the limit; Django's own is meant for forms."""
    if hasattr(request, "_body"):
        return request.body
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > MAX_BODY:
        raise BadRequest("Bad request: the body is too large", status=413)
    body = request.read(MAX_BODY + 1)
    if len(body) > MAX_BODY:
        raise BadRequest("Bad request: the body is too large", status=413)
    return body


def _plain(fields: QueryDict) -> dict[str, Any]:
    """Return one value as such, several of the same name as a list."""
    return {
        name: values[0] if len(values) == 1 else values for name, values in fields.lists() if values
    }


def _files(request: HttpRequest) -> dict[str, Any]:
    return {name: values[-1] for name, values in request.FILES.lists() if values}


def _form(form: dict[str, Any]) -> dict[str, Any]:
    """Return the fields; JSON sent as the name of a single empty field is what curl -d makes of it."""
    if len(form) == 1:
        [(key, value)] = form.items()
        if value in ("", "1") and key.lstrip()[:1] in ("{", "["):
            return _json(key.encode("utf-8", "surrogatepass"))
    return form


def _json(body: bytes, *, lenient: bool = False) -> dict[str, Any]:
    """Return the object that a body spells, whatever its content type said."""
    if not body.strip():
        return {}
    try:
        data = json.loads(body.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        if lenient:
            return _plain(QueryDict(body, encoding="utf-8"))
        raise BadRequest(_BROKEN) from None
    if not isinstance(data, dict):
        shown = repr(data)[:200]
        raise BadRequest(
            f"Bad request: JSON Error: Request data JSON decoded to {shown} "
            "but it needs to be a dictionary."
        )
    return data


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _check_texts(data: dict[str, Any]) -> None:
    """Refuse NUL, lone surrogates and infinite numbers: no database and no JSON can hold them."""
    waiting: list[Any] = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            if "\x00" in value or not _encodable(value):
                raise invalid({"message": "Text must not contain NUL or broken characters"})
        elif isinstance(value, dict):
            waiting.extend(value)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, float) and not math.isfinite(value):
            raise invalid({"message": "Numbers must be finite"})


def _encodable(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_file(value: object) -> TypeGuard["UploadedFile[Any]"]:
    """Say whether this is an uploaded file with a name."""
    return isinstance(value, UploadedFile)
