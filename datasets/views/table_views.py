"""What the chosen view of a table shows: rows, chart, map, queries or programs."""

from urllib.parse import urlencode

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from datasets.charts import speaking
from datasets.models import Resource, ResourceVersion
from datasets.selectors.tables import geo_columns
from datasets.sqltab.program import Program, first_question, program, table_columns
from datasets.store import Table
from datasets.views.asking import Asked
from datasets.views.charting import chart_page
from datasets.views.joining import joined, offer
from datasets.views.mapping import map_page
from datasets.views.preview import preview_page
from datasets.views.snippets import addresses, snippets


def table_view(
    resource: Resource,
    version: ResourceVersion | None,
    table: Table | None,
    params: dict[str, str],
    asked: Asked,
) -> dict[str, object]:
    """Return the name of the view, the links to all of them, and what this one shows."""
    if table is None:
        return {"view": "rows", "preview": None}
    geo = geo_columns(version) if version else None
    view = params.get("ansicht", "")
    runner = program()
    offered = {
        "diagramm": True,
        "karte": geo is not None,
        "abfragen": runner is not None,
        "api": True,
    }
    view = view if offered.get(view) else "rows"
    shown: dict[str, object] = {"view": view, "views": _views(asked, offered, view)}
    if view == "diagramm":
        with speaking(get_language()):
            shown["chart"] = chart_page(table, params, asked)
        shown["chart_file"] = f"{resource.get_absolute_url()}/diagramm.svg{asked.link(ansicht='')}"
    elif view == "karte" and geo is not None:
        shown["map"] = map_page(table, geo, asked, str(resource))
    elif view == "abfragen":
        shown["queries"] = _queries(runner, resource, table, params)
    elif view == "api":
        shown["snippets"] = snippets(resource.pk)
        shown["addresses"] = addresses(resource.pk)
    else:
        preview = preview_page(table, asked)
        wanted = dict(asked.carried)
        shown["join"] = offer(table, preview)
        shown["preview"] = (
            joined(table, preview) if {"namen", "je1000"} & wanted.keys() else preview
        )
    return shown


def _queries(
    runner: Program | None, resource: Resource, table: Table, params: dict[str, str]
) -> dict[str, object]:
    """Return what the program in the browser needs to ask the table."""
    wanted = {"roh": "1"} | ({"version": params["version"]} if params.get("version") else {})
    return {
        "program": runner,
        "data": f"{resource.get_absolute_url()}/tabelle.csv?{urlencode(wanted)}",
        "columns": table_columns(table),
        "question": first_question(table),
        "rows": table.info().rows,
    }


def _views(asked: Asked, offered: dict[str, bool], view: str) -> list[tuple[str, str, bool]]:
    """Return title, address and whether it is shown, of each view of a table."""
    titles = {
        "diagramm": _("Diagramm"),
        "karte": _("Karte"),
        "abfragen": _("Abfragen"),
        "api": _("Programmieren (API)"),
    }
    names = [("rows", "", _("Tabelle"))]
    names += [(name, name, titles[name]) for name, there in offered.items() if there]
    return [
        (title, asked.link(ansicht=value, seite=1), name == view) for name, value, title in names
    ]
