"""What every portal has in common, whatever it runs on."""

from django.conf.locale import LANG_INFO

from portal.settings.env import BASE_DIR, DATA_DIR, env
from portal.settings.parts.ckan import *
from portal.settings.parts.database import *
from portal.settings.parts.logging import *
from portal.settings.parts.search import *
from portal.settings.parts.security import *
from portal.settings.parts.storage import *

PORTAL_NAME = env.str("PORTAL_NAME", "") or env.str("CKAN_SITE_TITLE", "Offene Region")
PORTAL_BASE_URL = (
    env.str("PORTAL_BASE_URL", "") or env.str("CKAN_SITE_URL", "http://127.0.0.1:8000")
).rstrip("/")
PORTAL_DATA = DATA_DIR
WAGTAIL_SITE_NAME = PORTAL_NAME
WAGTAILADMIN_BASE_URL = PORTAL_BASE_URL
WAGTAILADMIN_USER_LOGIN_FORM = "portal.base.login.PortalLoginForm"
# ä becomes ae in addresses, in the browser and on the server (portal.base.slugs).
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# The admin asks no third party: not for news, not for portraits.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None

INSTALLED_APPS = [
    "home",
    "labs",
    "datasets",
    "search",
    "portal.base",
    "portal",
    "wagtail.api.v3",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "datasets.ckan.shortway.ShortWay",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.base.pagecache.PageCacheMiddleware",
    "portal.base.interface.InterfaceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.base.policy.PagePolicyMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "portal.base.context.portal",
            ],
        },
    },
]

AUTH_USER_MODEL = "base.User"
WAGTAILIMAGES_IMAGE_MODEL = "base.PortalImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.base.imageforms.PortalImageForm"
WAGTAILDOCS_DOCUMENT_MODEL = "base.PortalDocument"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

LANGUAGE_CODE = "de"
# What pages may be written in; the admin and the parts around the pages speak German and English.
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("de", "Deutsch"),
    ("de-simple", "Leichte Sprache"),
    ("de-x-einfach", "Alltagssprache"),
    ("gsg", "Deutsche Gebärdensprache"),
    ("en", "English"),
]
# Django knows no sign languages; what is written beside the video is German.
LANG_INFO["gsg"] = {
    "bidi": False,
    "code": "gsg",
    "name": "German Sign Language",
    "name_local": "Deutsche Gebärdensprache",
}
WAGTAILADMIN_PERMITTED_LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
TIME_ZONE = "Europe/Berlin"
# Days as people here write them: Wagtail's own form is the ISO one, and its calendar puts today in the
# place of a day that it cannot read. The formats of English accept the same writing.
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = True
USE_TZ = True

STATICFILES_DIRS: list[object] = [BASE_DIR / "portal" / "static"]
if SQLTAB_ROOT.is_dir():
    STATICFILES_DIRS.append(("sqltab", SQLTAB_ROOT))

# `worker`: long jobs wait in the database for the worker process that `manage.py serve` starts beside
# the web workers (or for `manage.py db_worker` elsewhere). `immediate`: they run at once, in the request.
PORTAL_TASKS = env.str("PORTAL_TASKS", "worker")
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if PORTAL_TASKS == "immediate"
        else "django_tasks_db.DatabaseBackend"
    }
}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 400},
    },
}
# How long a process keeps a page at most; what editors or data change shows at once all the same.
PORTAL_PAGE_CACHE_SECONDS = 60

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
_EMAIL_URL = env.str("EMAIL_URL", "")
if _EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.str("PORTAL_MAIL_FROM", "portal@localhost")

# Files up to this size are judged at once, larger ones by the worker; each in a process of its own with
# these bounds on memory (beyond the idle process) and time.
PORTAL_SYNC_BYTES = env.int("PORTAL_SYNC_BYTES", 2_000_000)
PORTAL_WORKER_MEMORY_MB = env.int("PORTAL_WORKER_MEMORY_MB", 2048)
PORTAL_WORKER_SECONDS = env.int("PORTAL_WORKER_SECONDS", 1800)

# Lets the client for foreign addresses into the portal's own network; only for tests and development.
PORTAL_LINK_CHECK = env.bool("PORTAL_LINK_CHECK", True)
PORTAL_FETCH_PRIVATE = env.bool("PORTAL_FETCH_PRIVATE", False)
# Proxies before the portal: so many entries of X-Forwarded-For, from the right, are believed.
PORTAL_PROXIES = env.int("PORTAL_PROXIES", 0)

# Web workers of `manage.py serve`.
PORTAL_WEB_WORKERS = env.int("PORTAL_WEB_WORKERS", 2)
PORTAL_WEB_THREADS = env.int("PORTAL_WEB_THREADS", 4)
