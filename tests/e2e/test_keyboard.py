"""An editor without a mouse: from logging in to the public story, with keys only, seeing where she is."""

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import new_tag
from tests.serving import Served

pytestmark = pytest.mark.e2e
TABLE = "Spielplätze in Kleve"
SEEN = """() => {
    const place = document.activeElement;
    const style = getComputedStyle(place);
    const box = place.getBoundingClientRect();
    const framed = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return {
        framed: framed || style.boxShadow !== 'none',
        sized: box.width > 0 && box.height > 0,
        what: place.outerHTML.slice(0, 120),
    };
}"""
IS_AT = """([selector, words]) => document.activeElement.matches(selector)
    && (!words || (document.activeElement.textContent || "").includes(words))"""


class Keys:
    """What a keyboard can do, and what its user can see."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def sees_where_it_is(self) -> None:
        seen = self.page.evaluate(SEEN)
        assert (seen["framed"], seen["sized"]) == (True, True), f"unseen focus: {seen['what']}"

    def arrives(self, selector: str, words: str = "") -> None:
        """Wait until focus has come there by itself."""
        self.page.wait_for_function(IS_AT, arg=[selector, words])
        self.sees_where_it_is()

    def goes_to(self, selector: str, words: str = "", *, within: int, key: str = "Tab") -> None:
        """Press a key until there, seeing every stop on the way; not more often than said."""
        for _ in range(within):
            self.press(key)
            if not self.page.evaluate("document.activeElement === document.body"):
                self.sees_where_it_is()
            if self.page.evaluate(IS_AT, [selector, words]):
                return
        raise AssertionError(f"{selector} {words} is farther than {within} times {key}")

    def puts_in(self, block: str) -> None:
        """Choose a block by its name."""
        self.press("Enter")
        self.arrives(".w-combobox__field input")
        self.type(block)
        self.page.wait_for_selector("[role=option] >> nth=0")
        self.page.wait_for_function("document.querySelectorAll('[role=option]').length === 1")
        self.press("Enter")

    def chooses_table(self) -> None:
        """Look for the table in the dialogue and take it."""
        self.arrives("#portal-maker-q")
        self.type(TABLE)
        self.press("Enter")
        self.page.wait_for_function("document.querySelectorAll('[data-portal-table]').length === 1")
        self.arrives("#portal-maker-q")
        self.goes_to("[data-portal-table]", TABLE, within=2)
        self.press("Enter")

    def stays_inside(self, selector: str, stops: int) -> None:
        """Walk on past the end: what lies behind an open window is never reached."""
        for _ in range(stops):
            self.press("Tab")
            assert self.page.evaluate(
                "name => document.activeElement === document.body"
                " || !!document.activeElement.closest(name)",
                selector,
            )


def log_in_by_keys(keys: Keys, portal: Served) -> None:
    keys.page.goto(portal.url + "/admin/login/")
    keys.arrives("[name=username]")
    keys.type("admin")
    keys.goes_to("[name=password]", within=1)
    keys.type((portal.folder / "demo-login.txt").read_text().strip())
    keys.press("Enter")
    keys.page.wait_for_url(lambda address: "/login/" not in address)
    keys.page.wait_for_selector(".sidebar-wagtail-branding")


def put_in_a_number(keys: Keys) -> None:
    """From the text to the button in the tools, into the dialogue, and back into the text."""
    tool = "button.Draftail-ToolbarButton"
    keys.goes_to(tool, within=2, key="Shift+Tab")
    keys.goes_to(f"{tool}[name=ZAHL]", within=9, key="ArrowRight")
    keys.press("Enter")
    keys.arrives("#portal-maker-q")
    keys.press("Escape")
    keys.arrives(f"{tool}[name=ZAHL]")
    keys.press("Escape")
    keys.arrives(".public-DraftEditor-content")
    keys.goes_to(f"{tool}[name=ZAHL]", within=2, key="Shift+Tab")
    keys.press("Space")
    keys.chooses_table()
    keys.arrives("[name=aggregate]")
    keys.goes_to("[data-portal-suggest]", "Moers", within=5)
    keys.press("Enter")
    keys.page.wait_for_selector(".portal-maker__number:text-is('31')")
    keys.stays_inside(".modal", 22)
    keys.goes_to(".modal button[type=submit]", "Zahl einfügen", within=22)
    keys.press("Enter")
    keys.page.wait_for_selector(".modal", state="detached")
    keys.arrives(".public-DraftEditor-content")
    keys.type(" Spielplätze.")


def put_in_a_chart(keys: Keys) -> None:
    """The block opens with the table of the number; the text version is read and confirmed."""
    keys.arrives("[name=kind]")
    keys.press("Escape")
    keys.arrives(".chooser button", "Diagramm aus Daten machen")
    keys.press("Enter")
    keys.arrives("[name=kind]")
    keys.page.wait_for_selector("[data-portal-preview] svg")
    keys.goes_to("[name=alternative]", within=16)
    keys.goes_to("[name=confirmed]", within=1)
    keys.press("Space")
    keys.goes_to(".modal button[type=submit]", "Diagramm einfügen", within=1)
    keys.press("Enter")
    keys.page.wait_for_selector(".modal", state="detached")
    keys.arrives(".chooser button", "Diagramm ändern")


def test_the_whole_way_by_keyboard_alone(desk: Page, portal: Served) -> None:
    keys, title = Keys(desk), f"Ganz ohne Maus {new_tag()}"
    log_in_by_keys(keys, portal)
    keys.goes_to("a.skiplink", within=1)
    keys.press("Enter")
    keys.arrives("main")
    keys.goes_to("a.button", "Geschichte schreiben", within=10)
    keys.press("Enter")
    desk.wait_for_url("**/pages/add/labs/storypage/**")
    desk.wait_for_selector("button.c-sf-add-button")
    keys.arrives("[name=title]")
    keys.type(title)
    keys.goes_to("[name=summary]", within=4)
    keys.type("Eine Geschichte, geschrieben mit Tasten.")
    keys.goes_to("button.c-sf-add-button", within=4)
    keys.press("Enter")
    keys.arrives(".w-combobox__field input")
    keys.press("Escape")
    keys.arrives("button.c-sf-add-button")
    keys.puts_in("Text")
    keys.arrives(".public-DraftEditor-content")
    keys.type("In Moers gibt es ")
    put_in_a_number(keys)
    keys.goes_to("button.c-sf-add-button", within=1)
    keys.puts_in("Diagramm")
    put_in_a_chart(keys)
    keys.goes_to("footer [data-w-dropdown-target=toggle]", within=36)
    keys.press("Enter")
    keys.goes_to("button[name=action-publish]", within=1)
    keys.press("Enter")
    desk.wait_for_selector(".messages .success")
    desk.context.clear_cookies()
    desk.goto(f"{portal.url}/geschichten/")
    keys.goes_to("main a", title, within=40)
    keys.press("Enter")
    desk.wait_for_selector(f"h1:has-text('{title}')")
    assert desk.locator("data").inner_text() == "31"
    assert desk.locator("figure.chart svg:visible").count() == 1
