"""Runs one foreign client against a portal and prints what it got as JSON: clients.py NAME URL TOKEN FACTS.

Lies outside of the portal's own environment on purpose: it runs in one that holds the clients.
"""

import asyncio
import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

NAME, URL, TOKEN = sys.argv[1:4]
FACTS = json.loads(sys.argv[4])
BIN = Path(sys.executable).parent


def frictionless_reads():
    from frictionless import Catalog, Package, portals

    control = portals.CkanControl(baseurl=URL, dataset=FACTS["dataset"])
    package = Package(control=control)
    found = Catalog(control=portals.CkanControl(baseurl=URL, search={"q": "*:*"}, num_packages=5))
    return {
        "resources": len(package.resources),
        "name": package.name,
        "catalog": len(found.datasets),
    }


def frictionless_publishes():
    from frictionless import Package, Resource, portals

    folder = tempfile.mkdtemp()
    os.chdir(folder)
    Path("werte.csv").write_text("jahr,wert\n2023,1\n2024,2\n")
    package = Package(
        name="von-frictionless",
        title="Von Frictionless",
        resources=[Resource(path="werte.csv", name="werte")],
    )
    for known in (False, True):
        control = portals.CkanControl(
            baseurl=URL, apikey=TOKEN, organization_name=FACTS["organization"], allow_update=known
        )
        package.publish(control=control)
    back = Package(control=portals.CkanControl(baseurl=URL, dataset="von-frictionless"))
    rows = [row.to_dict() for row in back.get_resource("werte").read_rows()]
    return {"rows": rows, "resources": len(back.resources)}


def portalkit():
    # Without --kind it has to find out by itself that CKAN's language is spoken here (site_read).
    done = subprocess.run(
        [BIN / "portalkit", "search", URL, "clientdaten"],
        capture_output=True,
        text=True,
        check=False,
    )
    target = Path(tempfile.mkdtemp()) / "x.csv"
    words = ["get", "--kind", "ckan", URL, "--dataset", FACTS["dataset"], "-o", str(target)]
    subprocess.run([BIN / "portalkit", *words], check=True, capture_output=True)
    whole = len(target.read_text().splitlines())
    narrowed = target.with_name("y.csv")
    sql = subprocess.run(
        [BIN / "portalkit", *words[:-1], str(narrowed), "--where", "jahr=2023"],
        capture_output=True,
        text=True,
        check=False,
    )
    some = len(narrowed.read_text().splitlines()) if narrowed.exists() else sql.stderr[-400:]
    return {"detected": done.returncode, "lines": whole, "where": some, "said": done.stderr[-300:]}


def tableschema():
    from tableschema_ckan_datastore import Storage

    storage = Storage(URL, dataset_id=FACTS["dataset"], api_key=TOKEN)
    buckets = storage.buckets
    rows = storage.read(FACTS["resource"])
    storage.create(
        FACTS["empty"],
        {
            "fields": [{"name": "id", "type": "integer"}, {"name": "wort", "type": "string"}],
            "primaryKey": "id",
        },
        force=True,
    )
    storage.write(FACTS["empty"], [[1, "eins"], [2, "zwei"]])
    described = storage.describe(FACTS["resource"])
    again = Storage(URL, dataset_id=FACTS["dataset"], api_key=TOKEN)
    return {
        "buckets": buckets,
        "rows": len(rows),
        "written": again.read(FACTS["empty"]),
        "fields": len(described["fields"]),
    }


def chile():
    from chile_open_data_sdk import CKANClient

    with CKANClient(URL) as client:
        search = client.datasets.search("clientdaten")
        listed = client.datasets.list(limit=3)
        return {"search": repr(search)[:200], "list": repr(listed)[:200]}


def ckan_mcp():
    os.environ["CKAN_URL"] = URL
    import mcp_ckan_server as server

    asked = {
        "ckan_package_list": {"limit": 3},
        "ckan_package_show": {"id": FACTS["dataset"]},
        "ckan_package_search": {"q": "clientdaten", "rows": 3},
        "ckan_organization_list": {"all_fields": False},
        "ckan_organization_show": {"id": FACTS["organization"], "include_datasets": True},
        "ckan_group_list": {},
        "ckan_tag_list": {"query": "a"},
        "ckan_resource_show": {"id": FACTS["resource"]},
        "ckan_site_read": {},
        "ckan_status_show": {},
    }

    async def work():
        async with server.CKANAPIClient(URL) as client:
            server.ckan_client = client
            return {
                name: (await server.handle_call_tool(name, sent))[0].text
                for name, sent in asked.items()
            }

    answers = asyncio.run(work())
    return {
        "failed": [name for name, text in answers.items() if text.startswith("Error")],
        "asked": len(answers),
    }


def dcat_ap_it():
    folder = Path(tempfile.mkdtemp())
    (folder / "c.yml").write_text(json.dumps(FACTS["dcat_config"]))
    done = subprocess.run(
        [BIN / "dcat-ap-it", "generate", "-c", "c.yml", "-y", "-o", "out.ttl"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    text = (folder / "out.ttl").read_text() if (folder / "out.ttl").exists() else ""
    return {
        "datasets": text.count("dcatapit:Dataset ") or text.count("dcat:Dataset"),
        "said": done.stdout[-300:] + done.stderr[-300:],
    }


def pinax():
    from pinax.sources.ckan import CkanClient

    client = CkanClient(URL)
    own = client.package_search(organization=FACTS["organization"], rows=10)
    return {"all": len(client.package_search(rows=10)), "own": len(own)}


def govdata():
    import httpx
    from mloda_plugin_govdata.feature_groups.govdata.core.discovery import search_datasets

    base = f"{URL}/api/3/action"
    with httpx.Client() as client:
        return {"found": len(list(search_datasets(client, "clientdaten", ckan_base=base)))}


def bma():
    from bma_opendata import BangkokOpenDataClient

    with BangkokOpenDataClient(base_url=f"{URL}/api/3/action") as client:
        listed = client.list_datasets().result
        shown = client.get_dataset(id=FACTS["dataset"]).result
        found = client.search_datasets(q="clientdaten").result
        return {
            "list": len(listed),
            "shown": shown.title,
            "found": found.count,
            "help": client.help(name="package_show").success,
        }


def ckanapi_harvesters():
    from ckanapi_harvesters import CkanApi

    api = CkanApi(URL, apikey=TOKEN)
    frame = api.datastore_search(FACTS["resource"])
    return {
        "rows": len(frame),
        "columns": sorted(map(str, frame.columns)),
        "aliases": len(api.list_datastore_aliases()),
    }


if __name__ == "__main__":
    out, sys.stdout = sys.stdout, io.StringIO()
    answer = globals()[NAME]()
    sys.stdout = out
    print(json.dumps(answer, default=str))
