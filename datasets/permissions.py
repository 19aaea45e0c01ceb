"""Who may see and do what in the catalogue; every edge asks here and nowhere else."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q

from datasets.models import (
    Body,
    Collaborator,
    Dataset,
    DatasetQuerySet,
    Membership,
    Organization,
    Role,
)
from portal.base.models import User

EDITORS = (Role.EDITOR, Role.ADMIN)
PUBLIC_LABEL = "public"


def is_sysadmin(user: User | None) -> bool:
    """Say whether the person runs the portal."""
    return user is not None and user.is_active and user.is_superuser


def readable_datasets(user: User | None) -> DatasetQuerySet:
    """Return the datasets that the person may see, drafts and private ones of theirs included."""
    datasets: DatasetQuerySet = Dataset.objects.existing()
    if is_sysadmin(user):
        return datasets
    if user is None:
        return Dataset.objects.public()
    mine = Q(organization_id__in=organizations_with(user, Role.values)) | Q(
        organization__isnull=True, creator=user
    )
    if settings.CKAN["AUTH_ALLOW_DATASET_COLLABORATORS"]:
        worked_on = Collaborator.objects.filter(user=user)
        mine |= Q(pk__in=worked_on.order_by().values("dataset_id"))
    return datasets.filter(Q(live=True, private=False) | mine)


def can_read_dataset(user: User | None, dataset: Dataset) -> bool:
    """Say whether the person may know of this dataset."""
    if dataset.is_public:
        return True
    if user is None:
        return False
    if is_sysadmin(user):
        return True
    if dataset.organization_id is None:
        allowed = dataset.creator_id == user.pk
    else:
        allowed = role_in(user, organization_id=dataset.organization_id) is not None
    return allowed or collaborator_role(user, dataset) is not None


def can_edit_dataset(user: User | None, dataset: Dataset) -> bool:
    """Say whether the person may change this dataset and its resources."""
    if user is None:
        return False
    return edits_by_organization(user, dataset) or collaborator_role(user, dataset) in EDITORS


def edits_by_organization(user: User, dataset: Dataset) -> bool:
    """Say whether the person may change the dataset, work on this single one left aside."""
    if is_sysadmin(user):
        return True
    if dataset.organization_id is None:
        # As in CKAN: what belongs to nobody is everybody's, where everybody may add such datasets.
        options = settings.CKAN
        common = (
            options["AUTH_CREATE_UNOWNED_DATASET"]
            and options["AUTH_CREATE_DATASET_IF_NOT_IN_ORGANIZATION"]
        )
        return dataset.creator_id == user.pk or bool(common and dataset.is_public)
    return role_in(user, organization_id=dataset.organization_id) in EDITORS


def can_move_dataset(user: User | None, dataset: Dataset) -> bool:
    """Say whether the person may give the dataset to another organization."""
    if user is None:
        return False
    moved_by_all = bool(settings.CKAN["AUTH_ALLOW_COLLABORATORS_TO_CHANGE_OWNER_ORG"])
    return edits_by_organization(user, dataset) or (
        moved_by_all and collaborator_role(user, dataset) in EDITORS
    )


def can_manage_collaborators(user: User | None, dataset: Dataset) -> bool:
    """Say whether the person may name others who work on the dataset."""
    if user is None:
        return False
    if is_sysadmin(user):
        return True
    if dataset.organization_id is None and dataset.creator_id == user.pk:
        return True
    if (
        dataset.organization_id
        and role_in(user, organization_id=dataset.organization_id) == Role.ADMIN
    ):
        return True
    allowed = bool(settings.CKAN["AUTH_ALLOW_ADMIN_COLLABORATORS"])
    return allowed and collaborator_role(user, dataset) == Role.ADMIN


def collaborator_role(user: User, dataset: Dataset) -> str | None:
    """Return the person's role in this single dataset, where the portal offers that."""
    if not settings.CKAN["AUTH_ALLOW_DATASET_COLLABORATORS"]:
        return None
    rows = Collaborator.objects.filter(user=user, dataset_id=dataset.pk)
    return rows.values_list("role", flat=True).first()


