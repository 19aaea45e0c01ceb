"""Search: an embedded tantivy index below `$PORTAL_DATA`, or the Elasticsearch at `ELASTICSEARCH_URL`."""

from portal.settings.env import DATA_DIR, env

_URLS = env.list("ELASTICSEARCH_URL", default=[])

SEARCH = {
    "ENGINE": "elasticsearch" if _URLS else "tantivy",
    "PATH": str(DATA_DIR / "index"),
    "URLS": _URLS,
    "USERNAME": env.str("ELASTICSEARCH_USERNAME", ""),
    "PASSWORD": env.str("ELASTICSEARCH_PASSWORD", ""),
    "API_KEY": env.str("ELASTICSEARCH_API_KEY", ""),
    "CA_CERTS": env.str("ELASTICSEARCH_CA_CERTS", ""),
    "INDEX_PREFIX": env.str("ELASTICSEARCH_INDEX_PREFIX", "offene-region"),
    "REPLICAS": env.int("ELASTICSEARCH_REPLICAS", 0),
}

# Wagtail's own index serves the page and snippet choosers of the admin only.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
