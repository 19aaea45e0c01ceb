"""Moments as CKAN's clients write them: ISO dates and Solr's date math (`NOW-7DAYS/DAY`)."""

import calendar
import re
from datetime import UTC, datetime, timedelta

_ISO = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6})\d*)?)?)?)?)?"
    r"(Z|[+-]\d{2}:?\d{2})?"
)
_STEP = re.compile(r"([+-])(\d{1,6})([A-Z]+)|/([A-Z]+)")
_UNITS = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "MILLI", "MILLISECOND")


def parse_moment(text: str, now: datetime | None = None) -> datetime | None:
    """Return the moment (UTC) that a date or date math names, None if it names none."""
    base, rest = _base(text.strip(), now)
    if base is None:
        return None
    place = 0
    try:
        for step in _STEP.finditer(rest):
            if step.start() != place:
                return None
            place = step.end()
            base = _round(base, step[4]) if step[4] else _move(base, step[1], step[2], step[3])
    except (ValueError, OverflowError):
        return None
    return base if place == len(rest) else None


def _base(text: str, now: datetime | None) -> tuple[datetime | None, str]:
    """Return where the sum starts and what is still to be done."""
    if text.startswith("NOW"):
        return now or datetime.now(UTC), text[3:]
    found = _ISO.match(text)
    if not found:
        return None, ""
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    try:
        moment = datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0),
            int(second or 0), int((fraction or "0").ljust(6, "0")), UTC,
        )  # fmt: skip
        if zone and zone != "Z":
            hours, minutes = int(zone[1:3]), int(zone[-2:])
            shift = timedelta(hours=hours, minutes=minutes)
            moment += -shift if zone[0] == "+" else shift
    except (ValueError, OverflowError):
        return None, ""
    return moment, text[found.end() :]


def _unit(word: str) -> str:
    """Return the unit in the singular. Raises ValueError."""
    unit = word.removesuffix("S")
    if unit == "DATE":
        unit = "DAY"
    if unit not in _UNITS:
        raise ValueError(word)
    return unit


def _round(moment: datetime, word: str) -> datetime:
    """Go back to the beginning of a year, month, day and so on."""
    unit = _unit(word)
    if unit.startswith("MILLI"):
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    start = {"month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0, "microsecond": 0}
    names = ("year", *start)
    kept = names.index(unit.lower())
    fields = {name: start[name] for name in names[kept + 1 :]}
    return moment.replace(**fields)  # type: ignore[arg-type]  # only whole numbers, no time zone


def _move(moment: datetime, sign: str, amount: str, word: str) -> datetime:
    """Add or take away some units; the 31st of a short month is its last day."""
    count = int(amount) * (1 if sign == "+" else -1)
    unit = _unit(word)
    if unit in ("YEAR", "MONTH"):
        months = moment.year * 12 + moment.month - 1 + count * (12 if unit == "YEAR" else 1)
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
    name = "milliseconds" if unit.startswith("MILLI") else f"{unit.lower()}s"
    return moment + timedelta(**{name: count})
