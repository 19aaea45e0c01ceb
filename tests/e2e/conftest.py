"""One served portal with the demo content, one browser."""

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.serving import Served, served_portal

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)


def new_tag() -> str:
    """Return letters for names of its own, so that a second try finds nothing of the first."""
    return "".join(secrets.choice("abdefgiklmnoprstu") for _ in range(7))


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the demo."""
    with served_portal(tmp_path_factory.mktemp("portal"), demo=True) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (set CHROMIUM to its path)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(params=[1280, 390], ids=["desktop", "phone"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a page that notes what goes wrong: script errors, refused or foreign requests."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, locale="de-DE")
    opened = context.new_page()
    yield opened
    context.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """Open one wide window."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    yield context.new_page()
    context.close()


def log_in(page: Page, portal: Served) -> None:
    """Log in as who runs the portal."""
    page.goto(portal.url + "/admin/login/")
    page.fill("input[name=username]", "admin")
    page.fill("input[name=password]", (portal.folder / "demo-login.txt").read_text().strip())
    page.click("button[type=submit]")
    page.wait_for_url(lambda address: "/login/" not in address)


def press_publish(page: Page) -> None:
    """Press the button that publishes, wherever the width puts it."""
    if page.locator("button[name=action-publish]:visible").count() == 0:
        page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    page.click("button[name=action-publish]")


def publish(page: Page) -> None:
    """Publish, and see that it was done."""
    press_publish(page)
    page.wait_for_selector(".messages .success")


SCREENS = Path(os.environ["SCREENS"]) if os.environ.get("SCREENS") else None
