"""The drawings of the demo."""

from django.core.files.base import ContentFile

from home.loader.files import DEMO, read
from labs.services import shared_collection
from portal.base.models import PortalImage


def load_images() -> dict[str, PortalImage]:
    """Add the missing drawings to the shared collection; return all by file name."""
    collection = shared_collection()
    images = {}
    for entry in read("images.json"):
        known = PortalImage.objects.filter(collection=collection, title=entry["title"]).first()
        images[entry["file"]] = known or PortalImage.objects.create(
            title=entry["title"],
            description=entry["alt"],
            credit=entry["credit"],
            collection=collection,
            file=ContentFile((DEMO / "images" / entry["file"]).read_bytes(), name=entry["file"]),
        )
    return images
