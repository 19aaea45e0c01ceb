"""Images of the editors, served by the portal itself where no web server stands before it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

# Renditions and logos are public. Documents are not here: Wagtail checks who may read them.
PUBLIC = ("images/", "bodies/", "original_images/")


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send one public media file; names carry a hash or never change, so it may be kept long."""
    if not path.startswith(PUBLIC):
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = "public, max-age=604800"
    return response
