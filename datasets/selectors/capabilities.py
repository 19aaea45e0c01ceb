"""What can be done with a resource, and why not: one answer for the page and for the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

from datasets.models import Resource, ResourceVersion, VersionState
from datasets.selectors.reasons import REASONS, WHO, Reason
from datasets.selectors.tables import geo_columns
from datasets.sqltab.program import program
from portal.base.interface import is_english

AVAILABLE, LIMITED, MISSING = "available", "limited", "unavailable"
PREVIEW_COLUMNS: Final = 60
NUMBERS: Final = frozenset({"integer", "number", "year"})
KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "preview": ("Vorschau", "Preview"),
    "table_api": ("Tabellen-Schnittstelle", "Table API"),
    "map": ("Karte", "Map"),
    "chart": ("Diagramm", "Chart"),
    "validation": ("Prüfung", "Validation"),
    "parquet": ("Parquet-Datei", "Parquet file"),
    "sql": ("SQL-Abfragen", "SQL queries"),
    "queries": ("Abfragen im Browser", "Queries in the browser"),
}
# Why a file could not be read, as the intake names it; others count as unreadable.
INTAKE: Final = {
    **{code: code for code in ("not-a-table", "encrypted", "empty", "too-large", "hostile")},
    **dict.fromkeys(("too-many-columns", "line-too-long", "cell-too-long"), "too-large"),
    "descriptor": "not-a-table",
}


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing that can be done, or the reason why it cannot; `limit` is a bound that applies."""

    kind: str
    state: str
    reason: Reason
    limit: str = ""
    detail: str = ""

    @property
    def title(self) -> str:
        """Return what it is called."""
        return KINDS[self.kind][is_english()]

    @property
    def who(self) -> str:
        """Return who can change it."""
        return WHO[self.reason.who][is_english()]

    @property
    def why(self) -> str:
        """Return the reason."""
        return self.reason.en if is_english() else self.reason.de

    @property
    def step(self) -> str:
        """Return what can be done about it."""
        return self.reason.step_en if is_english() else self.reason.step_de

    def to_dict(self) -> dict[str, Any]:
        """Return what the API says."""
        reason = self.reason
        return {
            "capability": self.kind,
            "title": {"de": KINDS[self.kind][0], "en": KINDS[self.kind][1]},
            "state": self.state,
            "reason_code": reason.code,
            "reason": {"de": reason.de, "en": reason.en},
            "next_step": {"de": reason.step_de, "en": reason.step_en},
            "limit": self.limit or None,
            "detail": self.detail or None,
            "who_can_fix": reason.who,
        }


def capabilities(
    resource: Resource,
    version: ResourceVersion | None,
    *,
    table_lost: bool = False,
    waiting: ResourceVersion | None = None,
) -> tuple[Capability, ...]:
    """Return all of them, in their order.

    `table_lost` says that the prepared table cannot be read; `waiting`, for editors only, is a
    version that is not public.
    """
    code = no_table_code(resource, version, table_lost=table_lost)
    detail = no_table_detail(version, code)
    if code == "nothing-published" and waiting is not None:
        code = waiting_code(waiting)  # what was found stands once, above all of them
    if code:
        reason = REASONS[code]
        missing = [k for k in KINDS if k != "validation"]
        found = {kind: Capability(kind, MISSING, reason, detail=detail) for kind in missing}
    else:
        found = _with_table(resource, version)
    found["validation"] = _validation(resource, version, code)
    if not code and not settings.CKAN["DATASTORE_SQLSEARCH_ENABLED"]:
        found["sql"] = Capability("sql", MISSING, REASONS["sql-off"])
    if not code and program() is None:
        found["queries"] = Capability("queries", MISSING, REASONS["no-query-program"])
    return tuple(found[kind] for kind in KINDS)


def no_table_detail(version: ResourceVersion | None, code: str) -> str:
    """Return what the intake said of a file that it could not read."""
    unread = code in {*INTAKE.values(), "unreadable"}
    return version.message if version is not None and unread else ""


