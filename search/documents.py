"""What can be found, as values: apps above register providers; search knows none of their models."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

# So many years of a long period are counted, the newest.
MOST_YEARS = 120


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing that can be found. `key` is "<kind of record>:<id>"; texts are as people wrote them.

    `facets` hold raw values that are counted and filtered; `texts` further fields by name;
    `permission_labels` say who may find it ("public", "org:<id>", "user:<id>").
    """

    key: str
    kind: str
    title: str
    body: str
    url: str
    language: str = "de"
    keywords: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, datetime] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    bbox: tuple[float, float, float, float] | None = None
    permission_labels: tuple[str, ...] = ()


def years_between(first: date | None, last: date | None) -> tuple[str, ...]:
    """Return the years from the first to the last day, as the facet `period` counts them."""
    known = [day.year for day in (first, last) if day is not None]
    if first is None or not known:
        return ()
    newest = max(known)
    return tuple(map(str, range(max(min(known), newest - MOST_YEARS + 1), newest + 1)))


class Provider(Protocol):
    """Where documents come from: one for each family of records."""

    prefix: str

    def iter_documents(self) -> Iterator[SearchDocument]:
        """Yield everything that can be found, in bounded memory."""
        ...

    def get_documents(self, keys: Sequence[str]) -> Iterable[SearchDocument]:
        """Return those of the keys that can be found now."""
        ...


_providers: dict[str, Provider] = {}


def register_provider(provider: Provider) -> None:
    """Make a family of records findable; called in `AppConfig.ready()`."""
    _providers[provider.prefix] = provider


def providers() -> dict[str, Provider]:
    """Return the registered providers by the prefix of their keys."""
    return dict(_providers)
