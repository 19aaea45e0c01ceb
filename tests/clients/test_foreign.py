"""Foreign CKAN clients of several makers, each asked for what it is for."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import FOREIGN
from tests.serving import Served

pytestmark = pytest.mark.clients


@pytest.fixture
def ask(portal: Served, token: str, facts: dict[str, Any]) -> Any:
    """Run a client and return what it got."""

    def run(python: Path, name: str) -> Any:
        words = [
            str(python),
            str(FOREIGN / "clients.py"),
            name,
            portal.url,
            token,
            json.dumps(facts),
        ]
        done = subprocess.run(words, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr[-2500:]
        return json.loads(done.stdout.splitlines()[-1])

    return run


def test_frictionless_reads_and_publishes(ask: Any, python_clients: Path) -> None:
    found = ask(python_clients, "frictionless_reads")
    assert (found["name"], found["resources"], found["catalog"]) == ("clientdaten", 2, 5)
    published = ask(python_clients, "frictionless_publishes")
    assert published["rows"] == [{"jahr": 2023, "wert": 1}, {"jahr": 2024, "wert": 2}]


def test_portalkit_recognizes_us_and_filters_by_sql(ask: Any, python_clients: Path) -> None:
    found = ask(python_clients, "portalkit")
    assert found["detected"] == 0, found["said"]
    assert (found["lines"], found["where"]) == (3, 2)


def test_tableschema_storage_reads_and_writes(
    ask: Any, python_clients: Path, facts: dict[str, Any]
) -> None:
    found = ask(python_clients, "tableschema")
    assert found["buckets"] == [facts["resource"]]
    assert (found["rows"], found["fields"]) == (2, 2)
    assert found["written"] == [{"id": 1, "wort": "eins"}, {"id": 2, "wort": "zwei"}]


def test_chile_open_data_sdk(ask: Any, python_clients: Path) -> None:
    found = ask(python_clients, "chile")
    assert "name='clientdaten'" in found["search"]
    assert found["list"].startswith("[")


def test_every_tool_of_ckan_mcp_server(ask: Any, python_clients: Path) -> None:
    assert ask(python_clients, "ckan_mcp") == {"failed": [], "asked": 10}


def test_ckanapi_harvesters_reads_a_table(ask: Any, python313_clients: Path) -> None:
    found = ask(python313_clients, "ckanapi_harvesters")
    assert (found["rows"], found["columns"]) == (2, ["_id", "jahr", "ort"])


def test_other_clients_for_python_3_13(ask: Any, python313_clients: Path) -> None:
    assert ask(python313_clients, "govdata")["found"] >= 1
    assert ask(python313_clients, "pinax")["own"] >= 1
    bma = ask(python313_clients, "bma")
    assert (bma["shown"], bma["help"]) == ("Clientdaten", True)
    assert ask(python313_clients, "dcat_ap_it")["datasets"] > 1


def test_every_method_of_portaljs(
    portal: Served, facts: dict[str, Any], node_clients: Path
) -> None:
    words = ["node", "portaljs.mjs", portal.url, json.dumps(facts)]
    done = subprocess.run(words, cwd=node_clients, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == {"asked": 17, "failed": {}}
