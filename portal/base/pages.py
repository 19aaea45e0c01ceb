"""What all pages share: a summary, a lead image, German addresses, the way from the home page."""

import re
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.widgets import SlugInput
from wagtail.models import Page, Revision
from wagtail.search import index

from portal.base.blocks.media import alternative_missing
from portal.base.bodies import finished
from portal.base.interface import ENGLISH, PREFIX, speak_english, speaks_english
from portal.base.linked import about_page, script
from portal.base.slugs import german_slug
from portal.base.variants import variant_links, written_in

HOME_DEPTH = 2
# Wagtail's script knows maps for Turkish and Romanian, not for German: it would turn ö into o.
IN_BROWSER = [
    (re.compile(sign, re.IGNORECASE), letters)
    for sign, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))
]


class PortalPageForm(WagtailAdminPageForm):
    """Checks what no field can check alone; makes German addresses in the browser too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].widget = SlugInput(formatters=IN_BROWSER)

    def clean_slug(self) -> str:
        """Refuse addresses that the portal itself answers at."""
        slug: str = self.cleaned_data["slug"]
        parent = self.parent_page
        if slug and parent is not None and parent.depth == HOME_DEPTH and is_taken(slug):
            raise ValidationError(_("Diese Adresse braucht das Portal selbst."), code="taken")
        return self._free(slug)

    def _free(self, slug: str) -> str:
        """Number the second page of a title: who writes has not chosen its address.

        A page that keeps itself sends the address without the number again and again.
        """
        page, parent = self.instance, self.parent_page
        if Page._slug_is_available(slug, parent, page if page.pk else None):
            return slug
        if page.pk:
            own: str = page.slug
            return own if re.fullmatch(rf"{re.escape(slug)}-\d+", own) else slug
        numbered = (f"{slug}-{number}" for number in count(2))
        return next(one for one in numbered if Page._slug_is_available(one, parent))

    def clean(self) -> dict[str, Any]:
        """Refuse a lead image that nobody described; a draft may still lack the words."""
        cleaned: dict[str, Any] = super().clean()
        image = cleaned.get("lead_image")
        described = cleaned.get("lead_image_alternative") or (image and image.description)
        if image and not described and not self.is_deferred_validation:
            self.add_error("lead_image_alternative", alternative_missing())
        return cleaned


def is_taken(slug: str) -> bool:
    """Say whether something else than a page answers below the root at this address."""
    if f"/{slug}" == PREFIX:
        return True
    for path in (f"/{slug}", f"/{slug}/", f"/{slug}/x"):
        try:
            if resolve(path).url_name != "wagtail_serve":
                return True
        except Resolver404:
            continue
    return False


class PortalPage(Page):
    """A page of the portal."""

    summary = models.TextField(
        gettext_lazy("Kurzfassung"),
        max_length=400,
        blank=True,
        help_text=gettext_lazy("Ein bis zwei Sätze: für Listen, Suche und den Kopf der Seite."),
    )
    lead_image = models.ForeignKey(
        "base.PortalImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("Aufmacherbild"),
    )
    lead_image_alternative = models.CharField(
        gettext_lazy("Alternativtext des Aufmacherbilds"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy(
            "Was zeigt das Bild? Pflicht, wenn das Bild selbst noch keine Beschreibung hat."
        ),
    )

    review_on = models.DateField(
        gettext_lazy("Wieder ansehen am"),
        null=True,
        blank=True,
        help_text=gettext_lazy(
            "An diesem Tag erinnert das Portal daran, den Text zu prüfen. "
            "Leer: zwölf Monate nach der letzten Veröffentlichung."
        ),
    )

    base_form_class = PortalPageForm
    settings_panels = [*Page.settings_panels, FieldPanel("review_on")]
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("lead_image"), FieldPanel("lead_image_alternative")],
            heading=gettext_lazy("Aufmacherbild"),
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    show_in_menus_default = False

    class Meta:
        abstract = True

    @property
    def lead_image_text(self) -> str:
        """Return the alternative text of the lead image."""
        image = self.lead_image
        return self.lead_image_alternative or (image.description if image else "")

    def get_admin_display_title(self) -> str:
        """Name a published page as the public knows it: choosers show pages of other teams too."""
        return self.title if self.live else super().get_admin_display_title()

    def make_preview_request(
        self,
        original_request: HttpRequest | None = None,
        preview_mode: str | None = None,
        extra_request_attrs: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show an old revision as of its own day: `request.shown_at` tells whatever follows data."""
        attributes = dict(extra_request_attrs or {})
        match = getattr(original_request, "resolver_match", None)
        if match is not None and match.url_name == "revisions_view":
            revision = Revision.objects.filter(pk=match.kwargs.get("revision_id")).first()
            if revision is not None and revision.pk != self.latest_revision_id:
                attributes["shown_at"] = revision.created_at
        return super().make_preview_request(original_request, preview_mode, attributes)

    def _get_autogenerated_slug(self, base_slug: str) -> str:
        """Make the slug the German way; Wagtail alone would turn ß into nothing."""
        return super()._get_autogenerated_slug(german_slug(self.title, fallback=base_slug))

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find the page of an address at once; Wagtail alone asks twice for each part of it."""
        if path_components:
            below = f"{self.url_path}{'/'.join(path_components)}/"
            found = Page.objects.filter(url_path=below, path__startswith=self.path).first()
            if found is not None:
                return found.specific.route(request, [])
        return super().route(request, path_components)

    def linked_data(self) -> dict[str, Any]:
        """Return what search engines are told about the page."""
        return about_page(self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page with the parts around it in its own language, or in English below /en/."""
        own = written_in(self)
        if own == ENGLISH:
            speak_english(request)
        english = speaks_english(request)
        if english and (variant := self._english_address()):
            return redirect(variant)
        with translation.override(ENGLISH if english else own):
            response: Any = super().serve(request, *args, **kwargs)
            if hasattr(response, "render") and not response.is_rendered:
                response.add_post_render_callback(self._finish)
                response.render()
        return response

    def _english_address(self) -> str:
        """Return where the page stands in English words, if it is not itself there."""
        links = variant_links(self)
        return next((x.url for x in links if x.language.code == ENGLISH and not x.current), "")

    def _finish(self, response: HttpResponse) -> HttpResponse:
        """Let other apps work on the finished page."""
        response.content = finished(response.content.decode(), self)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages between the home page and this one."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        # For what a body shows about its page: answers to corrections, for example.
        request.shown_page_id = self.pk  # type: ignore[attr-defined]
        request.shown_language = written_in(self)  # type: ignore[attr-defined]
        context["ancestors"] = (
            list(self.get_ancestors().live().filter(depth__gt=HOME_DEPTH)) if self.path else []
        )
        context["language_links"] = variant_links(self)
        context["linked_data"] = script(self.linked_data())
        return context
