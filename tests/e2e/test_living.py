"""An editor's story with a living number and a chart, made in the browser and shown to everybody."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.serving import Served

pytestmark = pytest.mark.e2e
TABLE = "Spielplätze in Kleve"


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """Open one wide window; the editor's way is the same on every width."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    yield context.new_page()
    context.close()


def choose_table(desk: Page) -> None:
    desk.locator("[data-portal-table]", has_text=TABLE).first.click()
    desk.wait_for_selector("[data-portal-form]")


def test_a_story_with_a_living_number_and_a_chart(desk: Page, portal: Served) -> None:
    password = (portal.folder / "demo-login.txt").read_text().strip()
    desk.goto(portal.url + "/admin/login/")
    desk.fill("input[name=username]", "admin")
    desk.fill("input[name=password]", password)
    desk.click("button[type=submit]")
    desk.wait_for_url(lambda address: "/login/" not in address)
    assert Axe().run(desk, context=".welcome").violations_count == 0
    desk.locator("a", has_text="Geschichte schreiben").first.click()
    desk.wait_for_url("**/pages/add/labs/storypage/**")
    desk.fill("[name=title]", "Unsere Spielplätze")
    desk.locator("button.c-sf-add-button").first.click()
    desk.get_by_role("option", name="Text", exact=True).click()
    desk.locator(".public-DraftEditor-content").last.click()
    desk.keyboard.type("In Moers gibt es ")
    desk.locator("button[name=ZAHL]").last.click()
    choose_table(desk)
    desk.select_option("[name=where1_column]", "Ort")
    desk.fill("[name=where1_value]", "Moers")
    desk.wait_for_selector(".portal-maker__number:text-is('31')")
    desk.click("text=Zahl einfügen")
    desk.wait_for_selector(".TooltipEntity:has-text('31')")
    desk.locator("button.c-sf-add-button").last.click()
    desk.get_by_role("option", name="Diagramm", exact=True).click()
    desk.click("text=Diagramm aus Daten machen")
    choose_table(desk)
    desk.wait_for_selector("[data-portal-preview] svg")
    assert "Höchster Wert" in desk.input_value("[name=alternative]")
    desk.check("[name=confirmed]")
    desk.click("text=Diagramm einfügen")
    desk.wait_for_selector(".chooser:not(.blank) >> text=nach")
    if desk.locator("button[name=action-publish]:visible").count() == 0:
        desk.locator("footer [data-w-dropdown-target=toggle]").last.click()
    desk.click("button[name=action-publish]")
    desk.wait_for_url(lambda address: "/add/" not in address)
    desk.context.clear_cookies()
    desk.goto(f"{portal.url}/geschichten/")
    desk.click("text=Unsere Spielplätze")
    assert desk.locator("data").inner_text() == "31"
    assert desk.locator("figure.chart svg").count() == 1
    desk.click("summary:has-text('Werte als Tabelle')")
    assert Axe().run(desk, options={"resultTypes": ["violations"]}).violations_count == 0
