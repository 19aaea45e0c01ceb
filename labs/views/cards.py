"""Serves the pictures for shared links; each is drawn once and then kept."""

import io

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from PIL import Image, UnidentifiedImageError
from wagtail.models import Page

from portal.base.pages import PortalPage
from portal.base.sharing import Card, draw

FOLDER = "vorschau"
YEAR = 365 * 86_400


@require_safe
def page_card(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the picture of a public page."""
    page = Page.objects.live().public().filter(pk=pk).specific().first()
    if not isinstance(page, PortalPage):
        raise Http404
    image = page.lead_image
    card = Card(page.title, str(page._meta.verbose_name), settings.PORTAL_NAME)
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


def _drawn(card: Card, image: object) -> bytes:
    """Draw the picture; a lead image that cannot be read is left out."""
    if image is None:
        return draw(card)
    try:
        with image.file.open("rb") as stream:  # type: ignore[attr-defined]
            return draw(card, Image.open(io.BytesIO(stream.read())))
    except (OSError, UnidentifiedImageError):
        return draw(card)
