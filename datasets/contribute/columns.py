"""The step of the columns: what each is called and means, fifty on a page."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from datasets.contribute.common import COLUMNS_A_PAGE, address_of, draw, own_version, person_of
from datasets.contribute.forms import ColumnForm
from datasets.errors import DatasetsError
from datasets.models import ResourceVersion
from datasets.schemas.editing import ColumnEdit, with_edits
from datasets.services.describing import version_describe
from datasets.views.asking import page_number


@dataclass(frozen=True)
class ColumnPage:
    """Which columns of how many are on the page; the first one counts as 1."""

    number: int
    first: int
    last: int
    total: int

    @property
    def pages(self) -> list[tuple[int, int, int]]:
        """Return number, first and last column of every page."""
        starts = range(0, self.total, COLUMNS_A_PAGE)
        return [
            (number, start + 1, min(start + COLUMNS_A_PAGE, self.total))
            for number, start in enumerate(starts, 1)
        ]

    @property
    def has_next(self) -> bool:
        """Say whether there are columns after these."""
        return self.last < self.total


def columns(request: HttpRequest, version_id: str) -> HttpResponse:
    """Let the person name and explain the columns."""
    version = own_version(request, version_id)
    if version.finished_at is None:
        return redirect(address_of(request, "befund", version.pk))
    every = version.schema.get("fields", [])
    page = _page(request, len(every))
    data = request.POST if request.method == "POST" else None
    forms = [
        ColumnForm(data, field=field, prefix=f"c{at}", initial=field)
        for at, field in enumerate(every[page.first - 1 : page.last], page.first - 1)
    ]
    valid = all(form.is_valid() for form in forms)
    if data is not None and valid:
        return _described(
            request, version, page, [ColumnEdit(**form.cleaned_data) for form in forms]
        )
    profiles = {item.get("name"): _german(item) for item in version.profile}
    rows = [(form, profiles.get(form.field["name"])) for form in forms]
    context = {"rows": rows, "page": page}
    return draw(request, "columns", "spalten", version, context, 422 if data and not valid else 200)


def _page(request: HttpRequest, total: int) -> ColumnPage:
    last_page = max(1, -(-total // COLUMNS_A_PAGE))
    number = min(page_number(request.GET.get("seite", "1")), last_page)
    first = (number - 1) * COLUMNS_A_PAGE
    return ColumnPage(number, first + 1, min(first + COLUMNS_A_PAGE, total), total)


def _german(profile: dict[str, Any]) -> dict[str, Any]:
    """Return a column's figures with numbers written the German way."""
    if profile.get("type") not in ("number", "integer"):
        return profile
    low, high = (_with_comma(profile.get(key)) for key in ("minimum", "maximum"))
    return {**profile, "minimum": low, "maximum": high}


def _with_comma(value: object) -> object:
    return value if value is None else str(value).replace(".", ",")


def _described(
    request: HttpRequest, version: ResourceVersion, page: ColumnPage, edits: list[ColumnEdit]
) -> HttpResponse:
    """Judge the file by the changed columns; back to the report where that brings new findings."""
    found = version.finding_count
    schema = with_edits(version.schema, edits, page.first - 1)
    try:
        done = version_describe(
            version=version, schema=schema, actor=person_of(request), obeys=version.obeys
        )
    except DatasetsError as error:
        messages.error(request, error.message)
        return redirect(address_of(request, "spalten", version.pk))
    done.refresh_from_db()
    if done.finished_at is None or done.finding_count > found:
        if done.finding_count > found:
            messages.warning(request, _("Nicht alle Werte passen zu den gewählten Arten."))
        return redirect(address_of(request, "befund", done.pk))
    if page.has_next and request.POST.get("action") != "done":
        return redirect(f"{address_of(request, 'spalten', done.pk)}?seite={page.number + 1}")
    return redirect(address_of(request, "angaben", done.pk))
