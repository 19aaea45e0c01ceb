"""Numbers, dates and other values as a German reader expects them; in charts as the reader does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from typing import Any

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
)  # fmt: skip
_language: ContextVar[str] = ContextVar("charts_language", default="de")
_SIGNS = str.maketrans(".,", ",.")
GROUP_FROM = 5  # four digits stay together, as the German spelling rules advise


def german_number(
    value: float | Decimal | str, decimals: int | None = None, *, group: bool = True
) -> str:
    """Write `1234567.5` as `1.234.567,5`; `decimals` None keeps the digits the value has."""
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not number.is_finite():
        return "–"
    with localcontext(prec=4000):
        if decimals is not None:
            number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        text = format(number, "f")
    sign, text = ("−", text[1:]) if text.startswith("-") else ("", text)
    whole, _, fraction = text.partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    if group and len(whole) >= GROUP_FROM:
        whole = f"{int(whole):,}".replace(",", ".") if len(whole) < 4000 else whole
    if not whole.strip("0.") and not fraction.strip("0"):
        sign = ""
    return sign + whole + ("," + fraction if fraction else "")


def german_date(value: date, *, long: bool = False) -> str:
    """Write 31.12.2024, or 31. Dezember 2024."""
    if long:
        return f"{value.day}. {MONTHS[value.month - 1]} {value.year}"
    return f"{value.day:02}.{value.month:02}.{value.year:04}"


def german_value(value: Any) -> str:
    """Write any value of a table; missing is a dash."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, int | float | Decimal):
        return german_number(value)
    if isinstance(value, datetime):
        return f"{german_date(value)} {value:%H:%M:%S}".removesuffix(":00")
    if isinstance(value, date):
        return german_date(value)
    if isinstance(value, time):
        return f"{value:%H:%M:%S}".removesuffix(":00")
    return str(value)


@contextmanager
def speaking(language: str | None) -> Iterator[None]:
    """Draw and describe in English instead of German, where that is the language."""
    token = _language.set("en" if language == "en" else "de")
    try:
        yield
    finally:
        _language.reset(token)


def word(german: str, english: str) -> str:
    """Return a word of the chart in the language that is spoken."""
    return english if _language.get() == "en" else german


def spoken_number(
    value: float | Decimal | str, decimals: int | None = None, *, group: bool = True
) -> str:
    """Write a number in the language that is spoken."""
    text = german_number(value, decimals, group=group)
    return word(text, text.translate(_SIGNS))


def spoken_value(value: Any) -> str:
    """Write any value in the language that is spoken."""
    if isinstance(value, bool):
        return word("ja", "yes") if value else word("nein", "no")
    text = german_value(value)
    if isinstance(value, datetime | date):
        return word(text, text.replace(".", "/"))
    if isinstance(value, int | float | Decimal):
        return word(text, text.translate(_SIGNS))
    return text
