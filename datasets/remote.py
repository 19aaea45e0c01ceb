"""The one client for addresses that people type in: public hosts only, bounded in time and size.

The address is checked where the socket connects, not where the URL is read: a name that points
to the portal's own network is refused, on every redirect anew. No Django.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

CHUNK: Final = 64 * 1024
REDIRECTS: Final = 5
CONNECT_SECONDS: Final = 10.0
AGENT: Final = "OffeneRegion/1"
MOVED: Final = frozenset({301, 302, 303, 307, 308})


class RemoteError(Exception):
    """Why something could not be fetched: a code and a German sentence that says what to do.

    `status` is what the server answered, 0 if it did not come to that.
    """

    def __init__(self, code: str, message: str, *, status: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True)
class Bounds:
    """How much and how long; `private` lets the client into the own network (tests only)."""

    max_bytes: int
    seconds: float = 120.0
    private: bool = False


@dataclass(frozen=True)
class Fetched:
    """What came: where it came from in the end, how it is called, and its entity tag."""

    url: str
    file_name: str
    media_type: str
    etag: str
    size: int
    unchanged: bool = False


def fetch(url: str, target: IO[bytes], bounds: Bounds, *, etag: str = "") -> Fetched:
    """Write what lies at the address into `target`. Raises RemoteError."""
    deadline = time.monotonic() + bounds.seconds
    address = url.strip()
    for _turn in range(REDIRECTS + 1):
        with _asked(address, bounds, deadline, etag) as response:
            if response.status in MOVED:
                address = _next(address, response)
                continue
            if response.status == http.client.NOT_MODIFIED:
                return Fetched(address, "", "", etag, 0, unchanged=True)
            if response.status != http.client.OK:
                raise RemoteError(
                    "status",
                    f"Der Server antwortet mit {response.status}. Bitte prüfen Sie die Adresse.",
                    status=response.status,
                )
            size = _copied(response, target, bounds, deadline)
            return Fetched(
                url=address,
                file_name=_name(address, response),
                media_type=(response.headers.get_content_type() or ""),
                etag=response.headers.get("ETag", "")[:300],
                size=size,
            )
    raise RemoteError("redirects", "Die Adresse leitet zu oft weiter.")


def _next(address: str, response: http.client.HTTPResponse) -> str:
    place = response.headers.get("Location")
    if not place:
        raise RemoteError("redirects", "Die Adresse leitet ins Leere weiter.")
    return urljoin(address, place)


@contextmanager
def _asked(
    address: str, bounds: Bounds, deadline: float, etag: str
) -> Iterator[http.client.HTTPResponse]:
    """Send one request to a checked address."""
    parts = _checked_parts(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = parts.hostname or ""
    sock = _connected(host, port, bounds, deadline)
    try:
        if parts.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        connection = http.client.HTTPConnection(host, port)
        connection.sock = sock
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
            f"?{quote(parts.query, safe='/?%:@!$&()*+,;=~-._')}" if parts.query else ""
        )
        headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", "Connection": "close"}
        if etag:
            headers["If-None-Match"] = etag
        connection.request("GET", path, headers=headers)
        yield connection.getresponse()
    except ssl.SSLError as error:
        raise RemoteError(
            "tls", "Die verschlüsselte Verbindung kam nicht zustande (Zertifikat ungültig?)."
        ) from error
    except TimeoutError as error:
        raise RemoteError("time", "Der Server antwortet zu langsam.") from error
    except (OSError, http.client.HTTPException) as error:
        raise RemoteError("network", "Der Server ist nicht erreichbar oder bricht ab.") from error
    finally:
        sock.close()


def _checked_parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError as error:
        raise RemoteError("address", "Das ist keine gültige Internetadresse.") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise RemoteError("address", "Die Adresse muss mit https:// oder http:// beginnen.")
    if parts.username or parts.password:
        raise RemoteError("address", "Adressen mit Name und Passwort werden nicht angenommen.")
    return parts


def _connected(host: str, port: int, bounds: Bounds, deadline: float) -> socket.socket:
    """Connect to the first address of the name, all of which have to be public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RemoteError("name", "Diesen Server gibt es nicht.") from error
    addresses = [item[4] for item in found]
    if not bounds.private and not all(is_public(str(address[0])) for address in addresses):
        raise RemoteError(
            "private",
            "Diese Adresse liegt nicht im öffentlichen Internet und wird nicht abgerufen.",
        )
    left = deadline - time.monotonic()
    if left <= 0:
        raise RemoteError("time", "Der Server antwortet zu langsam.")
    for family, kind, proto, _name, address in found:
        sock = socket.socket(family, kind, proto)
        sock.settimeout(min(CONNECT_SECONDS, left))
        try:
            sock.connect(address)
        except OSError:
            sock.close()
            continue
        return sock
    raise RemoteError("network", "Der Server ist nicht erreichbar.")


def is_public(address: str) -> bool:
    """Say whether an IP address belongs to the public internet."""
    try:
        parsed = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    if mapped is not None and not mapped.is_global:
        return False
    return parsed.is_global and not parsed.is_multicast


def _copied(
    response: http.client.HTTPResponse, target: IO[bytes], bounds: Bounds, deadline: float
) -> int:
    told = response.headers.get("Content-Length", "")
    if told.isdecimal() and int(told) > bounds.max_bytes:
        raise _too_large(bounds)
    size = 0
    while chunk := response.read1(CHUNK):
        size += len(chunk)
        if size > bounds.max_bytes:
            raise _too_large(bounds)
        if time.monotonic() > deadline:
            raise RemoteError("time", "Die Übertragung dauert zu lange.")
        target.write(chunk)
    if told.isdecimal() and size < int(told):
        raise RemoteError("network", "Die Übertragung brach vorzeitig ab.")
    return size


def _too_large(bounds: Bounds) -> RemoteError:
    limit = max(1, bounds.max_bytes // (1024 * 1024))
    return RemoteError("size", f"Die Datei ist größer als {limit} MB.")


def _name(address: str, response: http.client.HTTPResponse) -> str:
    """Return the file's name from the header, else from the address."""
    told = response.headers.get_filename()
    name = Path(unquote(urlsplit(address).path)).name if not told else Path(told).name
    if not Path(name).suffix:
        endings = {
            "text/csv": ".csv",
            "application/json": ".json",
            "application/geo+json": ".geojson",
        }
        name = (name or "datei") + endings.get(response.headers.get_content_type(), "")
    return name
