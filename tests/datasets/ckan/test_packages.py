"""Writing datasets and resources."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

FULL = {
    "name": "spielplaetze",
    "title": "Spielplätze",
    "owner_org": "stadt-kleve",
    "notes": "Alle\r\nPlätze",
    "license_id": "cc-by",
    "tags": [{"name": "Spiel"}, {"name": "Kinder"}],
    "extras": [{"key": "zahl", "value": 5}, {"key": "liste", "value": {"a": 1}}],
    "resources": [
        {"name": "Plätze", "url": "https://a.example/x.csv", "eigen": "bleibt"},
        {"name": "Dienst", "url": "a.example/wfs", "format": "wfs"},
    ],
}


def test_a_dataset_is_made_with_everything(town: Any, editor: Any) -> None:
    made = editor.ok("package_create", **FULL)
    assert made == editor.ok("package_show", id="spielplaetze")
    assert [t["name"] for t in made["tags"]] == ["Kinder", "Spiel"]
    assert made["extras"] == [{"key": "zahl", "value": "5"}, {"key": "liste", "value": '{"a": 1}'}]
    first, second = made["resources"]
    assert (first["format"], first["eigen"], first["position"]) == ("CSV", "bleibt", 0)
    assert (second["format"], second["url"]) == ("WFS", "http://a.example/wfs")
    assert made["notes"] == "Alle\r\nPlätze"


def test_what_is_shown_can_be_sent_back_unchanged(town: Any, editor: Any) -> None:
    made = editor.ok("package_create", **FULL)
    again = editor.ok("package_update", **made)
    volatile = {"metadata_modified"}
    assert {k: v for k, v in again.items() if k not in volatile} == {
        k: v for k, v in made.items() if k not in volatile
    }


def test_faults_are_named_field_by_field(town: Any, editor: Any) -> None:
    status, error = editor.error(
        "package_create",
        name="X y",
        tags=[{"name": "a"}],
        version="x" * 101,
        author_email="keine Adresse",
        resources=[{"url": "x"}, {"size": "abc"}],
        extras=[{"key": "a", "value": "1"}, {"key": "a", "value": "2"}],
    )
    assert status == 409
    assert error["__type"] == "Validation Error"
    assert error["name"] == [
        "Must be purely lowercase alphanumeric (ascii) characters and these symbols: -_"
    ]
    assert error["owner_org"] == ["An organization must be provided"]
    assert error["tags"] == ['Tag "a" length is less than minimum 2']
    assert error["resources"] == [{}, {"size": ["Invalid integer"]}]
    assert error["extras_validation"] == ['Duplicate key "a"']
    assert error["version"] == ["Version must be a maximum of 100 characters long"]
    assert "author_email" in error


RULES: list[Any] = [
    ({"owner_org": "nirgends"}, "owner_org"),
    ({"name": "new"}, "name"),
    ({"name": "x"}, "name"),
    ({"name": ["a"]}, "name"),
    ({"name": None}, "name"),
    ({"title": {"a": 1}}, "title"),
    ({"resources": "x"}, "resources"),
    ({"resources": [{"id": 5, "url": []}]}, "resources"),
    ({"tags": [{}]}, "tags"),
    ({"groups": [{"id": []}]}, "groups"),
    ({"extras": [{"value": "1"}]}, "extras"),
    ({"extras": [{"key": "title", "value": "1"}]}, "extras"),
    ({"private": "vielleicht"}, "private"),
    ({"state": "kaputt"}, "state"),
    ({"id": "eigene"}, "id"),
]


def test_each_rule_has_its_field(town: Any, editor: Any) -> None:
    for changes, field in RULES:
        status, error = editor.error("package_create", **(FULL | changes))
        assert status == 409
        assert field in error, (changes, error)


def test_a_patch_changes_what_it_names(town: Any, editor: Any) -> None:
    made = editor.ok("package_create", **FULL)
    after = editor.ok("package_patch", id=made["id"], notes="neu")
    assert after["notes"] == "neu"
    assert after["resources"] == made["resources"]
    assert after["extras"] == made["extras"]
    assert after["tags"] == made["tags"]


def test_an_update_replaces_and_keeps_resources(town: Any, editor: Any) -> None:
    made = editor.ok("package_create", **FULL)
    after = editor.ok("package_update", id=made["id"], name=made["name"], owner_org="stadt-kleve")
    assert (after["notes"], after["extras"], after["tags"]) == (None, [], [])
    assert after["num_resources"] == 2
    keep = after["resources"][1]
    after = editor.ok("package_update", id=made["id"], owner_org="stadt-kleve", resources=[keep])
    assert [r["id"] for r in after["resources"]] == [keep["id"]]


def test_draft_delete_and_bring_back(town: Any, editor: Any, api: Any) -> None:
    made = editor.ok("package_create", **(FULL | {"state": "draft"}))
    assert made["state"] == "draft"
    assert api.error("package_show", id=made["id"])[0] == 403
    editor.ok("package_patch", id=made["id"], state="active")
    assert api.ok("package_search", q="Spielplätze")["count"] == 1
    editor.ok("package_delete", id=made["id"])
    assert api.error("package_show", id=made["id"])[0] == 403
    assert api.ok("package_search", q="Spielplätze")["count"] == 0
    assert editor.ok("package_show", id=made["id"])["state"] == "deleted"
    editor.ok("package_patch", id=made["id"], state="active")
    assert api.ok("package_list") == ["spielplaetze"]


def test_purging_is_for_sysadmins(town: Any, editor: Any, admin: Any) -> None:
    editor.ok("package_create", **FULL)
    assert editor.error("dataset_purge", id="spielplaetze")[0] == 403
    admin.ok("dataset_purge", id="spielplaetze")
    assert admin.error("package_show", id="spielplaetze")[0] == 404
    assert admin.ok("package_search", q="Spielplätze")["count"] == 0


def test_strangers_write_nothing(catalogue: Any, api: Any, client: Any) -> None:
    from tests.datasets.ckan.conftest import Api, token_for

    stranger = Api(client, token_for("fremd"))
    for who in (api, stranger):
        for name, data in (
            ("package_create", FULL),
            ("package_patch", {"id": "baeume", "title": "x"}),
            ("package_update", {"id": "baeume", "title": "x"}),
            ("package_delete", {"id": "baeume"}),
            ("resource_create", {"package_id": "baeume", "url": "http://x.example"}),
        ):
            status, body = who.post(name, **data)
            assert status in (403, 409), (name, body)
            assert body["success"] is False
    assert api.ok("package_show", id="baeume")["title"] == "Bäume"


def test_a_file_is_uploaded_and_replaced(town: Any, editor: Any, client: Any) -> None:
    editor.ok("package_create", name="tabelle", owner_org="stadt-kleve")

    def upload(action: str, content: bytes, **fields: str) -> Any:
        file = SimpleUploadedFile("Zähl Werte.csv", content, "text/csv")
        found = client.post(
            f"/api/3/action/{action}", {**fields, "upload": file}, headers=editor.headers
        )
        assert found.status_code == 200, found.content
        return found.json()["result"]

    made = upload("resource_create", b"a;b\n1;Ort\n", package_id="tabelle", name="Werte")
    assert made["url"].endswith(f"/resource/{made['id']}/download/zahl-werte.csv")
    assert (made["url_type"], made["size"], made["format"]) == ("upload", 10, "CSV")
    assert made["datastore_active"] is True
    found = editor.ok("datastore_search", resource_id=made["id"])
    assert found["records"] == [{"_id": 1, "a": 1, "b": "Ort"}]
    upload("resource_update", b"a;b\n1;Ort\n2;See\n", id=made["id"])
    assert editor.ok("datastore_search", resource_id=made["id"])["total"] == 2
    patched = editor.ok("resource_patch", id=made["id"], description="neu")
    assert patched["url"] == made["url"]
    assert patched["size"] == 16


def test_resources_are_changed_ordered_and_deleted(town: Any, editor: Any) -> None:
    made = editor.ok("package_create", **FULL)
    first, second = (r["id"] for r in made["resources"])
    changed = editor.ok("resource_patch", id=first, description="neu")
    assert (changed["description"], changed["eigen"]) == ("neu", "bleibt")
    order = editor.ok("package_resource_reorder", id=made["id"], order=[second])
    assert order["order"] == [second, first]
    shown = editor.ok("package_show", id=made["id"])["resources"]
    assert [(r["id"], r["position"]) for r in shown] == [(second, 0), (first, 1)]
    editor.ok("resource_delete", id=second)
    assert editor.ok("package_show", id=made["id"])["num_resources"] == 1
    assert editor.error("resource_show", id=second)[0] == 404


def test_datasets_move_in_bulk(catalogue: Any, admin: Any, api: Any) -> None:
    org = admin.ok("organization_show", id="stadt-kleve")["id"]
    admin.ok("bulk_update_private", datasets=["baeume", "radzaehlung"], org_id=org)
    assert api.ok("package_list") == []
    admin.ok("bulk_update_public", datasets=["baeume"], org_id=org)
    assert api.ok("package_list") == ["baeume"]
    admin.ok("bulk_update_delete", datasets=["baeume"], org_id=org)
    assert api.ok("package_list") == []
