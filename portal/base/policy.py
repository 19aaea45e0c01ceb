"""The content security policy of pages; an answer that brings a policy of its own keeps it."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase


class PagePolicyMiddleware(CSPMiddleware):
    """django-csp's middleware, without writing out a policy that would not be sent."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Add the policy of pages."""
        return response if HEADER in response else super().process_response(request, response)
