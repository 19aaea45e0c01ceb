"""Recognise dates, times and years and name the strptime format that reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_D: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_M: Final = r"(?:0?[1-9]|1[0-2])"
_Y: Final = r"(?:1[5-9]|20|21)\d\d"
_HM: Final = r"(?:[01]?\d|2[0-3]):[0-5]\d"
_TIMES: Final = (
    (rf"{_HM}:[0-5]\d", "%H:%M:%S"),
    (rf"{_HM}", "%H:%M"),
    (rf"{_HM}:[0-5]\d\.\d{{1,6}}", "%H:%M:%S.%f"),
    (rf"{_HM} Uhr", "%H:%M Uhr"),
    (rf"{_HM}:[0-5]\d Uhr", "%H:%M:%S Uhr"),
    (r"(?:[01]?\d|2[0-3])\.[0-5]\d Uhr", "%H.%M Uhr"),
)
_DATES: Final = (
    (rf"{_D}\.{_M}\.{_Y}", "%d.%m.%Y"),
    (rf"{_Y}-{_M}-{_D}", "%Y-%m-%d"),
    (rf"{_D}\.{_M}\.\d\d", "%d.%m.%y"),
    (rf"{_D}/{_M}/{_Y}", "%d/%m/%Y"),
    (rf"{_M}/{_D}/{_Y}", "%m/%d/%Y"),
    (rf"{_D}-{_M}-{_Y}", "%d-%m-%Y"),
    (rf"{_Y}/{_M}/{_D}", "%Y/%m/%d"),
    (rf"{_M}/{_D}/\d\d", "%m/%d/%y"),
    (rf"{_Y}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", "%Y%m%d"),
)
_ZONES: Final = (("", ""), (r"(?:Z|[-+]\d\d:?\d\d)", "%z"), (r" (?:Z|[-+]\d\d:?\d\d)", " %z"))
_GLUES: Final = ((" ", " "), ("T", "T"), (", ", ", "))


@dataclass(frozen=True, slots=True)
class TimeFormat:
    """One way to write a date, time or both."""

    type: str
    format: str
    pattern: re.Pattern[str]
    only_labelled: bool = False


def _formats() -> tuple[TimeFormat, ...]:
    found = []
    for pattern, text in _DATES:
        compact = text == "%Y%m%d"
        found.append(TimeFormat("date", text, re.compile(f"^{pattern}$"), compact))
    for pattern, text in _TIMES:
        found.append(TimeFormat("time", text, re.compile(f"^{pattern}$")))
    for date, date_text in _DATES[:-1]:
        for glue, glue_text in _GLUES:
            for time, time_text in _TIMES:
                for zone, zone_text in _ZONES:
                    expression = re.compile(f"^{date}{glue}{time}{zone}$")
                    text = f"{date_text}{glue_text}{time_text}{zone_text}"
                    found.append(TimeFormat("datetime", text, expression))
    found.append(TimeFormat("time", "%H%M", re.compile(r"^(?:[01]\d|2[0-3])[0-5]\d$"), True))
    found.append(TimeFormat("yearmonth", "default", re.compile(rf"^{_Y}-(?:0[1-9]|1[0-2])$")))
    return tuple(found)


FORMATS: Final = _formats()
_QUICK: Final = re.compile(r"^\d{1,4}[./:-]\d|^\d{8}$|^\d{4}$")


@dataclass(frozen=True, slots=True)
class TimeGuess:
    """The best format of a column with the number of values that follow it."""

    format: TimeFormat
    conforming: int


def guess_time(values: Sequence[tuple[str, int]], *, labelled: bool) -> TimeGuess | None:
    """Best date or time format for (value, count) pairs; None if nothing fits."""
    if not any(_QUICK.match(value) for value, _ in values[:20]):
        return None
    candidates = _matching_any(values, labelled)
    best: TimeGuess | None = None
    for candidate in candidates:
        match = candidate.pattern.match
        hits = sum(count for value, count in values if match(value))
        if hits and (best is None or hits > best.conforming):
            best = TimeGuess(candidate, hits)
    return best


def _matching_any(values: Sequence[tuple[str, int]], labelled: bool) -> list[TimeFormat]:
    probes = [value for value, _ in values[:20]]
    return [
        item
        for item in FORMATS
        if (labelled or not item.only_labelled) and any(item.pattern.match(p) for p in probes)
    ]


def frictionless_format(item: TimeFormat, values: Sequence[tuple[str, int]]) -> str:
    """The `format` property; "default" where that reads the same values."""
    if item.format == "%Y-%m-%d" or item.type == "yearmonth":
        return "default"
    if item.format == "%H:%M:%S" and all(value[2:3] == ":" for value, _ in values):
        return "default"
    strict = all(len(value) >= 19 and value[16] == ":" for value, _ in values if len(value) > 16)
    if item.type == "datetime" and item.format.startswith("%Y-%m-%dT%H:%M:%S") and strict:
        return "default"
    return item.format
