"""What the address of a table page asks for: words, order, page, filters, one row."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from datasets.store import And, Condition, SortKey, Table, TableQuery
from datasets.store.columns import ID

ROWS_PER_PAGE = 50
MAX_DIGITS = 8
MAX_FILTERS = 20
# Begin of a parameter's name, the store's comparison, how it is said.
PREFIXES = {"f_": "eq", "ab_": "gte", "bis_": "lte", "leer_": "null"}
KINDS = {"ist": "f_", "ab": "ab_", "bis": "bis_", "leer": "leer_", "gefuellt": "leer_"}
# Parameters that a table page carries along unchanged.
CARRIED = ("version", "ansicht", "art", "x", "y", "y2", "wert", "namen", "je1000")


@dataclass(frozen=True)
class Asked:
    """The parameters of a table's address; `filters` holds parameter names and values."""

    q: str = ""
    sort: str = ""
    number: int = 1
    filters: tuple[tuple[str, str], ...] = ()
    row: int | None = None
    carried: tuple[tuple[str, str], ...] = ()

    def pairs(self, **changes: str | int) -> list[tuple[str, str]]:
        """Return the parameters of this view with some parts changed, in a settled order."""
        parts: dict[str, str | int] = {"q": self.q, "sort": self.sort, "seite": self.number}
        parts |= dict(self.carried)
        parts.update(changes)
        if parts.get("seite") == 1:
            parts.pop("seite")
        return [(key, str(value)) for key, value in parts.items() if value] + list(self.filters)

    def link(self, **changes: str | int) -> str:
        """Return the query string of this view with some parts changed."""
        return "?" + urlencode(self.pairs(**changes))

    def without(self, index: int) -> "Asked":
        """Return the same without one filter."""
        left = self.filters[:index] + self.filters[index + 1 :]
        return replace(self, filters=left, number=1)

    def conditions(self, names: list[str]) -> tuple[Condition, ...]:
        """Return the filters on known columns in the store's terms."""
        found = []
        for key, value in self.filters:
            prefix, name = split_filter(key)
            if name not in names:
                continue
            op = PREFIXES[prefix]
            found.append(Condition(name, op, value != "nein" if op == "null" else value))
        if self.row is not None:
            found.append(Condition(ID, "eq", self.row))
        return tuple(found)

    def query(self, table: Table, fields: tuple[str, ...]) -> TableQuery:
        """Return the question to the table for these columns, one page of it."""
        names = list(table.columns)
        column = self.sort.removeprefix("-")
        conditions = self.conditions(names)
        return TableQuery(
            fields=fields,
            q=self.q or None,
            prefix=True,
            sort=(SortKey(column, descending=self.sort.startswith("-")),)
            if column in names
            else (),
            filters=And(conditions) if conditions else None,
            limit=ROWS_PER_PAGE,
            offset=(self.number - 1) * ROWS_PER_PAGE,
        )

    def sentences(self) -> list[tuple[str, str]]:
        """Return each filter in words, with the link that takes it away."""
        words = {
            "f_": _("%(name)s ist „%(value)s“"),
            "ab_": _("%(name)s ab %(value)s"),
            "bis_": _("%(name)s bis %(value)s"),
        }
        result = []
        for index, (key, value) in enumerate(self.filters):
            prefix, name = split_filter(key)
            if prefix == "leer_":
                text = _("%(name)s ist angegeben") if value == "nein" else _("%(name)s fehlt")
            else:
                text = words[prefix]
            result.append((text % {"name": name, "value": value}, self.without(index).link()))
        return result


def split_filter(key: str) -> tuple[str, str]:
    """Return the beginning of a filter's name and the column; two empty texts if it is none."""
    for prefix in PREFIXES:
        if key.startswith(prefix):
            return prefix, key[len(prefix) :]
    return "", ""


def asked_from(params: Mapping[str, str]) -> Asked:
    """Read the parameters; what makes no sense counts as not said."""
    filters = [
        (key, value[:300])
        for key, value in sorted(params.items())
        if split_filter(key)[0] and value and "\x00" not in value
    ]
    column, kind = params.get("neu_spalte", ""), params.get("neu_art", "ist")
    value = params.get("neu_wert", "").replace("\x00", "")[:300]
    if column and kind in KINDS and (value or KINDS[kind] == "leer_"):
        plain = {"leer": "ja", "gefuellt": "nein"}.get(kind, value)
        filters = [f for f in filters if f[0] != KINDS[kind] + column]
        filters.append((KINDS[kind] + column, plain))
    row = params.get("_id", "")
    return Asked(
        q=params.get("q", "").replace("\x00", "")[:200],
        sort=params.get("sort", "")[:300],
        number=page_number(params.get("seite", "1")),
        filters=tuple(filters[:MAX_FILTERS]),
        row=int(row) if row.isascii() and row.isdecimal() and len(row) < 18 else None,
        carried=tuple((key, params[key][:300]) for key in CARRIED if params.get(key)),
    )


def page_number(text: str) -> int:
    """Read a page number from an address; what is none counts as the first page."""
    return (
        max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS else 1
    )


def full_query(table: Table, asked: Asked) -> TableQuery:
    """Return the same rows as the address shows, all of them and with every column."""
    names = tuple(name for name in table.columns if name != ID)
    return replace(asked.query(table, names), limit=None, offset=0)
