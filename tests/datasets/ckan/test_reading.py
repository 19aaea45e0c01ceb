"""What the public and the members of an organization read."""

from typing import Any

import pytest


def test_lists_show_public_datasets_only(catalogue: Any, api: Any) -> None:
    assert api.ok("package_list") == ["baeume", "radzaehlung"]
    assert api.ok("package_list", limit=1, offset=1) == ["radzaehlung"]
    listed = api.ok("current_package_list_with_resources")
    assert {p["name"] for p in listed} == {"baeume", "radzaehlung"}


def test_a_dataset_has_all_keys_of_the_contract(catalogue: Any, api: Any) -> None:
    package = api.ok("package_show", id="radzaehlung")
    assert set(package) >= {
        "author", "author_email", "creator_user_id", "id", "isopen", "license_id", "license_title",
        "license_url", "maintainer", "maintainer_email", "metadata_created", "metadata_modified",
        "name", "notes", "num_resources", "num_tags", "organization", "owner_org", "private",
        "state", "title", "type", "url", "version", "extras", "groups", "resources", "tags",
        "relationships_as_subject", "relationships_as_object",
    }  # fmt: skip
    assert package["isopen"] is True
    assert package["organization"]["name"] == "stadt-kleve"
    assert package["extras"] == [{"key": "issued", "value": "2024"}]
    assert [t["name"] for t in package["tags"]] == ["Umwelt"]
    assert api.ok("package_show", id=package["id"]) == package


def test_search_finds_filters_and_counts(catalogue: Any, api: Any) -> None:
    found = api.ok("package_search", q="Radzählung", **{"facet.field": '["organization","tags"]'})
    assert found["count"] == 1
    assert found["results"][0]["name"] == "radzaehlung"
    assert found["facets"]["organization"] == {"stadt-kleve": 1}
    assert found["search_facets"]["organization"]["items"][0]["display_name"] == "Stadt Kleve"
    assert api.ok("package_search", fq="res_format:CSV")["count"] == 2


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("package_search", {"q": "Geheimer"}),
        ("package_search", {"q": "Geheimer", "include_private": "true"}),
        ("package_autocomplete", {"q": "geheim"}),
        ("resource_search", {"query": "name:Geheim"}),
        ("tag_list", {"query": "Geheim"}),
        ("tag_search", {"query": "Geheim"}),
        ("group_package_show", {"id": "verkehr"}),
        ("current_package_list_with_resources", {}),
        ("organization_show", {"id": "stadt-kleve", "include_datasets": "true"}),
    ],
)
def test_a_private_dataset_is_in_no_answer_to_the_public(
    catalogue: Any, api: Any, name: str, params: Any
) -> None:
    status, body = api.get(name, **params)
    assert status == 200
    assert "eheimer" not in str(body["result"])
    assert "Geheimwort" not in str(body["result"])


def test_a_private_dataset_is_refused_to_the_public_and_shown_to_members(
    catalogue: Any, api: Any, editor: Any
) -> None:
    status, error = api.error("package_show", id="geheim")
    assert (status, error["__type"]) == (403, "Authorization Error")
    package = editor.ok("package_show", id="geheim")
    resource = package["resources"][0]["id"]
    assert api.error("resource_show", id=resource)[0] == 403
    assert editor.ok("resource_show", id=resource)["package_id"] == package["id"]
    assert editor.ok("package_search", q="Geheimer")["count"] == 0
    assert editor.ok("package_search", q="Geheimer", include_private=True)["count"] == 1


def test_organizations_and_groups(catalogue: Any, api: Any) -> None:
    assert api.ok("organization_list") == ["stadt-kleve"]
    assert api.ok("group_list") == ["verkehr"]
    [entry] = api.ok("organization_list", all_fields="true")
    assert entry["package_count"] == 2
    assert "users" not in entry
    shown = api.ok("organization_show", id="stadt-kleve")
    assert shown["users"] == []
    assert shown["display_name"] == "Stadt Kleve"
    assert api.error("organization_show", id="verkehr")[0] == 404
    assert [p["name"] for p in api.ok("group_package_show", id="verkehr", limit=1)]


def test_stored_text_follows_every_change(catalogue: Any, admin: Any) -> None:
    before = admin.ok("package_show", id="baeume")
    from datasets.models import Dataset
    from datasets.services.datasets import dataset_update

    dataset_update(
        actor=None,
        check=False,
        dataset=Dataset.objects.get(name="baeume"),
        changes={"title": "Straßenbäume"},
    )
    after = admin.ok("package_show", id="baeume")
    assert (before["title"], after["title"]) == ("Bäume", "Straßenbäume")


@pytest.mark.parametrize(
    ("name", "params", "most"),
    [
        ("package_show", {"id": "radzaehlung"}, 2),
        # One more where the index is written beside requests: the look into the outbox.
        ("package_search", {"rows": 100, "facet.field": '["organization","groups","tags"]'}, 2),
        ("package_list", {}, 1),
        ("organization_list", {"all_fields": "true"}, 2),
        ("group_list", {}, 1),
        ("tag_list", {}, 1),
        ("organization_show", {"id": "stadt-kleve"}, 3),
        ("resource_search", {"query": "format:CSV"}, 2),
    ],
)
def test_queries_do_not_grow(
    catalogue: Any,
    api: Any,
    django_assert_max_num_queries: Any,
    name: str,
    params: Any,
    most: int,
) -> None:
    api.ok(name, **params)
    with django_assert_max_num_queries(most):
        api.ok(name, **params)
