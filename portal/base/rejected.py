"""The answer to a request that Django itself refuses (400)."""

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer with the portal's page, or with a bare one where the host's name itself is refused.

    The portal's page asks for the name of the host (site, canonical address), which would raise once more.
    """
    if isinstance(exception, DisallowedHost):
        return HttpResponse(loader.render_to_string("wrong_host.html"), status=400)
    return defaults.bad_request(request, exception)
