"""What goes into the road of a file and what comes out of it.

Apart from the road itself: web workers speak of it without loading pandas and every file format.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROCESS = "datasets.pipeline.process"
"""The function that takes an Order and returns an Outcome, imported where it runs."""


@dataclass(frozen=True)
class Order:
    """What to do: the stored original, its name, a schema if one is given, where the table goes."""

    source: Path
    file_name: str
    table_target: Path
    scratch: Path
    schema: dict[str, Any] | None = None
    sheet: str | None = None
    member: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What was found out. `state` is a VersionState value; `message` is German, for a person."""

    state: str
    message: str
    proposal: dict[str, Any] = field(default_factory=dict)
    schema: dict[str, Any] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)
    findings: tuple[dict[str, Any], ...] = ()
    profile: tuple[dict[str, Any], ...] = ()
    personal_data: tuple[dict[str, Any], ...] = ()
    finding_count: int = 0
    rows: int | None = None
    columns: int | None = None
    has_table: bool = False
