"""HTTP around the answers: entity tags, compression, caching, CORS, JSONP, HEAD."""

import gzip
import hashlib
import re

import brotli
from django.http import HttpRequest, HttpResponse

from datasets.recent import Recent

JSON = "application/json;charset=utf-8"
SCRIPT = "application/javascript;charset=utf-8"
# Below this many bytes compression costs more than it saves; above the second, saving more costs too much time.
WORTH_COMPRESSING, LARGE = 1_000, 32_000
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$", re.ASCII)
_READ_METHODS = ("GET", "HEAD")
_EXPOSED = "ETag, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After"


def answer(
    request: HttpRequest,
    body: bytes,
    *,
    status: int = 200,
    callback: str | None = None,
    media: str = JSON,
) -> HttpResponse:
    """Return the response of an action, or of what else is read by programs."""
    if status == 200 and callback is not None and request.method == "GET":
        body, media = _jsonp(body, callback), SCRIPT
    response = HttpResponse(body, status=status, content_type=media)
    if status == 200:
        digest = digest_of(body)
        if request.method in _READ_METHODS:
            _conditional(request, response, digest)
        if response.status_code == 200:
            _compress(request, response, digest)
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


def _conditional(request: HttpRequest, response: HttpResponse, digest: str) -> None:
    """Set the entity tag (weak: it stays the same under compression) and answer 304 if it is known."""
    tag = f'W/"{digest[:24]}"'
    response["ETag"] = tag
    known = request.headers.get("If-None-Match", "")
    opaque = tag.removeprefix("W/")
    if known.strip() == "*" or opaque in (
        part.strip().removeprefix("W/") for part in known.split(",")
    ):
        response.status_code = 304
        response.content = b""
        del response["Content-Type"]


def digest_of(body: bytes) -> str:
    """Return what tells one body from another; not against attackers, who could only fool themselves."""
    return hashlib.sha1(body, usedforsecurity=False).hexdigest()


def _compress(request: HttpRequest, response: HttpResponse, digest: str) -> None:
    """Compress with what the client takes."""
    if len(response.content) < WORTH_COMPRESSING:
        return
    accepted = {
        part.split(";")[0].strip().lower()
        for part in request.headers.get("Accept-Encoding", "").split(",")
        if not re.search(r";\s*q=0(\.0*)?\s*$", part)
    }
    coding = next((name for name in ("br", "gzip") if name in accepted), "")
    if coding:
        response.content = squeezed(response.content, digest, coding)
        response["Content-Encoding"] = coding


class _Squeezed(Recent[tuple[str, str], bytes]):
    """What was compressed lately, by its content: the same answer is not compressed twice."""

    LONGEST = 2_000_000

    def __init__(self, most: int = 8_000_000, many: int = 64) -> None:
        super().__init__(len, most=most, many=many)

    def __call__(self, body: bytes, digest: str, coding: str) -> bytes:
        """Return a body compressed."""
        key = (digest, coding)
        found = self.get(key)
        if found is not None:
            return found
        large = len(body) > LARGE
        if coding == "br":
            made = brotli.compress(body, quality=1 if large else 4)
        else:
            made = gzip.compress(body, compresslevel=1 if large else 5, mtime=0)
        if len(made) <= self.LONGEST:
            self.put(key, made)
        return made


squeezed = _Squeezed()


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
    response["Access-Control-Expose-Headers"] = _EXPOSED
    response["Access-Control-Max-Age"] = "86400"
    # A document without scripts: nothing may run, and the policy of pages need not be written out.
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    if response.status_code != 304:
        response["Content-Length"] = str(len(response.content))
    if request.method == "HEAD":
        length = response["Content-Length"] if response.status_code != 304 else ""
        response.content = b""
        if length:
            response["Content-Length"] = length
    return response
