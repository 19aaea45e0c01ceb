"""Where the editors find the dashboard, the check of a text, variants and guests."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets import Button

from labs.editorial import views
from labs.editorial.signing import video_first
from labs.editorial.welcome import welcome_panel
from labs.models import EventPage
from portal.base.pages import PortalPage
from portal.base.variants import SOURCE, language_of


def urls() -> list[URLPattern]:
    """Return the addresses below /admin/."""
    return [
        path("redaktion/", views.overview, name="labs_overview"),
        path("redaktion/lesbarkeit/", views.measure, name="labs_measure"),
        path("redaktion/links/", views.check_links, name="labs_check_links"),
        path("redaktion/text/<int:pk>/", views.text_check, name="labs_text_check"),
        path("redaktion/ansehen/<int:pk>/", views.review, name="labs_review"),
        path("redaktion/fassung/<int:pk>/", views.compare_variant, name="labs_variant_compare"),
        path(
            "redaktion/fassung/<int:pk>/<str:code>/", views.make_variant, name="labs_make_variant"
        ),
        path("redaktion/anmeldungen/<int:pk>/", views.guests, name="labs_guests"),
        path("redaktion/fahrplan/<int:pk>/", views.start_plan, name="labs_plan"),
        path("redaktion/liste/<str:name>/", views.one_card, name="labs_card"),
    ]


def menu_item() -> MenuItem:
    """Lead to the dashboard."""
    return MenuItem(_("Redaktion"), reverse("labs_overview"), icon_name="tasks", order=90)


def header_buttons(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Offer the check of the text, the list of guests, and the variants."""
    specific = page.specific
    if not isinstance(specific, PortalPage) or not page.permissions_for_user(user).can_edit():
        return
    yield Button(
        _("Text prüfen"), reverse("labs_text_check", args=[page.pk]), icon_name="check", priority=60
    )
    if isinstance(specific, EventPage) and specific.registration:
        yield Button(
            _("Anmeldungen"), reverse("labs_guests", args=[page.pk]), icon_name="group", priority=61
        )
    if language_of(page) == SOURCE:
        yield Button(
            _("Sprachfassungen"),
            f"{reverse('labs_text_check', args=[page.pk])}#fassungen",
            icon_name="globe",
            priority=62,
        )


def admin_style() -> str:
    """Mend on every screen of the admin what Wagtail leaves narrow on a phone."""
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("labs/admin.css"))


def editor_scripts() -> str:
    """Let nothing that is typed or pressed get lost, focus neither; measure while it is written."""
    names = ("saving", "keys", "measure")
    scripts = ((versioned_static(f"labs/{name}.js"), reverse("labs_measure")) for name in names)
    return format_html_join("", '<script src="{}" data-measure="{}"></script>', scripts)


def connect() -> None:
    """Register all of it; called when Wagtail looks for hooks."""
    hooks.register("register_admin_urls", urls)
    hooks.register("insert_global_admin_css", admin_style)
    hooks.register("insert_editor_js", editor_scripts)
    hooks.register("before_publish_page", video_first)
    hooks.register("construct_homepage_panels", welcome_panel)
    hooks.register("register_admin_menu_item", menu_item)
    hooks.register("register_page_header_buttons", header_buttons)
