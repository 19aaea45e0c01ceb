"""Every kind of page with every block: accessible at both widths and in the dark, videos that play."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import SCREENS
from tests.serving import Served

pytestmark = pytest.mark.e2e
# What pages are judged by besides axe's own choice of rules.
RULES = {"target-size": {"enabled": True}}
# Drawings beside the one that is seen, and letters of charts below 12 px.
DRAWINGS = """() => [...document.querySelectorAll("figure.chart")].flatMap(figure => {
    const seen = [...figure.querySelectorAll("svg")].filter(
        svg => getComputedStyle(svg).visibility !== "hidden" && svg.getBoundingClientRect().width > 9);
    const letters = seen.flatMap(svg => [...svg.querySelectorAll("text")]).map(
        text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a);
    const frame = figure.querySelector(".chart__frame");
    return [
        ...(frame && seen.length !== 1 ? [`${seen.length} drawings`] : []),
        ...letters.filter(size => size < 12).map(size => `letters of ${size}`),
        ...(frame && frame.scrollWidth > frame.clientWidth ? ["scrolls"] : []),
    ];
})"""
# Nothing but colours changes in the dark.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


@pytest.fixture(scope="module")
def addresses(portal: Served) -> Iterator[dict[str, str]]:
    """Make the pages; take them away afterwards."""
    run = "from tests.e2e.everything import {0}; {0}()"
    said = portal.manage("shell", "-v0", "-c", run.format("build"))
    yield json.loads(said.split("addresses ")[-1])
    portal.manage("shell", "-v0", "-c", run.format("remove"))


def faults(page: Page, **options: Any) -> list[Any]:
    found = Axe().run(page, options={"resultTypes": ["violations"], **options})
    return [
        (v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found.response["violations"]
    ]


def look(page: Page, name: str) -> None:
    """Keep a picture for those who look at the pages, if asked for."""
    if SCREENS:
        SCREENS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(SCREENS / f"all-{name}.png"), full_page=True)


def test_every_kind_of_page_with_every_block(
    browser: Browser, portal: Served, addresses: dict[str, str]
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    page = context.new_page()
    problems: list[Any] = []
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    for name, address in addresses.items():
        response = page.goto(portal.url + address)
        assert response is not None
        assert response.status == 200, address
        page.emulate_media(color_scheme="light")
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            problems += [(name, width, one) for one in faults(page, rules=RULES)]
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            problems += [(name, width, "too wide", wide)] if wide > 0 else []
            problems += [(name, width, fault) for fault in page.evaluate(DRAWINGS)]
            look(page, f"{name}-{width}")
        page.emulate_media(color_scheme="dark")
        problems += [(name, "dark", one) for one in faults(page, **COLOURS)]
        look(page, f"{name}-dark")
        page.set_viewport_size({"width": 1280, "height": 900})
    context.close()
    assert problems == []
