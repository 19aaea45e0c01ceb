"""`ckanapi`, the client that most programs use, against a served portal."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import Served, served_portal

pytestmark = pytest.mark.clients
CKANAPI = str(Path(sys.executable).with_name("ckanapi"))


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served_portal(tmp_path_factory.mktemp("clients"), demo=True) as served:
        yield served


def ckanapi(portal: Served, action: str, *words: str) -> dict:
    if not shutil.which(CKANAPI):
        pytest.skip("ckanapi is not installed")
    done = subprocess.run(
        [CKANAPI, "action", action, *words, "-r", portal.url],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_search_finds_the_playgrounds(portal: Served) -> None:
    found = ckanapi(portal, "package_search", "q=spielplatz")
    assert any("spielpl" in row["name"] for row in found["results"])


def test_rows_come_back_typed(portal: Served) -> None:
    found = ckanapi(portal, "package_search", "q=spielplatz")
    resources = [r for row in found["results"] for r in row["resources"] if r["datastore_active"]]
    rows = ckanapi(portal, "datastore_search", f"resource_id={resources[0]['id']}", "limit=3")
    assert len(rows["records"]) == 3
    assert {"id", "type"} <= set(rows["fields"][0])


def test_a_token_of_the_command_may_write(portal: Served) -> None:
    token = portal.manage("ckan_token", "robot", "--sysadmin").strip().splitlines()[-1]
    made = ckanapi(portal, "organization_create", "name=kreis-x", f"-a{token}")
    assert made["name"] == "kreis-x"
