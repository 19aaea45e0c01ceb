"""What a version that is not public yet would change on published pages."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from datasets.models import ResourceVersion
from datasets.signals import Foreseen
from labs.figures.computing import FigureProblem, table_for
from labs.figures.following import kinds, loaded
from labs.figures.models import Figure
from labs.figures.usage import pages_using


def foresee(version: ResourceVersion, **_kwargs: Any) -> list[Foreseen]:
    """Say what becomes of every figure and chart; receiver of `version_foreseen`."""
    found: list[Foreseen] = []
    for kind in kinds:
        items = list(loaded(kind.model).filter(resource_id=version.resource_id, pinned=False))
        pages = pages_using(kind.model, [item.pk for item in items]) if items else {}
        for item in items:
            if pages.get(item.pk):
                entry = _entry(kind, item, version, pages[item.pk])
                if entry is not None:
                    found.append(entry)
    return found


def _entry(kind: Any, item: Any, version: ResourceVersion, pages: list[Any]) -> Foreseen | None:
    """Return the change of one definition, None where nothing changes."""
    where = tuple((page.title, page.full_url or "") for page in pages)
    number = len(pages)
    on_pages = ngettext("auf {n} Seite", "auf {n} Seiten", number).format(n=number)
    try:
        fields = kind.evaluate(item, table_for(None, version))
    except FigureProblem as error:
        return Foreseen(
            _("{label}: {problem} Gezeigt wird weiter der bisherige Stand, {on_pages}").format(
                label=item, problem=error.message, on_pages=on_pages
            ),
            where,
            warning=True,
        )
    before = item.shown or item.newest
    if isinstance(item, Figure):
        if before is not None and before.text == fields["text"]:
            return None
        was = before.text if before else _("noch keine Zahl")
        return Foreseen(f"{item}: {was} → {fields['text']} {on_pages}", where)
    if before is not None and all(getattr(before, key) == fields[key] for key in fields):
        return None
    return Foreseen(
        _("Diagramm „{label}“ wird neu gezeichnet, {on_pages}").format(
            label=item, on_pages=on_pages
        ),
        where,
    )
