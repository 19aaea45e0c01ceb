"""For work on the portal itself: debug pages, no caching of templates and static files."""

from portal.settings.local import *

DEBUG = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
