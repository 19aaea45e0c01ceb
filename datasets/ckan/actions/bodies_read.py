"""Reading organizations and groups (our themes): the same actions under two names."""

from typing import Any

from django.conf import settings
from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from datasets.ckan.auth import Caller
from datasets.ckan.bodies import BodyWish, body_answers
from datasets.ckan.dicts import Dict
from datasets.ckan.envelope import RawJson, dump_list
from datasets.ckan.errors import denied, invalid
from datasets.ckan.lookup import find_body, find_user, readable_body, word_for
from datasets.ckan.params import Param, flag, names, natural, read_natural, required, text
from datasets.ckan.registry import Call, add_action, read_action
from datasets.ckan.renderings import renderings
from datasets.models import Dataset, Organization, RecordState, Role, Theme
from datasets.permissions import is_sysadmin, organization_roles, readable_datasets

AnyModel = Any
MODELS = (Organization, Theme)
_SORTABLE = ("name", "title", "package_count")


def _list_params(model: AnyModel) -> tuple[Param, ...]:
    return (
        text("type"),
        text("sort", about="name, title or package_count, with `desc` behind it"),
        text("order_by", about="older name of `sort`"),
        natural("limit"),
        natural("offset", 0),
        names(f"{word_for(model)}s", "only these names"),
        text("q", about="part of name, title or description"),
        flag("all_fields", about="dictionaries instead of names"),
        flag("include_dataset_count", True),
        flag("include_extras"),
        flag("include_groups"),
        flag("include_users"),
        flag("include_followers"),
        flag("include_tags"),
        flag("include_member_count"),
    )


def _list(call: Call, model: AnyModel) -> list[Any]:
    """Return names or dictionaries of the bodies asked for."""
    rows: QuerySet[Any] = model.objects.filter(state=RecordState.ACTIVE)
    kind = call["type"]
    rows = rows.filter(kind=kind) if kind else rows.filter(kind=word_for(model))
    wanted = call[f"{word_for(model)}s"]
    if wanted:
        rows = rows.filter(name__in=wanted)
    if call["q"]:
        words = call["q"]
        rows = rows.filter(
            Q(name__icontains=words) | Q(title__icontains=words) | Q(description__icontains=words)
        )
    rows = _sorted(rows, call["sort"] or _old_sort(call["order_by"]))
    option = "ALL_FIELDS_MAX" if call["all_fields"] else "MAX"
    most = settings.CKAN[f"GROUP_AND_ORGANIZATION_LIST_{option}"]
    limit = most if call["limit"] is None else min(call["limit"], most)
    page = rows[call["offset"] : call["offset"] + limit]
    if not call["all_fields"]:
        return list(page.values_list("name", flat=True))
    wish = BodyWish(
        count=call["include_dataset_count"],
        extras=call["include_extras"],
        groups=call["include_groups"],
        users=call["include_users"],
        member_count=call["include_member_count"],
        followers=call["include_followers"],
    )
    return body_answers(list(page), wish, call.caller)


def _old_sort(order_by: str | None) -> str:
    """Return the older parameter as the newer one; counts were sorted downwards."""
    if not order_by:
        return str(settings.CKAN["DEFAULT_GROUP_SORT"])
    return "package_count desc" if order_by == "packages" else order_by


def _sorted(rows: QuerySet[Any], sort: str) -> QuerySet[Any]:
    """Sort by one field."""
    words = sort.replace(",", " ").split()
    field = {"packages": "package_count"}.get(words[0], words[0]) if words else "title"
    direction = words[1].lower() if len(words) > 1 else "asc"
    if field not in _SORTABLE or len(words) > 2:
        raise invalid({"message": f"Cannot sort by field `{field}`"})
    if direction not in ("asc", "desc"):
        raise invalid({"message": f"Cannot sort in direction `{direction}`"})
    if field == "package_count":
        public = Dataset.objects.public().order_by().values("pk")
        rows = rows.annotate(
            sorting=Count("datasets", filter=Q(datasets__in=public), distinct=True)
        )
    elif field == "title":
        rows = rows.annotate(
            sorting=Coalesce(NullIf("title", Value("")), F("name"), output_field=CharField())
        )
    else:
        rows = rows.annotate(sorting=F("name"))
    return rows.order_by("-sorting" if direction == "desc" else "sorting", "name")


_SHOW = (
    required("id", "id or name"),
    flag("include_datasets", about="up to ten of its datasets"),
    flag("include_dataset_count", True),
    flag("include_extras", True),
    flag("include_users", True),
    flag("include_groups", True),
    flag("include_followers", True),
    flag("include_tags", True),
    flag("include_member_count"),
)


