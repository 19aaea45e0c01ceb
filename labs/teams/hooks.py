"""Where the admin leads to the people of a lab and the import of labs; what the history calls it."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from labs.importing.views import import_labs, may_import
from labs.models import LabIndexPage, LabPage, LabRole
from labs.teams import views
from labs.teams.roles import GIVEN, TAKEN
from portal.base.history import register_deed


def urls() -> list[URLPattern]:
    """Return the addresses below /admin/."""
    return [
        path("labor/<int:pk>/team/", views.people, name="labs_people"),
        path("labor/<int:pk>/team/tun/", views.act, name="labs_people_act"),
        path("programm/<int:pk>/import/", import_labs, name="labs_import"),
    ]


def header_buttons(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Lead from a lab's page to its people, from a programme to the import of labs."""
    if page.pk and page.specific_class is LabPage and views.leads(user, page.specific):
        yield Button(
            _("Team"), reverse("labs_people", args=[page.pk]), icon_name="group", priority=59
        )
    if page.pk and page.specific_class is LabIndexPage and may_import(user, page):
        yield Button(
            _("Labore importieren"),
            reverse("labs_import", args=[page.pk]),
            icon_name="table",
            priority=59,
        )


def log_actions(actions: Any) -> None:
    """Name the deeds in the history of the lab's page."""
    for name, label in (
        ("invite", _("Eingeladen")),
        ("revoke", _("Einladung zurückgezogen")),
        ("accept", _("Einladung angenommen")),
        ("remove", _("Aus dem Team genommen")),
    ):
        register_deed(actions, f"labs.team.{name}", label, _named(label))
    register_deed(actions, GIVEN, _("Rolle gegeben"), _roles(_("Rolle gegeben: {roles}")))
    register_deed(actions, TAKEN, _("Rolle genommen"), _roles(_("Rolle genommen: {roles}")))
    register_deed(actions, "labs.import", _("Labore importiert"), _imported)
    register_deed(actions, "labs.team.four_eyes", _("Vier Augen"), _switched)


def _named(label: Any) -> Any:
    """Return what writes the entry of a deed."""

    def entry(data: dict[str, Any]) -> str:
        role = data.get("role", "")
        words = f" ({LabRole(role).label})" if role in LabRole.values else ""
        return f"{label}: {data.get('email', '')}{words}"

    return entry


def _roles(sentence: Any) -> Any:
    """Return what writes the entry of a change of roles."""
    return lambda data: str(sentence).format(roles=data.get("roles", "–"))


def _imported(data: dict[str, Any]) -> str:
    """Return the entry of an import."""
    return _("Labore importiert: {labs}").format(labs=", ".join(data.get("labs", [])))


def _switched(data: dict[str, Any]) -> str:
    """Return the entry of the switch."""
    on, off = _("Vier Augen eingeschaltet"), _("Vier Augen ausgeschaltet")
    return str(on if data.get("on") else off)


def connect() -> None:
    """Register all of it; called when Wagtail looks for hooks."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_page_header_buttons", header_buttons)
    hooks.register("register_log_actions", log_actions)
