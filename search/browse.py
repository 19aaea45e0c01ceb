"""The state of the search page as an address: text, kind, picked facets, order, page."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote_plus, urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search.engines.base import Answer
from search.finding import Question
from search.query.plan import ANY, Both, Has, Pattern, Plan

PAGE_SIZE = 20
TEXT_LIMIT = 300
PAGE_LIMIT = 500
VALUES_LIMIT = 30
SHOWN_VALUES = 12
KINDS: dict[str, str | Promise] = {
    "story": _("Geschichten"),
    "guide": _("Leitfäden"),
    "case": _("Praxisbeispiele"),
    "method": _("Methoden"),
    "event": _("Veranstaltungen"),
    "news": _("Meldungen"),
    "lab": _("Labore"),
    "dataset": _("Datensätze"),
    "topic": _("Themen"),
    "actor": _("Akteure"),
    "term": _("Begriffe"),
    "page": _("Seiten"),
}
ORDERS: dict[str, tuple[str, bool, str | Promise]] = {
    "": ("", True, _("Beste Treffer zuerst")),
    "neu": ("newest", True, _("Neueste zuerst")),
    "titel": ("o_title_string", False, _("Titel A–Z")),
}


@dataclass(frozen=True, slots=True)
class Facet:
    """A field people narrow by: `key` in addresses, `field` in the index."""

    key: str
    field: str
    title: str | Promise
    named: bool = False
    """Whether the index holds "name<tab>title": the name stands in addresses."""
    newest: bool = False
    """Whether the values are years: the last comes first."""


FACETS = (
    Facet("thema", "b_theme", _("Thema")),
    Facet("herausgeber", "b_publisher", _("Organisation oder Labor"), named=True),
    Facet("ort", "b_place", _("Ort und Region")),
    Facet("format", "res_format", _("Format")),
    Facet("lizenz", "b_licence", _("Lizenz"), named=True),
    Facet("zeitraum", "period", _("Zeitraum"), newest=True),
    Facet("jahr", "b_year", _("Jahr der Änderung"), newest=True),
)
_KEYS = ("q", "typ", *(facet.key for facet in FACETS), "sort", "seite")


@dataclass(frozen=True, slots=True)
class State:
    """What a person sees and can send to others as an address."""

    text: str = ""
    kind: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = ""
    page: int = 1

    def query(self) -> str:
        """Return the address behind `?`."""
        return urlencode(self._pairs())

    def _pairs(self) -> list[tuple[str, str]]:
        """Return what stands in the address, in the order of `_KEYS`."""
        pairs = [("q", self.text), ("typ", self.kind)]
        pairs += [(facet.key, v) for facet in FACETS for v in self.chosen.get(facet.key, ())]
        pairs += [("sort", self.order), ("seite", str(self.page) if self.page > 1 else "")]
        return [(key, value) for key, value in pairs if value or key == "q"]

    def adding(self, key: str) -> tuple[str, str]:
        """Return what stands in the address before and behind another value of a facet."""
        pairs, place = replace(self, page=1)._pairs(), _KEYS.index(key)
        before = [pair for pair in pairs if _KEYS.index(pair[0]) <= place]
        behind = [pair for pair in pairs if _KEYS.index(pair[0]) > place]
        return urlencode(before), "&" * bool(behind) + urlencode(behind)

    def question(self) -> Question:
        """Return what the index is asked."""
        order, descending, _title = ORDERS[self.order]
        choices: dict[str, Plan] = {}
        if self.kind:
            choices["kind"] = Has("kind", (self.kind,))
        for facet in FACETS:
            if values := self.chosen.get(facet.key):
                choices[facet.field] = _any_of(facet, values)
        return Question(
            text=self.text,
            choices=choices,
            facets=("kind", *(facet.field for facet in FACETS)),
            facet_size=VALUES_LIMIT,
            sort=order,
            descending=descending,
            offset=(self.page - 1) * PAGE_SIZE,
            limit=PAGE_SIZE,
        )

    def toggled(self, key: str, value: str) -> "State":
        """Return the state with a value of a facet picked, or not picked any more."""
        values = self.chosen.get(key, ())
        now = tuple(v for v in values if v != value) if value in values else (*values, value)
        return replace(self, chosen={**self.chosen, key: now}, page=1)


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet, as it is shown."""

    value: str
    title: str
    count: int
    chosen: bool
    query: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A facet with its values; `more` are those that are folded away at first."""

    facet: Facet
    values: tuple[Value, ...]
    more: tuple[Value, ...]
    picked: int


def read_state(data: QueryDict) -> State:
    """Read an address; what makes no sense is left out."""
    page = data.get("seite", "1")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) <= 4 else 1
    kind, order = data.get("typ", ""), data.get("sort", "")
    chosen = {facet.key: tuple(_values(data, facet.key)) for facet in FACETS}
    return State(
        text=" ".join(data.get("q", "").replace("\x00", "").split())[:TEXT_LIMIT],
        kind=kind if kind in KINDS else "",
        chosen={key: values for key, values in chosen.items() if values},
        order=order if order in ORDERS else "",
        page=min(max(1, number), PAGE_LIMIT),
    )


def _values(data: QueryDict, key: str) -> list[str]:
    """Return the picked values of a facet, each once."""
    cleaned = (value.replace("\x00", "").strip()[:200] for value in data.getlist(key))
    return [value for value in dict.fromkeys(cleaned) if value][:VALUES_LIMIT]


def _any_of(facet: Facet, values: tuple[str, ...]) -> Plan:
    """Return the filter of one facet: any of its picked values."""
    if not facet.named:
        return Has(facet.field, values)
    plans = tuple(Pattern(facet.field, (f"{value}\t", ANY)) for value in values)
    return plans[0] if len(plans) == 1 else Both(should=plans, minimum=1)


def tabs(state: State, answer: Answer) -> list[Value]:
    """Return the kinds with their counts, all of them first."""
    counts = dict(answer.facets.get("kind", ()))
    found = [("", str(_("Alles")), sum(counts.values()))]
    found += [(kind, str(title), counts.get(kind, 0)) for kind, title in KINDS.items()]
    return [
        Value(v, title, count, v == state.kind, replace(state, kind=v, page=1).query())
        for v, title, count in found
        if count or not v or v == state.kind
    ]


def shown_facets(state: State, answer: Answer) -> list[Shown]:
    """Return the facets that have something to narrow by."""
    found = []
    for facet in FACETS:
        picked = state.chosen.get(facet.key, ())
        around = state.adding(facet.key)
        pairs = answer.facets.get(facet.field, ())
        values = [_value(state, facet, around, *pair) for pair in pairs]
        known = {value.value for value in values}
        values += [_value(state, facet, around, one, 0) for one in picked if one not in known]
        if facet.newest:
            values.sort(key=lambda value: value.value, reverse=True)
        values.sort(key=lambda value: not value.chosen)
        if len(values) > 1 or picked:
            first, more = tuple(values[:SHOWN_VALUES]), tuple(values[SHOWN_VALUES:])
            found.append(Shown(facet, first, more, len(picked)))
    return found


def _value(state: State, facet: Facet, around: tuple[str, str], raw: str, count: int) -> Value:
    """Return one value as it is shown; `around` is the address that it is added to."""
    name, _tab, title = raw.partition("\t") if facet.named else (raw, "", raw)
    chosen = name in state.chosen.get(facet.key, ())
    if chosen:
        query = state.toggled(facet.key, name).query()
    else:
        query = f"{around[0]}&{facet.key}={quote_plus(name)}{around[1]}"
    return Value(name, title or name, count, chosen, query)
