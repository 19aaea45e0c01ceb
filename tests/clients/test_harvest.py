"""The loop of ckanext-harvest's CKAN harvester, request by request as it sends them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from tests.serving import Served

pytestmark = pytest.mark.clients


def gathered(url: str, fq: str = "") -> list[dict[str, Any]]:
    """Page through package_search until a page is empty; two equal pages in a row are an error."""
    found: list[dict[str, Any]] = []
    before = ""
    for start in range(0, 10_000, 100):
        sent = {"rows": "100", "start": str(start), "sort": "id asc", **({"fq": fq} if fq else {})}
        page = requests.get(f"{url}/api/3/action/package_search", params=sent, timeout=60)
        assert page.status_code == 200
        assert page.text != before
        before = page.text
        results = page.json()["result"]["results"]
        if not results:
            return found
        found += results
    raise AssertionError("the pages never end")


def test_the_loop_sees_every_dataset_once_in_a_stable_order(portal: Served, facts: dict) -> None:
    found = gathered(portal.url)
    ids = [row["id"] for row in found]
    assert ids == sorted(set(ids))
    names = requests.get(f"{portal.url}/api/3/action/package_list", timeout=60).json()["result"]
    assert sorted(row["name"] for row in found) == names
    assert all({"name", "metadata_modified", "type"} <= row.keys() for row in found)


def test_two_organizations_are_an_or_and_a_time_narrows(portal: Served, facts: dict) -> None:
    listed = requests.get(f"{portal.url}/api/3/action/organization_list", timeout=60).json()[
        "result"
    ]
    other = next(name for name in listed if name != facts["organization"])
    both = gathered(portal.url, f"organization:{facts['organization']} OR organization:{other}")
    assert {row["organization"]["name"] for row in both} == {facts["organization"], other}
    rest = gathered(portal.url, f"-organization:{facts['organization']}")
    assert facts["organization"] not in {row["organization"]["name"] for row in rest}
    later = (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert gathered(portal.url, f"metadata_modified:[{later} TO *]") == []
    assert gathered(portal.url, "metadata_modified:[2020-01-01T00:00:00.123456Z TO *]")


def test_remote_groups_and_organizations_are_fetched(portal: Served, facts: dict) -> None:
    for action, key in (("organization_show", "organization"), ("group_show", "group")):
        address = f"{portal.url}/api/3/action/{action}?id={facts[key]}"
        shown = requests.get(address, timeout=60).json()["result"]
        assert shown["name"] == facts[key]
        assert shown["state"] == "active"
