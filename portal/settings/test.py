"""For the tests: nothing outside a temporary folder, no network, everything at once."""

import os
import tempfile

_FOLDER = tempfile.mkdtemp(prefix="offene-region-test-")
os.environ["PORTAL_DATA"] = _FOLDER
os.environ.setdefault("PORTAL_SECRET_KEY", "only-for-tests-0123456789-0123456789-0123456789")

from portal.settings.base import *
from portal.settings.env import BASE_DIR, DATA_DIR, env

DEBUG = False
SECRET_KEY = env.str("PORTAL_SECRET_KEY")
ALLOWED_HOSTS = ["*"]
PORTAL_BASE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PORTAL_TASKS = "immediate"
PORTAL_PAGE_CACHE_SECONDS = 0
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
for _folder in ("media", "files", "tables", "tmp", "index", "static"):
    (DATA_DIR / _folder).mkdir(parents=True, exist_ok=True)

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Tests need no durability: a crash throws the database away anyway.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA synchronous=OFF",
    }
    # In memory, unless a name asks for a file that is kept between runs (saves the migrations' time).
    _NAME = os.environ.get("PORTAL_TEST_DB")
    if _NAME:
        (BASE_DIR / "var").mkdir(exist_ok=True)
        DATABASES["default"]["TEST"] = {"NAME": str(BASE_DIR / "var" / f"test-{_NAME}.sqlite3")}
