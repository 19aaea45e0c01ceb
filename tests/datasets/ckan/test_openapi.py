"""The description for programs names every action, its parameters and who may call it."""

import json
import re

from jsonschema import Draft202012Validator

from datasets.ckan.registry import ACTIONS
from portal.base.models import User


def assert_valid(document):
    """Hold the document against the rules that a program relies on (references, ids, parameters)."""
    Draft202012Validator.check_schema({"$defs": document["components"]["schemas"]})
    seen = set()
    for path, item in document["paths"].items():
        for operation in item.values():
            assert operation["operationId"] not in seen
            seen.add(operation["operationId"])
            assert operation["responses"]["200"]["description"]
            names = [p["name"] for p in operation.get("parameters", ()) if p["in"] == "path"]
            assert names == re.findall(r"{(\w+)}", path)
            for parameter in operation.get("parameters", ()):
                Draft202012Validator.check_schema(parameter["schema"])
            for content in operation.get("requestBody", {}).get("content", {}).values():
                Draft202012Validator.check_schema(content["schema"])
    references = re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document))
    assert set(references) <= set(document["components"]["schemas"])


def test_every_action_is_described(client, db):
    answered = client.get("/api/openapi.json")
    again = client.get("/api/openapi.json", headers={"If-None-Match": answered["ETag"]})
    assert again.status_code == 304
    found = answered.json()
    assert_valid(found)
    assert found["openapi"].startswith("3.1")
    actions = {f"/api/3/action/{name}" for name in ACTIONS}
    assert set(found["paths"]) == actions | {"/datastore/dump/{id}", "/feeds/dataset.atom"}
    search = found["paths"]["/api/3/action/package_search"]
    assert {"q", "fq", "rows"} <= {p["name"] for p in search["get"]["parameters"]}
    assert "get" not in found["paths"]["/api/3/action/package_create"]


def test_every_action_has_a_page_with_a_form(client, db):
    listed = client.get("/api/docs").content.decode()
    assert "<h1>Programmierschnittstelle</h1>" in listed
    assert all(f'"/api/docs/{name}"' in listed for name in ACTIONS)
    for name in ("package_search", "package_create", "datastore_search", "group_list"):
        html = client.get(f"/api/docs/{name}").content.decode()
        assert all(f'name="{p.name}"' in html for p in ACTIONS[name].params)
    assert client.get("/api/docs/nope").status_code == 404


def test_an_action_is_tried_without_scripts(catalogue, client):
    html = client.post("/api/docs/package_search", {"q": "Radzählung"}).content.decode()
    assert "Antwort 200" in html
    assert "radzaehlung" in html
    assert "/api/3/action/package_search?q=Radz%C3%A4hlung" in html
    assert "Antwort 200" in client.get("/api/docs/package_show?id=baeume").content.decode()
    found = client.post("/api/docs/package_search", {"_json": "[1]"})
    assert found.status_code == 422
    assert "JSON-Objekt" in found.content.decode()


def test_trying_never_uses_a_session_and_takes_a_key(catalogue, client, admin):
    user = User.objects.get(username="admin")
    client.force_login(user)
    sent = {"id": "baeume", "_json": '{"title": "Neu"}'}
    assert "Antwort 403" in client.post("/api/docs/package_patch", sent).content.decode()
    assert "Antwort 403" in client.post("/api/docs/package_show", {"id": "geheim"}).content.decode()
    token = admin.headers["Authorization"]
    html = client.post("/api/docs/package_patch", {**sent, "_token": token}).content.decode()
    assert "Antwort 200" in html
    assert token not in html
    assert client.get("/api/docs/package_delete?id=baeume").content.decode().count("Antwort") == 0
