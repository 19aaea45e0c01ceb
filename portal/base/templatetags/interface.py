"""German and English interface in templates: the way between them, and marks of what stays German."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.models import Page

from portal.base import interface
from portal.base.interface import ENGLISH, GERMAN
from portal.base.variants import written_in

register = template.Library()
register.filter("words", interface.words)
register.simple_tag(interface.in_language, name="address")
register.simple_tag(interface.mark, name="language_mark")


@dataclass(frozen=True, slots=True)
class Twin:
    """The same page with the interface in another language."""

    code: str
    name: str
    url: str


@register.simple_tag(takes_context=True)
def other_interface(context: template.Context) -> Twin | None:
    """Return the way to the page in the other language."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return None
    code, name = (GERMAN, "Deutsch") if interface.is_english() else (ENGLISH, "English")
    return Twin(code, name, _variant(context, code) or _twin(request, code))


def _variant(context: template.Context, code: str) -> str:
    """Return the address of the page's own variant in a language, if there is one."""
    links = context.get("language_links") or ()
    return next((link.url for link in links if link.language.code == code), "")


def _twin(request: HttpRequest, code: str) -> str:
    """Return the address shown, in another language."""
    query = request.META.get("QUERY_STRING", "")
    address = interface.inner_path(request.path) + (f"?{query}" if query else "")
    return interface.in_english(address) if code == ENGLISH else address


@register.simple_tag(takes_context=True)
def twins(context: template.Context) -> list[Twin]:
    """Return the absolute addresses of a page of the portal in both languages, for search engines."""
    request: HttpRequest | None = context.get("request")
    if request is None or request.method not in ("GET", "HEAD"):
        return []
    base, path = settings.PORTAL_BASE_URL, interface.inner_path(request.path)
    return [
        Twin(GERMAN, "", base + path),
        Twin(ENGLISH, "", base + interface.in_english(path)),
        Twin("x-default", "", base + path),
    ]


@register.simple_tag
def german() -> SafeString:
    """Return the mark of German words on an English page, as what people enter in the catalogue."""
    return SafeString(' lang="de"' if interface.is_english() else "")


@register.simple_tag
def spoken(page: Any, text: str = "") -> SafeString:
    """Return the mark of a page's words where they are in another language than what is around."""
    code = written_in(page) if isinstance(page, Page) else GERMAN
    known = bool(text) and interface.words(text) != text
    return SafeString("") if known else interface.mark(code)


@register.simple_tag
def around(page: Any = None) -> SafeString:
    """Return the mark of the interface's own words inside the words of a page in another language."""
    return interface.around(written_in(page)) if isinstance(page, Page) else SafeString("")
