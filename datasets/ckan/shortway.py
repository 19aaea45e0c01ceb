"""Actions answered without the middlewares that only pages need: they cost more than most answers."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from datasets.ckan.dispatch import action_view

_ACTION = re.compile(r"/api/(?:3/)?action/([^/]+)\Z")


class ShortWay:
    """Stands behind the middleware that secures the transport; sessions take the long way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        found = _ACTION.match(request.path_info)
        if found is None or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        request.get_host()  # raises what the common middleware raises for a foreign name
        return action_view(request, found[1])
