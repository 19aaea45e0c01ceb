"""Pure functions from one cell to the mended cell; what they do not understand they leave alone."""

import re
from collections.abc import Callable
from datetime import datetime

Mend = Callable[[str], str]


def trimmed(cell: str) -> str:
    """Return the cell without space around it."""
    return cell.strip()


def decimal_point(group: str) -> Mend:
    """Return a function that writes 1.234,50 as 1234.50; `group` separates thousands."""
    grouped = rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+|" if group else ""
    whole = re.compile(rf"\s*([+-]?(?:{grouped}\d+))(?:,(\d+))?\s*")

    def mend(cell: str) -> str:
        found = whole.fullmatch(cell)
        if not found:
            return cell
        number, decimals = found.groups()
        plain = number.replace(group, "") if group else number
        return f"{plain}.{decimals}" if decimals else plain

    return mend


def international_day(form: str) -> Mend:
    """Return a function that writes an existing day of this form as JJJJ-MM-TT."""

    def mend(cell: str) -> str:
        try:
            return datetime.strptime(cell.strip(), form).date().isoformat()  # noqa: DTZ007 - a day
        except ValueError:
            return cell

    return mend


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
