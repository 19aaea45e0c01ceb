"""WSGI entry point; which portal it serves is decided by `$PORTAL_DATA` and the settings module."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")

application = get_wsgi_application()

# Importable only after the line above; commands and tests write the index at once instead.
from search.soon import write_beside_requests  # noqa: E402

write_beside_requests()
