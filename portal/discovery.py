"""What machines ask first: sitemap and robots.txt."""

from typing import Any

from django.conf import settings
from django.contrib.sitemaps.views import index, sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from datasets.sitemaps import DatasetSitemap

SITEMAPS: dict[str, Any] = {"pages": PageSitemap, "datasets": DatasetSitemap}
# Lists with every combination of filters and sorting are endless; what they lead to is in the sitemap.
ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /suche/
Disallow: /dataset/*?
Crawl-delay: 1
Sitemap: {base}/sitemap.xml
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say what crawlers need not read."""
    text = ROBOTS.format(base=settings.PORTAL_BASE_URL)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


urlpatterns: list[URLPattern] = [
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]
