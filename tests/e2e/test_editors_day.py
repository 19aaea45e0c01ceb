"""An editor's day: what is due, each card as long as its list, two people on one page, kept by itself."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.e2e.conftest import log_in, new_tag
from tests.serving import Served

pytestmark = pytest.mark.e2e
DUE = """
import datetime
from django.utils import timezone
from labs.models import LabIndexPage, LabMilestone, LabPage, LinkProblem
from portal.base.models import User
from search.models import EmptyQuery
lab = LabPage(title="Labor Uferstadt TAG", slug="uferstadt-TAG")
LabIndexPage.objects.get(slug="labore").add_child(instance=lab)
lab.save_revision().publish()
for n in range(7):
    LabMilestone.objects.create(lab=lab, title=f"Schritt {n}", date=timezone.localdate())
    LinkProblem.objects.create(page_id=lab.pk, address=f"/{n}", reason="weg")
EmptyQuery.note("uferweg")
user, _ = User.objects.get_or_create(username="ufer-TAG", email="ufer-TAG@example.org", full_name="Ulla Ufer")
user.set_password("Fluss-und-Wiese-7")
user.save()
user.groups.add(lab.team.group)
print("lab", lab.pk)
"""


def test_every_card_is_as_long_as_its_list_and_nobody_overwrites(
    browser: Browser, portal: Served
) -> None:
    tag = new_tag()
    lab = portal.manage("shell", "-c", DUE.replace("TAG", tag)).split("lab ")[-1].strip()
    size = {"width": 1280, "height": 900}
    hers, mine = (browser.new_context(viewport=size, locale="de-DE") for _ in range(2))
    desk, other = hers.new_page(), mine.new_page()
    desk.goto(portal.url + "/admin/login/")
    desk.fill("input[name=username]", f"ufer-{tag}")
    desk.fill("input[name=password]", "Fluss-und-Wiese-7")
    desk.click("button[type=submit]")
    desk.wait_for_url(lambda address: "/login/" not in address)
    desk.goto(f"{portal.url}/admin/redaktion/")
    found = Axe().run(desk, context=".overview", options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    cards = desk.eval_on_selector_all(
        ".overview__card",
        """all => all.map(card => [
            card.querySelector("h2").firstChild.textContent.trim(),
            card.querySelector(".overview__count").textContent,
            card.querySelector("a.button").getAttribute("href"),
        ])""",
    )
    assert {"Erste Schritte", "Fällige Meilensteine", "Tote Links"} <= {card[0] for card in cards}
    for title, count, address in cards:
        desk.goto(f"{portal.url}{address}")
        assert str(desk.locator("table.listing tbody tr").count()) == count, title
    # Two people on one page see each other; what is typed is kept by itself.
    log_in(other, portal)
    desk.goto(f"{portal.url}/admin/pages/{lab}/edit/")
    other.goto(f"{portal.url}/admin/pages/{lab}/edit/")
    other.hover(".w-editing-sessions__avatar")
    other.wait_for_selector("text=Ulla Ufer >> visible=true")
    desk.fill("[name=summary]", "Wege am Ufer, von Hand gezählt")
    desk.wait_for_selector(
        ".w-autosave-indicator__state--saved:visible", state="visible", timeout=20_000
    )
    desk.goto(f"{portal.url}/admin/pages/{lab}/edit/")
    assert desk.input_value("[name=summary]") == "Wege am Ufer, von Hand gezählt"
    assert re.search(r"/admin/pages/\d+/edit/", desk.url)
    hers.close()
    mine.close()
