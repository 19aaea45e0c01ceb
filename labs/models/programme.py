"""A programme and the list of its labs."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from labs.blocks import BodyBlock, FigureBlock
from labs.selectors.programme import counted_members, lab_list
from portal.base.blocks import BodyField
from portal.base.pages import PortalPage


class LabIndexPage(PortalPage):
    """A programme: what it is about, its figures with their source, its labs by state."""

    start = models.DateField(_("Beginn"), null=True, blank=True)
    end = models.DateField(_("Ende"), null=True, blank=True)
    funder = models.CharField(_("Träger oder Förderer"), max_length=250, blank=True)
    aims = BodyField(BodyBlock(), verbose_name=_("Worum geht es?"), blank=True)
    figures = BodyField(
        [("figure", FigureBlock())], verbose_name=_("Kennzahlen"), blank=True, max_num=8
    )
    figures_note = models.CharField(_("Anmerkung zu den Kennzahlen"), max_length=300, blank=True)
    source = models.CharField(_("Quelle"), max_length=400, blank=True)

    template = "labs/lab_index.html"
    subpage_types: ClassVar = ["labs.LabPage"]
    content_panels = [
        *PortalPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
                FieldPanel("funder"),
            ],
            heading=_("Das Programm"),
        ),
        FieldPanel("aims"),
        MultiFieldPanel(
            [FieldPanel("figures"), FieldPanel("figures_note"), FieldPanel("source")],
            heading=_("Kennzahlen aus einer Quelle"),
            help_text=_(
                "Gezählt wird von selbst, sobald jedes Labor seine Mitglieder als vollständig meldet."
            ),
        ),
    ]

    class Meta:
        verbose_name = _("Programm (Übersicht der Labore)")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the labs and the states to choose from."""
        context = super().get_context(request, *args, **kwargs)
        context["listed"] = lab_list(self, state=request.GET.get("land", ""))
        context["counted"] = counted_members(self)
        return context