def _show(call: Call, model: AnyModel) -> Dict:
    """Return one organization or group."""
    body: Any = readable_body(call.caller, model, call["id"])
    wish = BodyWish(
        count=call["include_dataset_count"],
        extras=call["include_extras"],
        groups=call["include_groups"],
        users=call["include_users"],
        member_count=call["include_member_count"],
        datasets=min(10, settings.CKAN["SEARCH_ROWS_MAX"]) if call["include_datasets"] else 0,
        followers=call["include_followers"],
    )
    return body_answers([body], wish, call.caller)[0]


def _autocomplete(call: Call, model: AnyModel) -> list[Dict]:
    """Return bodies whose name or title contains a text."""
    words = call["q"]
    found = model.objects.filter(state=RecordState.ACTIVE).filter(
        Q(name__icontains=words) | Q(title__icontains=words)
    )
    return list(found.order_by("title", "name").values("id", "name", "title")[: call["limit"]])


def _register(model: AnyModel) -> None:
    word = word_for(model)
    add_action(
        f"{word}_list",
        lambda call: _list(call, model),
        _list_params(model),
        f"Return the names of all {word}s, or their dictionaries.",
    )
    add_action(
        f"{word}_show",
        lambda call: _show(call, model),
        _SHOW,
        f"Return a {word} with its users, details and number of datasets.",
    )
    add_action(
        f"{word}_autocomplete",
        lambda call: _autocomplete(call, model),
        (required("q", "part of name or title"), natural("limit", 20)),
        f"Return {word}s whose name or title contains a text.",
    )


for _model in MODELS:
    _register(_model)


@read_action(required("id", "id or name of the group"), Param("limit", read_natural, 10))
def group_package_show(call: Call) -> RawJson:
    """Return the datasets of a group."""
    theme = find_body(Theme, call["id"])
    ids = (
        readable_datasets(call.caller.user)
        .filter(themes=theme.pk, live=True)
        .order_by("-modified_at", "pk")
        .values_list("pk", flat=True)[: min(call["limit"], settings.CKAN["SEARCH_ROWS_MAX"])]
    )
    return dump_list(renderings(list(ids)))


@read_action(
    flag("available_only"),
    flag("am_member"),
    flag("include_dataset_count"),
    flag("include_member_count"),
)
def group_list_authz(call: Call) -> list[Dict]:
    """Return the groups that the caller may change, or belongs to."""
    user = call.caller.user
    if user is None:
        return []
    rows = Theme.objects.filter(state=RecordState.ACTIVE).order_by("title", "name")
    if call["am_member"]:
        rows = rows.filter(memberships__user=user)
    elif not is_sysadmin(user):
        rows = rows.filter(memberships__user=user, memberships__role__in=(Role.EDITOR, Role.ADMIN))
    wish = BodyWish(count=call["include_dataset_count"], member_count=call["include_member_count"])
    return body_answers(list(rows), wish, call.caller)


@read_action(
    text("id", about="id or name of an account; the caller's own if left out"),
    text("permission", "manage_group"),
    flag("include_dataset_count"),
    flag("include_member_count"),
)
def organization_list_for_user(call: Call) -> list[Dict]:
    """Return the organizations in which an account has a right, with its role as `capacity`."""
    caller: Caller = call.caller
    user = find_user(call["id"]) if call["id"] else caller.user
    if user is None:
        return []
    if caller.user != user and not caller.is_sysadmin:
        raise denied()
    # `null` is no permission at all, unlike one that was left out.
    named = "permission" not in call.data or call.data["permission"] is not None
    roles = _roles_with(call["permission"] if named else "")
    held = {pk: role for pk, role in organization_roles(user).items() if role in roles}
    rows = Organization.objects.filter(state=RecordState.ACTIVE).order_by("title", "name")
    if not is_sysadmin(user):
        rows = rows.filter(pk__in=held)
    wish = BodyWish(count=call["include_dataset_count"], member_count=call["include_member_count"])
    answers = body_answers(list(rows), wish, caller)
    return [{**answer, "capacity": held.get(answer["id"], Role.ADMIN)} for answer in answers]


def _roles_with(permission: str) -> tuple[str, ...]:
    """Return the roles that include one of CKAN's permissions."""
    if permission in ("read", "manage_group"):
        return (Role.MEMBER, Role.EDITOR, Role.ADMIN)
    if permission in ("create_dataset", "update_dataset", "delete_dataset"):
        return (Role.EDITOR, Role.ADMIN)
    # As in CKAN: who leads an organization may do everything, also what nobody has heard of.
    return (Role.ADMIN,)
