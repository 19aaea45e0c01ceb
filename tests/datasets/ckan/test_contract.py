"""What CKAN's own tests of its actions ask for and no other test here says."""

from typing import Any

import pytest

from datasets.models import Dataset, Membership, Role
from portal.base.models import User
from tests.datasets.ckan.conftest import Api, token_for


def test_a_deleted_dataset_gives_its_name_away(catalogue: Any, admin: Any) -> None:
    old = admin.ok("package_show", id="baeume")
    admin.ok("package_delete", id="baeume")
    new = admin.ok("package_create", name="baeume", owner_org="stadt-kleve")
    assert new["id"] != old["id"]
    assert admin.ok("package_show", id=old["id"])["name"] == old["id"]
    assert admin.ok("package_show", id="baeume")["id"] == new["id"]
    status, error = admin.error("package_create", name="baeume", owner_org="stadt-kleve")
    assert (status, error["name"]) == (409, ["That URL is already in use."])


def test_a_table_elsewhere_stays_in_a_copy_of_the_catalogue(catalogue: Any, admin: Any) -> None:
    """The flag is kept where the portal has no table; where it had one it goes with the table."""
    made = admin.ok(
        "resource_create", package_id="baeume", url="https://a.example/t", datastore_active=True
    )
    assert made["datastore_active"] is True
    changed = admin.ok("resource_update", id=made["id"], url="https://a.example/t", name="Neu")
    assert changed["datastore_active"] is True
    patched = admin.ok("resource_patch", id=made["id"], datastore_active=False)
    assert patched["datastore_active"] is False
    admin.ok("resource_patch", id=made["id"], datastore_active=True)
    admin.ok("datastore_create", resource_id=made["id"], records=[{"a": 1}], force=True)
    admin.ok("datastore_delete", resource_id=made["id"], force=True)
    assert admin.ok("resource_show", id=made["id"])["datastore_active"] is False


def test_who_may_not_publish_for_an_organization_is_told_before_all_else(
    town: Any, client: Any
) -> None:
    member = Api(client, token_for("leserin"))
    Membership.objects.create(
        user=User.objects.get(username="leserin"), organization=town, role=Role.MEMBER
    )
    assert member.error("package_create", name="x y", owner_org="stadt-kleve")[0] == 403


def test_editors_are_told_that_an_organization_is_not_theirs(
    town: Any, editor: Any, admin: Any
) -> None:
    admin.ok("organization_create", name="fremd")
    status, error = editor.error("package_create", name="neu", owner_org="fremd")
    assert (status, error["message"]) == (
        403,
        "Access denied: User redaktion not authorized to add dataset to this organization",
    )
    assert not Dataset.objects.exists()


def test_facets_are_json_or_a_name_of_the_catalogue(catalogue: Any, api: Any) -> None:
    assert api.ok("package_search", **{"facet.field": "tags"})["facets"] == {"tags": {"Umwelt": 2}}
    status, error = api.error("package_search", **{"facet.field": "notjson"})
    assert status == 409
    assert error["facet.field"] == ["Could not parse as valid JSON", "Not a list"]


def test_an_organization_shows_no_more_datasets_than_a_search(
    catalogue: Any, api: Any, settings: Any
) -> None:
    settings.CKAN = {**settings.CKAN, "SEARCH_ROWS_MAX": 1}
    for word, key in (("organization", "stadt-kleve"), ("group", "verkehr")):
        shown = api.ok(f"{word}_show", id=key, include_datasets=True)
        assert (len(shown["packages"]), shown["package_count"]) == (1, 2)


def test_rights_that_do_not_exist_are_those_of_who_leads(town: Any, editor: Any) -> None:
    person = Membership.objects.get(user__username="redaktion")
    for permission in ("foo", 5, None, "", True):
        assert editor.ok("organization_list_for_user", permission=permission) == []
    person.role = Role.ADMIN
    person.save()
    [found] = editor.ok("organization_list_for_user", permission="foo")
    assert found["capacity"] == "admin"


def test_the_account_of_the_portal_itself_is_not_changed(admin: Any, settings: Any) -> None:
    settings.CKAN = {**settings.CKAN, "SITE_ID": "portal.example"}
    assert admin.error("user_patch", id="portal.example", sysadmin=False)[0] == 409


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("file_create", {"name": "a.txt"}, 409),
        ("file_create", {"name": "a.txt", "upload": "x", "storage": "s"}, 409),
        ("file_register", {"location": "a"}, 409),
        ("file_show", {"id": "1"}, 404),
        ("file_delete", {"id": "1"}, 404),
        ("file_rename", {"id": "1", "name": "b"}, 404),
        ("file_pin", {"id": "1"}, 404),
        ("file_unpin", {}, 409),
        ("file_ownership_transfer", {"id": "1", "owner_id": "2", "owner_type": "user"}, 404),
    ],
)
def test_there_are_no_files_without_a_resource(
    admin: Any, name: str, data: dict[str, str], status: int
) -> None:
    assert admin.error(name, **data)[0] == status
    assert admin.ok("file_owner_scan") == {"count": 0, "results": []}


def test_the_dump_of_a_programs_account_can_be_loaded(admin: Any) -> None:
    token_for("ernter")
    dumped = admin.ok("user_show", id="ernter", include_password_hash=True)
    User.objects.filter(username="ernter").delete()
    sent = {**dumped, "password_hash": dumped["password_hash"] or "!"}
    assert admin.ok("user_create", **sent)["id"] == dumped["id"]
    assert admin.ok("user_update", **sent)["name"] == "ernter"
    status, error = admin.error("user_create", name="zwei", email="", password="ein langes Wort")
    assert (status, error["email"]) == (409, ["Missing value"])


def test_operators_set_the_usual_order_and_the_length_of_activities(
    catalogue: Any, admin: Any, settings: Any
) -> None:
    settings.CKAN = {
        **settings.CKAN,
        "SEARCH_DEFAULT_PACKAGE_SORT": "name desc",
        "ACTIVITY_LIST_LIMIT": 1,
        "ACTIVITY_LIST_LIMIT_MAX": 2,
    }
    found = admin.ok("package_search")
    assert [d["name"] for d in found["results"]] == ["radzaehlung", "baeume"]
    assert admin.ok("package_search", sort="name asc")["results"][0]["name"] == "baeume"
    assert len(admin.ok("organization_activity_list", id="stadt-kleve")) == 1
    assert len(admin.ok("organization_activity_list", id="stadt-kleve", limit=50)) == 2
