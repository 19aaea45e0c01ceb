"""Editors of one lab neither see nor change the drafts of another."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from labs.models import LabPage, LabTeam, StoryPage
from labs.services import lab_team_create, shared_collection
from portal.base.models import User
from tests.labs.factories import make_image, make_lab, make_story

SECRET = "Geheimer Entwurf"


@pytest.fixture
def labs(tree):
    """Return our lab and another with a draft, unpublished changes, and an image."""
    other = make_lab(tree.labs, title="Labor Lahn")
    tree.draft = make_story(other, title=SECRET, live=False)
    tree.changed = make_story(other, title="Öffentlich")
    tree.changed.title = "Heimlich umbenannt"
    tree.changed.save_revision()
    tree.other = other
    tree.image = make_image(title="Lahnbild", collection=other.team.collection)
    return tree


@pytest.fixture
def member(client, labs):
    """Return a client logged in as an editor of our lab only."""
    user = User.objects.create_user("redaktion", password="x")
    user.groups.add(labs.lab.team.group)
    client.force_login(user)
    return client


def story_data(title, **more):
    return nested_form_data(
        {
            "title": title,
            "slug": "neu",
            "date": "2026-03-01",
            "body": streamfield([]),
            "comments": inline_formset([]),
            **more,
        }
    )


def test_a_new_lab_has_a_team_with_its_name(tree):
    team = tree.lab.team
    assert team.group.name == "Team Labor Niederrhein"
    assert team.collection.name == "Team Labor Niederrhein"
    assert lab_team_create(lab=tree.lab) == team
    assert LabTeam.objects.count() == 1


def test_the_team_is_renamed_with_the_lab_and_goes_with_it(tree):
    tree.lab.title = "Labor Rhein"
    tree.lab.save_revision().publish()
    assert Group.objects.filter(name="Team Labor Rhein").exists()
    tree.lab.delete()
    assert not Group.objects.filter(name="Team Labor Rhein").exists()
    assert Collection.objects.filter(name="Team Labor Rhein").exists()


def test_two_labs_of_one_name_have_two_teams(tree):
    twin = make_lab(tree.labs, title="Labor Niederrhein")
    assert twin.team.group != tree.lab.team.group


def test_an_old_revision_does_not_take_the_team_away(tree):
    old = LabPage.objects.get(pk=tree.lab.pk).save_revision()
    tree.lab.save_revision().publish()
    old.publish()
    assert LabTeam.objects.filter(lab=tree.lab).exists()


def test_members_write_and_publish_in_their_lab(member, labs):
    address = f"/admin/pages/add/labs/storypage/{labs.lab.pk}/"
    member.post(address, story_data("Unsere Geschichte", **{"action-publish": "1"}))
    story = StoryPage.objects.get(title="Unsere Geschichte")
    assert story.live
    assert member.get(f"/admin/pages/{story.pk}/edit/").status_code == 200
    assert member.get(f"/admin/pages/{labs.lab.pk}/edit/").status_code == 200


FOREIGN = [
    "/admin/pages/{pk}/edit/",
    "/admin/pages/{pk}/edit/preview/",
    "/admin/pages/{pk}/view_draft/",
    "/admin/pages/{pk}/history/",
    "/admin/pages/{pk}/delete/",
    "/admin/pages/{pk}/copy/",
    "/admin/pages/{pk}/move/",
    "/admin/pages/{pk}/unpublish/",
    "/admin/pages/{pk}/usage/",
    "/admin/pages/{pk}/privacy/",
    "/admin/pages/workflow/status/{pk}/",
    "/admin/pages/{pk}/",
]


@pytest.mark.parametrize("address", FOREIGN)
@pytest.mark.parametrize("name", ["draft", "changed"])
def test_pages_of_another_lab_are_closed(member, labs, address, name):
    answer = member.get(address.format(pk=getattr(labs, name).pk), follow=True)
    html = answer.content.decode()
    assert SECRET not in html
    assert "Heimlich umbenannt" not in html


def test_revisions_of_another_lab_are_closed(member, labs):
    for page in (labs.draft, labs.changed):
        for address in ("view", "revert", "compare/earliest...latest"):
            number = "" if address.startswith("compare") else f"{page.latest_revision_id}/"
            path = f"/admin/pages/{page.pk}/revisions/{number}{address}/"
            html = member.get(path, follow=True).content.decode()
            assert SECRET not in html
            assert "Heimlich umbenannt" not in html


LISTS = [
    "/admin/",
    "/admin/pages/",
    "/admin/pages/{other}/",
    "/admin/pages/search/?q=Geheimer",
    "/admin/pages/search/results/?q=Entwurf",
    "/admin/choose-page/",
    "/admin/choose-page/{other}/",
    "/admin/choose-page/search/?q=Geheimer",
    "/admin/choose-page/search/?q=Entwurf&page_type=labs.storypage",
    "/admin/reports/locked/",
    "/admin/reports/site-history/",
    "/admin/reports/workflow/",
    "/admin/reports/aging-pages/",
    "/admin/reports/page-types-usage/",
]


@pytest.mark.parametrize("address", LISTS)
def test_lists_do_not_name_drafts_of_another_lab(member, labs, address):
    answer = member.get(address.format(other=labs.other.pk), follow=True)
    html = answer.content.decode()
    assert answer.status_code in {200, 403}
    assert SECRET not in html
    assert "Heimlich umbenannt" not in html


def test_another_lab_cannot_be_written(member, labs):
    for path, data in (
        (f"/admin/pages/add/labs/storypage/{labs.other.pk}/", story_data("Eindringling")),
        (f"/admin/pages/{labs.draft.pk}/edit/", story_data("Eindringling")),
        (f"/admin/pages/{labs.draft.pk}/delete/", {}),
        (f"/admin/pages/{labs.changed.pk}/unpublish/", {}),
    ):
        member.post(path, data)
    assert not StoryPage.objects.filter(title="Eindringling").exists()
    assert StoryPage.objects.filter(pk=labs.draft.pk).exists()
    labs.changed.refresh_from_db()
    assert labs.changed.live


def test_a_story_cannot_be_moved_into_another_lab(member, labs):
    member.post(f"/admin/pages/{labs.story.pk}/move/{labs.other.pk}/confirm/")
    labs.story.refresh_from_db()
    assert labs.story.get_parent().pk == labs.lab.pk


def test_images_belong_to_teams_and_some_to_all(member, labs):
    make_image(title="Eigenes", collection=labs.lab.team.collection)
    make_image(title="Gemeinsames", collection=shared_collection())
    chooser = member.get("/admin/images/chooser/").content.decode()
    assert "Eigenes" in chooser
    assert "Gemeinsames" in chooser
    assert "Lahnbild" not in chooser
    assert "Lahnbild" not in member.get("/admin/images/").content.decode()
    edited = member.get(f"/admin/images/{labs.image.pk}/", follow=True).content.decode()
    assert "Lahnbild" not in edited


def test_members_have_no_access_to_settings_or_people(member, labs):
    for path in ("/admin/users/", "/admin/groups/", "/admin/sites/", "/admin/settings/home/menus/"):
        assert member.get(path).status_code in {302, 404}
