"""A chart by itself: a page for other sites' frames, its values, and the oEmbed answer about it."""

import csv
import io
import re
from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from labs.charts.models import Chart
from labs.corrections.telling import notices
from labs.figures.following import loaded
from labs.figures.usage import pages_using
from labs.views.files import safe_cell

WIDTH, HEIGHT = 720, 560
_PATH = re.compile(r"^/einbetten/diagramm/(\d{1,18})/?$")


def _public(pk: int) -> Chart:
    """Return a chart that stands on a published page and whose data are public. Raises Http404."""
    chart: Chart | None = loaded(Chart).filter(pk=pk).first()
    if chart is None or chart.shown is None or not chart.is_public:
        raise Http404
    if not pages_using(Chart, [chart.pk]).get(chart.pk):
        raise Http404
    return chart


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # typed for views without parameters
def embed(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the chart alone; nothing on it comes from anybody else."""
    chart = _public(pk)
    state = chart.shown
    assert state is not None  # noqa: S101 - `_public` looked
    shown = {str(chart.resource_id): state.version_number} if state.version_number else {}
    context = {"chart": chart, "state": state, "words": chart.words(state), "alone": True}
    context["notices"] = notices(shown, 0)
    return render(request, "labs/charts/embed.html", context)


@require_safe
def values(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the values of the chart as CSV for a spreadsheet."""
    chart = _public(pk)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    if chart.shown is not None:
        writer.writerow([safe_cell(cell) for cell in chart.shown.head])
        for label, *cells in chart.shown.rows:
            # The other cells are numbers, and a minus there is meant.
            writer.writerow([safe_cell(label), *("" if cell == "–" else cell for cell in cells)])
    response = HttpResponse(text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="diagramm-{chart.pk}.csv"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """Tell another site how to show one of our charts (oEmbed 1.0)."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("Nur JSON.", status=501, content_type="text/plain; charset=utf-8")
    asked = urlsplit(request.GET.get("url", "")[:2000])
    match = _PATH.match(asked.path)
    if match is None or f"{asked.scheme}://{asked.netloc}" != settings.PORTAL_BASE_URL:
        raise Http404
    chart = _public(int(match.group(1)))
    width, height = _limit(request, "maxwidth", WIDTH), _limit(request, "maxheight", HEIGHT)
    html = format_html(
        '<iframe src="{}{}" width="{}" height="{}" title="{}" loading="lazy"></iframe>',
        settings.PORTAL_BASE_URL, chart.get_absolute_url(), width, height, chart.title,
    )  # fmt: skip
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": chart.title,
        "provider_name": settings.PORTAL_NAME,
        "provider_url": settings.PORTAL_BASE_URL,
        "width": width,
        "height": height,
        "html": html,
    }
    response = JsonResponse(answer)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _limit(request: HttpRequest, name: str, usual: int) -> int:
    """Return the usual size, or the smaller one that is asked for."""
    asked = request.GET.get(name, "")
    return (
        min(usual, int(asked))
        if asked.isascii() and asked.isdecimal() and len(asked) < 9
        else usual
    )
