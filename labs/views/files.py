"""Calendars and tables to take away."""

import csv

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from labs.calendars import calendar, calendar_events
from labs.listing import visible
from labs.models import EventPage
from labs.selectors.proposals import HEADER, proposal_rows

# A cell that begins with one of these would be run as a formula by spreadsheets.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that hands back what is written."""

    def write(self, value: str) -> str:
        """Return the line."""
        return value


def safe_cell(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(FORMULA) else value


@require_safe
def proposals_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Return all proposals as a table."""
    writer = csv.writer(_Echo())
    rows = (writer.writerow([safe_cell(cell) for cell in row]) for row in proposal_rows())
    answer = StreamingHttpResponse(
        (line for lines in ([writer.writerow(HEADER)], rows) for line in lines),
        content_type="text/csv; charset=utf-8",
    )
    answer["Content-Disposition"] = 'attachment; filename="vorschlaege-der-labore.csv"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def events_ical(request: HttpRequest) -> HttpResponse:
    """Return the calendar that people subscribe to."""
    name = _("{portal}: Veranstaltungen").format(portal=settings.PORTAL_NAME)
    return _calendar(calendar(calendar_events(), name=name), "veranstaltungen.ics")


@require_safe
def event_ical(request: HttpRequest, pk: int) -> HttpResponse:
    """Return one event."""
    event = get_object_or_404(visible(EventPage.objects.all(), variants=True), pk=pk)
    return _calendar(calendar([event]), f"{event.slug}.ics")


def _calendar(text: str, name: str) -> HttpResponse:
    """Return a calendar as a file."""
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
