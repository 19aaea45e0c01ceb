"""Every deed of the editors' process stands in the history, in German, with who did it."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from datasets.services.corrections import version_correct
from labs.approvals.services import approval_ask, approval_decide, approval_revoke
from labs.bundles.models import Bundle, BundleState
from labs.bundles.planning import bundles_check
from labs.bundles.publishing import bundles_publish_due
from labs.models import EventGuest, LabRole
from labs.services.guests import guests_forget
from labs.teams.services import invitation_accept, invitation_send, person_remove
from portal.base.models import User
from tests.labs.factories import make_event, make_story
from tests.labs.figures.conftest import dataset, resource

__all__ = ["dataset", "resource"]
TOMORROW = "2040-05-06 09:00"


@pytest.fixture
def chief(db):
    return User.objects.create_superuser("chefin", email="chefin@example.org", full_name="Chefin")


def site_history(client):
    """Return the rows of the portal's history as text: what, and who."""
    html = client.get("/admin/reports/site-history/?p=1").content.decode()
    rows = re.findall(r"<tr.*?</tr>", html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def told(rows, words, who):
    """Say whether a row has the words and the person."""
    return any(words in row and who in row for row in rows)


def test_a_bundle_tells_who_did_what(client, tree, chief):
    client.force_login(chief)
    story = make_story(tree.lab, title="Spielplätze", live=False)
    address = f"{reverse('labs_bundles')}?seite={story.pk}"
    client.post(address, {"title": "Zur Messe", "publish_at": TOMORROW})
    bundle = Bundle.objects.get()
    act, page = (reverse(name, args=[bundle.pk]) for name in ("labs_bundle_act", "labs_bundle"))
    client.post(act, {"action": "invite", "email": "presse@example.org"})
    client.post(act, {"action": "uninvite", "reader": bundle.readers.get().pk})
    client.post(act, {"action": "plan"})
    client.post(act, {"action": "unplan"})
    client.post(act, {"action": "plan"})
    client.post(page, {"title": "Zur Messe", "publish_at": "2041-05-06 09:00"})
    # Looking at what was changed since says so and changes nothing: the round takes it from the plan.
    story.summary = "Geändert"
    story.save_revision(user=chief)
    html = client.get(page).content.decode()
    assert "Seit der Freigabe hat sich etwas geändert" in html
    assert 'value="plan"' in html
    bundle.refresh_from_db()
    assert bundle.state == BundleState.PLANNED
    assert bundles_check() == 1
    client.post(act, {"action": "plan"})
    Bundle.objects.update(publish_at=timezone.now())
    assert bundles_publish_due() == 1
    html = client.get(page).content.decode()
    entries = re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td><td>", html)
    assert [(what.partition("(von")[0].strip(), who) for what, who in reversed(entries)] == [
        ("Angelegt", "Chefin"),
        ("Aufgenommen: Seite „Spielplätze“", "Chefin"),
        ("Vorschau-Link gemacht für presse@example.org", "Chefin"),
        ("Vorschau-Link gesperrt für presse@example.org", "Chefin"),
        ("Freigegeben: Seite „Spielplätze“", "Chefin"),
        ("Eingeplant für 06.05.2040 09:00", "Chefin"),
        ("Wieder in Arbeit genommen", "Chefin"),
        ("Eingeplant für 06.05.2040 09:00", "Chefin"),
        ("Zeitpunkt: 06.05.2041 09:00", "Chefin"),
        ("Aus dem Plan genommen. Nach der Freigabe geändert: Seite „Spielplätze“", "das Portal"),
        ("Freigegeben: Seite „Spielplätze“", "Chefin"),
        ("Eingeplant für 06.05.2041 09:00", "Chefin"),
        ("Veröffentlicht, alle Teile zusammen", "das Portal"),
    ]
    assert told(site_history(client), "Zur Messe", "Veröffentlicht, alle Teile zusammen")


def test_the_history_of_the_portal_names_every_deed(client, tree, chief, resource):
    story = make_story(tree.lab, title="Spielplätze")
    open_link, closed = (
        approval_ask(page=story, email=f"{name}@kleve.de", message="", actor=chief)
        for name in ("eins", "zwei")
    )
    approval_revoke(link=closed, actor=chief)
    approval_decide(link=open_link, decision="approved", name="Eva", comment="", remarks=[])
    version_correct(
        version=resource.current_version, text="Ein Jahr verschoben.", period="2019", actor=chief,
        check=False,
    )  # fmt: skip
    invitation = invitation_send(
        lab=tree.lab, email="bea@example.org", role=LabRole.MEMBER, message="", actor=chief
    )
    bea = invitation_accept(invitation=invitation, name="Bea", password="Fluss-und-Wiese-7")
    person_remove(lab=tree.lab, person=bea, actor=chief)
    Group.objects.get_or_create(name="Prüfer")[0].user_set.add(bea)
    event = make_event(tree.lab, title="Werkstatt", in_days=-31)
    EventGuest.objects.create(event=event, name="A", email="a@b.de", secret="x")
    guests_forget()
    client.force_login(chief)
    rows = site_history(client)
    for words, who in (
        ("Freigabe-Link verschickt", "Chefin"),
        ("Freigabe-Link gesperrt", "Chefin"),
        ("Eva (eins@kleve.de): freigegeben", "System"),
        ("Ein Jahr verschoben, betrifft 2019", "Chefin"),
        ("Eingeladen: bea@example.org", "Chefin"),
        ("Einladung angenommen: bea@example.org", "Bea"),
        ("Aus dem Team genommen: bea@example.org", "Chefin"),
        ("Rolle gegeben: Prüfer", "Bea"),
        ("Rolle genommen: Mitglieder", "Bea"),
        ("Angaben gelöscht, 30 Tage nach dem Ende: 1 dabei", "System"),
    ):
        assert told(rows, words, who), words
