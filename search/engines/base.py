"""What an engine can be asked and answers, as values; engines never see the text of a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from search.query.plan import All, Plan
from search.records import Record

EVERYTHING = All()


@dataclass(frozen=True, slots=True)
class Request:
    """`plan` says what and in which order; `filters` and `labels` only narrow it.

    `choices` are the filters a person picked in facets: each narrows the hits and the counts of all
    other facets but not its own. `labels` None means that everything may be found. `sort` is a field
    of the index, empty: best first, equal ones newest first. Without `counted` the number of all hits is
    not wanted: the best can be found without looking at every one.
    """

    plan: Plan = EVERYTHING
    filters: tuple[Plan, ...] = ()
    choices: Mapping[str, Plan] = field(default_factory=dict)
    labels: tuple[str, ...] | None = None
    facets: tuple[str, ...] = ()
    facet_size: int = 50
    sort: str = ""
    descending: bool = True
    offset: int = 0
    limit: int = 20
    stored: bool = False
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """Keys in order, the number of all, counts of facet values, and what is stored of the hits."""

    total: int
    keys: tuple[str, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    stored: tuple[Mapping[str, Any], ...] = ()


class Engine(Protocol):
    """An index of records. Everything raises IndexUnavailable when it is lost or out of reach."""

    name: str

    def exists(self) -> bool:
        """Say whether there is an index of this version to write to; a damaged one exists."""
        ...

    def has_older(self) -> bool:
        """Say whether only an index of an older form is there: it answers until the new one is built."""
        ...

    def write(self, records: Iterable[Record], gone: Sequence[str]) -> None:
        """Replace these records and remove those that are gone; visible to the next search."""
        ...

    def rebuild(self, records: Iterable[Record]) -> int:
        """Fill a new index beside the old one, then switch to it at once."""
        ...

    def search(self, request: Request) -> Answer:
        """Answer a request."""
        ...

    def terms(
        self, field: str, prefix: str, within: Plan | None = None, limit: int = 10
    ) -> list[tuple[str, int]]:
        """Return terms that begin so and the number of their documents, the most frequent first."""
        ...

    def typed(
        self, field: str, prefix: str, within: Plan, limit: int, request: Request
    ) -> tuple[list[tuple[str, int]], Answer]:
        """Return terms that begin so and the answer to a request, at once."""
        ...

    def health(self) -> dict[str, object]:
        """Say whether the index answers; never raises."""
        ...
