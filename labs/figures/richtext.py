"""A figure in rich text: stored as its number only, shown as a number with its source."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    KEEP_WHITESPACE,
    InlineEntityElementHandler,
)
from wagtail.rich_text import EmbedHandler

from labs.figures.models import Figure
from labs.figures.scope import Scope, current_scope
from portal.base.interface import around

FEATURE = "zahl"
ENTITY = "ZAHL"


class FigureHandler(EmbedHandler):
    """Turns `<embed embedtype="zahl" id="5"/>` into the number."""

    identifier = FEATURE

    @staticmethod
    def get_model() -> type[Figure]:
        """Return the model for the reference index."""
        return Figure

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Return the HTML of all figures of one text."""
        scope = current_scope()
        ids = [_identifier(attrs) for attrs in attrs_list]
        scope.load(pk for pk in ids if pk)
        return [_html(scope, scope.figures.get(pk)) for pk in ids]

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        """Return the HTML of one figure."""
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Any:
        """Tell the reference index."""
        if _identifier(attrs):
            yield Figure, attrs["id"], "", ""


def _identifier(attrs: dict[str, str]) -> int:
    """Return the figure's number, 0 if there is none."""
    text = attrs.get("id", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0


def _html(scope: Scope, figure: Figure | None) -> SafeString:
    """Return a number that is never empty: without a public value the text says so."""
    state = scope.states.get(figure.pk) if figure is not None else None
    if figure is None or state is None:
        waiting = around(scope.language)
        words = _("[Zahl folgt]")
        return format_html('<span class="living living--waiting"{}>{}</span>', waiting, words)
    data = format_html('<data value="{}">{}</data>', state.number, scope.text_of(state))
    day = SafeString("")
    if figure.pinned or figure.problem or not figure.is_public:
        words = _("(Stand {day})").format(day=f"{state.day.day}.{state.day.month}.{state.day.year}")
        day = format_html(' <span class="living__day"{}>{}</span>', around(scope.language), words)
    if not scope.with_notes:
        return format_html('<span class="living">{}{}</span>', data, day)
    new = figure.pk not in scope.notes
    note = scope.note(figure, state)
    label = _("Quelle der Zahl: {label}").format(label=figure.label)
    identifier = format_html(' id="{}-text"', note.anchor) if new else SafeString("")
    return format_html(
        '<span class="living">{}<sup><a{} href="#{}" aria-label="{}">{}</a></sup>{}</span>',
        data, identifier, note.anchor, label, note.number, day,
    )  # fmt: skip


class FigureElementHandler(InlineEntityElementHandler):
    """Shows a stored figure in the editor with its present value."""

    mutability = "IMMUTABLE"

    def __init__(self) -> None:
        super().__init__(ENTITY)

    def handle_starttag(self, name: str, attrs: Any, state: Any, contentstate: Any) -> None:
        """Add the value as text of the entity."""
        super().handle_starttag(name, attrs, state, contentstate)
        pk = _identifier(dict(attrs))
        figure = Figure.objects.select_related("newest").filter(pk=pk).first()
        state.current_block.text += figure_text(figure)
        state.leading_whitespace = KEEP_WHITESPACE

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        """Keep the number of the figure."""
        return {"id": _identifier(attrs)}


def figure_text(figure: Figure | None) -> str:
    """Return what stands for a figure in the editor; never empty, or it could not be clicked."""
    return figure.newest.text if figure is not None and figure.newest else _("[Zahl folgt]")


def figure_entity(props: dict[str, Any]) -> Any:
    """Return the stored form of a figure."""
    return DOM.create_element("embed", {"embedtype": FEATURE, "id": props.get("id")})


CONVERSION = {
    "from_database_format": {f'embed[embedtype="{FEATURE}"]': FigureElementHandler()},
    "to_database_format": {"entity_decorators": {ENTITY: figure_entity}},
}
__all__ = ["CONVERSION", "ENTITY", "FEATURE", "FigureHandler"]
