"""Pure functions from one cell to the mended cell; what they do not understand they leave alone."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

Mend = Callable[[str], str]


def trimmed(cell: str) -> str:
    """Return the cell without space around it."""
    return cell.strip()


@dataclass(frozen=True)
class DecimalPoint:
    """Writes 1.234,50 as 1234.50; `group` separates thousands."""

    group: str

    @property
    def sure(self) -> str:
        """Pattern of cells that are changed for certain, not of all."""
        grouped = r"[0-9]{1,3}(?:\.[0-9]{3})+|" if self.group == "." else ""
        return rf"^[+-]?(?:{grouped}[0-9]+),[0-9]+$"

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        grouped = rf"\d{{1,3}}(?:{re.escape(self.group)}\d{{3}})+|" if self.group else ""
        return re.compile(rf"\s*([+-]?(?:{grouped}\d+))(?:,(\d+))?\s*")

    def __call__(self, cell: str) -> str:
        """Return the number, or the cell if it is none."""
        found = self._whole.fullmatch(cell)
        if not found:
            return cell
        number, decimals = found.groups()
        plain = number.replace(self.group, "") if self.group else number
        return f"{plain}.{decimals}" if decimals else plain


@dataclass(frozen=True)
class InternationalDay:
    """Writes an existing day of this form as JJJJ-MM-TT."""

    form: str

    @property
    def sure(self) -> str:
        """Pattern of cells that are changed for certain, not of all; empty if there is none."""
        day = r"(?:0[1-9]|1[0-9]|2[0-8])\.(?:0[1-9]|1[0-2])\.[12][0-9]{3}"
        return f"^{day}$" if self.form == "%d.%m.%Y" else ""

    def __call__(self, cell: str) -> str:
        """Return the day, or the cell if it is none."""
        try:
            return datetime.strptime(cell.strip(), self.form).date().isoformat()  # noqa: DTZ007 - a day
        except ValueError:
            return cell


def leading_zero(digits: int) -> Mend:
    """Return a function that gives back the zero that a spreadsheet has eaten."""
    short = re.compile(rf"\s*(\d{{{digits - 1}}})(?:[.,]0)?\s*", re.ASCII)

    def mend(cell: str) -> str:
        found = short.fullmatch(cell)
        return f"0{found.group(1)}" if found else cell

    return mend


def emptied(placeholders: frozenset[str]) -> Mend:
    """Return a function that empties cells which only say that there is nothing."""

    def mend(cell: str) -> str:
        return "" if cell in placeholders else cell

    return mend
