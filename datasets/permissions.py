"""Who may see and do what in the catalogue; every edge asks here and nowhere else."""

from django.conf import settings
from django.db.models import Q

from datasets.models import Body, Dataset, DatasetQuerySet, Membership, Organization, Role
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
    mine = Membership.objects.filter(user=user, organization__isnull=False).values(
        "organization_id"
    )
    return datasets.filter(
        Q(live=True, private=False)
        | Q(organization_id__in=mine)
        | Q(organization__isnull=True, creator=user)
    )


def can_read_dataset(user: User | None, dataset: Dataset) -> bool:
    """Say whether the person may know of this dataset."""
    if dataset.is_public:
        return True
    if user is None:
        return False
    if is_sysadmin(user):
        return True
    if dataset.organization_id is None:
        return dataset.creator_id == user.pk
    return role_in(user, organization_id=dataset.organization_id) is not None


def can_edit_dataset(user: User | None, dataset: Dataset) -> bool:
    """Say whether the person may change this dataset and its resources."""
    if user is None:
        return False
    if is_sysadmin(user):
        return True
    if dataset.organization_id is None:
        return dataset.creator_id == user.pk
    return role_in(user, organization_id=dataset.organization_id) in EDITORS


def can_create_dataset(user: User | None, organization: Organization | None) -> bool:
    """Say whether the person may add a dataset to the organization (or to none)."""
    options = settings.CKAN
    if is_sysadmin(user):
        return True
    if user is None:
        return bool(options["AUTH_ANON_CREATE_DATASET"] and options["AUTH_CREATE_UNOWNED_DATASET"])
    if organization is None:
        return bool(options["AUTH_CREATE_UNOWNED_DATASET"])
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
    """Return the person's role in an organization; memberships are read once per request's user."""
    roles: dict[str, str] | None = getattr(user, "_organization_roles", None)
    if roles is None:
        rows = Membership.objects.filter(user=user, organization__isnull=False)
        roles = dict(rows.values_list("organization_id", "role"))
        user._organization_roles = roles  # type: ignore[attr-defined]
    return roles.get(organization_id)


def search_labels(user: User | None) -> tuple[str, ...] | None:
    """Return the labels of search documents that the person may find; None: all of them."""
    if is_sysadmin(user):
        return None
    if user is None:
        return (PUBLIC_LABEL,)
    rows = Membership.objects.filter(user=user, organization__isnull=False)
    mine = rows.values_list("organization_id", flat=True)
    return (PUBLIC_LABEL, f"user:{user.pk}", *(f"org:{pk}" for pk in mine))
