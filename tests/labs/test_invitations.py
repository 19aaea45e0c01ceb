"""People come to a lab by a mailed link: own password, given role, once; members don't publish."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from labs.models import LabInvitation, LabRole, LabTeam
from labs.services import lab_teams_complete
from labs.teams.services import _new_account, invitations_forget, path_of
from portal.base.models import User
from tests.labs.factories import make_lab

PASSWORD = {"password": "Fluss-und-Wiese-7", "again": "Fluss-und-Wiese-7"}


@pytest.fixture
def coordinator(tree):
    user = User.objects.create_user("chefin", "chefin@example.org", "x", full_name="Mia Rhein")
    user.groups.add(tree.lab.team.group)
    return user


def invite(client, lab, user, *, email="Neu@Example.org", role="mitglied"):
    client.force_login(user)
    address = reverse("labs_people", args=[lab.pk])
    answer = client.post(address, {"email": email, "role": role, "message": "Willkommen!"})
    client.logout()
    assert answer.status_code == 302, answer.content.decode()
    return LabInvitation.objects.first()


def test_a_member_comes_in_by_mail_and_writes_without_publishing(client, tree, coordinator):
    invite(client, tree.lab, coordinator)
    [message] = mail.outbox
    assert message.to == ["neu@example.org"]
    assert "Willkommen!" in message.body
    assert "Mia Rhein" in message.body
    address = re.search(r"http://testserver(/einladung/\S+)", message.body).group(1)
    shown = client.get(address)
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert "Labor Niederrhein" in shown.content.decode()
    weak = client.post(address, {"name": "Kai", "password": "123", "again": "123"})
    assert weak.status_code == 422
    both = client.post(address, {"name": "Kai", "password": "123", "again": "1234"})
    for words in ("zu kurz", "verschieden"):
        assert words in both.content.decode()
    different = client.post(address, {"name": "Kai", **PASSWORD, "again": "anders"})
    assert "verschieden" in different.content.decode()
    assert not User.objects.filter(email="neu@example.org").exists()
    done = client.post(address, {"name": "Kai Muster", **PASSWORD})
    assert done["location"] == f"/admin/redaktion/?labor={tree.lab.pk}"
    assert "Labor Niederrhein" in client.get(done["location"]).content.decode()
    person = User.objects.get(email="neu@example.org")
    assert person.check_password(PASSWORD["password"])
    assert person.get_full_name() == "Kai Muster"
    for page, may in ((tree.story, True), (make_lab(tree.labs), False)):
        rights = page.permissions_for_user(person)
        assert rights.can_edit() == may
        assert not rights.can_publish()
    assert client.get(address).status_code == 410
    assert client.post(address, {"name": "Zweite", **PASSWORD}).status_code == 410
    actions = PageLogEntry.objects.filter(page_id=tree.lab.pk, action__startswith="labs.team")
    assert set(actions.values_list("action", flat=True)) == {"labs.team.invite", "labs.team.accept"}
    history = {entry.message for entry in actions}
    role = f"({LabRole.MEMBER.label})"
    done = {"Eingeladen", "Einladung angenommen"}
    assert history == {f"{deed}: neu@example.org {role}" for deed in done}


def test_an_account_that_exists_is_told_to_nobody_and_taken_by_nobody(client, tree, coordinator):
    known = User.objects.create_user("alt", "alt@example.org", "x", full_name="Alte Bekannte")
    invitation = invite(client, tree.lab, coordinator, email="alt@example.org", role="koordination")
    client.force_login(coordinator)
    page = client.get(reverse("labs_people", args=[tree.lab.pk])).content.decode()
    assert "Alte Bekannte" not in page
    assert "/einladung/" not in page
    # The inviter's login is not the invited account's.
    assert client.post(path_of(invitation), {"name": "x", **PASSWORD}).status_code == 422
    client.logout()
    assert client.post(path_of(invitation), {"name": "x", **PASSWORD}).status_code == 422
    known.refresh_from_db()
    assert known.check_password("x")
    client.force_login(known)
    assert client.post(path_of(invitation)).status_code == 302
    assert tree.story.permissions_for_user(User.objects.get(pk=known.pk)).can_publish()


def test_a_link_ends(client, tree, coordinator, monkeypatch):
    monkeypatch.setattr("portal.base.limits.minute", lambda: 7)  # it must not change on the way
    first = invite(client, tree.lab, coordinator)
    second = invite(client, tree.lab, coordinator)
    assert "neuere" in client.get(path_of(first)).content.decode()
    client.force_login(coordinator)
    act = reverse("labs_people_act", args=[tree.lab.pk])
    client.post(act, {"revoke": second.pk})
    client.logout()
    assert client.get(path_of(second)).status_code == 410
    third = invite(client, tree.lab, coordinator)
    LabInvitation.objects.filter(pk=third.pk).update(created_at=timezone.now() - timedelta(days=15))
    assert "abgelaufen" in client.get(path_of(third)).content.decode()
    assert invitations_forget() == 0
    LabInvitation.objects.filter(pk=third.pk).update(created_at=timezone.now() - timedelta(days=45))
    assert invitations_forget() == 1
    assert client.get(path_of(third)).status_code == 404
    assert client.get(f"{path_of(second)[:-3]}xx/").status_code == 404
    cache.clear()
    guesses = [client.get(f"/einladung/geraten{n}/").status_code for n in range(22)]
    assert (guesses[0], guesses[-1]) == (404, 429)


def test_only_who_leads_the_lab_invites(client, tree, coordinator):
    team = LabTeam.objects.get(lab=tree.lab)
    member = User.objects.create_user("mitglied", "m@example.org", "x")
    member.groups.add(team.members)
    other = make_lab(tree.labs, title="Labor Lahn")
    for user, lab in ((member, tree.lab), (coordinator, other)):
        client.force_login(user)
        data = {"email": "x@example.org", "role": "koordination"}
        assert client.post(reverse("labs_people", args=[lab.pk]), data).status_code in {302, 403}
        act = reverse("labs_people_act", args=[lab.pk])
        client.post(act, {"four_eyes": "on"})
        client.post(act, {"remove": member.pk})
    assert not LabInvitation.objects.exists()
    assert not LabTeam.objects.filter(four_eyes=True).exists()
    assert member.groups.filter(pk=team.members_id).exists()
    client.force_login(coordinator)
    client.post(reverse("labs_people_act", args=[tree.lab.pk]), {"remove": member.pk})
    assert not member.groups.filter(pk=team.members_id).exists()


def test_four_eyes_keep_a_lab_from_publishing_alone(client, tree, coordinator, admin_user):
    act = reverse("labs_people_act", args=[tree.lab.pk])
    client.force_login(coordinator)
    assert client.post(act, {"four_eyes": "on"}).status_code in {302, 403}
    assert tree.story.permissions_for_user(coordinator).can_publish()
    client.force_login(admin_user)
    client.post(act, {"four_eyes": "on"})
    assert not tree.story.permissions_for_user(User.objects.get(pk=coordinator.pk)).can_publish()
    second = User.objects.create_user("zweite", "z@example.org", "x")
    second.groups.add(tree.lab.team.group)
    tree.story.title = "Neu"
    tree.story.save_revision(user=second)
    state = tree.story.get_workflow().start(tree.story, coordinator)
    task = state.current_task_state.task.specific
    for user in (coordinator, second):
        assert task.get_actions(tree.story, user) == []
    third = User.objects.create_user("dritte", "d@example.org", "x")
    third.groups.add(tree.lab.team.group)
    assert {name for name, _label, _more in task.get_actions(tree.story, third)} == {
        "approve", "reject",
    }  # fmt: skip
    client.post(act, {"four_eyes": "off"})
    assert tree.story.permissions_for_user(User.objects.get(pk=coordinator.pk)).can_publish()


def test_teams_of_an_older_portal_get_what_they_lack(tree):
    team = LabTeam.objects.get(lab=tree.lab)
    members, workflow = team.members, team.workflow
    team.members = team.workflow = None
    team.save()
    members.delete()
    workflow.delete()
    lab_teams_complete()
    team.refresh_from_db()
    assert team.members.name == "Mitglieder Labor Niederrhein"
    assert tree.story.get_workflow() == team.workflow


def test_names_of_accounts_never_collide(tree, monkeypatch):
    """The address as a name may be taken: before, or in the very moment by another invitation."""
    made = [
        _new_account("Kai@example.org", "Kai", "x"),
        _new_account("kai@example.org", "Kai", "x"),
    ]
    with monkeypatch.context() as patched:
        patched.setattr(type(User.objects), "filter", lambda self, **_: self.none())
        made += [_new_account("Kai@example.org", "Kai", "x") for _ in range(2)]
    assert len({person.username.casefold() for person in made}) == 4
    assert len(_new_account("a" * 200, "A", "x").username) <= 150
    assert len(_new_account("a" * 200, "A", "x").username) <= 150
