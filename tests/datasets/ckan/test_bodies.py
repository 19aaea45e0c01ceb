"""Organizations, groups, members, accounts, tokens, keywords."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile


@pytest.mark.parametrize("word", ["organization", "group"])
def test_a_body_lives_from_making_to_purging(db: None, admin: Any, api: Any, word: str) -> None:
    made = admin.ok(
        f"{word}_create",
        name="neu",
        title="Neu",
        description="Text",
        image_url="https://a.example/x.png",
        extras=[{"key": "region", "value": "Nord"}],
    )
    assert made["users"][0]["capacity"] == "admin"
    assert made["extras"] == [{"key": "region", "value": "Nord"}]
    assert (made["type"], made["package_count"]) == (word, 0)
    patched = admin.ok(f"{word}_patch", id="neu", title="Anders")
    assert (patched["title"], patched["description"]) == ("Anders", "Text")
    replaced = admin.ok(f"{word}_update", id="neu", name="neu", title="Leer")
    assert (replaced["description"], replaced["extras"]) == ("", [])
    admin.ok(f"{word}_delete", id="neu")
    assert api.ok(f"{word}_list") == []
    status, error = api.error(f"{word}_show", id="neu")
    assert (status, error["message"]) == (
        403,
        f"Access denied: User  not authorized to read group {made['id']}",
    )
    admin.ok(f"{word}_purge", id="neu")
    assert admin.error(f"{word}_show", id="neu")[0] == 404


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "name"),
        ({"name": "A B"}, "name"),
        ({"name": "stadt-kleve"}, "name"),
        ({"name": "ab", "title": []}, "title"),
        ({"name": "ab", "extras": "x"}, "extras"),
        ({"name": "ab", "users": [{"name": "niemand"}]}, "users"),
        ({"name": "ab", "state": "kaputt"}, "state"),
    ],
)
def test_faults_of_bodies(town: Any, admin: Any, data: Any, field: str) -> None:
    status, error = admin.error("group_create", **data)
    assert status == 409
    assert field in error


def test_a_body_is_changed_by_its_leaders_only(catalogue: Any, editor: Any, api: Any) -> None:
    for who in (api, editor):
        assert who.post("organization_create", name="meine")[0] == 403
        assert who.post("organization_patch", id="stadt-kleve", title="x")[0] == 403
        assert who.post("organization_delete", id="stadt-kleve")[0] == 403
        assert who.post("organization_purge", id="stadt-kleve")[0] == 403
        assert (
            who.post(
                "organization_member_create", id="stadt-kleve", username="redaktion", role="admin"
            )[0]
            == 403
        )


def test_an_organization_with_datasets_stays(catalogue: Any, admin: Any) -> None:
    assert admin.error("organization_delete", id="stadt-kleve")[0] == 409


def test_a_new_title_reaches_the_datasets(catalogue: Any, admin: Any, api: Any) -> None:
    admin.ok("organization_patch", id="stadt-kleve", title="Kleve")
    assert api.ok("package_show", id="baeume")["organization"]["title"] == "Kleve"


def test_members_come_and_go(catalogue: Any, admin: Any, api: Any) -> None:
    admin.ok("user_create", name="person", email="p@a.example", password="ein-langes-wort-1")
    made = admin.ok(
        "organization_member_create", id="stadt-kleve", username="person", role="editor"
    )
    assert made["capacity"] == "editor"
    listed = admin.ok("member_list", id="stadt-kleve", object_type="user")
    assert [row[1:] for row in listed] == [["user", "Editor"]]
    assert api.ok("member_list", id="stadt-kleve", object_type="user") == []
    assert len(api.ok("member_list", id="stadt-kleve", object_type="package")) == 2
    mine = admin.ok("organization_list_for_user", id="person", permission="create_dataset")
    assert [(o["name"], o["capacity"]) for o in mine] == [("stadt-kleve", "editor")]
    admin.ok("organization_member_delete", id="stadt-kleve", username="person")
    assert admin.ok("member_list", id="stadt-kleve", object_type="user") == []
    admin.ok(
        "member_create", id="verkehr", object="baeume", object_type="package", capacity="public"
    )
    admin.ok("member_delete", id="verkehr", object="baeume", object_type="package")
    assert api.ok("package_show", id="baeume")["groups"] == []


def test_people_are_not_shown_to_the_public(catalogue: Any, editor: Any, api: Any) -> None:
    for name, params in (
        ("user_show", {"id": "redaktion"}),
        ("user_list", {}),
        ("user_autocomplete", {"q": "red"}),
        ("user_activity_list", {"id": "redaktion"}),
    ):
        assert api.error(name, **params)[0] == 403
    shown = editor.ok("user_show")
    assert (shown["name"], "email" in shown) == ("redaktion", True)
    assert "redaktion" not in str(api.ok("organization_show", id="stadt-kleve"))


def test_accounts_are_made_changed_and_locked(admin: Any) -> None:
    made = admin.ok(
        "user_create",
        name="person",
        email="p@a.example",
        password="ein-langes-wort-1",
        fullname="Eine Person",
        with_apitoken=True,
    )
    assert made["display_name"] == "Eine Person"
    patched = admin.ok("user_patch", id="person", about="Text")
    assert (patched["about"], patched["fullname"]) == ("Text", "Eine Person")
    admin.ok("user_delete", id=made["id"])
    assert admin.ok("user_show", id="person")["state"] == "deleted"
    _, error = admin.error("user_create", name="person", email="kaputt", password="kurz")
    assert set(error) >= {"name", "email", "password"}


def test_tokens_are_made_listed_and_revoked(editor: Any, admin: Any, client: Any) -> None:
    from tests.datasets.ckan.conftest import Api

    made = editor.ok("api_token_create", user="redaktion", name="Skript", scope="read")
    machine = Api(client, made["token"])
    assert machine.ok("user_show")["name"] == "redaktion"
    assert machine.error("package_create", name="x")[0] == 403
    listed = editor.ok("api_token_list", user_id="redaktion")
    assert made["token"] not in str(listed)
    assert made["id"] in [t["id"] for t in listed]
    assert editor.error("api_token_create", user="admin", name="fremd")[0] == 403
    editor.ok("api_token_revoke", jti=made["id"])
    assert machine.error("user_show")[0] == 404


def test_vocabularies_hold_keywords(catalogue: Any, admin: Any, editor: Any, api: Any) -> None:
    made = admin.ok("vocabulary_create", name="themen", tags=[{"name": "Luft"}])
    tag = admin.ok("tag_create", name="Wasser", vocabulary_id=made["id"])
    assert [t["name"] for t in api.ok("vocabulary_show", id="themen")["tags"]] == ["Luft", "Wasser"]
    editor.ok(
        "package_patch",
        id="baeume",
        tags=[{"name": "Wasser", "vocabulary_id": made["id"]}, {"name": "Frei"}],
    )
    assert api.ok("package_search", fq="vocab_themen:Wasser")["count"] == 1
    assert api.ok("tag_list", vocabulary_id="themen") == ["Luft", "Wasser"]
    admin.ok("tag_delete", id=tag["id"])
    assert [t["name"] for t in api.ok("package_show", id="baeume")["tags"]] == ["Frei"]
    assert admin.error("vocabulary_delete", id="themen")[0] == 409
    admin.ok("vocabulary_update", id="themen", tags=[])
    admin.ok("vocabulary_delete", id="themen")
    assert api.ok("vocabulary_list") == []


def test_the_record_is_readable_without_names(catalogue: Any, editor: Any, api: Any) -> None:
    editor.ok("package_patch", id="baeume", notes="neu")
    listed = api.ok("package_activity_list", id="baeume")
    assert [a["activity_type"] for a in listed] == ["changed package", "new package"]
    assert listed[0]["data"]["actor"] == ""
    named = editor.ok("package_activity_list", id="baeume")
    assert named[0]["data"]["actor"] == "redaktion"
    assert api.error("package_activity_list", id="geheim")[0] == 403
    assert "eheim" not in str(api.ok("recently_changed_packages_activity_list"))


def test_nobody_follows(catalogue: Any, editor: Any, api: Any) -> None:
    assert api.ok("dataset_follower_count", id="baeume") == 0
    assert api.ok("followee_count", id="redaktion") == 0
    assert api.error("am_following_dataset", id="baeume")[0] == 403
    assert editor.ok("am_following_dataset", id="baeume") is False


def test_accounts_are_made_and_changed_by_ckans_rules(
    town: Any, admin: Any, client: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    sent = {"name": "neu", "email": "Neu@example.org", "password": "12345678"}
    made = admin.ok("user_create", **sent, with_apitoken=True)
    assert len(admin.ok("api_token_list", user_id="neu")) == 1
    status, error = admin.error(
        "user_create", **{**sent, "name": "zwei", "email": "neu@EXAMPLE.org"}
    )
    assert error["email"] == ["The email address 'Neu@example.org' belongs to a registered user."]
    me = type(admin)(client, made["token"])
    for changes, field in (
        ({"name": "anders"}, "name"),
        ({"password": "12345678"}, "password"),
        ({"password": None}, "password"),
        ({"email": ""}, "email"),
    ):
        status, error = me.error("user_update", **{"id": "neu", "email": sent["email"], **changes})
        assert (status, [field]) == (409, [k for k in error if k != "__type"])
    assert me.ok("user_patch", id="neu", fullname="Neue")["email"] == "Neu@example.org"
    assert me.ok("user_patch", id="neu", sysadmin=True)["sysadmin"] is False
    assert [u["name"] for u in admin.ok("user_list")] == ["neu"]
    for content, kind in ((b"\x89PNG\r\n\x1a\n", 200), (b"<svg></svg>", 409)):
        file = SimpleUploadedFile("x.png", content, "image/png")
        found = client.post(
            "/api/action/user_patch",
            {"id": "neu", "image_upload": file},
            headers=me.headers,
        )
        assert found.status_code == kind, found.content
    assert me.ok("user_show")["image_display_url"].endswith(".png")


def test_people_and_datasets_of_a_body_are_replaced_when_they_are_sent(
    catalogue: Any, admin: Any, editor: Any
) -> None:
    body = {"id": "stadt-kleve", "users": [{"name": "redaktion", "capacity": "member"}]}
    assert [u["capacity"] for u in admin.ok("organization_patch", **body)["users"]] == ["member"]
    assert admin.ok("organization_patch", id="stadt-kleve", users=[])["users"] == []
    assert admin.ok("group_patch", id="verkehr")["package_count"] == 3
    assert admin.ok("group_patch", id="verkehr", packages=[{"id": "baeume"}])["package_count"] == 1
    kept = admin.ok("package_update", id="baeume", owner_org="stadt-kleve")
    assert [group["name"] for group in kept["groups"]] == ["verkehr"]
    assert "type" in admin.error("group_patch", id="verkehr", type="x")[1]
    admin.ok("organization_create", name="oben")
    above = {"id": "stadt-kleve", "object": "oben", "object_type": "group", "capacity": "parent"}
    admin.ok("member_create", **above)
    assert [g["name"] for g in admin.ok("organization_show", id="stadt-kleve")["groups"]] == [
        "oben"
    ]
