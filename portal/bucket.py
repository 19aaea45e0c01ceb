"""Media in an S3-compatible bucket; a module of its own, since boto3 is slow to import where it is not used."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from storages.backends.s3 import S3Storage


class RemoteMedia(S3Storage):
    """Files of the editors, shown below the portal's own address: pages load nothing from anywhere else."""

    def url(self, name: str, *_: Any, **__: Any) -> str:
        """Return the address under which `portal.media` sends the file."""
        return f"{settings.MEDIA_URL}{quote(name)}"
