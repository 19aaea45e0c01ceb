"""Parts of files: downloads that go on where they stopped, videos that jump (RFC 9110 §14)."""

import re
from collections.abc import Iterator
from typing import IO

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

CHUNK = 256 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})$", re.ASCII)


def send_range(request: HttpRequest, source: IO[bytes], size: int, etag: str) -> HttpResponseBase:
    """Send a file, or the part of it that is asked for (RFC 9110 §14); it is closed at the end."""
    span = _span(request, size, etag)
    if span == ():
        source.close()
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    begin, end = span or (0, size)
    response = StreamingHttpResponse(
        _chunks(source, begin, end - begin), status=206 if span else 200
    )
    if span:
        response["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
    response["Content-Length"] = str(end - begin)
    response["Accept-Ranges"] = "bytes"
    return response


def _span(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | tuple[()] | None:
    """Return (begin, end), () if it cannot be satisfied, None if the whole file is wanted."""
    match = _RANGE.match(request.headers.get("Range", "").strip())
    condition = request.headers.get("If-Range")
    if match is None or (condition and condition != etag) or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        begin, end = max(0, size - int(last)), size
    else:
        begin, end = int(first), min(size, int(last) + 1) if last else size
    return (begin, end) if begin < end else ()


def _chunks(source: IO[bytes], begin: int, length: int) -> Iterator[bytes]:
    """Yield part of a file."""
    with source:
        source.seek(begin)
        left = length
        while left > 0 and (chunk := source.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
