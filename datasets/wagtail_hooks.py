"""What the data module adds to Wagtail's admin."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from datasets.admin import tokens
from datasets.admin.urls import urlpatterns
from datasets.admin.viewsets import CatalogueGroup
from datasets.contribute.urls import admin_urls as contribute_urls
from datasets.models import Dataset, Organization
from datasets.services.datasets import dataset_delete

register_snippet(CatalogueGroup)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def admin_urls() -> list[URLPattern | URLResolver]:
    """Give the admin our pages."""
    return [*urlpatterns, contribute_urls(), *tokens.urlpatterns]


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def contribute_item() -> MenuItem:
    """Put the guided way where everybody sees it."""
    return MenuItem(
        _("Datei einreichen"), reverse("way_admin:datei"), icon_name="upload", order=190
    )


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def schema_item() -> MenuItem:
    """Lead to the library of schemas."""
    return MenuItem(_("Schemas"), reverse("schema_library"), icon_name="list-ul", order=210)


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def report_item() -> MenuItem:
    """Lead to what people report about rows."""
    return MenuItem(_("Fehlermeldungen"), reverse("row_reports"), icon_name="comment", order=215)


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def token_menu_item() -> MenuItem:
    """Show where keys of programs are made."""
    return tokens.menu_item()


@hooks.register("before_delete_snippet")  # type: ignore[untyped-decorator]
def delete_by_service(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Mark datasets as deleted instead of losing them; keep organizations that still have some."""
    if request.method != "POST" or not instances:
        return None
    if isinstance(instances[0], Dataset):
        for dataset in instances:
            dataset_delete(actor=request.user, dataset=dataset)  # type: ignore[arg-type]
        messages.success(request, _("Gelöscht. Der Datensatz kann wiederhergestellt werden."))
        return redirect("datasets_admin:list")
    if isinstance(instances[0], Organization):
        ids = [body.pk for body in instances]
        if Dataset.objects.existing().filter(organization_id__in=ids).exists():
            messages.error(
                request,
                _(
                    "Diese Organisation hat noch Datensätze. Verschieben oder löschen Sie sie zuerst."
                ),
            )
            return redirect("wagtailadmin_home")
    return None
