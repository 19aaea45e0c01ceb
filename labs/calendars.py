"""Events as iCalendar (RFC 5545), written by hand: a dozen lines do not need a library."""

import datetime
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from labs.models import EventPage

LINE = 73


def calendar(events: Iterable[EventPage], *, name: str = "") -> str:
    """Return a calendar of the events; lines are folded and end as the standard asks."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Offene Region//Portal//DE",
        "METHOD:PUBLISH",
    ]
    if name:
        lines.append(f"X-WR-CALNAME:{_text(name)}")
    for event in events:
        lines.extend(_event(event))
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(event: EventPage) -> list[str]:
    """Return the lines of one event."""
    host = urlsplit(settings.PORTAL_BASE_URL).hostname or "localhost"
    changed = event.last_published_at or event.start
    place = ", ".join(part for part in (event.venue, event.address) if part)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.translation_key}@{host}",
        f"DTSTAMP:{_time(changed)}",
        f"LAST-MODIFIED:{_time(changed)}",
        f"DTSTART:{_time(event.start)}",
        f"SUMMARY:{_text(event.title)}",
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
    ]
    if event.end:
        lines.append(f"DTEND:{_time(event.end)}")
    if event.summary:
        lines.append(f"DESCRIPTION:{_text(event.summary)}")
    if place or event.is_online:
        lines.append(f"LOCATION:{_text(place or 'online')}")
    if event.full_url:
        lines.append(f"URL:{event.full_url}")
    return [*lines, "END:VEVENT"]


def _time(moment: datetime.datetime) -> str:
    """Return a moment in universal time."""
    return moment.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    """Escape what has a meaning in calendars."""
    plain = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> str:
    """Break a line after 73 bytes, never inside a letter."""
    parts, current = [], b""
    for letter in line:
        encoded = letter.encode()
        if len(current) + len(encoded) > LINE:
            parts.append(current)
            current = b""
        current += encoded
    return b"\r\n ".join([*parts, current]).decode()


def calendar_events() -> Iterable[EventPage]:
    """Return the events of the calendar that people subscribe to: the last year's and all to come."""
    since = timezone.now() - datetime.timedelta(days=365)
    return EventPage.objects.live().public().filter(start__gte=since).order_by("start")[:500]
