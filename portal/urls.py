"""All addresses of the portal; each app lists its own."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.health import health
from portal.media import media

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media),
    path("gesundheit", health, name="health"),
    path("", include("portal.discovery")),
    path("", include("portal.base.urls")),
    path("", include("search.urls")),
    path("", include("datasets.urls")),
    path("", include("home.urls")),
    path("", include("labs.urls")),
    path("", include(wagtail_urls)),
]
