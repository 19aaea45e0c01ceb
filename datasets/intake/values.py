"""Typed cells of spreadsheets and JSON in plain canonical text."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from decimal import Decimal
from typing import Any, Final

_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[(?:\$[^\]]*|[A-Za-z]+\d*)\]')


def shows_time(number_format: str) -> bool:
    """True if an Excel number format shows hours, minutes or seconds."""
    plain = _QUOTED.sub("", number_format.lower())
    return "h" in plain or "s" in plain


def plain_text(value: Any, number_format: str = "") -> str:
    """ISO dates, plain numbers, true/false; text as it is; None as empty cell."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return plain_number(value)
    if isinstance(value, dt.datetime):
        return _datetime(value, number_format)
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return _duration(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def plain_number(value: float) -> str:
    """Shortest text that reads back as the same number; whole numbers without ".0"."""
    if not math.isfinite(value):
        return ""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def _datetime(value: dt.datetime, number_format: str) -> str:
    midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
    if midnight and not shows_time(number_format):
        return value.date().isoformat()
    return value.isoformat(timespec="seconds")


def _duration(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"
