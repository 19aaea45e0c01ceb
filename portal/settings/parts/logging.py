"""Logging: one line per event on standard error; the log level by `PORTAL_LOG_LEVEL`."""

from portal.settings.env import env

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        # Every scanner asks under a wrong name: no event worth a stack trace.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # That Elasticsearch is away the search says itself, in one line instead of three stack traces.
        "elastic_transport": {"level": "CRITICAL"},
    },
    "root": {"handlers": ["stderr"], "level": env.str("PORTAL_LOG_LEVEL", "WARNING")},
}