def no_table_code(
    resource: Resource, version: ResourceVersion | None, *, table_lost: bool = False
) -> str:
    """Return the code that says why there is no table, empty where there is one."""
    if version is None:
        return "" if resource.table_active else _without_file(resource)
    if version.withdrawn_at is not None:
        return "withdrawn"
    if version.finished_at is None:
        return "being-checked"
    if version.has_table:
        return "table-lost" if table_lost else ""
    if version.state == VersionState.FAILED:
        return "check-broken-off"
    codes = [str(item.get("code")) for item in version.findings]
    return _unread(version, codes)


def waiting_code(version: ResourceVersion) -> str:
    """Return why a version that came in is not public."""
    if version.finished_at is None:
        return "being-checked"
    if version.personal_data and not version.personal_data_answer:
        return "personal-data"
    if version.awaits_review:
        return "awaits-second-person"
    if version.held or version.state in {VersionState.VALID, VersionState.NO_TABLE}:
        return "awaits-release"
    return "worse-than-before"


def waiting_detail(version: ResourceVersion) -> str:
    """Return what was found: the columns about persons, or the report's sentence."""
    if waiting_code(version) != "personal-data":
        return version.message
    columns = (f"„{item.get('column')}“: {item.get('reason_de')}" for item in version.personal_data)
    return " ".join(columns)


def _unread(version: ResourceVersion, codes: list[str]) -> str:
    """Return why a file that was looked at did not become a table."""
    for code in codes:
        if code in INTAKE:
            return INTAKE[code]
    if version.state == VersionState.NO_TABLE:
        return "not-a-table"
    return "findings-in-header" if version.report else "unreadable"


def _without_file(resource: Resource) -> str:
    plan = getattr(resource, "fetch_plan", None)
    if plan is not None and plan.failures:
        return "fetch-failed"
    return (
        "remote-address"
        if resource.url_type != "upload" and resource.url
        else ("nothing-published")
    )


def _with_table(resource: Resource, version: ResourceVersion | None) -> dict[str, Capability]:
    """Return what a table offers."""
    fields = list(version.schema.get("fields", [])) if version else []
    cut = version is not None and version.state == VersionState.INVALID
    base = REASONS["rows-left-out" if cut else "ok"]
    state = LIMITED if cut else AVAILABLE
    rows = f"{settings.CKAN['DATASTORE_SEARCH_ROWS_MAX']}"
    found = {
        "preview": Capability("preview", state, base),
        "table_api": Capability(
            "table_api", state, base, limit=f"{rows} Zeilen je Abfrage / rows per request"
        ),
        "parquet": Capability("parquet", state, base),
        "sql": Capability("sql", state, base),
        "queries": Capability("queries", state, base),
        "map": Capability("map", state, base),
        "chart": Capability("chart", state, base),
    }
    if len(fields) > PREVIEW_COLUMNS:
        limit = f"{PREVIEW_COLUMNS} von/of {len(fields)} Spalten/columns"
        found["preview"] = Capability("preview", LIMITED, REASONS["columns-cut"], limit=limit)
    if version is None or geo_columns(version) is None:
        other = any(f.get("crs", "EPSG:4326") != "EPSG:4326" for f in fields)
        why = REASONS["other-coordinates" if other else "no-coordinates"]
        found["map"] = Capability("map", MISSING, why)
    if fields and not any(f.get("type") in NUMBERS for f in fields):
        found["chart"] = Capability("chart", MISSING, REASONS["no-numbers"])
    return found


def _validation(resource: Resource, version: ResourceVersion | None, code: str) -> Capability:
    """Say whether there is a report, which there is also for files that are no tables."""
    if version is None:
        why = "fed-by-api" if resource.table_active else code or "nothing-published"
        return Capability("validation", MISSING, REASONS[why])
    if version.finished_at is None:
        return Capability("validation", MISSING, REASONS["being-checked"])
    if version.report:
        return Capability("validation", AVAILABLE, REASONS["ok"])
    why = code if code and code != "table-lost" else "unreadable"
    return Capability("validation", MISSING, REASONS[why], detail=version.message)
