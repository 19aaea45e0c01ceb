"""All addresses of the portal; each app lists its own."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.api.v3.urls import api as pages_api
from wagtail.documents import urls as wagtaildocs_urls

from portal.health import health
from portal.media import document, media

# Its pages of documentation load scripts from elsewhere; the description itself stays.
pages_api.docs_url = ""

handler400 = "portal.base.rejected.bad_request"

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/<int:document_id>/<str:document_filename>", document),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media),
    path("gesundheit", health, name="health"),
    # A preview of Wagtail's API; /api/3/ belongs to CKAN's.
    path("api/v3-preview/", pages_api.urls),
    path("", include("portal.discovery")),
    path("", include("portal.base.urls")),
    path("", include("search.urls")),
    path("", include("datasets.urls")),
    path("", include("home.urls")),
    path("", include("labs.urls")),
    path("", include(wagtail_urls)),
]
