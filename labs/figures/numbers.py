"""Numbers and days as Germans read them, and as machines do."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from datasets.charts import german_number

AUTO_DECIMALS = 2


def rounded(value: Any, decimals: int | None, *, average: bool = False) -> Decimal:
    """Return the number to be shown; without a wish at most two decimals, one for averages."""
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if decimals is None:
        wanted = 1 if average else AUTO_DECIMALS
        decimals = next(n for n in range(wanted + 1) if n == wanted or number == round(number, n))
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def german(number: Decimal) -> str:
    """Write a number the German way, with the decimals it was rounded to: 12.345,5."""
    return german_number(number, max(0, -int(number.as_tuple().exponent)))


def plain(number: Decimal) -> str:
    """Write a number for machines: no exponent, decimal point."""
    return format(number, "f")
