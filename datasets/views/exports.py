"""Tables in every format, rows with an address of their own, schema and data package."""

import hashlib
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, cast

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.views.decorators.http import require_safe

from datasets.charts import ChartError, render
from datasets.models import PackageOrigin, Resource, ResourceVersion
from datasets.permissions import can_edit_dataset
from datasets.selectors.datapackage import (
    package_with_files,
    schema_descriptor,
    schema_of_columns,
)
from datasets.selectors.pages import dataset_for_page, resource_for_page
from datasets.selectors.tables import geo_columns
from datasets.services.storage import open_file
from datasets.services.tables import fed_table, table_of
from datasets.store import (
    MEDIA_TYPES,
    GeoColumns,
    QueryError,
    StoreError,
    Table,
    TextOptions,
    export,
)
from datasets.views.asking import asked_from, full_query
from datasets.views.charting import chart_of
from datasets.views.downloads import version_asked
from datasets.views.pages import person
from datasets.views.preview import shown_table
from portal.base.ranges import send_range

CHUNK = 256 * 1024
# Formats that are made whole before they are sent, so they have a size and can be had in parts.
SPOOLED = frozenset({"xlsx", "parquet", "duckdb"})
ZIP_LIMIT = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Source:
    """A table to send: the version that it is of, None for one that programs feed."""

    resource: Resource
    version: ResourceVersion | None
    table: Table
    key: str
    label: str

    @property
    def geo(self) -> GeoColumns | None:
        """Return where the places stand, None where there are none."""
        return geo_columns(self.version) if self.version else None


@require_safe
def table_export(request: HttpRequest, name: str, resource_id: str, form: str) -> HttpResponseBase:
    """Send the table (or what the address filters of it) in one format; answers entity tags."""
    source = _source(request, name, resource_id)
    if form not in MEDIA_TYPES or (form == "geojson" and source.geo is None):
        raise Http404
    key = f"{source.key}|{form}|{request.META.get('QUERY_STRING', '')}"
    etag = f'"{hashlib.sha256(key.encode()).hexdigest()[:32]}"'
    if etag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers={"ETag": etag})
    asked = asked_from({key: str(value) for key, value in request.GET.items()})
    # Programs of ours take the cells as they are; whoever opens the file in Excel is kept from formulas.
    safe = request.GET.get("roh") != "1"
    text = TextOptions(bom=request.GET.get("bom") in ("1", "true"), excel_safe=safe)
    try:
        query = full_query(source.table, asked)
        chunks = export(source.table, form, query, text=text, geo=source.geo)
    except QueryError as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    file_name = f"{source.resource.dataset.name}-{source.label}.{form}"
    if form in SPOOLED or "Range" in request.headers:
        return _in_parts(request, chunks, MEDIA_TYPES[form], file_name, etag)
    response = StreamingHttpResponse(chunks, content_type=MEDIA_TYPES[form])
    response["Accept-Ranges"] = "bytes"
    return _named(response, file_name, etag)


def _in_parts(
    request: HttpRequest, chunks: Iterator[bytes], media_type: str, file_name: str, etag: str
) -> HttpResponseBase:
    """Send a file whose size must be known first: it is made whole, then the part asked for is sent."""
    spool = tempfile.SpooledTemporaryFile(max_size=8 * 1024 * 1024)  # noqa: SIM115 - closed by the response
    try:
        for chunk in chunks:
            spool.write(chunk)
    except (QueryError, StoreError) as error:
        spool.close()
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    response = send_range(request, cast(IO[bytes], spool), spool.tell(), etag)
    if response.status_code == 416:
        spool.close()
    response["Content-Type"] = media_type
    return _named(response, file_name, etag)


@require_safe
def chart_file(request: HttpRequest, name: str, resource_id: str) -> HttpResponseBase:
    """Send the chart that the address describes as an SVG file."""
    source = _source(request, name, resource_id)
    params = {key: str(value) for key, value in request.GET.items()}
    try:
        chart = chart_of(source.table, params, asked_from(params))
    except (ChartError, QueryError) as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    response = HttpResponse(render(chart), content_type="image/svg+xml")
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return _named(response, f"{source.resource.dataset.name}-{source.label}.svg", etag)


def _source(request: HttpRequest, name: str, resource_id: str) -> Source:
    """Return the table that is asked for. Raises Http404."""
    present = _fed(request, name, resource_id)
    if present is not None:
        return present
    resource, version = _version(request, name, resource_id)
    try:
        table = shown_table(resource, version, named=True)
    except (FileNotFoundError, StoreError) as error:
        raise Http404 from error
    if table is None:
        raise Http404
    return Source(resource, version, table, version.table_key, version.label)


def _fed(request: HttpRequest, name: str, resource_id: str) -> Source | None:
    """Return the present state of a table that programs feed, None if it is made of a file."""
    user = person(request)
    resource = resource_for_page(user=user, dataset_name=name, resource_id=resource_id)
    fed = fed_table(resource)
    if request.GET.get("version") or not (resource.table_active and fed.exists()):
        return None
    state, table = fed.state(), table_of(resource)
    if table is None:
        raise Http404
    label = f"stand-{state.generation}"
    return Source(resource, None, table, f"{fed.key}.{state.generation}", label)


@require_safe
def table_schema(request: HttpRequest, name: str, resource_id: str) -> HttpResponseBase:
    """Send the Table Schema of a version, or of the present state of a table that is fed."""
    fed = _fed(request, name, resource_id)
    if fed is not None:
        resource, label, described = fed.resource, fed.label, schema_of_columns(fed.table.info())
    else:
        resource, version = _version(request, name, resource_id)
        label, described = version.label, schema_descriptor(version)
    text = json.dumps(described, ensure_ascii=False, indent=2).encode()
    etag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
    if etag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers={"ETag": etag})
    response: HttpResponseBase = HttpResponse(text)
    if "Range" in request.headers:
        response = send_range(request, io.BytesIO(text), len(text), etag)
    response["Content-Type"] = "application/json"
    file_name = f"{resource.dataset.name}-{label}.schema.json"
    return _named(response, file_name, etag)


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
        # Its date is fixed like those of the files: the same package is the same bytes.
        archive.writestr(zipfile.ZipInfo("datapackage.json"), text, zipfile.ZIP_DEFLATED)
        for path, version in files:
            with open_file(version.sha256) as source, archive.open(path, "w") as target:
                while chunk := source.read(CHUNK):
                    target.write(chunk)
                    yield pipe.take()
            yield pipe.take()
    yield pipe.take()
