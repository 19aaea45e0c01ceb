"""Versions for everybody: permanent addresses, what changed between two, all findings, a feed."""

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.models import Correction, Resource, ResourceVersion
from datasets.permissions import can_edit_dataset, can_read_dataset
from datasets.selectors.pages import dataset_for_page, versions_of
from datasets.services.storage import table_path
from datasets.store import StoreError
from datasets.store.comparing import Comparison, compare
from datasets.validation.listing import findings_csv, safe
from datasets.versioning import Shape, next_step
from datasets.views.downloads import send_original, version_asked
from datasets.views.pages import person
from datasets.views.preview import Cell, _cell

SHOWN = 100
FEED_ENTRIES = 50


def resource_by_id(request: HttpRequest, resource_id: str) -> Resource:
    """Return a living resource that the person may know of. Raises Http404."""
    rows = Resource.objects.filter(pk=resource_id, state="active")
    resource = rows.select_related("dataset__organization", "current_version").first()
    if resource is None or not can_read_dataset(person(request), resource.dataset):
        raise Http404
    return resource


@require_safe
def file_version(request: HttpRequest, resource_id: str, label: str) -> HttpResponseBase:
    """Send the file of one version, or of the newest as `latest`; these addresses never change."""
    resource = resource_by_id(request, resource_id)
    user = person(request)
    if label == "latest":
        version = resource.current_version
        if version is None and resource.url.startswith(("http://", "https://")):
            return redirect(resource.url)
    else:
        asked = request.GET.copy()
        asked["version"] = label
        request.GET = asked  # type: ignore[assignment]  # a QueryDict, only mutable
        version = version_asked(
            request, resource, may_edit=can_edit_dataset(user, resource.dataset)
        )
    if version is None:
        raise Http404
    if version.withdrawn_at is not None:
        return render(request, "datasets/withdrawn.html", {"version": version}, status=410)
    response = send_original(request, version)
    response["X-Version"] = version.label or str(version.number)
    response["Link"] = f'<{settings.PORTAL_BASE_URL}{resource.get_absolute_url()}>; rel="about"'
    return response


@require_safe
def version_list(request: HttpRequest, resource_id: str) -> HttpResponse:
    """Send all public versions with their checksums as JSON."""
    resource = resource_by_id(request, resource_id)
    versions = versions_of(resource, with_unpublished=False)
    body = {
        "id": resource.pk,
        "dataset": resource.dataset.name,
        "latest": _address(resource, "latest"),
        "versions": [_version_entry(resource, version) for version in versions],
    }
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _address(resource: Resource, label: str) -> str:
    return f"{settings.PORTAL_BASE_URL}{reverse('file_version', args=[resource.pk, label])}"


def _version_entry(resource: Resource, version: ResourceVersion) -> dict[str, Any]:
    label = version.label or str(version.number)
    return {
        "version": label,
        "number": version.number,
        "url": _address(resource, label),
        "sha256": version.sha256,
        "size": version.size,
        "file_name": version.file_name,
        "media_type": version.mimetype,
        "rows": version.rows,
        "columns": version.columns,
        "valid": version.state == "valid",
        "findings": version.finding_count,
        "note": version.note,
        "published": version.published_at.isoformat() if version.published_at else None,
        "withdrawn": version.withdrawn_at.isoformat() if version.withdrawn_at else None,
        "withdrawn_notice": version.withdrawn_notice,
        "current": version.pk == resource.current_version_id,
    }


def _readable(request: HttpRequest, version_id: str) -> ResourceVersion:
    """Return a version that the person may see. Raises Http404."""
    rows = ResourceVersion.objects.filter(pk=version_id, resource__state="active")
    version = rows.select_related("resource__dataset").first()
    if version is None or not can_read_dataset(person(request), version.resource.dataset):
        raise Http404
    hidden = version.published_at is None or version.withdrawn_at is not None
    if hidden and not can_edit_dataset(person(request), version.resource.dataset):
        raise Http404
    return version


