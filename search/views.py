"""The search page: one box over stories, guides, labs and datasets; also as JSON and as a feed."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.base.interface import in_language
from search.browse import KINDS, ORDERS, State, read_state, shown_facets, tabs
from search.editors import promoted, refresh_synonyms
from search.errors import SearchError
from search.models import EmptyQuery
from search.pages import Hit, ResultPage, plain_page, result_page, themes
from search.suggest import suggestions

SUGGESTED_LENGTH = 100


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what is found for everybody; every state of the page has an address."""
    refresh_synonyms()
    state = read_state(request.GET)
    page = _page(state)
    context: dict[str, object] = {
        "state": state,
        "page": page,
        "text": state.text,
        "tabs": tabs(state, page.answer),
        "facets": shown_facets(state, page.answer),
        "orders": _orders(state),
        "kinds": KINDS,
        "promotions": promoted(state.text) if page.available and state.page == 1 else [],
        "previous": replace(state, page=state.page - 1).query() if state.page > 1 else "",
        "next": replace(state, page=state.page + 1).query() if state.page < page.pages else "",
        "themes": [] if page.hits or not page.available else themes(),
        "all_kinds": replace(state, kind="", chosen={}, page=1).query(),
        "spelled": replace(state, text=page.spelling, page=1).query() if page.spelling else "",
        "feed": f"{reverse('search_feed')}?{replace(state, page=1).query()}",
        "json": f"{reverse('search_json')}?{state.query()}",
    }
    if state.text and page.available and not page.total and not (state.chosen or state.kind):
        EmptyQuery.note(state.text)
    return render(request, "search/results.html", context)


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    """Return the same state of the page for programs."""
    refresh_synonyms()
    state = read_state(request.GET)
    page = _page(state)
    counted = {facet.facet.key: facet for facet in shown_facets(state, page.answer)}
    body = {
        "query": state.text,
        "total": page.total,
        "page": state.page,
        "pages": page.pages,
        "available": page.available,
        "stage": page.stage,
        "did_you_mean": page.spelling or None,
        "kinds": {tab.value: tab.count for tab in tabs(state, page.answer) if tab.value},
        "facets": {
            key: [
                {"value": v.value, "title": v.title, "count": v.count, "chosen": v.chosen}
                for v in (*shown.values, *shown.more)
            ]
            for key, shown in counted.items()
        },
        "results": [_as_dict(request, hit) for hit in page.hits],
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Return the newest hits of a search as RSS."""
    refresh_synonyms()
    state = replace(read_state(request.GET), order="neu", page=1)
    page = _page(state)
    title = _("Suche: %(text)s") % {"text": state.text} if state.text else _("Neues im Portal")
    address = request.build_absolute_uri(in_language(f"{reverse('search')}?{state.query()}"))
    made = Rss201rev2Feed(
        title=title,
        link=address,
        description=title,
        language=get_language() or "de",
        feed_url=request.build_absolute_uri(),
    )
    for hit in page.hits:
        link = request.build_absolute_uri(in_language(hit.url))
        text = "".join(piece for piece, _marked in hit.excerpt.pieces)
        made.add_item(hit.title, link, text, unique_id=link, pubdate=hit.changed)
    return HttpResponse(
        made.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8"
    )


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Return words and titles for what is being typed."""
    refresh_synonyms()
    text = request.GET.get("q", "").replace("\x00", "")[:SUGGESTED_LENGTH]
    try:
        found = suggestions(text)
    except SearchError:
        found = []
    body = [
        {
            "text": one.text,
            "url": in_language(one.url) if one.url else None,
            "kind": one.kind or None,
        }
        for one in found
    ]
    response = JsonResponse(
        {"query": text, "suggestions": body}, json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = "public, max-age=60"
    return response


def _page(state: State) -> ResultPage:
    """Return the hits; without an index a plain list from the database."""
    try:
        return result_page(state)
    except SearchError:
        return plain_page(state)


def _orders(state: State) -> list[tuple[str, object, bool, str]]:
    """Return the ways to sort with their addresses."""
    return [
        (key, title, key == state.order, replace(state, order=key, page=1).query())
        for key, (_field, _down, title) in ORDERS.items()
    ]


def _as_dict(request: HttpRequest, hit: Hit) -> dict[str, object]:
    """Return a hit for programs."""
    return {
        "kind": hit.kind,
        "title": hit.title,
        "language": hit.language,
        "url": request.build_absolute_uri(in_language(hit.url)),
        "excerpt": "".join(piece for piece, _marked in hit.excerpt.pieces),
        "marked": [piece for piece, marked in hit.excerpt.pieces if marked],
        "columns": list(hit.columns),
        "publisher": hit.publisher or None,
        "formats": list(hit.formats),
        "changed": hit.changed.isoformat() if hit.changed else None,
    }
