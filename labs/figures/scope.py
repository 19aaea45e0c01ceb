"""While a body is rendered: which figures it shows, as of when, and the notes below it."""

import re
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from datasets.licenses import License, license_get
from labs.corrections.telling import notices
from labs.figures.bound import BoundState
from labs.figures.following import foreseen_state, kind_of, loaded
from labs.figures.models import Figure
from portal.base.interface import ENGLISH, GERMAN, mark

_SIGNS = str.maketrans(".,", ",.")
EMBED = re.compile(r'<embed\b[^>]*embedtype="zahl"[^>]*/>')
IDENTIFIER = re.compile(r'\bid="(\d{1,18})"')


@dataclass(slots=True)
class Note:
    """A footnote: where a number comes from."""

    number: int
    anchor: str
    figure: Figure
    state: Any
    license: License | None
    text: str


@dataclass(slots=True)
class Scope:
    """What holds for one body: preview or not, the moment of an old revision, its figures."""

    prefix: str = "zahl"
    preview: bool = False
    at: datetime | None = None
    figures: dict[int, Figure] = field(default_factory=dict)
    states: dict[int, Any] = field(default_factory=dict)
    notes: dict[int, Note] = field(default_factory=dict)
    ahead: Mapping[str, Any] = field(default_factory=dict)
    with_notes: bool = True
    language: str = GERMAN
    resources: dict[str, int] = field(default_factory=dict)
    drawn: dict[int, int] = field(default_factory=dict)

    def load(self, ids: Iterable[int]) -> None:
        """Read the figures that are not known yet, in one query."""
        missing = set(ids) - self.figures.keys()
        if missing:
            self.figures |= {figure.pk: figure for figure in loaded(Figure).filter(pk__in=missing)}
            self.states |= self.states_of(self.figures[pk] for pk in missing & self.figures.keys())

    def states_of(self, items: Iterable[Any]) -> dict[int, Any]:
        """Return the state that each definition shows here."""
        items = list(items)
        if self.at is None or not items:
            return {item.pk: self._present(item) for item in items}
        kind = kind_of(items[0])
        past: dict[int, BoundState] = {}
        rows = kind.state._default_manager.filter(**{f"{kind.owner}__in": items})
        for state in rows.order_by("-since", "-pk"):
            owner = getattr(state, f"{kind.owner}_id")
            # The newest of those before the moment; the first of all where none was.
            if owner not in past or past[owner].since > self.at:
                past[owner] = state
        return dict(past)

    def _present(self, item: Any) -> Any:
        """Return the state of now; in a bundle's preview that of the version that is to come."""
        version = None if item.pinned else self.ahead.get(item.resource_id)
        if version is None:
            return item.newest if self.preview else item.shown
        return foreseen_state(item, version) or item.newest

    def text_of(self, state: Any) -> str:
        """Return the number as the language of the text writes it."""
        text = str(state.text)
        if self.language != ENGLISH:
            return text
        number, space, unit = text.partition("\u00a0")
        return number.translate(_SIGNS) + space + unit

    def seen(self, item: Any, state: Any) -> None:
        """Note which version of which table is shown: the oldest counts for corrections."""
        if state is not None and item.resource_id and state.version_number and item.is_public:
            known = self.resources.get(item.resource_id, state.version_number)
            self.resources[item.resource_id] = min(known, state.version_number)

    def turn(self, item: Any) -> int:
        """Count how often a definition is drawn on the page: each drawing needs ids of its own."""
        self.drawn[item.pk] = self.drawn.get(item.pk, 0) + 1
        return self.drawn[item.pk]

    def note(self, figure: Figure, state: Any) -> Note:
        """Return the footnote of a figure; the same figure has one footnote only."""
        known = self.notes.get(figure.pk)
        if known is None:
            self.seen(figure, state)
            number = len(self.notes) + 1
            dataset = figure.dataset
            license_ = license_get(dataset.license or "") if dataset else None
            anchor = f"{self.prefix}-{number}"
            known = Note(number, anchor, figure, state, license_, self.text_of(state))
            self.notes[figure.pk] = known
        return known


_current: ContextVar[Scope | None] = ContextVar("living_scope", default=None)


def current_scope() -> Scope:
    """Return the scope of the body under way; outside of one figures stand without notes."""
    return _current.get() or Scope(with_notes=False)


def scope_for(request: Any) -> Scope:
    """Return a fresh scope for the next body of this page."""
    number = getattr(request, "_living_bodies", 0) + 1
    drawn: dict[int, int] = getattr(request, "_living_drawn", None) or {}
    if request is not None:
        request._living_bodies, request._living_drawn = number, drawn
    return Scope(
        drawn=drawn,
        prefix="zahl" if number == 1 else f"zahl-{number}",
        preview=bool(getattr(request, "is_preview", False)),
        at=getattr(request, "shown_at", None),
        ahead=getattr(request, "ahead", None) or {},
        language=getattr(request, "shown_language", GERMAN),
    )


def figure_ids(source: str) -> set[int]:
    """Return the numbers of the figures in rich text as it is stored."""
    return {
        int(match.group(1))
        for tag in EMBED.findall(source)
        if (match := IDENTIFIER.search(tag)) is not None
    }


def frame(body: Any, request: Any, render: Callable[[], str]) -> str:
    """Render a body within its scope and add the notes; registered with `portal.base.bodies`."""
    scope = scope_for(request)
    source = stored_text(getattr(body, "raw_data", None) or ())
    scope.load(figure_ids(source))
    token = _current.set(scope)
    try:
        html = render()
    finally:
        _current.reset(token)
    page, own = getattr(request, "shown_page_id", None) or 0, {"mark": mark(scope.language)}
    if found := notices(scope.resources, page):
        html = render_to_string("labs/corrections/notices.html", {"notices": found, **own}) + html
    if scope.notes:
        html += render_to_string("labs/figures/notes.html", {"notes": scope.notes.values(), **own})
    return html


def stored_text(value: Any) -> str:
    """Return all texts of a stored body, one after the other."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return " ".join(stored_text(item) for item in value.values())
    if hasattr(value, "__iter__"):
        return " ".join(stored_text(item) for item in value)
    return ""
