"""An editor's day in the browser: log in, describe a dataset, upload a file from Excel, see it public."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.serving import Served

pytestmark = pytest.mark.e2e


def test_from_a_file_to_the_public_page(page: Page, portal: Served, tmp_path: Path) -> None:
    password = (portal.folder / "demo-login.txt").read_text().strip()
    page.goto(portal.url + "/admin/login/")
    page.fill("input[name=username]", "admin")
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.goto(portal.url + "/admin/daten/datensaetze/add/")
    title = f"Bänke im Park {page.viewport_size['width'] if page.viewport_size else 0}"
    page.fill("[name=title]", title)
    page.fill("[name=notes]", "Alle Bänke mit ihrem Standort.")
    if page.locator("button[name=action-publish]:visible").count() == 0:
        page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    page.click("button[name=action-publish]")
    page.wait_for_url("**/edit/**")
    page.click("text=Datei hinzufügen")
    file = tmp_path / "bänke.csv"
    file.write_bytes("Nr;Straße;Länge\n1;Müllerweg;1,5\n2;Am Wäldchen;2,0\n".encode("cp1252"))
    page.set_input_files("input[type=file]", str(file))
    page.click("button:has-text('Datei lesen lassen')")
    page.wait_for_selector("text=Windows-1252")
    seen = []
    for button in ("Weiter: Spalten", "Weiter: Angaben", "Weiter: Vorschau"):
        seen += Axe().run(page, context=".way").response["violations"]
        page.click(f"a:has-text('{button}'), button:has-text('{button}')")
        page.wait_for_load_state()
    seen += Axe().run(page, context=".way").response["violations"]
    assert not [(v["id"], v["nodes"][0]["html"][:200]) for v in seen]
    assert page.locator("td", has_text="Am Wäldchen").count() >= 1
    page.click("button:has-text('Jetzt veröffentlichen')")
    page.wait_for_selector("text=ist jetzt für alle da")
    page.context.clear_cookies()
    page.goto(portal.url + "/dataset/?")
    page.click(f"text={title}")
    assert page.locator("td", has_text="Müllerweg").count() == 1


@pytest.mark.parametrize("page", [390], ids=["phone"], indirect=True)
def test_a_contributor_without_the_admin_and_without_a_mouse(
    page: Page, portal: Served, tmp_path: Path
) -> None:
    password = (portal.folder / "demo-login.txt").read_text().strip()
    page.goto(portal.url + "/datei-einreichen/")
    page.fill("input[name=username]", "admin")
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/datei-einreichen/")
    file = tmp_path / "schulwege.csv"
    file.write_bytes(
        "Nr;Straße;Länge (m)\n1;Müllerweg;150,5\n2;Am Wäldchen;80,0\n".encode("cp1252")
    )
    page.set_input_files("input[type=file]", str(file))
    page.select_option("select[name=organization]", index=1)
    page.press("button:has-text('Datei lesen lassen')", "Enter")
    page.wait_for_selector("text=Windows-1252")
    seen = []
    for button in (
        "Weiter: Spalten",
        "Weiter: Angaben",
        "Weiter: Vorschau",
        "Jetzt veröffentlichen",
    ):
        seen += Axe().run(page).response["violations"]
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.press(f"a:has-text('{button}'), button:has-text('{button}')", "Enter")
        page.wait_for_load_state()
    assert not [(v["id"], v["nodes"][0]["html"][:200]) for v in seen]
    page.click("text=Öffentliche Seite ansehen")
    assert page.locator("td", has_text="Am Wäldchen").count() == 1
