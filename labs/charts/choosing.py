"""A chart in a body: chosen or made in the dialogue, published only with a checked text version."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.chooser import BaseChooserAdapter
from wagtail.blocks.field_block import ChooserBlock

from labs.charts.models import Chart
from labs.figures.following import loaded
from labs.figures.scope import current_scope
from portal.base.bodies import stored_blocks


def chart_ids(content: Any) -> set[int]:
    """Return the numbers of the charts in a page as it is stored."""
    values = (value for kind, value in stored_blocks(content) if kind == "chart" and value)
    return {int(value["chart"]) for value in values if value.get("chart")}


class ChartChooser(BaseChooser):
    """The widget: a button that opens the dialogue."""

    model = Chart
    choose_one_text = gettext_lazy("Diagramm aus Daten machen")
    choose_another_text = gettext_lazy("Diagramm ändern")
    icon = "table"
    template_name = "labs/maker/chooser.html"
    show_edit_link = False
    js_constructor = "PortalChartChooser"
    chooser_modal_url_name = "labs_maker"

    def get_chooser_modal_url(self) -> str:
        """Return the address of the dialogue."""
        return reverse("labs_maker", args=["diagramm"])

    @cached_property
    def media(self) -> forms.Media:
        """Return the scripts of the dialogue."""
        return super().media + forms.Media(
            js=[
                versioned_static("wagtailadmin/js/chooser-widget-telepath.js"),
                versioned_static("wagtailadmin/js/chooser-modal.js"),
                versioned_static("labs/maker.js"),
                versioned_static("labs/chart.js"),
            ],
            css={"all": [versioned_static("labs/maker.css")]},
        )


class ChartChooserAdapter(BaseChooserAdapter):
    """Tells the script of the page's form which widget it is."""

    js_constructor = "portal.ChartChooser"


register(ChartChooserAdapter(), ChartChooser)


class ChartChooserBlock(ChooserBlock):
    """A chart, loaded with all that it needs to be shown."""

    @cached_property
    def target_model(self) -> type[Chart]:
        """Return the model."""
        return Chart

    @cached_property
    def widget(self) -> ChartChooser:
        """Return the widget."""
        return ChartChooser()

    def bulk_to_python(self, values: Iterable[Any]) -> list[Chart | None]:
        """Load all charts of a page at once."""
        wanted = list(values)
        found = loaded(Chart).in_bulk([value for value in wanted if value])
        return [found.get(value) for value in wanted]

    class Meta:
        icon = "table"


class ChartValue(blocks.StructValue):
    """A chart as this page shows it."""

    @cached_property
    def state(self) -> Any:
        """Return the drawn state that is shown here, None if there is nothing public."""
        chart = self.get("chart")
        if chart is None:
            return None
        scope = current_scope()
        state = scope.states_of([chart]).get(chart.pk)
        scope.seen(chart, state)
        return state

    @cached_property
    def turn(self) -> int:
        """Return which drawing of this chart on its page this is, counted from 1."""
        return current_scope().turn(self["chart"])

    @property
    def words(self) -> str:
        """Return the text version."""
        return self["chart"].words(self.state) if self.state else ""

    @property
    def checked(self) -> str:
        """Return the text version if a person wrote or checked it, in the words of the page."""
        return self["chart"].confirmed_words(self.state) if self.state else ""


class ChartBlock(blocks.StructBlock):
    """A chart with its text version and table."""

    chart = ChartChooserBlock(label=gettext_lazy("Diagramm"))
    caption = blocks.CharBlock(
        label=gettext_lazy("Bildunterschrift"), required=False, max_length=300
    )

    def clean(self, value: Any) -> Any:
        """Refuse to publish a chart whose text version nobody checked; a draft may wait for it."""
        cleaned = super().clean(value)
        chart = cleaned.get("chart")
        if chart is not None and not chart.confirmed and not self.is_deferred_validation:
            raise blocks.StructBlockValidationError(
                block_errors={
                    "chart": ValidationError(
                        _(
                            "Die Textfassung dieses Diagramms ist noch nicht geprüft. Öffnen Sie "
                            "„Diagramm ändern“, lesen Sie den vorgeschlagenen Text, und setzen "
                            "Sie das Häkchen darunter."
                        ),
                        code="words_unconfirmed",
                    )
                }
            )
        return cleaned

    def get_preview_value(self) -> Any:
        """Return the newest public chart of the portal; none in an empty one."""
        public = (
            chart for chart in loaded(Chart).order_by("-pk")[:20] if chart.shown and chart.is_public
        )
        return self.normalize({"chart": next(public, None), "caption": ""})

    def get_searchable_content(self, value: Any) -> list[str]:
        """Let a page be found by what its charts say; only what everybody sees."""
        chart = value.get("chart") if value else None
        if chart is None or chart.shown is None:
            return []
        return [chart.title, chart.words(chart.shown), value.get("caption") or ""]

    class Meta:
        label = gettext_lazy("Diagramm")
        icon = "table"
        description = gettext_lazy(
            "Balken, Linien, Anteile oder eine Karte aus einer Tabelle, mit Textfassung und Werten."
        )
        template = "labs/charts/block.html"
        value_class = ChartValue
