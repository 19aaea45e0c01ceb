"""The drawings and the video of the demo."""

from django.core.files.base import ContentFile

from home.loader.files import DEMO, read
from labs.services import shared_collection
from portal.base.models import PortalDocument, PortalImage

VIDEOS = DEMO / "videos"


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


def image_id(file: str) -> int | None:
    """Return the number of a drawing by the name of its file."""
    titles = [entry["title"] for entry in read("images.json") if entry["file"] == file]
    found = PortalImage.objects.filter(collection=shared_collection(), title__in=titles)
    return found.values_list("pk", flat=True).first()


def document_id(file: str) -> int:
    """Return the number of a video or of captions; added where it is missing."""
    collection, path = shared_collection(), VIDEOS / file
    known = PortalDocument.objects.filter(collection=collection, title=file).first()
    made = known or PortalDocument.objects.create(
        title=file, collection=collection, file=ContentFile(path.read_bytes(), name=file)
    )
    made.get_file_hash()
    return int(made.pk)
