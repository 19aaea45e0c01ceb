"""`ckanapi`, the client that most programs use: all of its commands."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import run_ckanapi
from tests.serving import Served, served_portal

pytestmark = pytest.mark.clients
Run = Callable[..., str]
# What a second portal gives anew: who loaded it and when, addresses of its own, and whether it has
# the table, which comes with the file and a dump of datasets does not hold.
OWN = {
    "creator_user_id",
    "metadata_created",
    "metadata_modified",
    "created",
    "revision_id",
    "users",
    "url",
    "datastore_active",
    # Told to who may edit, of a table that is here.
    "table_notice",
}


def action(ckanapi: Run, name: str, *words: str, **options: Any) -> Any:
    return json.loads(ckanapi("action", name, *words, **options))


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def test_reading_needs_no_key(ckanapi: Run, facts: dict) -> None:
    found = action(ckanapi, "package_search", "q=spielplatz", key=False)
    assert any("spielpl" in row["name"] for row in found["results"])
    resource = f"resource_id={facts['resource']}"
    rows = action(ckanapi, "datastore_search", resource, "limit:1", key=False)
    assert rows["records"] == [{"_id": 1, "jahr": 2023, "ort": "Kleve"}]
    # By GET, with a filter as JSON in the address.
    got = action(ckanapi, "datastore_search", "-g", resource, 'filters={"jahr": 2024}', key=False)
    assert got["total"] == 1


def test_search_and_dump(ckanapi: Run, facts: dict, tmp_path: Path) -> None:
    assert any(
        row["name"] == "clientdaten"
        for row in lines(ckanapi("search", "datasets", "q=clientdaten"))
    )
    public = action(ckanapi, "package_list", key=False)
    ckanapi("dump", "datasets", "--all", "-O", str(tmp_path / "d.jsonl"), "-p", "2")
    names = [row["name"] for row in lines((tmp_path / "d.jsonl").read_text())]
    # A sysadmin's dump holds what is private too.
    assert set(public) <= set(names)
    assert len(names) == len(set(names))
    ckanapi("dump", "organizations", "--all", "-O", str(tmp_path / "o.jsonl"))
    assert "kreis-klient" in (tmp_path / "o.jsonl").read_text()
    # People; an account that only a program uses is listed like CKAN's site user, on request.
    people = [user["name"] for user in lines(ckanapi("dump", "users", "--all"))]
    assert "admin" in people
    assert "robot" not in people
    assert "robot" in action(ckanapi, "user_list", "all_fields:false", "include_site_user:true")
    demo = action(ckanapi, "package_search", "q=spielplatz", "fq=res_format:CSV")["results"][0][
        "name"
    ]
    ckanapi("dump", "datasets", demo, f"--datapackages={tmp_path}")
    package = json.loads((tmp_path / demo / "datapackage.json").read_text())
    assert package["name"] == demo
    assert all((tmp_path / demo / resource["path"]).is_file() for resource in package["resources"])


def test_upload_patch_and_delete(ckanapi: Run, facts: dict, tmp_path: Path) -> None:
    action(ckanapi, "package_create", "name=hochgeladen", "owner_org=kreis-klient")
    file = tmp_path / "Zähl Werte.csv"
    file.write_text("jahr;wert\n2023;1,5\n")
    sent = ("package_id=hochgeladen", "name=Werte", f"upload@{file}")
    made = action(ckanapi, "resource_create", *sent)
    assert made["url"].endswith("/zahl-werte.csv")
    assert made["url_type"] == "upload"
    changed = action(ckanapi, "resource_patch", f"id={made['id']}", "description=neu")
    assert (changed["description"], changed["url"]) == ("neu", made["url"])
    assert action(ckanapi, "package_patch", "id=hochgeladen", "title=Neu")["title"] == "Neu"
    ckanapi("delete", "datasets", "hochgeladen")
    assert "hochgeladen" not in action(ckanapi, "package_list")


def comparable(record: Any) -> Any:
    if isinstance(record, dict):
        # A free tag is its name; each portal numbers its own, as CKAN does.
        anew = OWN | {"id"} if "vocabulary_id" in record else OWN
        return {key: comparable(value) for key, value in record.items() if key not in anew}
    return [comparable(item) for item in record] if isinstance(record, list) else record


def test_a_dump_loads_into_an_empty_portal(
    ckanapi: Run, facts: dict, tmp_path_factory: pytest.TempPathFactory
) -> None:
    kinds = ("organizations", "groups", "datasets")
    dumped = {kind: ckanapi("dump", kind, "--all") for kind in kinds}
    with served_portal(tmp_path_factory.mktemp("empty"), demo=False) as other:
        token = other.manage("ckan_token", "robot", "--sysadmin").strip().splitlines()[-1]
        load(other, token, dumped)
        back = {kind: lines(run(other, token, "dump", kind, "--all")) for kind in kinds}
    for kind in kinds:
        before = {row["id"]: comparable(row) for row in lines(dumped[kind])}
        after = {row["id"]: comparable(row) for row in back[kind]}
        assert after == before


def run(portal: Served, token: str, *words: str) -> str:
    return run_ckanapi(*words, "-r", portal.url, "-a", token)


def load(portal: Served, token: str, dumped: dict[str, str]) -> None:
    for kind, text in dumped.items():
        file = portal.folder / f"{kind}.jsonl"
        file.write_text(text)
        said = run(portal, token, "load", kind, "-I", str(file), "-p", "1")
        failed = [line for line in lines(said) if isinstance(line, list) and line[2]]
        assert not failed, failed[:3]
