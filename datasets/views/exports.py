"""Tables in every format, rows with an address of their own, schema and data package."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.views.decorators.http import require_safe

from datasets.models import PackageOrigin, Resource, ResourceVersion
from datasets.permissions import can_edit_dataset
from datasets.selectors.datapackage import package_with_files, schema_descriptor
from datasets.selectors.pages import dataset_for_page, resource_for_page
from datasets.selectors.tables import geo_columns
from datasets.services.storage import open_file
from datasets.store import MEDIA_TYPES, QueryError, StoreError, TextOptions, export
from datasets.views.downloads import version_asked
from datasets.views.pages import person
from datasets.views.preview import asked_from, full_query, table_of

CHUNK = 256 * 1024
ZIP_LIMIT = 2 * 1024**3


@require_safe
def table_export(request: HttpRequest, name: str, resource_id: str, form: str) -> HttpResponseBase:
    """Send the table (or what the address filters of it) in one format."""
    resource, version = _version(request, name, resource_id)
    if form not in MEDIA_TYPES or (form == "geojson" and geo_columns(version) is None):
        raise Http404
    key = f"{version.table_key}|{form}|{request.META.get('QUERY_STRING', '')}"
    etag = f'"{hashlib.sha256(key.encode()).hexdigest()[:32]}"'
    if etag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers={"ETag": etag})
    asked = asked_from({key: str(value) for key, value in request.GET.items()})
    text = TextOptions(bom=request.GET.get("bom") in ("1", "true"), excel_safe=True)
    try:
        table = table_of(version)
        chunks = export(table, form, full_query(table, asked), text=text, geo=geo_columns(version))
    except QueryError as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    except (FileNotFoundError, StoreError) as error:
        raise Http404 from error
    response = StreamingHttpResponse(chunks, content_type=MEDIA_TYPES[form])
    return _named(response, f"{resource.dataset.name}-{version.label}.{form}", etag)


@require_safe
def table_schema(request: HttpRequest, name: str, resource_id: str) -> HttpResponseBase:
    """Send the Table Schema of a version."""
    resource, version = _version(request, name, resource_id)
    response = JsonResponse(
        schema_descriptor(version), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    file_name = f"{resource.dataset.name}-{version.label}.schema.json"
    return _named(response, file_name, f'"{version.pk}"')


@require_safe
def data_package(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send a dataset as one archive: its description and the originals of its current versions."""
    dataset = dataset_for_page(user=person(request), name=name)
    resources = [r for r in dataset.resources.all() if r.current_version]
    versions = list(
        ResourceVersion.objects.filter(pk__in=[r.current_version_id for r in resources])
        .defer("report", "findings", "profile")
        .order_by("resource__position")
    )
    if sum(version.size for version in versions) > ZIP_LIMIT:
        text = "Dieser Datensatz ist zu groß für ein Archiv. Bitte laden Sie die Dateien einzeln."
        return HttpResponse(text, status=413, content_type="text/plain; charset=utf-8")
    digest = hashlib.sha256("".join(v.sha256 for v in versions).encode())
    digest.update(dataset.modified_at.isoformat().encode())
    etag = f'"{digest.hexdigest()[:32]}"'
    if etag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers={"ETag": etag})
    origin = PackageOrigin.objects.filter(dataset=dataset).first()
    descriptor, files = package_with_files(dataset, versions, origin)
    response = StreamingHttpResponse(_archive(descriptor, files), content_type="application/zip")
    return _named(response, f"{dataset.name}.zip", etag)


def _version(request: HttpRequest, name: str, resource_id: str) -> tuple[Resource, ResourceVersion]:
    """Return the version with a table that is asked for. Raises Http404."""
    user = person(request)
    resource = resource_for_page(user=user, dataset_name=name, resource_id=resource_id)
    may_edit = can_edit_dataset(user, resource.dataset)
    version = version_asked(request, resource, may_edit=may_edit)
    if version is None or not version.has_table or version.withdrawn_at is not None:
        raise Http404
    return resource, version


def _named(response: Any, file_name: str, etag: str) -> HttpResponseBase:
    """Say how the file is called and that it may be kept while it is the same."""
    safe = re.sub(r"[^A-Za-z0-9._-]", "_", file_name)
    response["Content-Disposition"] = f'attachment; filename="{safe}"'
    response["ETag"] = etag
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-cache"
    result: HttpResponseBase = response
    return result


class _Pipe(io.RawIOBase):
    """Takes what the archive writes and hands it on in pieces."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Keep the bytes until they are taken."""
        self.waiting += data
        return len(data)

    def take(self) -> bytes:
        """Return and forget what waits."""
        taken = bytes(self.waiting)
        self.waiting.clear()
        return taken


def _archive(
    descriptor: dict[str, Any], files: list[tuple[str, ResourceVersion]]
) -> Iterator[bytes]:
    """Yield a ZIP archive while it is made; no file is held in memory."""
    pipe = _Pipe()
    text = json.dumps(descriptor, ensure_ascii=False, indent=2).encode()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", text)
        for path, version in files:
            with open_file(version.sha256) as source, archive.open(path, "w") as target:
                while chunk := source.read(CHUNK):
                    target.write(chunk)
                    yield pipe.take()
            yield pipe.take()
    yield pipe.take()
