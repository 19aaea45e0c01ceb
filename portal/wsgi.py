"""WSGI entry point; which portal it serves is decided by `$PORTAL_DATA` and the settings module."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")

_django = get_wsgi_application()

# Importable only after the line above; commands and tests write the index at once instead.
from search.soon import write_beside_requests  # noqa: E402

write_beside_requests()

# So much of a body that nobody wanted is read all the same, in bytes.
UNWANTED, PIECE = 16_000_000, 65_536


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a request, and read what is left of its body.

    gunicorn announces that it keeps the connection and closes it if there is more; the client's next
    request on it would fail.
    """
    response = _django(environ, start_response)
    if environ.get("CONTENT_LENGTH") not in (None, "", "0"):
        left = UNWANTED
        while left > 0 and (piece := environ["wsgi.input"].read(min(PIECE, left))):
            left -= len(piece)
    return response
