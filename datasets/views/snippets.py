"""Programs that read a table, ready to be copied; a test runs them."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

_CURL = """curl -s '{search}&limit=5'"""
_PYTHON = """import json
from urllib.request import urlopen

with urlopen("{search}&limit=5") as answer:
    result = json.load(answer)["result"]
print(result["total"], "Zeilen")
for row in result["records"]:
    print(row)
"""
_PANDAS = """import pandas

table = pandas.read_csv("{csv}", dtype=str)
print(table.head())
"""
_R = """library(jsonlite)

answer <- fromJSON("{search}&limit=5")
print(answer$result$total)
print(answer$result$records)
"""
_SCRIPT = """const answer = await fetch("{search}&limit=5");
const {{ result }} = await answer.json();
console.log(result.total, "Zeilen");
console.table(result.records);
"""


@dataclass(frozen=True)
class Snippet:
    """A program in one language."""

    language: str
    code: str


def snippets(resource_id: str) -> list[Snippet]:
    """Return the programs for one table."""
    base = settings.PORTAL_BASE_URL.rstrip("/")
    search = f"{base}/api/3/action/datastore_search?resource_id={resource_id}"
    places = {"search": search, "csv": f"{base}/datastore/dump/{resource_id}"}
    named = [
        ("curl", _CURL),
        ("Python", _PYTHON),
        ("Python (pandas)", _PANDAS),
        ("R", _R),
        ("JavaScript", _SCRIPT),
    ]
    return [Snippet(language, code.format(**places)) for language, code in named]


def addresses(resource_id: str) -> list[tuple[str, str]]:
    """Return examples of addresses with what they do."""
    base = settings.PORTAL_BASE_URL.rstrip("/")
    search = f"{base}/api/3/action/datastore_search?resource_id={resource_id}"
    return [
        (_("Erste Zeilen"), f"{search}&limit=5"),
        (_("Suche nach Wörtern"), f"{search}&q=beispiel"),
        (_("Eine Zeile nach ihrer Nummer"), f'{search}&filters={{"_id":1}}'),
        (
            _("Spalten mit Art und Bedeutung"),
            f"{base}/api/3/action/datastore_info?resource_id={resource_id}",
        ),
        (_("Alles als CSV"), f"{base}/datastore/dump/{resource_id}"),
    ]
