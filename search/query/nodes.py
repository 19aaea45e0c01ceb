"""What a query says, as a tree of values: made by the parsers, read by the compilers."""

from dataclasses import dataclass
from enum import Enum


class Occur(Enum):
    """Whether a clause has to match, may match or must not match."""

    MUST = "+"
    SHOULD = ""
    NOT = "-"


@dataclass(frozen=True, slots=True)
class MatchAll:
    """`*:*`: everything."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word; on a text field it is analysed, on any other taken as it is."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Words side by side on an exact field inside a filter: any of them counts (as Solr does)."""

    field: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, at most `slop` moves apart."""

    field: str
    text: str
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A pattern over whole terms; `field:*` asks whether there is a value at all."""

    field: str
    pattern: str
    """`*` and `?` are operators unless a backslash stands before them."""


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word and everything at most `distance` letters away (0 to 2)."""

    field: str
    text: str
    distance: int


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression over whole terms."""

    field: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`; None is open."""

    field: str
    low: str | None
    high: str | None
    include_low: bool
    include_high: bool


@dataclass(frozen=True, slots=True)
class Boost:
    """The same matches, weighed by `factor`."""

    node: "Node"
    factor: float


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a Bool and whether it has to match."""

    occur: Occur
    node: "Node"


@dataclass(frozen=True, slots=True)
class Bool:
    """Clauses side by side: all MUST, no NOT, and without a MUST at least one SHOULD."""

    clauses: tuple[Clause, ...]
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """Free words searched over the weighted fields (CKAN's dismax): `minimum` of them must match."""

    texts: tuple[str, ...]
    minimum: int


Node = (
    MatchAll | Term | AnyOf | Phrase | Wildcard | Fuzzy | Regex | Range | Boost | Bool | Words
)  # fmt: skip
