"""Open data and story in one stroke: a file, a second person, every exit, a correction that travels."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import new_tag
from tests.serving import Served

pytestmark = pytest.mark.e2e
PASSWORD = "Fluss-und-Wiese-7"
PEOPLE = """
from datasets.models import Membership, Role
from datasets.services.bodies import organization_create
from portal.base.models import User
town = organization_create(actor=None, check=False, name="hinterau-TAG", title="Stadt Hinterau TAG")
for name in ("erika", "frieda"):
    user = User.objects.create_user(name + "-TAG", name + "-TAG@example.org", "Fluss-und-Wiese-7")
    Membership.objects.create(user=user, organization=town, role=Role.EDITOR)
"""
# What an editor makes in the dialogue for living figures (test_living.py goes that way by hand).
STORY = """
from datasets.models import Dataset
from labs.models import LabPage, StoryPage
from tests.labs.figures.conftest import make_figure, sentence
resource = Dataset.objects.get(title="Spielplätze in Hinterau TAG").resources.get()
figure = make_figure(resource, filters=[{"column": "Ort", "op": "eq", "value": "Hinterau"}])
story = StoryPage(title="Wo wir spielen", slug="wo-wir-spielen-TAG", summary="x", body=[sentence(figure)])
LabPage.objects.order_by("pk").first().add_child(instance=story)
story.save_revision().publish()
print("story", story.url, resource.pk, resource.dataset.name)
"""
CORRECT = """
from datasets.models import Resource
from datasets.services.corrections import version_correct
version_correct(version=Resource.objects.get(pk="{pk}").current_version, period="Nordstadt",
    text="Eine Rutsche fehlte", actor=None, check=False)
"""


@pytest.fixture
def three(browser: Browser) -> Iterator[list[Page]]:
    """Open three browsers: the author's, the second person's, the public's."""
    size = {"width": 1280, "height": 900}
    contexts = [browser.new_context(viewport=size, locale="de-DE") for _ in range(3)]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def playgrounds(number: int) -> bytes:
    rows = "".join(f"{n};Hinterau;Platz {n};05170024;2,5\n" for n in range(1, number + 1))
    return ("Nr;Ort;Name;AGS;Fläche\n" + rows).encode("cp1252")


def log_in(page: Page, portal: Served, name: str) -> None:
    page.goto(portal.url + "/datei-einreichen/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("input[type=file]", state="attached")


def hand_in(page: Page, address: str, number: int) -> None:
    page.goto(address)
    file = {"name": "spielplaetze.csv", "mimeType": "text/csv", "buffer": playgrounds(number)}
    page.set_input_files("input[type=file]", files=[file])
    page.click("main button.button:has-text('lesen')")


def test_from_the_file_to_the_corrected_story(three: list[Page], portal: Served) -> None:
    erika, frieda, reader = three
    tag = new_tag()
    title = f"Spielplätze in Hinterau {tag}"
    portal.manage("shell", "-c", PEOPLE.replace("TAG", tag))
    # 1: the file is understood and described.
    log_in(erika, portal, f"erika-{tag}")
    hand_in(erika, portal.url + "/datei-einreichen/", 12)
    erika.wait_for_selector("text=Windows-1252")
    erika.click("text=Weiter: Spalten")
    erika.click("text=Weiter: Angaben")
    erika.fill("[name=title]", title)
    erika.click("text=Weiter: Vorschau")
    # 2: the second person publishes it; nobody sees it before.
    erika.click("text=Zur Freigabe an eine zweite Person geben")
    erika.wait_for_load_state()
    reader.goto(f"{portal.url}/suche/?q=hinterau+{tag}")
    assert reader.locator("main a", has_text=title).count() == 0
    log_in(frieda, portal, f"frieda-{tag}")
    frieda.click(f"a:has-text('{title}')")
    frieda.click("text=Freigeben und veröffentlichen")
    frieda.wait_for_selector("text=ist jetzt für alle da")
    path, resource, name = (
        portal.manage("shell", "-c", STORY.replace("TAG", tag))
        .split("story ")[-1]
        .strip()
        .split(" ")
    )
    # 3: every exit.
    for words in ("spielplatz", "Spielplätze", "spielplaetze", "platz"):
        reader.goto(f"{portal.url}/suche/?q={words}+{tag}")
        assert reader.locator(f"main a[href*='/dataset/{name}']").count() >= 1, words
    get = reader.context.request.get
    shown = get(f"{portal.url}/api/3/action/package_show?id={name}").json()["result"]
    assert shown["title"] == title
    rows = get(f"{portal.url}/api/3/action/datastore_search?resource_id={resource}").json()
    assert rows["result"]["total"] == 12
    assert title in get(f"{portal.url}/dataset/{name}.atom").text()
    reader.goto(f"{portal.url}/dataset/{name}/resource/{resource}")
    assert reader.locator("td", has_text="Platz 1").count() >= 1
    # 5: one row was missing; the figure follows, the notice stands on page and story.
    address = portal.url + path
    reader.goto(address)
    assert reader.locator("data").inner_text() == "12"
    portal.manage("shell", "-c", CORRECT.format(pk=resource))
    for place in (address, f"{portal.url}/dataset/{name}"):
        reader.goto(place)
        assert reader.locator("text=Eine Rutsche fehlte").count() >= 1, place
    hand_in(erika, f"{portal.url}/datei-einreichen/ersetzen/{resource}/", 13)
    erika.wait_for_selector("text=Windows-1252")
    erika.goto(f"{erika.url}vorschau/")
    erika.click("text=Jetzt veröffentlichen")
    erika.wait_for_selector("text=ist jetzt für alle da")
    reader.goto(address)
    assert reader.locator("data").inner_text() == "13"
    assert reader.locator("text=Eine Rutsche fehlte").count() == 0
