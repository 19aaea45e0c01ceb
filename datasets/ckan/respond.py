"""HTTP around the answers: entity tags, compression, caching, CORS, JSONP, HEAD."""

import gzip
import hashlib
import re

import brotli
from django.http import HttpRequest, HttpResponse

JSON = "application/json;charset=utf-8"
SCRIPT = "application/javascript;charset=utf-8"
# Below this many bytes compression costs more than it saves.
WORTH_COMPRESSING = 1_000
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$", re.ASCII)
_READ_METHODS = ("GET", "HEAD")


def answer(
    request: HttpRequest, body: bytes, *, status: int = 200, callback: str | None = None
) -> HttpResponse:
    """Return the response of an action."""
    media = JSON
    if status == 200 and callback is not None and request.method == "GET":
        body, media = _jsonp(body, callback), SCRIPT
    response = HttpResponse(body, status=status, content_type=media)
    if request.method in _READ_METHODS and status == 200:
        _conditional(request, response, body)
    if response.status_code == 200:
        _compress(request, response)
    return _finish(request, response)


def preflight(request: HttpRequest) -> HttpResponse:
    """Answer OPTIONS."""
    response = HttpResponse(content_type="text/html; charset=utf-8")
    response["Allow"] = "GET, HEAD, OPTIONS, POST"
    return _finish(request, response)


def callback_name(callback: object) -> str | None:
    """Return the name of a JSONP function; anything else than a plain identifier is ignored."""
    if isinstance(callback, str) and (not callback or _CALLBACK.match(callback)):
        return callback[:200]
    return None


def _jsonp(body: bytes, callback: str) -> bytes:
    """Wrap; U+2028 and U+2029 end a line in older JavaScript."""
    safe = body.replace(b"\xe2\x80\xa8", b"\\u2028").replace(b"\xe2\x80\xa9", b"\\u2029")
    return callback.encode() + b"(" + safe + b");"


def _conditional(request: HttpRequest, response: HttpResponse, body: bytes) -> None:
    """Set the entity tag (weak: it stays the same under compression) and answer 304 if it is known."""
    tag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    response["ETag"] = tag
    known = request.headers.get("If-None-Match", "")
    opaque = tag.removeprefix("W/")
    if known.strip() == "*" or opaque in (
        part.strip().removeprefix("W/") for part in known.split(",")
    ):
        response.status_code = 304
        response.content = b""
        del response["Content-Type"]


def _compress(request: HttpRequest, response: HttpResponse) -> None:
    """Compress with what the client takes."""
    if len(response.content) < WORTH_COMPRESSING:
        return
    accepted = {
        part.split(";")[0].strip().lower()
        for part in request.headers.get("Accept-Encoding", "").split(",")
        if not re.search(r";\s*q=0(\.0*)?\s*$", part)
    }
    if "br" in accepted:
        response.content = brotli.compress(response.content, quality=4)
        response["Content-Encoding"] = "br"
    elif "gzip" in accepted:
        response.content = gzip.compress(response.content, compresslevel=5, mtime=0)
        response["Content-Encoding"] = "gzip"


def _finish(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Set what every answer has."""
    known = any(name in request.headers for name in ("Authorization", "X-CKAN-API-Key", "Cookie"))
    response["Cache-Control"] = (
        f"{'private' if known else 'public'}, max-age=0, must-revalidate"
        if request.method in _READ_METHODS
        else "no-store"
    )
    response["Vary"] = "Accept-Encoding, Authorization, X-CKAN-API-Key, Cookie"
    # Everybody may read, from any page; a session's cookie is never sent along to "*".
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
    response["Access-Control-Allow-Headers"] = "Authorization, Content-Type, X-CKAN-API-Key"
    response["Access-Control-Expose-Headers"] = "ETag"
    if response.status_code != 304:
        response["Content-Length"] = str(len(response.content))
    if request.method == "HEAD":
        length = response["Content-Length"] if response.status_code != 304 else ""
        response.content = b""
        if length:
            response["Content-Length"] = length
    return response
