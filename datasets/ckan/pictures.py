"""Pictures of accounts, organizations and groups: known by their content, not by what they are called."""

from typing import Any

from datasets.ckan.checks import Checked

MOST_BYTES = 2 * 1024 * 1024
_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}


def picture_type(head: bytes) -> str:
    """Return the media type that the first bytes of a file tell, empty for what is no picture."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return ""


def read_picture(checked: Checked, upload: Any, field: str = "image_upload") -> Any:
    """Return an uploaded picture under a name with the right ending; a fault for anything else."""
    head = upload.read(16)
    upload.seek(0)
    kind = picture_type(head)
    if not kind:
        sent = upload.content_type or "application/octet-stream"
        checked.fault(field, f"Type {sent} is not supported")
        return None
    if (upload.size or 0) > MOST_BYTES:
        checked.fault(field, f"File upload too large: at most {MOST_BYTES} bytes")
        return None
    stem = (upload.name or "bild").rsplit(".", 1)[0] or "bild"
    upload.name = stem[:80] + _ENDINGS[kind]
    return upload
