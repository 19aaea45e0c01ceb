"""A lab from its import to its end: invitation, plan, guests, approval, bundle, topic, closing, words."""

import email
import email.policy
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import log_in, new_tag, publish
from tests.serving import Served

pytestmark = pytest.mark.e2e
PASSWORD = "Fluss-und-Wiese-7"
PROGRAMME = """
from labs.models import LabIndexPage
print("programme", LabIndexPage.objects.get(slug="labore").pk)
"""
# What an editor would write in the form of a story; how that goes is tested elsewhere.
STORY = """
from labs.models import LabIndexPage, LabPage, StoryPage, Topic
from wagtail.rich_text import RichText
lab = LabPage(title="Labor Hinterwald {tag}", slug="hinterwald-{tag}")
LabIndexPage.objects.get(slug="labore").add_child(instance=lab)
story = StoryPage(title="Rutschen im Hinterwald {tag}", slug="rutschen", summary="Wo sie stehen.",
    live=False, body=[("paragraph", RichText('<p data-block-key="w1x2y">Open Government heißt: zeigen.</p>'))])
lab.add_child(instance=story)
story.topics = [Topic.objects.get(name="Offene Daten")]
story.save_revision()
print("story", story.pk, lab.pk)
"""


@pytest.fixture
def street(browser: Browser) -> Iterator[Page]:
    """Open a second browser: somebody without account."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, locale="de-DE")
    yield context.new_page()
    context.close()


def link_for(portal: Served, address: str, part: str) -> str:
    """Return the newest link of a kind that was mailed to somebody."""
    found = []
    for file in sorted((portal.folder / "mail").iterdir(), key=lambda file: file.stat().st_mtime):
        for raw in re.split(rb"\n-{70,}\n", file.read_bytes()):
            mail = email.message_from_bytes(raw.lstrip(), policy=email.policy.default)
            if mail["To"] == address:
                found += re.findall(rf"http\S+/{part}/\S+", mail.get_content())
    assert found, f"no mail to {address} with /{part}/"
    return found[-1]


def test_a_coordinator_is_invited_and_begins(desk: Page, street: Page, portal: Served) -> None:
    tag = new_tag()
    title, mia = f"Labor Testtal {tag}", f"mia-{tag}@example.org"
    log_in(desk, portal)
    # 1: the programme's editor imports a lab and invites its coordinator.
    number = portal.manage("shell", "-c", PROGRAMME).split("programme ")[-1].strip()
    desk.goto(f"{portal.url}/admin/programm/{number}/import/")
    table = f"Name;Partner;Land;Orte\n{title};Stadt Testtal (Kommune), Heimatverein;Hesen;Testtal\n"
    for state, button in (("Hesen", "Ansehen"), ("Hessen", "Ansehen")):
        content = table.replace("Hesen", state).encode()
        file = {"name": "labore.csv", "mimeType": "text/csv", "buffer": content}
        desk.set_input_files("input[type=file]", files=[file])
        desk.click(f"button:has-text('{button}')")
        if state == "Hesen":
            desk.wait_for_selector("text=Meinten Sie „Hessen“?")
    desk.click("text=1 Labor importieren")
    desk.wait_for_selector(".messages .success")
    desk.click(f"a:has-text('{title}')")
    desk.wait_for_load_state()
    lab = re.findall(r"/pages/(\d+)/", desk.url)[-1]
    desk.goto(f"{portal.url}/admin/labor/{lab}/team/")
    desk.fill("input[name=email]", mia)
    desk.check("input[value=koordination]")
    desk.click("text=Einladung verschicken")
    desk.wait_for_selector("text=ist unterwegs")
    # 2: she sets a password and sees her lab only, with what to do first.
    street.set_viewport_size({"width": 1280, "height": 900})
    street.goto(link_for(portal, mia, "einladung"))
    assert Axe().run(street, options={"resultTypes": ["violations"]}).violations_count == 0
    street.fill("input[name=name]", "Mia Muster")
    street.fill("input[name=password]", PASSWORD)
    street.fill("input[name=again]", PASSWORD)
    street.click("text=Konto anlegen und mitmachen")
    street.wait_for_url("**/admin/redaktion/**")
    for words in ("Erste Schritte", "Zielbild", "Fahrplan", "Die erste Geschichte"):
        assert street.locator(".overview", has_text=words).count() == 1, words
    assert street.locator("select[name=labor] option").count() == 1
    foreign = street.goto(f"{portal.url}/admin/pages/{number}/edit/")
    assert foreign is not None
    assert "/edit/" not in street.url or foreign.status == 403
    # 3: the plan from the template, her own aim, published.
    street.goto(f"{portal.url}/admin/redaktion/fahrplan/{lab}/")
    street.click("text=In den Entwurf übernehmen")
    street.wait_for_url("**/edit/**")
    street.click("text=Ziel hinzufügen")
    street.fill("input[name=goals-0-title]", "Alle Spielplätze auf einer Karte")
    street.fill("input[name=goals-0-progress]", "40")
    publish(street)
    street.goto(f"{portal.url}/labore/labor-testtal-{tag}/")
    assert street.locator(".timeline__item").count() == 6
    assert "Auftaktwerkstatt" in street.locator(".timeline").inner_text()
    assert street.locator("progress[value='40']").count() == 1


def see_the_remark(desk: Page, portal: Served, story: str) -> None:
    """Find a partner's remark at its block, and in the history what happened, in words."""
    desk.goto(f"{portal.url}/admin/pages/{story}/edit/")
    desk.click("[data-side-panel-toggle=comments]")
    desk.wait_for_selector("[data-annotation]:has-text('Open Government')")
    desk.wait_for_selector("text=Schöner Satz")
    desk.goto(f"{portal.url}/admin/pages/{story}/history/")
    desk.wait_for_selector("text=Erika Muster (")


