"""Activities: whole records, what is new for a person, what foreign programs note."""

from typing import Any

from datasets.models import AuditEntry
from portal.base.models import User
from tests.datasets.ckan.conftest import Api, token_for


def test_an_activity_holds_the_whole_dataset_and_its_words_of_then(
    catalogue: Any, editor: Any, api: Any
) -> None:
    editor.ok("package_patch", id="baeume", title="Alle Bäume")
    changed, made = editor.ok("package_activity_list", id="baeume")
    assert changed["data"]["package"]["title"] == "Alle Bäume"
    assert made["data"]["package"]["title"] == "Bäume"
    assert len(made["data"]["package"]["resources"]) == 1
    for entry in api.ok("package_activity_list", id="baeume"):
        # The public sees what is public now, never what an editor wrote before.
        assert entry["data"]["package"]["title"] == "Alle Bäume"
    shown = editor.ok("activity_data_show", id=made["id"], object_type="package")
    assert shown == made["data"]["package"]
    assert editor.error("activity_data_show", id=made["id"], object_type="group")[0] == 404


def test_activities_of_organizations_and_accounts_name_them(catalogue: Any, admin: Any) -> None:
    [made] = admin.ok("group_activity_list", id="verkehr")[-1:]
    assert (made["activity_type"], made["data"]["group"]["title"]) == ("new group", "Verkehr")
    person = admin.ok("user_create", name="neu", email="neu@a.example", password="ein langes Wort")
    [own] = admin.ok("user_activity_list", id="neu")
    assert own["activity_type"] == "new user"
    assert own["user_id"] == own["object_id"] == person["id"]
    admin.ok("bulk_update_delete", datasets=["baeume"], org_id="stadt-kleve")
    listed = admin.ok("organization_activity_list", id="stadt-kleve")
    assert "deleted package" in [entry["activity_type"] for entry in listed]


def test_what_is_followed_is_new_until_it_was_read(
    catalogue: Any, editor: Any, client: Any
) -> None:
    person = Api(client, token_for("leserin"))
    person.ok("follow_user", id="redaktion")
    assert person.ok("dashboard_new_activities_count") == 0
    editor.ok("package_patch", id="baeume", notes="neu")
    editor.ok("package_patch", id="geheim", notes="neu")
    [news] = [e for e in person.ok("dashboard_activity_list") if e["is_new"]]
    assert news["data"]["package"]["name"] == "baeume"
    assert person.ok("dashboard_new_activities_count") == 1
    person.ok("dashboard_mark_activities_old")
    person.ok("dashboard_mark_activities_old")
    assert person.ok("dashboard_new_activities_count") == 0
    assert not [e for e in editor.ok("dashboard_activity_list") if e["is_new"]]


def test_followed_records_are_in_the_dashboard(catalogue: Any, editor: Any, client: Any) -> None:
    person = Api(client, token_for("leserin"))
    editor.ok("package_patch", id="radzaehlung", notes="neu")
    assert person.ok("dashboard_activity_list") == []
    person.ok("follow_dataset", id="radzaehlung")
    person.ok("follow_group", id="verkehr")
    names = {e["data"].get("package", {}).get("name") for e in person.ok("dashboard_activity_list")}
    assert names == {None, "radzaehlung", "baeume"}


def test_programs_note_what_they_do_and_only_that_is_removed(
    catalogue: Any, admin: Any, editor: Any
) -> None:
    dataset = admin.ok("package_show", id="baeume")["id"]
    sent = {
        "user_id": "admin", "object_id": dataset, "activity_type": "changed datastore",
        "data": {"count": 5},
    }  # fmt: skip
    made = admin.ok("activity_create", **sent)
    assert made["user_id"] == User.objects.get(username="admin").public_id
    assert admin.ok("activity_show", id=made["id"])["data"] == {"count": 5}
    assert admin.ok("package_activity_list", id="baeume")[0]["id"] == made["id"]
    assert editor.error("activity_create", **sent)[0] == 403
    status, error = admin.error("activity_create", user_id="fehlt", data="x")
    assert status == 409
    assert set(error) == {"__type", "user_id", "object_id", "activity_type", "data"}
    own = AuditEntry.objects.exclude(pk=made["id"]).count()
    nothing = {"message": "No activities found matching the specified criteria."}
    assert admin.ok("activity_delete", offset_days=60) == nothing
    for wrong in ({}, {"start_date": "2024-01-01"}, {"end_date": "2024-01-01"}):
        assert admin.error("activity_delete", **wrong)[0] == 409
    backwards = {"start_date": "2024-02-01", "end_date": "2024-01-01"}
    assert admin.error("activity_delete", **backwards)[0] == 409
    assert editor.error("activity_delete_all")[0] == 403
    assert admin.ok("activity_delete", id=made["id"])["message"].startswith("Deleted 1 ")
    assert admin.error("activity_delete", id=made["id"])[0] == 404
    assert admin.ok("activity_delete_all") == nothing
    assert AuditEntry.objects.count() == own
    assert admin.error("send_email_notifications")[0] == 409
