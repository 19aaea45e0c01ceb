"""Finds links that lead nowhere: inside the portal at once, elsewhere as `outside` found out."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from datasets.models import Dataset
from labs.editorial.outside import outside_note, outside_reasons
from labs.editorial.reading import read_page
from labs.models import LinkProblem
from portal.base.pages import PortalPage


def links_check(*, page: Any = None) -> int:
    """Look at the links of one page or of all published ones; keep and count what leads nowhere."""
    pages = Page.objects.live().filter(pk=page.pk) if page is not None else Page.objects.live()
    number = 0
    for one in pages.order_by("pk").specific().iterator(chunk_size=50):
        if isinstance(one, PortalPage):
            number += _check(one)
    if page is None:
        LinkProblem.objects.exclude(page__in=pages.values("pk")).delete()
    return number


def _check(page: PortalPage) -> int:
    """Look at the links of one page."""
    html = page.make_preview_request().content.decode()
    links = [link.href for link in read_page(html).links]
    outside = {href for href in links if _is_outside(href)}
    outside_note(outside)
    problems = outside_reasons(outside) | dict(_problems(html, links))
    with transaction.atomic():
        LinkProblem.objects.filter(page_id=page.pk).exclude(address__in=problems).delete()
        known = set(LinkProblem.objects.filter(page_id=page.pk).values_list("address", flat=True))
        LinkProblem.objects.bulk_create(
            LinkProblem(page_id=page.pk, address=address[:500], reason=reason)
            for address, reason in problems.items()
            if address not in known
        )
    return len(problems)


def _problems(html: str, links: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the addresses in the portal that lead nowhere, each with the reason."""
    anchors = _ids(html)
    for href in links:
        reason = _reason(href, anchors)
        if reason:
            yield href, reason


def _is_outside(href: str) -> bool:
    """Say whether an address belongs to another site."""
    parts = urlsplit(href)
    return (
        parts.scheme in {"http", "https"}
        and parts.netloc != urlsplit(settings.PORTAL_BASE_URL).netloc
    )


def _ids(html: str) -> set[str]:
    """Return the places on the page that can be linked to."""
    return {part.split('"', 1)[0] for part in html.split(' id="')[1:]}


def _reason(href: str, anchors: set[str]) -> str:
    """Say why an address leads nowhere, nothing if it does lead somewhere."""
    if href.startswith("#"):
        there = href == "#" or unquote(href[1:]) in anchors
        return "" if there else _("Diese Stelle gibt es auf der Seite nicht.")
    parts = urlsplit(href)
    own = urlsplit(settings.PORTAL_BASE_URL).netloc
    if parts.scheme in {"mailto", "tel"} or (parts.netloc and parts.netloc != own):
        return ""
    return (
        "" if _exists(unquote(parts.path) or "/") else _("Diese Adresse gibt es im Portal nicht.")
    )


def _exists(path: str) -> bool:
    """Say whether something answers at a path of the portal."""
    try:
        match = resolve(path)
    except Resolver404:
        return Redirect.objects.filter(old_path=Redirect.normalise_path(path)).exists()
    if match.url_name == "wagtail_serve":
        return _is_page(path) or _redirects(path)
    if match.url_name == "dataset" or path.startswith("/dataset/"):
        name = path.removeprefix("/dataset/").split("/", 1)[0]
        return not name or Dataset.objects.public().filter(name=name).exists()
    return True


def _redirects(path: str) -> bool:
    """Say whether the path leads on to another."""
    return Redirect.objects.filter(old_path=Redirect.normalise_path(path)).exists()


def _is_page(path: str) -> bool:
    """Say whether a published page answers."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return False
    request = RequestFactory().get(path)
    try:
        site.root_page.specific.route(request, [part for part in path.split("/") if part])
    except Http404:
        return False
    return True
