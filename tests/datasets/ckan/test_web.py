"""Addresses beside the actions, `package_revise`, SQL, commands."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from datasets.ckan.actions.revise import _globs, filtered
from portal.base.models import User


@pytest.fixture
def table(catalogue: Any, admin: Any) -> str:
    made = admin.ok(
        "datastore_create",
        resource={"package_id": "baeume", "name": "T"},
        fields=[{"id": "art", "type": "text"}, {"id": "zahl", "type": "numeric"}],
        records=[{"art": "Linde", "zahl": "1.50"}, {"art": "Eiche, groß", "zahl": None}],
    )
    return str(made["resource_id"])


@pytest.mark.parametrize(
    ("form", "media", "start"),
    [
        ("csv", "text/csv; charset=utf-8", "_id,art,zahl\r\n1,Linde,1.5"),
        ("tsv", "text/tab-separated-values; charset=utf-8", "_id\tart\tzahl\r\n1\tLinde\t1.5"),
        ("json", "application/json", "{"),
        ("xml", "application/xml", "<data"),
    ],
)
def test_tables_are_dumped(table: str, client: Client, form: str, media: str, start: str) -> None:
    found = client.get(f"/datastore/dump/{table}?format={form}")
    assert found["Content-Type"] == media
    assert b"".join(found.streaming_content).decode().lstrip("\ufeff").startswith(start)


@pytest.mark.parametrize("query", ["format=xls", "sort=nope", "filters=x", "limit=-1", "fields=x"])
def test_dumps_that_make_no_sense(table: str, client: Client, query: str) -> None:
    assert client.get(f"/datastore/dump/{table}?{query}").status_code == 400


def test_dumps_of_what_is_missing_or_private(table: str, client: Client, admin: Any) -> None:
    assert client.get("/datastore/dump/nope").status_code == 404
    admin.ok("package_patch", id="baeume", private=True)
    assert client.get(f"/datastore/dump/{table}").status_code == 403
    assert client.get(f"/datastore/dump/{table}", headers=admin.headers).status_code == 200


def test_older_autocompletes(catalogue: Any, client: Client) -> None:
    found = client.get("/api/2/util/dataset/autocomplete?incomplete=rad").json()
    assert found["ResultSet"]["Result"][0]["name"] == "radzaehlung"
    found = client.get("/api/util/tag/autocomplete?incomplete=umw").json()
    assert found == {"ResultSet": {"Result": [{"Name": "Umwelt"}]}}
    assert client.get("/api/util/organization/autocomplete?q=kleve").json()[0]["name"]
    assert client.get("/api/util/user/autocomplete?q=a").status_code == 403
    assert client.get("/api/i18n/de").json()[""]["lang"] == "de"


@pytest.mark.parametrize(
    "path",
    [
        "dataset.atom",
        "organization/stadt-kleve.atom",
        "group/verkehr.atom",
        "tag/Umwelt.atom",
        "custom.atom?q=Bäume",
    ],
)
def test_feeds(catalogue: Any, client: Client, path: str) -> None:
    found = client.get(f"/feeds/{path}")
    assert found["Content-Type"].startswith("application/atom+xml")
    text = found.content.decode()
    assert "Bäume" in text
    again = client.get(f"/feeds/{path}", headers={"If-None-Match": found["ETag"]})
    assert again.status_code == 304
    assert "eheim" not in text


@pytest.mark.parametrize(
    "path",
    ["organization/x.atom", "group/x.atom", "tag/Geheimwort.atom", "dataset.atom?page=x"],
)
def test_feeds_of_nothing(catalogue: Any, client: Client, path: str) -> None:
    assert client.get(f"/feeds/{path}").status_code == 404


def test_a_dataset_is_revised_if_it_is_as_expected(catalogue: Any, admin: Any) -> None:
    before = admin.ok("package_show", id="baeume")
    resource = before["resources"][0]["id"]
    answer = admin.ok(
        "package_revise",
        match={"name": "baeume", "title": "Bäume"},
        update={"notes": "neu"},
        **{
            f"update__resources__{resource[:6]}__description": "von hier",
            "update__resources__extend": [{"url": "http://b.example/x.pdf"}],
            "filter": ["-extras"],
            "include": ["+notes", "+resources__0__description", "-*"],
        },
    )
    assert answer == {"package": {"notes": "neu", "resources": [{"description": "von hier"}]}}
    after = admin.ok("package_show", id="baeume")
    assert (len(after["resources"]), after["extras"]) == (2, [])
    _, error = admin.error(
        "package_revise", match={"name": "baeume", "title": "Alt"}, update={"notes": "x"}
    )
    assert error["match"] == ["title"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"match": "x"},
        {"match": {"name": "baeume"}, "update": []},
        {"match": {"name": "baeume"}, "update__resources__9__name": "x"},
        {"match": {"name": "baeume"}, "update__title__a": "x"},
        {"match": {"name": "baeume"}, "filter": ["resources"]},
        {"match": {"name": "baeume"}, "update__resources__extend": "x"},
    ],
)
def test_faulty_revisions(catalogue: Any, admin: Any, data: Any) -> None:
    assert admin.error("package_revise", **data)[0] == 409


def test_globs_keep_and_leave_out() -> None:
    value = {"a": [{"id": "1234567", "b": 1}, {"id": "89abcde", "b": 2}], "c": {"d": 1, "e": 2}}
    assert filtered(value, _globs("x", ["+a__12345", "-a"])) == {
        "a": [{"id": "1234567", "b": 1}],
        "c": {"d": 1, "e": 2},
    }
    assert filtered(value, _globs("x", ["-*__e", "-a"])) == {"c": {"d": 1}}


@pytest.mark.slow
def test_sql_reads_one_table_where_it_is_allowed(
    table: str, api: Any, admin: Any, settings: Any
) -> None:
    sql = f'SELECT art, zahl FROM "{table}" ORDER BY art'
    status, body = api.get("datastore_search_sql", sql=sql)
    assert status == 400
    assert body.startswith("Bad request: Action name not known: datastore_search_sql")
    assert "Parquet" in body
    settings.CKAN = {**settings.CKAN, "DATASTORE_SQLSEARCH_ENABLED": True}
    found = api.ok("datastore_search_sql", sql=sql)
    assert found["records"] == [
        {"art": "Eiche, groß", "zahl": None},
        {"art": "Linde", "zahl": 1.5},
    ]
    assert found["fields"] == [{"id": "art", "type": "text"}, {"id": "zahl", "type": "numeric"}]
    for wrong, expected in (
        ("SELECT * FROM pg_user", 403),
        ('SELECT * FROM "nope"', 404),
        (f'DELETE FROM "{table}"', 409),
        ("SELEC", 409),
        (f'SELECT nope FROM "{table}"', 409),
        ("SELECT read_text('/etc/passwd')", 403),
        ("SELECT 1", 409),
    ):
        assert api.error("datastore_search_sql", sql=wrong)[0] == expected, wrong
    settings.CKAN = {**settings.CKAN, "DATASTORE_SEARCH_ROWS_MAX": 1}
    found = api.ok("datastore_search_sql", sql=sql)
    assert (len(found["records"]), found["records_truncated"]) == (1, True)
    admin.ok("package_patch", id="baeume", private=True)
    assert api.error("datastore_search_sql", sql=sql)[0] == 403


def test_the_command_prints_a_token_on_its_last_line(db: None, client: Client) -> None:
    out = StringIO()
    call_command("ckan_token", "maschine", "--sysadmin", stdout=out)
    token = out.getvalue().splitlines()[-1]
    found = client.get("/api/3/action/user_show", headers={"Authorization": token})
    assert found.json()["result"]["sysadmin"] is True


def test_a_portal_is_emptied_only_where_that_is_allowed(
    catalogue: Any, admin: Any, settings: Any
) -> None:
    with pytest.raises(CommandError):
        call_command("ckan_reset", "--yes")
    settings.CKAN = {**settings.CKAN, "ALLOW_RESET": True}
    with pytest.raises(CommandError):
        call_command("ckan_reset")
    call_command("ckan_token", "maschine", "--sysadmin", stdout=StringIO())
    call_command("ckan_reset", "--yes", stdout=StringIO())
    assert [user.username for user in User.objects.all()] == ["maschine"]
    assert admin.ok("package_list") == []
    assert admin.ok("package_search")["count"] == 0
    assert admin.ok("organization_list") == []


def test_every_action_explains_itself(db: None, api: Any) -> None:
    from datasets.ckan.registry import ACTIONS

    for name, action in ACTIONS.items():
        text = api.ok("help_show", name=name)
        assert text.split("\n")[0].endswith((".", ":", ";")), name
        assert all(f":param {param.name}:" in text for param in action.params)
    assert api.error("help_show", name="nope")[0] == 404
    assert json.dumps(sorted(ACTIONS))
