"""An editor's story with a living number and a chart, made in the browser and shown to everybody."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route

from tests.e2e.conftest import log_in, new_tag, publish
from tests.serving import Served

pytestmark = pytest.mark.e2e
TABLE = "Spielplätze in Kleve"


ALL_FOUND = """title => {
    const shown = [...document.querySelectorAll("[data-portal-table]")];
    return shown.length && shown.every(table => table.textContent.includes(title));
}"""


def choose_table(desk: Page) -> None:
    """Look for it: the list shows the newest tables only, and other tests make some."""
    desk.fill("#portal-maker-q", TABLE)
    desk.press("#portal-maker-q", "Enter")
    desk.wait_for_function(ALL_FOUND, arg=TABLE)
    desk.locator("[data-portal-table]", has_text=TABLE).first.click()
    desk.wait_for_selector("[data-portal-form]")


def test_a_story_with_a_living_number_and_a_chart(desk: Page, portal: Served) -> None:
    title = f"Unsere Spielplätze {new_tag()}"
    log_in(desk, portal)
    assert Axe().run(desk, context=".welcome").violations_count == 0
    desk.locator("a", has_text="Geschichte schreiben").first.click()
    desk.wait_for_url("**/pages/add/labs/storypage/**")
    desk.fill("[name=title]", title)
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
    desk.wait_for_selector("[data-portal-preview] svg")
    assert "Höchster Wert" in desk.input_value("[name=alternative]")
    desk.check("[name=confirmed]")
    desk.click("text=Diagramm einfügen")
    desk.wait_for_selector(".chooser:not(.blank) >> text=nach")
    publish(desk)
    desk.context.clear_cookies()
    desk.goto(f"{portal.url}/geschichten/")
    desk.click(f"text={title}")
    assert desk.locator("data").inner_text() == "31"
    assert desk.locator("figure.chart svg:visible").count() == 1
    desk.click("summary:has-text('Werte als Tabelle')")
    assert Axe().run(desk, options={"resultTypes": ["violations"]}).violations_count == 0


def test_a_text_is_measured_while_it_is_written_as_the_check_measures_it(
    desk: Page, portal: Served
) -> None:
    log_in(desk, portal)
    desk.locator("a", has_text="Geschichte schreiben").first.click()
    desk.wait_for_url("**/pages/add/labs/storypage/**")
    desk.fill("[name=title]", f"Leicht zu lesen {new_tag()}")
    desk.locator("button.c-sf-add-button").first.click()
    desk.get_by_role("option", name="Text", exact=True).click()
    desk.locator(".public-DraftEditor-content").last.click()
    desk.keyboard.type("Wir bauen im Mai einen Spielplatz. Alle dürfen mitreden.")
    desk.click("[aria-label='Überprüfungen umschalten']")
    place = "[data-portal-readability-score][role=status]"
    desk.wait_for_selector(f"{place}:has-text('4 Wörter je Satz')")
    desk.locator(".public-DraftEditor-content").last.click()
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" Die Beteiligungsveranstaltung wird rechtzeitig bekanntgegeben.")
    desk.wait_for_selector("[data-portal-word-count]:text-is('14')")
    desk.wait_for_selector(f"{place}:has-text('5 Wörter je Satz')")
    desk.wait_for_selector("[data-portal-advice]:has-text('Beteiligungsveranstaltung')")
    shown = desk.inner_text(place)
    desk.wait_for_selector(".w-autosave-indicator__state--saved:visible")
    page = desk.url.rstrip("/").split("/")[-2]
    desk.goto(f"{portal.url}/admin/redaktion/text/{page}/")
    checked = desk.locator("main p", has_text="LIX").first.inner_text()
    for figure in shown.split(" – ")[1].split(", ")[:2]:
        name, number = figure.split(" ")
        assert f"{name} {number}" in checked


def test_publishing_waits_until_the_page_has_kept_itself(desk: Page, portal: Served) -> None:
    """Both at once made the page twice: the second one was refused, with what was written in it."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    log_in(desk, portal)
    desk.locator("a", has_text="Geschichte schreiben").first.click()
    desk.wait_for_url("**/pages/add/labs/storypage/**", wait_until="load")
    desk.route("**/pages/add/labs/storypage/**", hold)
    with desk.expect_request(lambda asked: "/pages/add/" in asked.url):
        # At once after loading: what is typed in the first two seconds is kept too.
        desk.fill("[name=title]", f"Zweimal auf einmal {new_tag()}")
        desk.press("[name=title]", "Tab")
        desk.wait_for_function("document.querySelector('[name=slug]').value")
    desk.locator("footer [data-w-dropdown-target=toggle]").last.click()
    desk.click("button[name=action-publish]")
    [kept] = held
    with desk.expect_request(lambda asked: asked.is_navigation_request()) as published:
        kept.continue_()
    assert "/edit/" in published.value.url
    desk.wait_for_selector(".messages .success")
    assert held == [kept]
