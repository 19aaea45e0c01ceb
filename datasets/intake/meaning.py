"""A meaning of a column with the reason for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """A meaning with its German reason and how sure it is (0 to 1)."""

    name: str
    reason: str
    confidence: float
    warning: str = ""
    pattern: str = ""
