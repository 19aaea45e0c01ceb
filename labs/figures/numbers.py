"""Numbers and days as Germans read them, and as machines do."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

AUTO_DECIMALS = 2
_TO_GERMAN = str.maketrans(",.-", ".,−")


def rounded(value: Any, decimals: int | None, *, average: bool = False) -> Decimal:
    """Return the number to be shown; without a wish at most two decimals, one for averages."""
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if decimals is None:
        wanted = 1 if average else AUTO_DECIMALS
        decimals = next(n for n in range(wanted + 1) if n == wanted or number == round(number, n))
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def german(number: Decimal) -> str:
    """Write a number with thousands dots and a decimal comma: 1.234,5."""
    return f"{number:,f}".translate(_TO_GERMAN)


def plain(number: Decimal) -> str:
    """Write a number for machines: no exponent, decimal point."""
    return format(number, "f")


def value_words(value: Any) -> str:
    """Write any cell the German way."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, int | float | Decimal):
        return german(rounded(value, None))
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return str(value)
