"""Files: below `$PORTAL_DATA` by default, S3-compatible storage by `S3_BUCKET`."""

from portal.settings.env import DATA_DIR, env

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"

# Uploaded tables and their derived files. They are never served by URL from here: every download
# passes the permission check of its dataset.
FILES_ROOT = DATA_DIR / "files"
TABLES_ROOT = DATA_DIR / "tables"

_S3_BUCKET = env.str("S3_BUCKET", "")
_S3_OPTIONS = {
    "bucket_name": _S3_BUCKET,
    "endpoint_url": env.str("S3_ENDPOINT_URL", "") or None,
    "access_key": env.str("S3_ACCESS_KEY", "") or None,
    "secret_key": env.str("S3_SECRET_KEY", "") or None,
    "region_name": env.str("S3_REGION", "") or None,
    "default_acl": "private",
    "querystring_auth": True,
}


def _storage(location: str, local_root: str) -> dict[str, object]:
    """Return one entry of `STORAGES`: a folder of the bucket, or a local folder."""
    if _S3_BUCKET:
        return {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {**_S3_OPTIONS, "location": location, "file_overwrite": True},
        }
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": local_root},
    }


STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**_S3_OPTIONS, "location": "media", "file_overwrite": False},
    }
    if _S3_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "files": _storage("files", str(FILES_ROOT)),
    "tables": _storage("tables", str(TABLES_ROOT)),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Larger uploads than this go to a temporary file on disk instead of memory.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = str(DATA_DIR / "tmp")
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

PORTAL_MAX_UPLOAD_MB = env.int("PORTAL_MAX_UPLOAD_MB", 1024)
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
# What browsers play and read in place; everything else is handed over as a file.
WAGTAILDOCS_CONTENT_TYPES = {
    "pdf": "application/pdf",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "vtt": "text/vtt",
}
WAGTAILDOCS_INLINE_CONTENT_TYPES = list(WAGTAILDOCS_CONTENT_TYPES.values())