def change_what_is_planned(desk: Page, portal: Served, story: str) -> None:
    """Plan a bundle and change a part afterwards: told at once, and no longer planned."""
    desk.wait_for_selector("text=bereit")
    bundle = desk.url
    desk.click("button:text-is('Einplanen')")
    desk.wait_for_selector("text=Eingeplant.")
    desk.goto(f"{portal.url}/admin/pages/{story}/edit/")
    desk.fill("[name=summary]", "Wo sie heute stehen.")
    desk.click("button:has-text('Entwurf speichern')")
    desk.wait_for_selector("text=Diese Seite war in einem Paket eingeplant")
    desk.goto(bundle)
    desk.wait_for_selector("text=Nach der Freigabe geändert. Bitte neu ansehen")


def test_a_story_is_approved_and_published_together(
    desk: Page, street: Page, portal: Served
) -> None:
    tag = new_tag()
    partner = f"partnerin-{tag}@example.org"
    story, lab = portal.manage("shell", "-c", STORY.format(tag=tag)).split("story ")[-1].split()
    log_in(desk, portal)
    # 5: the partner approves without account, the bundle publishes.
    desk.goto(f"{portal.url}/admin/freigabe/{story}/")
    desk.fill("input[name=email]", partner)
    desk.click("text=Um Freigabe bitten")
    desk.wait_for_selector("text=ist unterwegs")
    street.goto(link_for(portal, partner, "freigabe"))
    assert street.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    street.click("summary:has-text('Anmerkung dazu')")
    street.fill("textarea[name^='remark:']", "Schöner Satz")
    street.fill("input[name=name]", "Erika Muster")
    street.check("input[value=approved]")
    street.check("input[name=confirm]")
    street.click("text=Entscheidung abschicken")
    street.wait_for_selector("text=Ihre Freigabe ist festgehalten")
    see_the_remark(desk, portal, story)
    desk.goto(f"{portal.url}/admin/pakete/?seite={story}")
    desk.fill("input[name=title]", f"Hinterwald zur Messe {tag}")
    desk.locator("input[name=publish_at]").press_sequentially("31.12.2099 09:00")
    # By the keyboard: the calendar may stand before the button.
    desk.press("button:has-text('Paket anlegen')", "Enter")
    change_what_is_planned(desk, portal, story)
    desk.click("text=Jetzt veröffentlichen")
    desk.wait_for_selector("text=Alle Teile sind jetzt öffentlich")
    street.goto(f"{portal.url}/geschichten/")
    street.click(f"text=Rutschen im Hinterwald {tag}")
    # 8: the first "Open Government" is explained where it stands.
    assert street.locator(".term", has_text="Open Government").count() == 1
    # 6: the topic shows it beside what other labs did.
    street.goto(f"{portal.url}/themen/offene-daten/")
    assert street.locator("a", has_text=f"Rutschen im Hinterwald {tag}").count() >= 1
    assert street.locator("main article").count() > 3
    # 7: the term ends; the proposal joins the list of all labs.
    desk.goto(f"{portal.url}/admin/pages/{lab}/edit/")
    # Typed as people type it: the calendar has to leave it as it is.
    desk.locator("input[name=finished_on]").press_sequentially("31.12.2022")
    desk.keyboard.press("Tab")
    assert desk.input_value("input[name=finished_on]") == "31.12.2022"
    desk.fill("input[name=keeper]", "Archiv Hinterwald")
    desk.click("text=Vorschlag hinzufügen")
    desk.fill("input[name=proposals-0-title]", f"Rutschen in Verordnung {tag}")
    desk.fill("input[name=proposals-0-addressee]", "Land Hessen")
    publish(desk)
    street.goto(f"{portal.url}/labore/hinterwald-{tag}/")
    assert "seit 31. Dezember 2022 abgeschlossen" in street.locator("main").inner_text()
    street.goto(f"{portal.url}/vorschlaege/")
    assert street.locator(f"text=Rutschen in Verordnung {tag}").count() == 1


def test_somebody_registers_without_account_and_without_scripts(
    browser: Browser, portal: Served
) -> None:
    guest = f"kai-{new_tag()}@example.org"
    # 4: a place, a mail with the way out, an entry for the calendar.
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{portal.url}/veranstaltungen/online-workshop/")
    assert page.locator("a[href$='.ics']").count() >= 1
    page.click("main a[href*='/anmeldung/']")
    page.fill("input[name=name]", "Kai Muster")
    page.fill("input[name=email]", guest)
    page.click("button:has-text('Anmelden')")
    page.wait_for_load_state()
    assert context.cookies() == []
    page.goto(link_for(portal, guest, "anmeldung/abmelden"))
    page.click("main button")
    page.wait_for_load_state()
    assert "abgemeldet" in page.locator("main").inner_text().lower()
    context.close()
