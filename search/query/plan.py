"""What an engine is asked, in the index's own fields and ready-made tokens: no text of a person."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class All:
    """Every document."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document."""


@dataclass(frozen=True, slots=True)
class Has:
    """Documents with one of these terms in a field."""

    field: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    """Terms in this order, at most `slop` moves apart."""

    field: str
    terms: tuple[str, ...]
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """Terms made of literal pieces, `ANY` for any signs and `ONE` for a single one."""

    field: str
    pieces: tuple[str, ...]


ANY = "\x00*"
ONE = "\x00?"


@dataclass(frozen=True, slots=True)
class Expression:
    """Terms that begin with `prefix` and whose rest a regular expression describes."""

    field: str
    prefix: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Near:
    """Terms at most `distance` letters away."""

    field: str
    term: str
    distance: int


@dataclass(frozen=True, slots=True)
class Between:
    """Whole numbers in a range; None is open."""

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class TermsBetween:
    """Terms that begin with `prefix` and whose rest lies between `low` and `high` in sorting order."""

    field: str
    prefix: str
    low: str | None
    high: str | None
    include_low: bool = True
    include_high: bool = True


@dataclass(frozen=True, slots=True)
class Both:
    """All of `must`, none of `without`; of `should` at least `minimum`."""

    must: tuple["Plan", ...] = ()
    should: tuple["Plan", ...] = ()
    without: tuple["Plan", ...] = ()
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class Best:
    """Any of them; the best one counts, the others by `tie`."""

    parts: tuple["Plan", ...]
    tie: float = 0.1


@dataclass(frozen=True, slots=True)
class Weighed:
    """The same documents, their score times `factor`."""

    part: "Plan"
    factor: float


@dataclass(frozen=True, slots=True)
class Flat:
    """The same documents, all with this score."""

    part: "Plan"
    score: float = 0.0


Plan = (
    All | Nothing | Has | Sequence | Pattern | Expression | Near | Between | TermsBetween | Both
    | Best | Weighed | Flat
)  # fmt: skip


def scores(plan: Plan) -> bool:
    """Say whether the plan tells better documents from worse ones."""
    match plan:
        case All() | Nothing() | Flat() | Between() | TermsBetween():
            return False
        case Both(must=must, should=should):
            return any(scores(part) for part in (*must, *should)) or bool(should and must)
        case Best(parts=parts):
            return any(scores(part) for part in parts)
        case Weighed(part=part):
            return scores(part)
        case _:
            return True
