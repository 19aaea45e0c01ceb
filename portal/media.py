"""Files of the editors, served by the portal itself where no web server stands before it."""

import mimetypes
from typing import IO, cast

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import FileSystemStorage, storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.static import serve
from wagtail.documents.views.serve import serve as serve_document

from portal.base.ranges import send_range

# Renditions and logos are public. Documents are not here: Wagtail checks who may read them.
KEPT = ("content-length", "content-range")
# What Wagtail sends where it knows no checksum or encoding.
NOTHING = ('""', "None")
PUBLIC = ("images/", "bodies/", "original_images/")


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send one public media file; names carry a hash or never change, so it may be kept long."""
    if not path.startswith(PUBLIC):
        raise Http404
    if isinstance(storages["default"], FileSystemStorage):
        response: HttpResponseBase = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    else:
        response = _fetched(request, path)
    response["Cache-Control"] = "public, max-age=604800"
    return response


def _fetched(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a file from remote storage."""
    try:
        source = storages["default"].open(path)
        size = int(source.size)
    except (FileNotFoundError, SuspiciousOperation) as error:
        raise Http404 from error
    response = send_range(request, cast(IO[bytes], source), size, "")
    response["Content-Type"] = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return response


def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Send a document as Wagtail does, whose checks hold; in parts where parts are asked for."""
    whole: HttpResponseBase = serve_document(request, document_id, document_filename)
    if whole.status_code != 200 or not isinstance(whole, FileResponse):
        return whole
    size = int(whole["Content-Length"])
    source = cast(IO[bytes], whole.file_to_stream)
    response = send_range(request, source, size, whole.get("ETag", ""))
    for name, value in whole.items():
        # Wagtail writes "Content-length"; that of the whole file beside a part makes readers wait.
        if name.lower() not in KEPT and value not in NOTHING:
            response[name] = value
    return response
