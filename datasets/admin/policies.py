"""The catalogue's own permissions, spoken in Wagtail's language: roles in organizations decide."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from datasets.models import Dataset, Membership, Organization
from datasets.permissions import (
    EDITORS,
    can_create_dataset,
    can_edit_body,
    can_edit_dataset,
    can_read_dataset,
    is_sysadmin,
    readable_datasets,
)
from portal.base.models import User

READING = {"view"}


class _RolePolicy(BasePermissionPolicy):
    """What every policy by roles shares."""

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        """Say whether one of the actions is allowed on some object."""
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        """Return everybody who could do one of the actions."""
        people = User.objects.filter(is_active=True)
        members = people.filter(
            memberships__role__in=EDITORS, memberships__organization__isnull=False
        )
        return (people.filter(is_superuser=True) | members).distinct()

    def user_has_any_permission_for_instance(
        self, user: User, actions: Iterable[str], instance: Any
    ) -> bool:
        """Say whether one of the actions is allowed on this object."""
        return any(self.user_has_permission_for_instance(user, a, instance) for a in actions)

    def user_has_permission(self, user: User, action: str) -> bool:
        """Say whether the action is allowed on some object; narrowed by subclasses."""
        raise NotImplementedError

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        """Say whether the action is allowed on this object; narrowed by subclasses."""
        raise NotImplementedError


class DatasetPolicy(_RolePolicy):
    """Editors and admins of an organization write its datasets; members read its drafts."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Say whether the person can do this with any dataset at all."""
        if is_sysadmin(user):
            return True
        if not user.is_active or not user.is_authenticated:
            return False
        mine = Membership.objects.filter(user=user, organization__isnull=False)
        if action not in READING:
            mine = mine.filter(role__in=EDITORS)
        return bool(mine.exists() or (action == "add" and can_create_dataset(user, None)))

    def user_has_permission_for_instance(self, user: User, action: str, instance: Dataset) -> bool:
        """Say whether the person can do this with the dataset."""
        rule = can_read_dataset if action in READING else can_edit_dataset
        return rule(user, instance)

    def instances_user_has_any_permission_for(
        self, user: User, actions: Iterable[str]
    ) -> QuerySet[Dataset]:
        """Return the person's datasets; what is public but not theirs is not listed for editing."""
        datasets: QuerySet[Dataset] = readable_datasets(user)
        if is_sysadmin(user):
            return datasets
        roles = Membership.objects.filter(user=user, organization__isnull=False)
        if not READING.intersection(actions):
            roles = roles.filter(role__in=EDITORS)
        own = datasets.filter(organization__isnull=True, creator=user)
        return own | datasets.filter(organization_id__in=roles.values("organization_id"))


class OrganizationPolicy(_RolePolicy):
    """Admins of an organization describe it; only who runs the portal makes or removes one."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Say whether the person can do this with any organization at all."""
        if is_sysadmin(user):
            return True
        if action in {"add", "delete"} or not user.is_authenticated:
            return False
        return bool(self.instances_user_has_any_permission_for(user, [action]).exists())

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        """Say whether the person can do this with the organization."""
        if action == "delete" and not is_sysadmin(user):
            return False
        return can_edit_body(user, instance)

    def instances_user_has_any_permission_for(
        self, user: User, actions: Iterable[str]
    ) -> QuerySet[Organization]:
        """Return the organizations that the person leads."""
        if is_sysadmin(user):
            return Organization.objects.all()
        return Organization.objects.filter(memberships__user=user, memberships__role="admin")
