"""What editors' words do to a search: their synonyms in use, their promotions above the hits."""

import time

from search.analysis import synonyms
from search.api import ask
from search.engines.base import Request
from search.errors import SearchError
from search.models import Promotion, Synonym, normal_form
from search.query.plan import Has

# How long another process may go on with the synonyms of before, in seconds.
FRESH = 30.0


class _Read:
    """When the synonyms were read last."""

    at: float | None = None


def refresh_synonyms() -> None:
    """Take the editors' synonyms into use, if they were not read a moment ago."""
    now = time.monotonic()
    if _Read.at is None or now - _Read.at > FRESH:
        _Read.at = now
        synonyms.use(Synonym.objects.values_list("words", flat=True))


def synonyms_changed(**_: object) -> None:
    """Read the synonyms anew at the next search; receiver of signals."""
    _Read.at = None


def promoted(text: str) -> list[dict[str, str]]:
    """Return the promotions for exactly this search that everybody may see."""
    form = normal_form(text)
    if not form:
        return []
    paths = list(Promotion.objects.filter(key__contains=f"|{form}|").values_list("path", flat=True))
    if not paths:
        return []
    try:
        found = ask(Request(Has("url", tuple(paths)), labels=("public",), limit=5, stored=True))
    except SearchError:
        return []
    shown = [{name: hit[name] for name in ("title", "url", "kind", "body")} for hit in found.stored]
    return sorted(shown, key=lambda hit: paths.index(hit["url"]))
