"""The description for programs names every action, its parameters and who may call it."""

from datasets.ckan.registry import ACTIONS


def test_every_action_is_described(client, db):
    found = client.get("/api/openapi.json").json()
    assert found["openapi"].startswith("3.1")
    assert set(found["paths"]) == {f"/api/3/action/{name}" for name in ACTIONS}
    search = found["paths"]["/api/3/action/package_search"]
    assert {"q", "fq", "rows"} <= {p["name"] for p in search["get"]["parameters"]}
    assert "get" not in found["paths"]["/api/3/action/package_create"]
