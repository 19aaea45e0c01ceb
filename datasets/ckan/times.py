"""Points in time as CKAN writes them: UTC without zone, microseconds only where there are some."""

from datetime import UTC, datetime

from django.utils.dateparse import parse_date, parse_datetime


def iso(moment: datetime | None) -> str | None:
    """Return the text of a point in time."""
    if moment is None:
        return None
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat()


def parse_moment(text: str) -> datetime | None:
    """Return the point in time that ISO text spells (UTC where no zone is named), None for none."""
    try:
        moment = parse_datetime(text.strip())
        if moment is None:
            day = parse_date(text.strip())
            moment = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
    except (ValueError, OverflowError):
        return None
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment
