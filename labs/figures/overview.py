"""All living figures and charts with the pages they stand on; those that need a look come first."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page

from datasets.permissions import readable_datasets
from labs.figures.following import kinds, loaded
from labs.figures.usage import pages_using

MOST = 300


@dataclass(frozen=True, slots=True)
class Row:
    """A figure or chart."""

    item: Any
    kind: str
    pages: tuple[Page, ...]

    @property
    def shown(self) -> str:
        """Return what pages show: the number, or the version of the chart."""
        state = self.item.shown or self.item.newest
        return (
            str(getattr(state, "text", "") or getattr(state, "version_label", "")) if state else "–"
        )


def overview(request: HttpRequest) -> HttpResponse:
    """List what stands on published pages; `?alle=1` also lists what stands nowhere."""
    user: Any = request.user
    everything = request.GET.get("alle") == "1"
    rows: list[Row] = []
    for kind in kinds:
        items = list(
            loaded(kind.model)
            .filter(resource__dataset__in=readable_datasets(user))
            .order_by("-created_at")[:MOST]
        )
        pages = pages_using(kind.model, [item.pk for item in items])
        name = str(kind.model._meta.verbose_name)
        rows += [Row(item, name, tuple(pages.get(item.pk, ()))) for item in items]
    shown = [row for row in rows if everything or row.pages]
    shown.sort(key=lambda row: (not row.item.problem, -row.item.created_at.timestamp()))
    context = {"rows": shown, "everything": everything}
    return render(request, "labs/maker/overview.html", context)
