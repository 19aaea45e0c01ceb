"""Public pages of organizations and themes, where clients and people look for them."""

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.models import Organization, Theme
from datasets.selectors.pages import dataset_list_page
from datasets.views.asking import page_number
from datasets.views.markdown import to_html
from datasets.views.pages import person

LIST_LIMIT = 500
_PUBLIC = Q(datasets__live=True, datasets__private=False, datasets__deleted_at__isnull=True)


@require_safe
def organization_list(request: HttpRequest) -> HttpResponse:
    """Show all organizations."""
    return _list(request, Organization, _("Organisationen"))


@require_safe
def theme_list(request: HttpRequest) -> HttpResponse:
    """Show all themes."""
    return _list(request, Theme, _("Kategorien"))


@require_safe
def organization_detail(request: HttpRequest, name: str) -> HttpResponse:
    """Show an organization and its datasets."""
    return _detail(request, Organization, name, "organisation")


@require_safe
def theme_detail(request: HttpRequest, name: str) -> HttpResponse:
    """Show a theme and its datasets."""
    return _detail(request, Theme, name, "thema")


def _list(
    request: HttpRequest, model: type[Organization] | type[Theme], title: str
) -> HttpResponse:
    """Show the living ones with their number of public datasets."""
    bodies = (
        model.objects.filter(state="active")
        .annotate(number=Count("datasets", filter=_PUBLIC, distinct=True))
        .order_by("title", "name")[:LIST_LIMIT]
    )
    return render(request, "datasets/body_list.html", {"bodies": bodies, "title": title})


def _detail(
    request: HttpRequest, model: type[Organization] | type[Theme], name: str, key: str
) -> HttpResponse:
    """Show one; an id leads to the address with the name."""
    body: Organization | Theme | None = (
        model.objects.filter(state="active").filter(Q(name=name) | Q(pk=name)).first()
    )
    if body is None:
        raise Http404
    if body.name != name:
        return redirect(body.get_absolute_url())
    listed = dataset_list_page(
        user=person(request),
        params={key: body.name},
        number=page_number(request.GET.get("seite", "1")),
    )
    context = {"body": body, "listed": listed, "description_html": to_html(body.description or "")}
    return render(request, "datasets/body.html", context)
