"""A public portal behind TLS: refuses to start without its key, hosts and address."""

from portal.settings.base import *
from portal.settings.env import env

DEBUG = False
SECRET_KEY = env.str("PORTAL_SECRET_KEY")
ALLOWED_HOSTS = env.list("PORTAL_HOSTS")
PORTAL_BASE_URL = env.str("PORTAL_BASE_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("PORTAL_TRUSTED_ORIGINS", default=[PORTAL_BASE_URL])
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^gesundheit$"]
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
