"""A group and a collection for each lab: its editors work on their lab and on nothing else."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupPagePermission

from labs.models import LabPage, LabTeam
from labs.services.files import allow_files

PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
FILE_ACTIONS = ("add", "change", "choose")
SHARED_COLLECTION = "Gemeinsam"
_NAME_LENGTH = 140


@transaction.atomic
def lab_team_create(*, lab: LabPage) -> LabTeam:
    """Make the lab's group and collection; a lab that has a team keeps it."""
    known = LabTeam.objects.filter(lab=lab).select_related("group").first()
    if known is not None:
        return known
    name = _free_name(lab)
    group = Group.objects.create(name=name)
    collection = Collection.get_first_root_node().add_child(instance=Collection(name=name))
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    _allow_pages(group, lab)
    allow_files(group, collection, FILE_ACTIONS)
    allow_files(group, shared_collection(), ("choose",))
    return LabTeam.objects.create(lab=lab, group=group, collection=collection)


@transaction.atomic
def lab_team_rename(*, lab: LabPage) -> None:
    """Give group and collection the lab's name."""
    team = LabTeam.objects.filter(lab=lab).select_related("group", "collection").first()
    if team is None or team.group.name == _name(lab):
        return
    team.group.name = _free_name(lab, except_group=team.group)
    team.group.save(update_fields=["name"])
    if team.collection is not None:
        team.collection.name = team.group.name
        team.collection.save()


@transaction.atomic
def lab_team_delete(*, lab: LabPage) -> None:
    """Take away the lab's group; the collection stays, other pages may show its images."""
    Group.objects.filter(pk__in=LabTeam.objects.filter(lab=lab).values("group_id")).delete()


def shared_collection() -> Collection:
    """Return the collection of images and documents that all labs may use."""
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=SHARED_COLLECTION).first()
    return found or root.add_child(instance=Collection(name=SHARED_COLLECTION))


def _allow_pages(group: Group, lab: LabPage) -> None:
    """Let the group write and publish the lab's page and the stories below it."""
    permissions = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=PAGE_PERMISSIONS
    )
    for permission in permissions:
        GroupPagePermission.objects.create(group=group, page=lab, permission=permission)


def _name(lab: LabPage) -> str:
    """Return what the lab's team is called."""
    return _("Team {lab}").format(lab=lab.title)[:_NAME_LENGTH]


def _free_name(lab: LabPage, *, except_group: Group | None = None) -> str:
    """Return that name, with the page's number if another group has it."""
    name = _name(lab)
    others = Group.objects.filter(name=name)
    if except_group is not None:
        others = others.exclude(pk=except_group.pk)
    return f"{name} ({lab.pk})" if others.exists() else name
