"""The home page and plain pages."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from home import highlights
from labs.blocks import BodyBlock, DatasetChooserBlock
from portal.base.blocks import BodyField
from portal.base.linked import about_page
from portal.base.pages import PortalPage
from portal.base.variants import SOURCE, language_of


class HomePage(PortalPage):
    """The entrance: a search box and what the editors find worth showing."""

    headline = models.CharField(_("Überschrift"), max_length=160, blank=True)
    stories = BodyField(
        [("story", blocks.PageChooserBlock(page_type="labs.StoryPage", label=_("Geschichte")))],
        verbose_name=_("Geschichten"),
        blank=True,
        max_num=6,
        help_text=_("Leer: die neuesten."),
    )
    labs = BodyField(
        [("lab", blocks.PageChooserBlock(page_type="labs.LabPage", label=_("Labor")))],
        verbose_name=_("Labore"),
        blank=True,
        max_num=6,
        help_text=_("Leer: keine Auswahl, nur der Weg zu allen Laboren."),
    )
    datasets = BodyField(
        [("dataset", DatasetChooserBlock())],
        verbose_name=_("Datensätze"),
        blank=True,
        max_num=6,
        help_text=_("Leer: die zuletzt geänderten."),
    )
    body = BodyField(BodyBlock(), verbose_name=_("Weiterer Inhalt"), blank=True)

    template = "home/home.html"
    max_count = 1
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = [
        "home.StandardPage",
        "labs.LabIndexPage",
        "labs.StoryIndexPage",
        "labs.GuideIndexPage",
        "labs.MethodIndexPage",
        "labs.PracticeIndexPage",
        "labs.EventIndexPage",
        "labs.NewsIndexPage",
        "labs.TopicIndexPage",
        "labs.ActorIndexPage",
        "labs.ProposalIndexPage",
        "labs.GlossaryPage",
    ]
    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("headline"),
        MultiFieldPanel(
            [FieldPanel("stories"), FieldPanel("labs"), FieldPanel("datasets")],
            heading=_("Hervorgehoben"),
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("Startseite")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what is highlighted and how much there is."""
        context = super().get_context(request, *args, **kwargs)
        context["highlighted"] = highlights.highlighted(
            stories=highlights.chosen_ids(self.stories),
            labs=highlights.chosen_ids(self.labs),
            datasets=highlights.chosen_ids(self.datasets),
        )
        context["index_urls"] = highlights.index_urls()
        # Who needs easy words finds them first, not below cards in hard ones.
        context["words_first"] = self.body and language_of(self).startswith(f"{SOURCE}-")
        return context

    def linked_data(self) -> dict[str, Any]:
        """Say what search engines should know."""
        return about_page(self, **{"@type": "WebSite"})


class StandardPage(PortalPage):
    """A page of text: about, help, imprint."""

    body = BodyField(BodyBlock(), verbose_name=_("Inhalt"), blank=True)

    template = "home/standard.html"
    parent_page_types: ClassVar = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar = ["home.StandardPage"]
    content_panels = [*PortalPage.content_panels, FieldPanel("body")]
    search_fields = [*PortalPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("Textseite")
        verbose_name_plural = _("Textseiten")
