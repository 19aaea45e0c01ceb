"""Numbers, charts, corrections and language versions as people meet them: in the browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import log_in, new_tag, press_publish
from tests.serving import Served

pytestmark = pytest.mark.e2e
# A table of 87 places, and a story with two numbers (one stays) and a chart of it; the same in English.
STORY = """
import io
from datasets.services.datasets import dataset_create
from labs.models import LabPage, StoryPage
from portal.base.models import User
from portal.base.variants import variant_create
from tests.labs.figures.conftest import make_chart, make_figure, picture, sentence, table, take_in
User.objects.filter(username="admin").update(email="admin@example.org")
admin = User.objects.get(username="admin")
data = dataset_create(actor=None, check=False,
    changes={"name": "orte-TAG", "title": "Orte TAG", "license": "cc-by"})
resource = take_in(data, table(87))
body = [sentence(make_figure(resource), make_figure(resource, pinned=True)),
    picture(make_chart(resource, title="Orte TAG", confirmed=False))]
story = StoryPage(title="Geschichte TAG", slug="geschichte-TAG", summary="x", owner=admin, body=body)
LabPage.objects.order_by("pk").first().add_child(instance=story)
story.save_revision(user=admin).publish()
english = variant_create(source=story, code="en")
english.title = "Story TAG"
english.save_revision().publish()
print("made", story.pk, story.url, english.url, resource.pk)
"""


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """Open a phone without scripts, in the dark; note where it asks."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, color_scheme="dark", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def check_the_words(desk: Page, address: str) -> None:
    """Be refused at the chart, then check a text version that has followed the choice."""
    desk.goto(address)
    press_publish(desk)
    desk.wait_for_selector("text=Die Textfassung dieses Diagramms ist noch nicht geprüft")
    desk.get_by_role("button", name="Diagramm ändern").click()
    desk.wait_for_selector("[data-portal-preview] svg")
    # What nobody can read is refused; afterwards the text version speaks of the new choice.
    desk.select_option("[name=category]", "nr")
    desk.wait_for_selector("[data-portal-preview]:has-text('Top 20 + Rest')")
    desk.evaluate("document.querySelector('[data-portal-form]').dataset.old = '1'")
    desk.click("text=Diagramm ersetzen")
    desk.wait_for_selector("[data-portal-form]:not([data-old]):has-text('Top 20 + Rest')")
    desk.fill("[name=where1_value]", "Kleve")
    desk.select_option("[name=where1_column]", "ort")
    desk.select_option("[name=category]", "ort")
    desk.wait_for_selector("[data-portal-draft]:has-text('Höchster Wert: Kleve')", state="attached")
    assert "Moers" not in desk.input_value("[name=alternative]")
    desk.check("[name=confirmed]")
    desk.click("text=Diagramm ersetzen")
    desk.wait_for_selector("[data-portal-form]", state="detached")
    press_publish(desk)
    desk.wait_for_url(lambda address: "/edit/" not in address)


def replace_and_correct(desk: Page, address: str, words: str) -> None:
    """See what a new version changes, publish it, and say what was wrong before."""
    desk.goto(address)
    rows = "".join(f"{n};{'Moers' if n <= 91 else 'Kleve'};{n},5\n" for n in range(1, 96))
    file: Any = {"name": "liste.csv", "mimeType": "text/csv"}
    file["buffer"] = f"nr;ort;flaeche\n{rows}".encode()
    desk.set_input_files("input[type=file]", files=[file])
    desk.click("main button.button:has-text('lesen')")
    for step in ("Weiter: Spalten", "Weiter: Angaben", "Weiter: Vorschau"):
        desk.click(f"text={step}")
    assert "87 → 91 auf 2 Seiten" in desk.locator("[aria-labelledby=foreseen]").inner_text()
    desk.click("text=Jetzt veröffentlichen")
    desk.click("summary:has-text('Korrektur bekanntgeben')")
    desk.fill("#correction-text", words)
    desk.click("button:has-text('Korrektur bekanntgeben')")
    desk.wait_for_selector("text=Die Korrektur steht jetzt beim Datensatz")


def read_on_a_phone(reader: Page, address: str, words: str) -> None:
    """Find new and kept number, notice, chart, table and file without a script."""
    hosts = set()
    reader.on("request", lambda asked: hosts.add(asked.url.split("/")[2]))
    reader.goto(address)
    assert reader.locator(".body data").all_inner_texts() == ["91", "87"]
    assert words in reader.locator(".corrections").inner_text()
    assert reader.locator("figure.chart table").count() == 1
    with reader.expect_download() as download:
        reader.click("text=Werte als CSV")
    assert "Kleve;4" in download.value.path().read_text("utf-8-sig")
    reader.click("text=Diagramm einzeln und zum Einbetten")
    assert reader.locator("svg[role=img]").count() >= 1
    assert hosts == {address.split("/")[2]}


def test_a_number_a_chart_a_correction_and_a_language(
    desk: Page, reader: Page, portal: Served
) -> None:
    tag = new_tag()
    made = portal.manage("shell", "-c", STORY.replace("TAG", tag)).split("made ")[-1].split()
    pk, story, english, resource = made[:4]
    log_in(desk, portal)
    check_the_words(desk, f"{portal.url}/admin/pages/{pk}/edit/")
    replace_and_correct(
        desk, f"{portal.url}/admin/daten/einreichen/ersetzen/{resource}/", f"Vier fehlten {tag}"
    )
    read_on_a_phone(reader, portal.url + story, f"Vier fehlten {tag}")
    # The English version says that the German one is newer, and leads there.
    reader.goto(portal.url + english)
    notice = reader.locator(".stale")
    assert "The German version is newer" in notice.inner_text()
    notice.locator("a").click()
    assert reader.url == portal.url + story
    desk.goto(portal.url + english)
    desk.click("summary:has-text('Values as a table')")
    assert Axe().run(desk, options={"resultTypes": ["violations"]}).violations_count == 0
