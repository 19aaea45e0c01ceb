"""Why there is no (whole) table: editors are told all, everybody else nothing of what waits."""

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from datasets.ckan.dicts import TABLE_NOTICE
from datasets.models import Dataset, Resource
from datasets.selectors.notices import waiting_version
from datasets.selectors.reasons import REASONS
from datasets.services.resource_edits import resource_update
from datasets.services.resources import resource_create
from datasets.services.versions import version_withdraw
from portal.base.models import User
from tests.datasets.ckan.conftest import Api, token_for

PEOPLE = "Vorname;Nachname;E-Mail\n" + "".join(
    f"{first};{last};{first.lower()}.{last.lower()}@gmx.de\n"
    for first in ("Anna", "Ben", "Clara", "David", "Eva")
    for last in ("Schmidt", "Meyer", "Becker", "Wagner")
)
ROWS = b"jahr;ort\n" + b"".join(b"%d;Kleve\n" % year for year in range(1990, 2020))
FAULTY = ROWS + b"einst;Kleve\n"


@pytest.fixture
def dataset(editor: Api) -> Dataset:
    editor.ok("package_create", name="dateien", owner_org="stadt-kleve")
    return Dataset.objects.get(name="dateien")


def added(dataset: Dataset, name: str, raw: bytes, **more: Any) -> Resource:
    return resource_create(
        actor=None,
        check=False,
        dataset=dataset,
        fields={},
        upload=io.BytesIO(raw),
        file_name=name,
        **more,
    )


def test_who_sends_a_file_about_persons_is_told_why_it_waits_and_the_public_is_not(
    dataset: Dataset, editor: Api, api: Api
) -> None:
    sent = editor.client.post(
        "/api/3/action/resource_create",
        {"package_id": "dateien", "upload": SimpleUploadedFile("l.csv", PEOPLE.encode())},
        headers=editor.headers,
    )
    made = json.loads(sent.content)["result"]
    notice = made[TABLE_NOTICE]
    assert (notice["state"], notice["reason_code"]) == ("unavailable", "personal-data")
    assert "„E-Mail“" in notice["message"]["de"]
    assert "E-Mail" in notice["message"]["en"]
    version = waiting_version(Resource.objects.get(pk=made["id"]))
    assert version is not None
    assert notice["url"].endswith(f"/datei-einreichen/{version.pk}/")
    assert editor.ok("resource_show", id=made["id"])[TABLE_NOTICE] == notice
    assert editor.ok("package_show", id="dateien")["resources"][0][TABLE_NOTICE] == notice
    for action in ("datastore_search", "datastore_info"):
        status, error = editor.error(action, id=made["id"])
        assert status == 404
        assert error["message"].startswith("Not found: Resource")
        assert notice["message"]["de"] in error["message"]
        assert error[TABLE_NOTICE] == notice
        public = api.error(action, id=made["id"])[1]
        assert public[TABLE_NOTICE]["reason_code"] == "nothing-published"
    dumped = editor.client.get(f"/datastore/dump/{made['id']}", headers=editor.headers)
    assert (dumped.status_code, notice["url"] in dumped.content.decode()) == (404, True)
    reads = (
        api.ok("resource_show", id=made["id"]),
        api.ok("package_show", id="dateien"),
        api.error("datastore_search", id=made["id"])[1],
        api.client.get(f"/datastore/dump/{made['id']}").content.decode(),
        api.client.get(f"/dataset/dateien/resource/{made['id']}").content.decode(),
        api.client.get(f"/dateien/{made['id']}/faehigkeiten.json").json(),
    )
    for read in reads:
        text = json.dumps(read)
        assert "personal-data" not in text
        assert "Menschen" not in text
        assert "datei-einreichen/" + version.pk not in text


