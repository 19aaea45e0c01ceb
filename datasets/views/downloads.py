"""Files as they came in: with ranges, entity tags and names that do no harm."""

import re
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from datasets.models import Resource, ResourceVersion
from datasets.permissions import can_edit_dataset
from datasets.selectors.pages import resource_for_page
from datasets.services.storage import open_file
from datasets.views.pages import person
from portal.base.ranges import send_range

# Everything else could run scripts in the portal's name if a browser showed it.
_SHOWN = {"application/pdf", "text/plain", "image/png", "image/jpeg"}


@require_safe
def download(
    request: HttpRequest, dataset_id: str, resource_id: str, file_name: str = ""
) -> HttpResponseBase:
    """Send the original of the current version, or of the one that `?version=` names."""
    user = person(request)
    resource = resource_for_page(user=user, dataset_name=dataset_id, resource_id=resource_id)
    meant = _meant(resource, file_name)
    if meant is not None:
        # A data package that was sent here names its tables relative to itself.
        return redirect(f"/dataset/{dataset_id}/resource/{meant.pk}/download/{quote(file_name)}")
    version = version_asked(request, resource, may_edit=can_edit_dataset(user, resource.dataset))
    if version is None:
        if resource.url_type != "upload" and resource.url.startswith(("http://", "https://")):
            return redirect(resource.url)
        raise Http404
    if version.withdrawn_at is not None:
        return render(request, "datasets/withdrawn.html", {"version": version}, status=410)
    return send_original(request, version)


def _meant(resource: Resource, file_name: str) -> Resource | None:
    """Return the other resource of the dataset that has this file name, if this one has another."""
    name = file_name.lower()
    if not name or name in (resource.url.lower(), "download") or resource.url_type != "upload":
        return None
    siblings = resource.dataset.resources.filter(
        state="active", url_type="upload", url__iexact=name
    )
    return siblings.exclude(pk=resource.pk).first()


def version_asked(
    request: HttpRequest, resource: Resource, *, may_edit: bool
) -> ResourceVersion | None:
    """Return the version asked for; unpublished ones only for those who may edit."""
    asked = request.GET.get("version")
    if not asked:
        if resource.current_version is None and may_edit:
            return resource.versions.order_by("-number").first()
        return resource.current_version
    versions = resource.versions.all()
    if not may_edit:
        versions = versions.filter(published_at__isnull=False)
    chosen = versions.filter(label=asked).first()
    if chosen is None and asked.isascii() and asked.isdecimal() and len(asked) < 9:
        chosen = versions.filter(number=int(asked)).first()
    if chosen is None:
        raise Http404
    return chosen


def send_original(request: HttpRequest, version: ResourceVersion) -> HttpResponseBase:
    """Send the bytes of a version; answers ranges and entity tags (RFC 9110 §13, §14)."""
    etag = f'"{version.sha256}"'
    if etag in request.headers.get("If-None-Match", ""):
        return _with_headers(HttpResponse(status=304), version, etag)
    try:
        source = open_file(version.sha256)
    except FileNotFoundError as error:
        raise Http404 from error
    response = send_range(request, source, version.size, etag)
    return response if response.status_code == 416 else _with_headers(response, version, etag)


def _with_headers(
    response: HttpResponseBase, version: ResourceVersion, etag: str
) -> HttpResponseBase:
    """Say what it is; browsers keep it and never guess its type."""
    mimetype = version.mimetype or "application/octet-stream"
    if mimetype == "text/csv":
        encoding = (version.proposal.get("encoding") or "utf-8").removesuffix("-sig")
        mimetype = f"text/csv; charset={encoding}"
    plain = re.sub(r'[^\x20-\x7e]|["\\]', "_", version.file_name)
    where = "inline" if version.mimetype in _SHOWN else "attachment"
    response["Content-Type"] = mimetype
    response["Content-Disposition"] = (
        f"{where}; filename=\"{plain}\"; filename*=UTF-8''{quote(version.file_name)}"
    )
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-cache"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
