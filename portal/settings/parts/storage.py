"""Files: below `$PORTAL_DATA` by default, S3-compatible storage by `S3_BUCKET`."""

from portal.settings.env import DATA_DIR, env

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
# What `make sqltab` fetched for queries in the reader's browser, if it did.
SQLTAB_ROOT = DATA_DIR / "sqltab"

# Uploaded tables and their derived files. They are never served by URL from here: every download
# passes the permission check of its dataset.
FILES_ROOT = DATA_DIR / "files"
TABLES_ROOT = DATA_DIR / "tables"


def make_storages() -> dict[str, dict[str, object]]:
    """Return `STORAGES`: folders of the bucket that the environment names, or local folders."""
    bucket = env.str("S3_BUCKET", "")
    remote = {
        "bucket_name": bucket,
        "endpoint_url": env.str("S3_ENDPOINT_URL", "") or None,
        "access_key": env.str("S3_ACCESS_KEY", "") or None,
        "secret_key": env.str("S3_SECRET_KEY", "") or None,
        "region_name": env.str("S3_REGION", "") or None,
        "default_acl": "private",
        # What is larger while it is read lies in a temporary file instead of memory.
        "max_memory_size": 4 * 1024 * 1024,
    }

    def kept(location: str, root: str) -> dict[str, object]:
        if bucket:
            backend = "storages.backends.s3.S3Storage"
            options = {**remote, "location": location, "file_overwrite": True}
            return {"BACKEND": backend, "OPTIONS": options}
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": root},
        }

    shown: dict[str, object] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    if bucket:
        options = {**remote, "location": "media", "file_overwrite": False}
        shown = {"BACKEND": "portal.bucket.RemoteMedia", "OPTIONS": options}
    return {
        "default": shown,
        "files": kept("files", str(FILES_ROOT)),
        "tables": kept("tables", str(TABLES_ROOT)),
        "staticfiles": {"BACKEND": "portal.collected.CollectedFiles"},
    }


STORAGES = make_storages()

# Larger uploads than this go to a temporary file on disk instead of memory.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = str(DATA_DIR / "tmp")
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

PORTAL_MAX_UPLOAD_MB = env.int("PORTAL_MAX_UPLOAD_MB", 1024)
# Documents come from the portal's own address wherever they lie, after the check of who may read them.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
# What browsers play and read in place; everything else is handed over as a file.
WAGTAILDOCS_CONTENT_TYPES = {
    "pdf": "application/pdf",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "vtt": "text/vtt",
}
WAGTAILDOCS_INLINE_CONTENT_TYPES = list(WAGTAILDOCS_CONTENT_TYPES.values())