@require_safe
def version_findings(request: HttpRequest, version_id: str) -> HttpResponse:
    """Send all single findings of a version as a CSV file for a spreadsheet."""
    version = _readable(request, version_id)
    text = findings_csv(version.report, version.schema, version.proposal)
    # Spreadsheets on Windows recognise UTF-8 by its mark.
    response = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    name = f"befunde-{version.resource.dataset.name}-{version.label or version.number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def version_diff(
    request: HttpRequest, old_id: str, new_id: str, form: str = "html"
) -> HttpResponseBase:
    """Show or send what changed between two versions of a resource."""
    old, new = _readable(request, old_id), _readable(request, new_id)
    if old.resource_id != new.resource_id or not (old.has_table and new.has_table):
        raise Http404
    key = new.schema.get("primaryKey") or ()
    names = (key,) if isinstance(key, str) else tuple(key)
    try:
        opened = compare(table_path(old.table_key), table_path(new.table_key), names)
        if form == "html":
            with opened as found:
                return render(request, "datasets/diff.html", _shown(found, old, new))
        writer = {"csv": _diff_csv, "json": _diff_json}[form]
        chunks = writer(opened)
        first = next(chunks)  # what fails, fails before the answer begins
    except (FileNotFoundError, KeyError) as error:
        raise Http404 from error
    except StoreError as error:
        return HttpResponse(str(error), status=409, content_type="text/plain; charset=utf-8")
    media = {"csv": "text/csv; charset=utf-8", "json": "application/json"}[form]
    response = StreamingHttpResponse(_joined(first, chunks), content_type=media)
    name = f"{new.resource.dataset.name}-{old.label}-{new.label}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _shown(found: Comparison, old: ResourceVersion, new: ResourceVersion) -> dict[str, Any]:
    """Return what the page shows: counts in full, the first rows of each kind."""
    counts = found.counts()
    step = next_step(
        Shape.of(old.schema, old.rows, old.sha256),
        Shape.of(new.schema, new.rows, new.sha256),
        [old.label] if old.label else [],
    )
    return {
        "old": old,
        "new": new,
        "resource": new.resource,
        "dataset": new.resource.dataset,
        "counts": counts,
        "key": found.key,
        "columns": [(name, name in found.numeric) for name in found.columns],
        "columns_added": found.columns_added,
        "columns_removed": found.columns_removed,
        "reasons": step.reasons_de,
        "added": [_row(row) for row in found.added(SHOWN)],
        "removed": [_row(row) for row in found.removed(SHOWN)],
        "changed": [
            [(a, b, a != b) for a, b in zip(_row(before), _row(after), strict=True)]
            for before, after in found.changed(SHOWN)
        ],
        "shown": SHOWN,
    }


def _row(row: tuple[Any, ...]) -> list[Cell]:
    return [_cell(value) for value in row]