def can_create_dataset(user: User | None, organization: Organization | None) -> bool:
    """Say whether the person may add a dataset to the organization (or to none)."""
    if is_sysadmin(user):
        return True
    options = settings.CKAN
    unowned = bool(options["AUTH_CREATE_UNOWNED_DATASET"])
    outsiders = unowned and bool(options["AUTH_CREATE_DATASET_IF_NOT_IN_ORGANIZATION"])
    if user is None:
        return outsiders and organization is None and bool(options["AUTH_ANON_CREATE_DATASET"])
    if organization is None:
        return outsiders or (unowned and bool(organizations_with(user, EDITORS)))
    return role_in(user, organization_id=organization.pk) in EDITORS


def can_create_body(user: User | None, model: type[Body]) -> bool:
    """Say whether the person may make an organization or a theme."""
    if is_sysadmin(user):
        return True
    option = "ORGANIZATIONS" if model is Organization else "GROUPS"
    return user is not None and bool(settings.CKAN[f"AUTH_USER_CREATE_{option}"])


def can_edit_body(user: User | None, body: Body) -> bool:
    """Say whether the person may change the organization or theme and its members."""
    if is_sysadmin(user):
        return True
    return user is not None and role_of(user, body) == Role.ADMIN


def role_of(user: User, body: Body) -> str | None:
    """Return the person's role in an organization or theme."""
    if isinstance(body, Organization):
        return role_in(user, organization_id=body.pk)
    roles = Membership.objects.filter(user=user, theme_id=body.pk)
    return roles.values_list("role", flat=True).first()


def role_in(user: User, *, organization_id: str) -> str | None:
    """Return the person's role in an organization."""
    return organization_roles(user).get(organization_id)


def organization_roles(user: User) -> dict[str, str]:
    """Return the person's roles by organization, read once per request's user.

    Roles named in `AUTH_ROLES_THAT_CASCADE_TO_SUB_GROUPS` hold in the organizations below too.
    """
    roles: dict[str, str] | None = getattr(user, "_organization_roles", None)
    if roles is None:
        rows = Membership.objects.filter(user=user, organization__isnull=False)
        roles = dict(rows.values_list("organization_id", "role"))
        _cascade(roles)
        user._organization_roles = roles  # type: ignore[attr-defined]
    return roles


def _cascade(roles: dict[str, str]) -> None:
    """Add the roles that come from organizations above."""
    names = set(settings.CKAN["AUTH_ROLES_THAT_CASCADE_TO_SUB_GROUPS"].replace(",", " ").split())
    level = {pk: role for pk, role in roles.items() if role in names}
    seen = set(level)
    while level:
        below = Organization.objects.filter(parent_id__in=level).values_list("pk", "parent_id")
        found = {pk: level[parent] for pk, parent in below if parent and pk not in seen}
        seen |= set(found)
        for pk, role in found.items():
            roles[pk] = _higher(roles.get(pk), role)
        level = found


def _higher(one: str | None, other: str) -> str:
    order = list(Role.values)
    return other if one is None or order.index(other) > order.index(one) else one


def organizations_with(user: User, roles: Iterable[str]) -> list[str]:
    """Return the ids of the organizations in which the person has one of these roles."""
    wanted = set(roles)
    return [pk for pk, role in organization_roles(user).items() if role in wanted]


def search_labels(user: User | None) -> tuple[str, ...] | None:
    """Return the labels of search documents that the person may find; None: all of them."""
    if is_sysadmin(user):
        return None
    if user is None:
        return (PUBLIC_LABEL,)
    mine = organizations_with(user, Role.values)
    labels = (PUBLIC_LABEL, f"user:{user.pk}", *(f"org:{pk}" for pk in mine))
    if not settings.CKAN["AUTH_ALLOW_DATASET_COLLABORATORS"]:
        return labels
    worked_on = Collaborator.objects.filter(user=user).values_list("dataset_id", flat=True)
    return (*labels, *(f"dataset:{pk}" for pk in worked_on))
