"""Following, work on single datasets, views, tasks, translations, options: small, but kept."""

from typing import Any

import pytest

from datasets.models import Dataset
from portal.base.models import User
from tests.datasets.ckan.conftest import Api, token_for


@pytest.fixture
def person(db: None, client: Any) -> Api:
    """Somebody with an account and no role."""
    return Api(client, token_for("leserin"))


@pytest.mark.parametrize(
    ("word", "key"), [("dataset", "baeume"), ("group", "verkehr"), ("user", "redaktion")]
)
def test_what_is_followed_is_counted_and_named(
    catalogue: Any, editor: Any, person: Any, admin: Any, api: Any, word: str, key: str
) -> None:
    assert person.ok(f"am_following_{word}", id=key) is False
    followed = person.ok(f"follow_{word}", id=key)
    me = User.objects.get(username="leserin")
    assert followed["follower_id"] == me.public_id
    assert person.error(f"follow_{word}", id=key)[0] == 409
    assert person.ok(f"am_following_{word}", id=key) is True
    assert api.ok(f"{word}_follower_count", id=key) == 1
    assert [u["name"] for u in admin.ok(f"{word}_follower_list", id=key)] == ["leserin"]
    assert person.error(f"{word}_follower_list", id=key)[0] == 403
    assert api.ok("followee_count", id="leserin") == api.ok(f"{word}_followee_count", id="leserin")
    [entry] = person.ok("followee_list", id="leserin")
    assert entry["type"] == word
    assert person.ok("followee_list", id="leserin", q="zzz") == []
    assert len(person.ok(f"{word}_followee_list", id="leserin")) == 1
    assert editor.error("followee_list", id="leserin")[0] == 403
    person.ok(f"unfollow_{word}", id=key)
    assert person.error(f"unfollow_{word}", id=key)[0] == 404
    assert api.ok(f"{word}_follower_count", id=key) == 0


def test_nothing_private_and_nothing_senseless_is_followed(
    catalogue: Any, person: Any, api: Any
) -> None:
    assert person.error("follow_dataset", id="geheim")[0] == 403
    assert person.error("dataset_follower_count", id="geheim")[0] == 403
    assert person.error("follow_user", id="leserin")[0] == 409
    assert api.error("am_following_dataset", id="baeume")[0] == 403
    for key in ("fehlt", "  ", 3, None, ""):
        assert person.error("follow_group", id=key)[0] == 409
    person.ok("follow_dataset", id="baeume")
    Dataset.objects.filter(name="baeume").update(private=True)
    assert person.ok("followee_list", id="leserin") == []


def test_people_work_on_single_datasets_where_the_portal_offers_it(
    catalogue: Any, person: Any, admin: Any, editor: Any, settings: Any
) -> None:
    named = {"id": "geheim", "user_id": "leserin"}
    status, error = admin.error("package_collaborator_create", **named, capacity="editor")
    assert (status, error["message"]) == (409, "Dataset collaborators not enabled")
    settings.CKAN = {**settings.CKAN, "AUTH_ALLOW_DATASET_COLLABORATORS": True}
    for capacity in ("admin", "chef"):
        assert admin.error("package_collaborator_create", **named, capacity=capacity)[0] == 409
    # An editor of the organization does not name others.
    assert editor.error("package_collaborator_create", **named, capacity="member")[0] == 403
    admin.ok("package_collaborator_create", **named, capacity="member")
    assert person.ok("package_show", id="geheim")["name"] == "geheim"
    assert person.error("package_patch", id="geheim", notes="x")[0] == 403
    found = person.ok("package_search", include_private=True, fq="name:geheim")
    assert found["count"] == 1
    admin.ok("package_collaborator_create", **named, capacity="editor")
    assert person.ok("package_patch", id="geheim", notes="x")["notes"] == "x"
    assert "owner_org" in person.error("package_patch", id="geheim", owner_org="")[1]
    assert [r["capacity"] for r in admin.ok("package_collaborator_list", id="geheim")] == ["editor"]
    assert len(person.ok("package_collaborator_list_for_user", id="leserin")) == 1
    admin.ok("package_collaborator_delete", **named)
    assert person.error("package_show", id="geheim")[0] == 403
    assert admin.error("package_collaborator_delete", **named)[0] == 404


