"""Addresses of the way; made anew for each frame, since the admin wraps its views."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy

from datasets.contribute import columns, files, steps
from datasets.contribute.common import ADMIN, PLAIN

View = Callable[..., HttpResponse]
LOGIN = reverse_lazy("contribute_login")


def _patterns(*, guarded: bool) -> list[URLPattern]:
    views: dict[str, tuple[str, View]] = {
        "": ("datei", files.start),
        "ersetzen/<str:resource_id>/": ("ersetzen", files.replace),
        "abholen/<str:resource_id>/": ("abholen", files.fetching),
        "<str:version_id>/": ("befund", steps.report),
        "<str:version_id>/tun/": ("tun", steps.act),
        "<str:version_id>/verwerfen/": ("verwerfen", steps.discard),
        "<str:version_id>/spalten/": ("spalten", columns.columns),
        "<str:version_id>/angaben/": ("angaben", steps.description),
        "<str:version_id>/vorschau/": ("vorschau", steps.preview),
        "<str:version_id>/fertig/": ("fertig", steps.done),
    }
    return [
        path(route, login_required(view, login_url=LOGIN) if guarded else view, name=name)
        for route, (name, view) in views.items()
    ]


def plain_urls() -> list[URLPattern | URLResolver]:
    """Return the way without the admin around it, with a login page of its own."""
    return [
        path(
            "anmelden/",
            LoginView.as_view(
                template_name="datasets/contribute/login.html",
                next_page=reverse_lazy("way:datei"),
            ),
            name="contribute_login",
        ),
        path(
            "abmelden/",
            LogoutView.as_view(next_page=reverse_lazy("contribute_login")),
            name="contribute_logout",
        ),
        path(
            "datei-einreichen/",
            include((_patterns(guarded=True), "way"), namespace=PLAIN),
        ),
    ]


def admin_urls() -> URLResolver:
    """Return the way inside the admin, which asks for the login itself."""
    return path("daten/einreichen/", include((_patterns(guarded=False), "way"), namespace=ADMIN))