@pytest.mark.parametrize(
    ("name", "raw", "code", "words"),
    [
        ("leer.csv", b"", "empty", "Die Datei ist leer."),
        ("brief.csv", b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF", "not-a-table", "PDF-Dokument"),
        ("zahlen.csv", FAULTY, "rows-left-out", "Prüfbericht"),
    ],
)
def test_a_file_that_is_no_whole_table_says_so_once(
    dataset: Dataset, editor: Api, api: Api, name: str, raw: bytes, code: str, words: str
) -> None:
    resource = added(dataset, name, raw)
    notice = editor.ok("resource_show", id=resource.pk)[TABLE_NOTICE]
    assert notice["reason_code"] == code
    assert notice["message"]["de"].count(words) == 1
    assert notice["who_can_fix"] == "publisher"
    assert TABLE_NOTICE not in api.ok("resource_show", id=resource.pk)
    assert TABLE_NOTICE not in api.ok("package_show", id="dateien")["resources"][0]
    if code != "rows-left-out":
        assert words in api.error("datastore_search", id=resource.pk)[1]["message"]


def test_a_newer_version_that_waits_is_told_beside_the_older_table(
    dataset: Dataset, editor: Api, api: Api
) -> None:
    resource = added(dataset, "zahlen.csv", ROWS)
    assert TABLE_NOTICE not in editor.ok("package_show", id="dateien")["resources"][0]
    resource_update(
        actor=None,
        check=False,
        resource=resource,
        fields={},
        upload=io.BytesIO(FAULTY),
        file_name="z.csv",
    )
    notice = editor.ok("package_show", id="dateien")["resources"][0][TABLE_NOTICE]
    assert (notice["state"], notice["reason_code"]) == ("older", "worse-than-before")
    assert api.ok("resource_show", id=resource.pk)["size"] == len(ROWS)
    assert api.ok("datastore_search", id=resource.pk)["total"] == 30
    held = added(dataset, "zwei.csv", ROWS, publish=False)
    found = editor.ok("resource_show", id=held.pk)[TABLE_NOTICE]
    assert (found["state"], found["reason_code"]) == ("unavailable", "awaits-release")
    waiting = waiting_version(held)
    assert waiting is not None
    version_withdraw(version=waiting, notice="Irrtum.", actor=None)
    assert waiting_version(held) is None


def test_a_file_that_is_too_large_changes_nothing(
    dataset: Dataset, editor: Api, settings: Any
) -> None:
    def sent(action: str, **fields: str) -> tuple[int, Any]:
        file = SimpleUploadedFile("g.csv", ROWS)
        answer = editor.client.post(
            f"/api/3/action/{action}", {**fields, "upload": file}, headers=editor.headers
        )
        return answer.status_code, json.loads(answer.content)

    made = sent("resource_create", package_id="dateien", name="g")[1]["result"]
    settings.PORTAL_MAX_UPLOAD_MB = 0.0001
    for action, fields in (
        ("resource_create", {"package_id": "dateien"}),
        ("resource_update", {"id": made["id"], "name": "anders"}),
    ):
        status, body = sent(action, **fields)
        assert status == 409
        assert "PORTAL_MAX_UPLOAD_MB" in body["error"]["upload"][0]
    assert editor.ok("package_show", id="dateien")["resources"] == [made]


def test_what_is_told_is_not_kept_when_it_comes_back(
    dataset: Dataset, editor: Api, api: Api
) -> None:
    added(dataset, "l.csv", PEOPLE.encode())
    [shown] = editor.ok("package_show", id="dateien")["resources"]
    assert TABLE_NOTICE in shown
    editor.ok("resource_update", **{**shown, "review_notice": "x", "description": "neu"})
    [public] = api.ok("package_show", id="dateien")["resources"]
    assert public["description"] == "neu"
    assert not {TABLE_NOTICE, "review_notice"} & public.keys()


def test_a_table_made_of_a_file_says_why_rows_cannot_be_written(
    dataset: Dataset, editor: Api, client: Any
) -> None:
    resource = added(dataset, "zahlen.csv", ROWS)
    status, error = editor.error(
        "datastore_upsert", resource_id=resource.pk, records=[{"jahr": 1}], force=True
    )
    assert (status, error[TABLE_NOTICE]["reason_code"]) == (404, "made-of-file")
    link = editor.ok("resource_create", package_id="dateien", url="https://a.example/x.csv")
    status, error = Api(client, token_for("fremd")).error("datastore_search", id=link["id"])
    assert (status, error[TABLE_NOTICE]["reason_code"]) == (404, "remote-address")


def test_functions_of_a_database_server_are_refused_as_ckan_does(
    dataset: Dataset, editor: Api, admin: Api
) -> None:
    error = editor.error(
        "datastore_create",
        resource={"package_id": "dateien"},
        fields=[{"id": "a", "type": "text"}],
        triggers=[{"function": "f"}],
    )[1]
    assert error["triggers"] == ["function f() does not exist"]
    assert not dataset.resources.exists()
    assert admin.error("datastore_function_create", name="f", definition="x")[0] == 409
    assert admin.error("datastore_function_delete", name="f")[1]["name"] == [
        "function f() does not exist"
    ]
    assert admin.ok("datastore_function_delete", name="f", if_exists=True) is None


def test_the_page_of_a_resource_leads_its_editor_to_the_report(
    dataset: Dataset, client: Any
) -> None:
    resource = added(dataset, "l.csv", PEOPLE.encode())
    waiting = waiting_version(resource)
    assert waiting is not None
    public = client.get(resource.get_absolute_url()).content.decode()
    assert REASONS["personal-data"].de not in public
    assert 'href="l.csv"' not in public
    client.force_login(User.objects.get(username="redaktion"))
    page = client.get(resource.get_absolute_url()).content.decode()
    assert REASONS["personal-data"].de in page
    assert f"/datei-einreichen/{waiting.pk}/" in page
    found = client.get(f"/dateien/{resource.pk}/faehigkeiten.json").json()["capabilities"]
    assert {item["reason_code"] for item in found} == {"personal-data"}
