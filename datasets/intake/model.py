"""Values of the intake: the proposal a person accepts, what was extracted, the column profiles."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Container = Literal["csv", "gzip", "zip", "xlsx", "xls", "ods", "json", "geojson"]


@dataclass(frozen=True, slots=True)
class Warning:
    """Something a person should know before accepting; never stops the intake."""

    code: str
    message_de: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class PersonalDataFinding:
    """A column (or combination) that may tell about identifiable persons."""

    column: str
    kind: str
    reason_de: str


@dataclass(frozen=True, slots=True)
class TableChoice:
    """One table the file offers: a sheet, an archive member, or the file itself."""

    name: str
    kind: Literal["file", "sheet", "member"]
    rows: int | None = None
    hidden: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the table sits among the records of the file (1-based record numbers)."""

    preamble: tuple[int, ...] = ()
    header: tuple[int, ...] = ()
    footer: tuple[int, ...] = ()
    width: int = 0
    keep: tuple[int, ...] = ()
    pad_short_rows: bool = False
    records: int = 0

    @property
    def first_data(self) -> int:
        """Record number at which the data begin."""
        return max((*self.preamble, *self.header), default=0) + 1


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was understood of a file; `extract` follows it, a person may correct it."""

    container: Container
    encoding: str
    encoding_reason: str
    delimiter: str
    quote_char: str
    preamble: tuple[int, ...]
    header_rows: tuple[int, ...]
    footer_rows: tuple[int, ...]
    sheet: str | None
    member: str | None
    tables: tuple[TableChoice, ...]
    schema: dict[str, Any]
    dialect: dict[str, Any]
    rows_estimate: int
    rows_exact: bool
    columns: int
    warnings: tuple[Warning, ...]
    personal_data: tuple[PersonalDataFinding, ...]
    sentence: str
    layout: Layout = field(default_factory=Layout)

    def to_dict(self) -> dict[str, Any]:
        """The whole tree as JSON-able dict."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Extract:
    """Outcome of `extract`: Excel row = normalised row (header = 1) + `row_offset`."""

    rows: int
    columns: int
    row_offset: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a histogram: lower <= value < upper (the last includes its upper end); dates as ISO text."""

    lower: float | str
    upper: float | str
    count: int


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """Figures of one column; `distinct_exact` is False once the counting bound was reached."""

    name: str
    type: str
    count: int
    missing: int
    distinct: int
    distinct_exact: bool
    minimum: str | None
    maximum: str | None
    invalid: int
    histogram: tuple[Bin, ...]
    top: tuple[tuple[str, int], ...]

    def to_dict(self) -> dict[str, Any]:
        """The profile as JSON-able dict."""
        return asdict(self)
