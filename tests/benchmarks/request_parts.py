"""Where the time of one request goes inside the server: Django around it, the action, the answer.

python -m tests.benchmarks.request_parts prints JSON for the portal of $PORTAL_DATA.
"""

import io
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

TIMES = 300


def p50(function: Callable[[], object]) -> float:
    """Return the median of a call in milliseconds, after a warm-up."""
    for _ in range(20):
        function()
    taken = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        function()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


def answered(application: Any, path: str, query: str) -> bytes:
    """Send a request through the whole of Django, without a socket."""
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80", "HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http", "HTTP_ACCEPT_ENCODING": "gzip, deflate",
    }  # fmt: skip
    response = application(environ, lambda status, headers: None)
    body = b"".join(response)
    response.close()
    return body


def parts(calls: dict[str, tuple[str, str]]) -> dict[str, dict[str, float]]:
    """Return milliseconds per part for named requests (action, query)."""
    from datasets.ckan.auth import PUBLIC
    from datasets.ckan.envelope import success
    from datasets.ckan.registry import ACTIONS
    from portal.wsgi import application

    around = p50(lambda: answered(application, "/api/3", ""))
    found = {}
    for label, (name, query) in calls.items():
        action, data = ACTIONS[name], dict(parse_qsl(query))
        whole = p50(lambda: answered(application, f"/api/3/action/{name}", query))  # noqa: B023
        own = p50(lambda: success(name, action.call(PUBLIC, data)))  # noqa: B023
        found[label] = {"around": around, "action": own, "answer": max(0.0, whole - own - around)}
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
    import django

    django.setup()
    print(json.dumps(parts(json.loads(sys.argv[1]))))
