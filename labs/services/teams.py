"""Two groups and a collection for each lab: its editors work on their lab and on nothing else."""

from collections.abc import Sequence

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from labs.models import FourEyesTask, LabPage, LabTeam
from labs.services.files import allow_files, allow_pages
from labs.services.roles import EDITORS, REVIEWERS

WRITE_PERMISSIONS = ("add_page", "change_page")
PUBLISH = "publish_page"
PAGE_PERMISSIONS = (*WRITE_PERMISSIONS, PUBLISH, "lock_page", "unlock_page")
FILE_ACTIONS = ("add", "change", "choose")
SHARED_COLLECTION = "Gemeinsam"
_NAME_LENGTH = 140


@transaction.atomic
def lab_team_create(*, lab: LabPage) -> LabTeam:
    """Make the lab's groups and collection; a lab that has a team keeps it, and gets what it lacks."""
    known = LabTeam.objects.filter(lab=lab).select_related("group", "members", "workflow").first()
    if known is None:
        name = _free_name(_name(lab), lab)
        collection = Collection.get_first_root_node().add_child(instance=Collection(name=name))
        group = _make_group(name, lab, collection, PAGE_PERMISSIONS)
        known = LabTeam.objects.create(lab=lab, group=group, collection=collection)
    if known.members is None:
        name = _free_name(_members_name(lab), lab)
        known.members = _make_group(name, lab, known.collection, WRITE_PERMISSIONS)
        known.save(update_fields=["members"])
    if known.workflow is None:
        known.workflow = _make_workflow(lab, known.group)
        known.save(update_fields=["workflow"])
    return known


def lab_teams_complete() -> None:
    """Give the labs of an older portal what their teams lack."""
    lacking = LabPage.objects.filter(Q(team__members=None) | Q(team__workflow=None))
    for lab in lacking.order_by("pk"):
        lab_team_create(lab=lab)


@transaction.atomic
def four_eyes_set(*, lab: LabPage, on: bool) -> None:
    """Switch the second pair of eyes on or off for all pages of a lab.

    Switched on, the coordination keeps writing but does not publish alone any more: what is handed
    in is approved by somebody who neither wrote it nor handed it in.
    """
    team = lab_team_create(lab=lab)
    page = Page.objects.get(pk=lab.pk)
    if on:
        GroupPagePermission.objects.filter(
            group=team.group, page=page, permission__codename=PUBLISH
        ).delete()
    else:
        allow_pages(team.group, page, (PUBLISH,))
    team.four_eyes = on
    team.save(update_fields=["four_eyes"])


def _make_workflow(lab: LabPage, group: Group) -> Workflow:
    """Make the lab's way of approval: its coordination, the programme's editors or the reviewers."""
    name = _("Freigabe {lab}").format(lab=lab.title)[:_NAME_LENGTH]
    task = FourEyesTask.objects.create(name=name, active=True)
    task.groups.set([group, *Group.objects.filter(name__in=(EDITORS, REVIEWERS))])
    workflow = Workflow.objects.create(name=name, active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    # A lab that was given another way of approval by hand keeps it.
    WorkflowPage.objects.get_or_create(page_id=lab.pk, defaults={"workflow": workflow})
    return workflow


def _make_group(
    name: str, lab: LabPage, collection: Collection | None, actions: Sequence[str]
) -> Group:
    """Make a group that may do this with the lab's pages, and use its files and the shared ones."""
    group = Group.objects.create(name=name)
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    allow_pages(group, lab, actions)
    if collection is not None:
        allow_files(group, collection, FILE_ACTIONS)
    allow_files(group, shared_collection(), ("choose",))
    return group


@transaction.atomic
def lab_team_rename(*, lab: LabPage) -> None:
    """Give groups and collection the lab's name."""
    team = LabTeam.objects.filter(lab=lab).select_related("group", "members", "collection").first()
    if team is None or team.group.name == _name(lab):
        return
    for group, name in ((team.group, _name(lab)), (team.members, _members_name(lab))):
        if group is not None:
            group.name = _free_name(name, lab, except_group=group)
            group.save(update_fields=["name"])
    if team.collection is not None:
        team.collection.name = team.group.name
        team.collection.save()


@transaction.atomic
def lab_team_delete(*, lab: LabPage) -> None:
    """Take away the lab's groups; the collection stays, other pages may show its images."""
    rows = LabTeam.objects.filter(lab=lab).values_list("group_id", "members_id", "workflow_id")
    for group, members, workflow in rows:
        Group.objects.filter(pk__in=[pk for pk in (group, members) if pk]).delete()
        if workflow:
            _retire(workflow)


def _retire(workflow_id: int) -> None:
    """Switch off a workflow that belongs to one lab, with its task; what it decided stays."""
    # Both hold the history of decisions, so they are not deleted.
    Task.objects.filter(workflow_tasks__workflow=workflow_id).update(active=False)
    Workflow.objects.filter(pk=workflow_id).update(active=False)


def shared_collection() -> Collection:
    """Return the collection of images and documents that all labs may use."""
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=SHARED_COLLECTION).first()
    return found or root.add_child(instance=Collection(name=SHARED_COLLECTION))


def _name(lab: LabPage) -> str:
    """Return what the lab's team is called."""
    return _("Team {lab}").format(lab=lab.title)[:_NAME_LENGTH]


def _members_name(lab: LabPage) -> str:
    """Return what the group of those who don't publish is called."""
    return _("Mitglieder {lab}").format(lab=lab.title)[:_NAME_LENGTH]


def _free_name(name: str, lab: LabPage, *, except_group: Group | None = None) -> str:
    """Return that name, with the page's number if another group has it."""
    others = Group.objects.filter(name=name)
    if except_group is not None:
        others = others.exclude(pk=except_group.pk)
    return f"{name} ({lab.pk})" if others.exists() else name