def test_views_are_kept_as_they_are_described(
    catalogue: Any, editor: Any, admin: Any, api: Any
) -> None:
    resource = Dataset.objects.get(name="baeume").resources.get()
    sent = {"resource_id": resource.pk, "view_type": "image_view", "title": "Bild", "zoom": 3}
    view = editor.ok("resource_view_create", **sent)
    assert view["zoom"] == 3
    assert api.ok("resource_view_show", id=view["id"]) == view
    assert api.post("resource_view_create", **sent)[0] == 403
    for changes, field in (
        ({"title": ""}, "title"),
        ({"view_type": "none"}, "view_type"),
        ({"filter_fields": "a", "filter_values": "b"}, "filter_fields"),
        ({"resource_id": "fehlt"}, "resource_id"),
    ):
        status, error = editor.error("resource_view_create", **{**sent, **changes})
        assert status == 409
        assert field in error
    table = editor.ok(
        "resource_view_create", **{**sent, "view_type": "datatables_view"},
        filter_fields=["ort", "ort"], filter_values=["Kleve", "Goch"],
    )  # fmt: skip
    assert table["filters"] == {"ort": ["Kleve", "Goch"]}
    assert editor.ok("resource_view_update", id=view["id"], title="Neu")["zoom"] == 3
    order = editor.ok("resource_view_reorder", id=resource.pk, order=[table["id"]])["order"]
    assert order == [table["id"], view["id"]]
    assert [v["id"] for v in api.ok("resource_view_list", id=resource.pk)] == order
    editor.ok("resource_view_delete", id=view["id"])
    admin.ok("resource_view_clear", view_types=["datatables_view"])
    assert api.ok("resource_view_list", id=resource.pk) == []


def test_programs_keep_tasks_translations_and_options(db: None, admin: Any, api: Any) -> None:
    task = {"entity_id": "x", "entity_type": "package", "task_type": "t", "key": "k", "value": "1"}
    made = admin.ok("task_status_update", **task)
    again = admin.ok("task_status_update_many", data=[{**task, "value": "2"}])["results"][0]
    assert (again["id"], again["value"]) == (made["id"], "2")
    assert api.ok("task_status_show", entity_id="x", task_type="t", key="k") == again
    assert api.post("task_status_update", **task)[0] == 403
    admin.ok("task_status_delete", id=made["id"])
    assert api.error("task_status_show", id=made["id"])[0] == 404
    for text in ("tree", "a tree"):
        admin.ok("term_translation_update", term="Baum", term_translation=text, lang_code="en")
    assert api.ok("term_translation_show", terms=["Baum"]) == [
        {"term": "Baum", "term_translation": "a tree", "lang_code": "en"}
    ]
    assert admin.error("term_translation_update", term="Baum")[0] == 409
    admin.ok("config_option_update", **{"ckan.site_title": "Unser Portal"})
    assert admin.ok("config_option_show", key="ckan.site_title") == "Unser Portal"
    assert api.ok("status_show")["site_title"] == "Unser Portal"
    assert admin.error("config_option_update", SECRET_KEY="x")[0] == 409


def test_notes_of_programs_are_for_sysadmins(catalogue: Any, admin: Any, editor: Any) -> None:
    notes = {"plugin": {"key": 1}}
    admin.ok("package_patch", id="baeume", plugin_data=notes)
    editor.ok("package_patch", id="baeume", plugin_data={"other": {}})
    assert admin.ok("package_show", id="baeume", include_plugin_data=True)["plugin_data"] == notes
    assert "plugin_data" not in editor.ok("package_show", id="baeume", include_plugin_data=True)
    admin.ok("user_patch", id="redaktion", plugin_extras=notes)
    shown = admin.ok("user_show", id="redaktion", include_plugin_extras=True)
    assert shown["plugin_extras"] == notes
    assert "plugin_extras" not in editor.ok("user_show", include_plugin_extras=True)


def test_the_moment_of_change_moves_only_with_a_change(catalogue: Any, admin: Any) -> None:
    before = admin.ok("package_show", id="baeume")
    again = admin.ok("package_update", **before)
    assert again["metadata_modified"] == before["metadata_modified"]
    changed = admin.ok("package_patch", id="baeume", notes="neu")
    assert changed["metadata_modified"] > before["metadata_modified"]
    pinned = admin.ok("package_patch", id="baeume", metadata_modified="2020-02-25T12:00:00")
    assert pinned["metadata_modified"] == "2020-02-25T12:00:00"


def test_whoever_copies_a_portal_gets_all_that_they_may_see(
    catalogue: Any, admin: Any, person: Any, api: Any
) -> None:
    public = ["baeume", "radzaehlung"]
    assert api.ok("package_list", include_private=True) == public
    assert person.ok("package_list", include_private=True) == public
    assert admin.ok("package_list") == public
    assert admin.ok("package_list", include_private=True) == [*public[:1], "geheim", public[1]]
    admin.ok("package_delete", id="baeume")
    assert "baeume" not in admin.ok("package_list", include_private=True)
    assert "baeume" in admin.ok("package_list", include_deleted=True)