def _diff_csv(opened: Any) -> Iterator[bytes]:
    """Yield one line for a row that came or went, two for one that changed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")

    def taken() -> bytes:
        text = out.getvalue().encode()
        out.seek(0)
        out.truncate()
        return text

    with opened as found:
        writer.writerow(["Änderung", "Geänderte Spalten", *found.columns])
        yield b"\xef\xbb\xbf" + taken()
        for word, rows in (("neu", found.added()), ("entfallen", found.removed())):
            for row in rows:
                writer.writerow([word, "", *_texts(row)])
                if out.tell() > 65_536:
                    yield taken()
        for before, after in found.changed():
            names = [n for n, a, b in zip(found.columns, before, after, strict=True) if a != b]
            writer.writerow(["vorher", ", ".join(names), *_texts(before)])
            writer.writerow(["nachher", ", ".join(names), *_texts(after)])
            if out.tell() > 65_536:
                yield taken()
        yield taken()


def _texts(row: tuple[Any, ...]) -> list[str]:
    return [safe("" if value is None else str(value)) for value in row]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _diff_json(opened: Any) -> Iterator[bytes]:
    """Yield one JSON object, row by row."""
    with opened as found:
        counts = found.counts()
        head = {
            "key": list(found.key),
            "columns": list(found.columns),
            "columns_added": list(found.columns_added),
            "columns_removed": list(found.columns_removed),
            "counts": {
                name: getattr(counts, name)
                for name in ("before", "after", "added", "removed", "changed")
            },
        }
        yield json.dumps(head, ensure_ascii=False)[:-1].encode()
        for name, rows in (("added", found.added()), ("removed", found.removed())):
            yield f', "{name}": ['.encode()
            yield from _listed(
                dict(zip(found.columns, map(_plain, row), strict=True)) for row in rows
            )
        yield b', "changed": ['
        yield from _listed(_change(found, before, after) for before, after in found.changed())
        yield b"}"


def _change(found: Comparison, before: Any, after: Any) -> dict[str, Any]:
    cells = list(zip(found.columns, map(_plain, before), map(_plain, after), strict=True))
    return {
        "key": {name: new for name, _old, new in cells if name in found.key},
        "changes": {name: [old, new] for name, old, new in cells if old != new},
    }


def _listed(items: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    for at, item in enumerate(items):
        yield ((", " if at else "") + json.dumps(item, ensure_ascii=False)).encode()
    yield b"]"


@require_safe
def version_feed(request: HttpRequest, name: str) -> HttpResponse:
    """Send an Atom feed of a dataset: every version, what was withdrawn, what was corrected."""
    dataset = dataset_for_page(user=person(request), name=name)
    base = settings.PORTAL_BASE_URL
    feed = Atom1Feed(
        title=f"{dataset.title} – {settings.PORTAL_NAME}",
        link=f"{base}{dataset.get_absolute_url()}",
        description=dataset.notes or "",
        language=settings.LANGUAGE_CODE,
        feed_url=f"{base}{request.path}",
        author_name=str(dataset.organization or settings.PORTAL_NAME),
    )
    rows = (
        ResourceVersion.objects.filter(
            resource__dataset=dataset, resource__state="active", published_at__isnull=False
        )
        .select_related("resource")
        .defer("report", "findings", "profile", "schema")
        .order_by("-published_at")[:FEED_ENTRIES]
    )
    corrections = dataset.corrections.select_related("version", "resource")[:FEED_ENTRIES]
    entries = [
        *(_published_entry(row, base) for row in rows),
        *(_correction_entry(row, base) for row in corrections),
    ]
    for entry in sorted(entries, key=lambda item: item["pubdate"], reverse=True)[:FEED_ENTRIES]:
        feed.add_item(**entry)
    response = HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _published_entry(version: ResourceVersion, base: str) -> dict[str, Any]:
    title = f"{version.resource}: {_('Version')} {version.label or version.number}"
    reasons = version.proposal.get("version", {}).get("reasons_de", [])
    words = [version.note, *reasons, f"SHA-256: {version.sha256}"]
    if version.withdrawn_at is not None:
        title = f"{title} – {_('zurückgezogen')}"
        words.insert(0, version.withdrawn_notice)
    label = version.label or str(version.number)
    return {
        "title": title,
        "link": f"{base}{reverse('file_version', args=[version.resource_id, label])}",
        "description": " ".join(word for word in words if word),
        "unique_id": f"{base}/dateien/version/{version.pk}",
        "pubdate": version.published_at,
        "updateddate": version.withdrawn_at or version.published_at,
    }


def _correction_entry(correction: Correction, base: str) -> dict[str, Any]:
    return {
        "title": f"{correction.resource}: {_('Korrektur')}",
        "link": f"{base}{correction.resource.get_absolute_url()}",
        "description": correction.sentence,
        "unique_id": f"{base}/dateien/korrektur/{correction.pk}",
        "pubdate": correction.created_at,
        "updateddate": correction.created_at,
    }
