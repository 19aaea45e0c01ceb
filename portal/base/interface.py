"""The interface in English: every page of the portal also answers below `/en/`, without a cookie.

The middleware takes the prefix off, so that views and addresses are the same for both languages, and
puts it before the portal's own links in what goes out: who reads English stays there.
"""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.safestring import SafeString

GERMAN, ENGLISH = "de", "en"
PREFIX = "/en"
# CKAN's own addresses may begin with a language too; files, the admin and addresses with a secret have
# no English twin.
_APART = re.compile(
    r"/(?:api/?$|api/(?!docs)|datastore/|feeds/|admin/|static/|media/|documents/|einbetten/|oembed"
    r"|sitemap|robots\.txt|dataset/[^/?]+/resource/[^/?]+/download)"
)
_TAG = re.compile(r"<(?:a|area|form|link)\s[^>]*>")
_ADDRESS = re.compile(r'(\s(?:href|action)=")(/(?!/)[^"]*)')


def is_english() -> bool:
    """Say whether the page being made has its interface in English."""
    return translation.get_language() == ENGLISH


def inner_path(path: str) -> str:
    """Return a path without the language before it."""
    return path[len(PREFIX) :] if _has_prefix(path) else path


def in_english(address: str) -> str:
    """Return the English twin of an address of this portal; others stay."""
    if not address.startswith("/") or address.startswith("//"):
        return address
    if address == PREFIX or address.startswith(f"{PREFIX}/") or _APART.match(address):
        return address
    return PREFIX + address


def in_language(address: str) -> str:
    """Return the address for the language of the interface."""
    return in_english(address) if is_english() else address


def words(text: Any) -> str:
    """Return a title or label in English where the interface itself knows its words."""
    said = str(text or "")
    return translation.gettext(said) if said and is_english() else said


def mark(code: str) -> SafeString:
    """Return the mark of words in another language than what is around them."""
    return SafeString("" if code == translation.get_language() else f' lang="{code}"')


def around(code: str) -> SafeString:
    """Return the mark of the interface's own words inside a text in another language."""
    return SafeString(f' lang="{translation.get_language()}"' if mark(code) else "")


def _has_prefix(path: str) -> bool:
    return path.startswith(f"{PREFIX}/") and not _APART.match(path[len(PREFIX) :])


class InterfaceMiddleware:
    """Answers `/en/…` as the page without the prefix, with the interface in English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        if not _has_prefix(request.path_info):
            response = self.get_response(request)
            # A page written in English says so itself, wherever it lies.
            return _linked(response) if speaks_english(request) else response
        request.path_info = inner_path(request.path_info)
        speak_english(request)
        with translation.override(ENGLISH):
            return _linked(self.get_response(request))


def speak_english(request: HttpRequest) -> None:
    """Note that the answer's links lead to English pages."""
    request.interface = ENGLISH  # type: ignore[attr-defined]


def speaks_english(request: HttpRequest) -> bool:
    """Say whether the answer's links lead to English pages."""
    return getattr(request, "interface", GERMAN) == ENGLISH


def _linked(response: HttpResponse) -> HttpResponse:
    """Let the portal's own links stay in English."""
    if "Location" in response:
        response["Location"] = in_english(response["Location"])
    if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
        text = response.content.decode(response.charset)
        response.content = _TAG.sub(_tag_in_english, text)
        if "Content-Length" in response:
            response["Content-Length"] = str(len(response.content))
    return response


def _tag_in_english(match: re.Match[str]) -> str:
    """Return a tag with its address in English; a link that names a language keeps its own."""
    tag = match[0]
    if " hreflang=" in tag:
        return tag
    return _ADDRESS.sub(lambda found: found[1] + in_english(found[2]), tag)
