"""Numbers with more than 38 digits: kept as text beside a text key that sorts as the value does."""

from __future__ import annotations

from decimal import Decimal

MAX_DIGITS = 38
SMALL_DIGITS = 18
_COMPLEMENT = str.maketrans("0123456789", "9876543210")
_SPECIAL = {"-Infinity": "0", "Infinity": "3", "NaN": "4"}


def digits(text: str) -> tuple[int, int]:
    """Count the digits before and after the point of a plain decimal."""
    whole, _, fraction = text.lstrip("+-").partition(".")
    return len(whole.lstrip("0")), len(fraction)


def is_special(text: str) -> bool:
    """Tell whether this is no finite number."""
    return text in _SPECIAL


def number_type(whole: int, fraction: int, *, integer: bool) -> str:
    """Return the narrowest exact DuckDB type for so many digits; VARCHAR beyond 38."""
    total = whole + fraction
    if total > MAX_DIGITS:
        return "VARCHAR"
    if integer:
        return "BIGINT" if total <= SMALL_DIGITS else "HUGEINT"
    return f"DECIMAL({SMALL_DIGITS if total <= SMALL_DIGITS else MAX_DIGITS},{fraction})"


def sort_key(text: str, width: int) -> str:
    """Return a text whose order is the numbers' order; `width` is the most digits before the point."""
    if text in _SPECIAL:
        return _SPECIAL[text]
    negative = text.startswith("-")
    whole, _, fraction = text.lstrip("+-").partition(".")
    whole, fraction = whole.lstrip("0"), fraction.rstrip("0")
    if len(whole) > width:  # only a question can hold a larger number than the column
        return "0~" if negative else "2~"
    body = whole.rjust(width, "0") + "." + fraction
    if not negative or not (whole or fraction):
        return "2" + body
    return "1" + body.translate(_COMPLEMENT) + "~"


def decimal_key(value: Decimal, width: int) -> str:
    """Return the sort key of a bound value."""
    if not value.is_finite():
        return _SPECIAL["NaN" if value.is_nan() else ("-Infinity" if value < 0 else "Infinity")]
    return sort_key(format(value, "f"), width)
