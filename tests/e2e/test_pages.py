"""Every kind of page in a real browser: accessible, quiet, nothing from elsewhere, fits the screen."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.conftest import SCREENS
from tests.serving import Served

pytestmark = pytest.mark.e2e


def first_link(page: Page, portal: Served, listing: str, prefix: str) -> str:
    """Return the address of the first thing that a listing leads to."""
    page.goto(portal.url + listing)
    links = page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")
    return next(
        link for link in links if link.startswith(prefix) and link.rstrip("/") != prefix.rstrip("/")
    )


def table(page: Page, portal: Served, view: str) -> str:
    """Return the address of a view of a table with places."""
    dataset = "/dataset/spielplaetze-niederrhein"
    return first_link(page, portal, dataset, f"{dataset}/resource/") + view


STORY = "/labore/labor-niederrhein-moers-geldern-kleve/offene-daten-fuer-spielplaetze"
KINDS = {
    "home": lambda page, portal: "/",
    "easy": lambda page, portal: "/leichte-sprache/",
    "labs": lambda page, portal: "/labore/",
    "lab": lambda page, portal: first_link(page, portal, "/labore/", "/labore/"),
    "stories": lambda page, portal: "/geschichten/",
    "story": lambda page, portal: first_link(page, portal, "/suche/?typ=story&q=", "/"),
    "story english": lambda page, portal: f"{STORY}-english/",
    "story easy": lambda page, portal: f"{STORY}-leichte-sprache/",
    "guides": lambda page, portal: "/leitfaeden/",
    "guide": lambda page, portal: first_link(page, portal, "/leitfaeden/", "/leitfaeden/"),
    "page": lambda page, portal: "/impressum/",
    "method": lambda page, portal: "/methoden/karte-der-wege/",
    "example": lambda page, portal: "/praxisbeispiele/radzaehlung-offen/",
    "event": lambda page, portal: "/veranstaltungen/online-workshop/",
    "events": lambda page, portal: "/veranstaltungen/",
    "topic": lambda page, portal: "/themen/offene-daten/",
    "glossary": lambda page, portal: "/glossar/",
    "proposals": lambda page, portal: "/vorschlaege/",
    "datasets": lambda page, portal: "/dataset/",
    "dataset": lambda page, portal: first_link(page, portal, "/dataset/", "/dataset/"),
    "table": lambda page, portal: table(page, portal, ""),
    "table chart": lambda page, portal: table(page, portal, "?ansicht=diagramm"),
    "table map": lambda page, portal: table(page, portal, "?ansicht=karte"),
    "table programs": lambda page, portal: table(page, portal, "?ansicht=api"),
    "search": lambda page, portal: "/suche/?q=spielplaetze",
    "health": lambda page, portal: "/gesundheit",
    "missing": lambda page, portal: "/gibt-es-nicht",
}


@pytest.mark.parametrize("kind", KINDS)
def test_page(kind: str, page: Page, portal: Served) -> None:
    address = KINDS[kind](page, portal)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on(
        "console",
        lambda m: (
            problems.append(f"console: {m.text}")
            if m.type == "error" and "status of 404" not in m.text
            else None
        ),
    )
    home = urlsplit(portal.url).netloc
    page.on(
        "request",
        lambda r: (
            problems.append(f"elsewhere: {r.url}")
            if urlsplit(r.url).scheme.startswith("http") and urlsplit(r.url).netloc != home
            else None
        ),
    )
    response = page.goto(portal.url + address, wait_until="networkidle")
    assert response is not None
    assert response.status == (404 if kind == "missing" else 200)
    assert page.locator("h1").count() == 1
    assert page.context.cookies() == []
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} px too wide"
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    if SCREENS:
        SCREENS.mkdir(parents=True, exist_ok=True)
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=str(SCREENS / f"{kind}-{width}.png"), full_page=True)
    assert found.violations_count == 0, found.generate_report()
    assert problems == []
