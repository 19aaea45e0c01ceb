"""The roles of an editors' house as groups, and the workflow in which a second person looks."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from labs.models import FourEyesTask
from labs.services.files import allow_files, allow_pages

EDITORS, COORDINATORS, MEMBERS = "Programmredaktion", "Labor-Koordination", "Labor-Mitglied"
OFFICERS, REVIEWERS = "Datenverantwortliche", "Prüfer"
WORKFLOW = "Vier-Augen-Freigabe"
ALL_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page",
             "bulk_delete_page")  # fmt: skip
SNIPPETS = {
    EDITORS: ("add", "change", "delete", "view"),
    COORDINATORS: ("add", "change", "view"),
    MEMBERS: ("view",),
    OFFICERS: ("view",),
    REVIEWERS: ("view",),
}


@transaction.atomic
def roles_create(*, home: Page) -> None:
    """Make the groups and the workflow that are missing; those that exist stay as they are."""
    for name, actions in SNIPPETS.items():
        group, new = Group.objects.get_or_create(name=name)
        if new:
            _allow_admin(group)
            _allow_snippets(group, actions)
            _allow_rest(group, name, home)
    if not Workflow.objects.filter(name=WORKFLOW).exists():
        _make_workflow(home)


def _allow_admin(group: Group) -> None:
    """Let the group into the admin."""
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )


def _allow_snippets(group: Group, actions: tuple[str, ...]) -> None:
    """Let the group work on topics, actors and the glossary."""
    codenames = [
        f"{action}_{model}" for action in actions for model in ("topic", "actor", "glossaryterm")
    ]
    group.permissions.add(
        *Permission.objects.filter(content_type__app_label="labs", codename__in=codenames)
    )


def _allow_rest(group: Group, name: str, home: Page) -> None:
    """Give a role what only it has."""
    if name == EDITORS:
        allow_pages(group, home, ALL_PAGES)
        allow_files(group, Collection.get_first_root_node(), ("add", "change", "delete", "choose"))
        codenames = ("change_menus", "change_operator", "add_redirect", "change_redirect",
                     "delete_redirect")  # fmt: skip
        group.permissions.add(*Permission.objects.filter(codename__in=codenames))
    elif name == OFFICERS:
        datasets = Permission.objects.filter(
            content_type__app_label="datasets", content_type__model="dataset"
        )
        group.permissions.add(*datasets.exclude(codename__startswith="delete_"))
    elif name == REVIEWERS:
        allow_pages(group, home, ("change_page", "publish_page"))


def _make_workflow(home: Page) -> None:
    """Make the workflow for everything below the home page."""
    task = FourEyesTask.objects.create(name=_("Zweite Person prüft"), active=True)
    task.groups.set(Group.objects.filter(name__in=(EDITORS, REVIEWERS)))
    workflow = Workflow.objects.create(name=WORKFLOW, active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
