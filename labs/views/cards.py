"""Serves the pictures for shared links; each is drawn once and then kept."""

import io

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from PIL import Image, UnidentifiedImageError
from wagtail.models import Page

from labs.charts.models import ChartKind
from portal.base.pages import PortalPage
from portal.base.sharing import BARS, Card, draw

FOLDER = "vorschau"
YEAR = 365 * 86_400
WITHOUT_BARS = {ChartKind.POINTS, ChartKind.TABLE}
OVER_TIME = {ChartKind.LINE, ChartKind.AREA}


@require_safe
def page_card(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the picture of a public page."""
    page = Page.objects.live().public().filter(pk=pk).specific().first()
    if not isinstance(page, PortalPage):
        raise Http404
    image = page.lead_image
    bars = _bars(page)
    card = Card(page.title, str(page._meta.verbose_name), settings.PORTAL_NAME, bars)
    name = f"{FOLDER}/{card.digest}-{image.pk if image else 0}.png"
    if default_storage.exists(name):
        with default_storage.open(name) as stream:
            content = stream.read()
    else:
        content = _drawn(card, image)
        default_storage.save(name, ContentFile(content))
    answer = HttpResponse(content, content_type="image/png")
    answer["Cache-Control"] = f"public, max-age={YEAR if request.GET.get('v') else 3600}"
    return answer


def _bars(page: PortalPage) -> tuple[tuple[str, float], ...]:
    """Return labels and values of the first chart on the page that has some for all to see."""
    for part in getattr(page, "body", None) or ():
        chart = part.value.get("chart") if part.block_type == "chart" else None
        if chart is None or chart.shown is None or chart.kind in WITHOUT_BARS:
            continue
        found = [(str(row[0]), _number(row[1])) for row in chart.shown.rows if len(row) > 1]
        bars = tuple((label, number) for label, number in found if number is not None)
        if chart.is_public and len(bars) > 1:
            # Of a course over time the end says most.
            return bars[-BARS:] if chart.kind in OVER_TIME else bars[:BARS]
    return ()


def _number(text: object) -> float | None:
    """Return a number that is written in German."""
    try:
        return float(str(text).replace(".", "").replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        return None


def _drawn(card: Card, image: object) -> bytes:
    """Draw the picture; a lead image that cannot be read is left out."""
    if image is None:
        return draw(card)
    try:
        with image.file.open("rb") as stream:  # type: ignore[attr-defined]
            return draw(card, Image.open(io.BytesIO(stream.read())))
    except (OSError, UnidentifiedImageError):
        return draw(card)
