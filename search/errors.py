"""Errors of the search.

SearchError
├── QueryError   the query cannot be read
├── IndexBusy    another writer has the index
└── IndexUnavailable    the index is lost, damaged or out of reach
    └── IndexLost    a separate server answers, but its index is lost
        └── IndexDamaged    its files cannot be read
"""

from portal.base.errors import PortalError


class SearchError(PortalError):
    """Root of the search's expected failures."""


class QueryError(SearchError):
    """The query cannot be read."""

    code = "search_syntax"


class IndexUnavailable(SearchError):
    """The index is lost, damaged or out of reach; `manage.py search_rebuild` makes it anew."""

    code = "index_unavailable"
    http_status = 503


class IndexLost(IndexUnavailable):
    """A separate server answers, but its index is lost: it does not come back by itself."""


class IndexDamaged(IndexLost):
    """Files of the index cannot be read: it has to be built anew, even if it seems well."""


class IndexBusy(SearchError):
    """Another process writes the index; what waits is written after it."""

    code = "index_busy"
    http_status = 503
