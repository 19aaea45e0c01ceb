"""Atom feeds at CKAN's addresses: newest changes of all, of an organization, a group, a keyword."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.ckan.ratelimit import rate_limited
from datasets.ckan.respond import answer
from datasets.models import Dataset, Organization, RecordState, Tag, Theme
from datasets.permissions import PUBLIC_LABEL
from search.catalogue import CatalogueQuery, catalogue_search
from search.errors import SearchError

PAGE = 20
LAST_PAGE = 5_000


class Feed(Atom1Feed):
    """An Atom feed with links to its other pages."""

    pages: dict[str, str] = {}

    def add_root_elements(self, handler: Any) -> None:
        """Write the links to the other pages after the rest."""
        super().add_root_elements(handler)
        for relation, address in self.pages.items():
            handler.addQuickElement("link", "", {"rel": relation, "href": address})


@require_safe
@rate_limited
def dataset_feed(request: HttpRequest, language: str = "") -> HttpResponse:
    """Send the newest changes of all datasets."""
    return _feed(request, _("Neue und geänderte Datensätze"), Dataset.objects.public())


@require_safe
@rate_limited
def body_feed(request: HttpRequest, kind: str, name: str, language: str = "") -> HttpResponse:
    """Send the newest changes of an organization, a group or a keyword."""
    rows = Dataset.objects.public()
    if kind == "tag":
        tag = Tag.objects.filter(name=name, vocabulary__isnull=True).first()
        title, rows = name, rows.filter(tags=tag.pk if tag else None)
        if tag is None or not rows.exists():
            raise Http404
    else:
        model: Any = Organization if kind == "organization" else Theme
        body = model.objects.filter(name=name, state=RecordState.ACTIVE).first()
        if body is None:
            raise Http404
        relation = "organization" if kind == "organization" else "themes"
        title, rows = str(body), rows.filter(**{relation: body.pk})
    return _feed(request, _("Neue und geänderte Datensätze: %(title)s") % {"title": title}, rows)


@require_safe
@rate_limited
def custom_feed(request: HttpRequest, language: str = "") -> HttpResponse:
    """Send the newest changes of what a search finds."""
    number = _number(request)
    query = CatalogueQuery(
        q=request.GET.get("q", ""),
        fq=tuple(request.GET.getlist("fq")),
        sort="metadata_modified desc",
        rows=PAGE,
        start=(number - 1) * PAGE,
        labels=(PUBLIC_LABEL,),
    )
    try:
        found = catalogue_search(query)
    except SearchError as error:
        raise Http404 from error
    ids = [key.split(":", 1)[1] for key in found.keys]
    rows = Dataset.objects.public().filter(pk__in=ids)
    return _written(request, _("Gesuchte Datensätze"), rows, number, found.count)


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text[:9]) <= LAST_PAGE:
        raise Http404
    return int(text)


def _feed(request: HttpRequest, title: str, rows: QuerySet[Dataset]) -> HttpResponse:
    """Send a page of the datasets, last changed first."""
    number = _number(request)
    page = rows.order_by("-modified_at", "pk")[(number - 1) * PAGE : number * PAGE]
    return _written(request, title, page, number, rows.count())


def _written(
    request: HttpRequest, title: str, rows: QuerySet[Dataset], number: int, count: int
) -> HttpResponse:
    base = settings.PORTAL_BASE_URL
    feed = Feed(
        title=f"{settings.PORTAL_NAME} – {title}",
        link=f"{base}/dataset",
        description=title,
        language=settings.LANGUAGE_CODE,
        feed_url=_address(request, number),
        author_name=settings.PORTAL_NAME,
    )
    last = max(1, -(-count // PAGE))
    feed.pages = {"first": _address(request, 1), "last": _address(request, last)}
    if number < last:
        feed.pages["next"] = _address(request, number + 1)
    if number > 1:
        feed.pages["previous"] = _address(request, number - 1)
    for dataset in sorted(
        rows.prefetch_related("tags", "corrections__version"),
        key=lambda d: d.modified_at,
        reverse=True,
    ):
        feed.add_item(
            title=str(dataset),
            link=f"{base}{dataset.get_absolute_url()}",
            description=_description(dataset),
            unique_id=f"{base}/dataset/{dataset.pk}",
            pubdate=dataset.created_at,
            updateddate=dataset.modified_at,
            categories=[tag.name for tag in dataset.tags.all()],
        )
    text: str = feed.writeString("utf-8")
    return answer(request, text.encode(), media="application/atom+xml; charset=utf-8")


def _description(dataset: Dataset) -> str:
    """Return the description, corrections first: they are the news."""
    sentences = [correction.sentence for correction in dataset.corrections.all()]
    return "\n\n".join([*sentences, dataset.notes or ""]).strip()


def _address(request: HttpRequest, number: int) -> str:
    """Return the address of a page of this feed."""
    query = [(k, v) for k, values in request.GET.lists() for v in values if k != "page"]
    query += [("page", str(number))] if number > 1 else []
    tail = f"?{urlencode(query)}" if query else ""
    return f"{settings.PORTAL_BASE_URL}{request.path}{tail}"
