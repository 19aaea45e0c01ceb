"""The whole bundle before it is public, by a signed link for named addresses."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from datasets.views.asking import asked_from
from datasets.views.preview import preview_of
from labs.bundles.models import Bundle, BundleItem, BundleReader
from labs.bundles.publishing import items_of
from portal.base.secrets import make_token, read_token

PURPOSE = "bundle"
# Where the content of a page begins (base.html).
_MAIN = '<main id="inhalt" tabindex="-1">'


def link_of(reader: BundleReader) -> str:
    """Return the path of the reader's own link."""
    token = make_token(PURPOSE, {"r": reader.pk, "b": reader.bundle_id})
    return reverse("bundle_preview", args=[token])


def _bundle(token: str) -> Bundle:
    """Return the bundle that the link opens. Raises Http404 once it is public or the link is revoked."""
    content = read_token(PURPOSE, token) or {}
    ids: Any = content.get("r") or 0, content.get("b") or 0
    reader = (
        BundleReader.objects.select_related("bundle").filter(pk=ids[0], bundle_id=ids[1]).first()
    )
    if reader is None or reader.bundle.is_over:
        raise Http404
    return reader.bundle


@never_cache
@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """List the parts of the bundle."""
    bundle = _bundle(token)
    context = {"bundle": bundle, "items": items_of(bundle), "token": token}
    return _closed(render(request, "labs/bundles/preview.html", context))


@never_cache
@require_safe
def preview_item(request: HttpRequest, token: str, item_id: int) -> HttpResponse:
    """Show one part as it will be."""
    bundle = _bundle(token)
    item = get_object_or_404(bundle.items, pk=item_id)
    if item.page is not None:
        return _closed(_marked(_page(request, bundle, item), bundle, token))
    context: dict[str, Any] = {"bundle": bundle, "item": item, "token": token}
    if item.version is not None:
        asked = asked_from({key: str(value) for key, value in request.GET.items()})
        context["preview"] = preview_of(item.version, asked) if item.version.has_table else None
        context["resource"] = item.version.resource
    context["dataset"] = item.dataset or (item.version and item.version.resource.dataset)
    shown = render(request, "labs/bundles/preview_data.html", context)
    return _closed(_marked(shown, bundle, token))


def _page(request: HttpRequest, bundle: Bundle, item: BundleItem) -> HttpResponse:
    """Show the draft; figures and charts look at the bundle's own versions."""
    page = item.page.specific if item.page else None
    if page is None:
        raise Http404
    revision = page.latest_revision
    draft = revision.as_object() if revision is not None else page
    versions = [other.version for other in items_of(bundle) if other.version is not None]
    ahead = {version.resource_id: version for version in versions}
    response: HttpResponse = draft.make_preview_request(
        request, draft.default_preview_mode, {"ahead": ahead}
    )
    return response


def _marked(response: HttpResponse, bundle: Bundle, token: str) -> HttpResponse:
    """Say over a part that it is not public yet, with the way to the other parts."""
    notice = render_to_string("labs/bundles/ahead.html", {"bundle": bundle, "token": token})
    html = response.content.decode()
    response.content = html.replace(_MAIN, _MAIN + notice, 1).encode()
    return response


def _closed(response: HttpResponse) -> HttpResponse:
    """Keep the address to the reader: no search engine, no referrer."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
