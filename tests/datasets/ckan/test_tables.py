"""Tables: fed row by row, read with filters, in every form."""

from typing import Any

import pytest

FIELDS = [
    {"id": "ags", "type": "text", "info": {"label": "AGS", "notes": "Schlüssel"}},
    {"id": "jahr", "type": "int"},
    {"id": "dichte", "type": "float8"},
    {"id": "anteil", "type": "numeric"},
    {"id": "meta", "type": "json"},
]
RECORDS = [
    {"ags": "05554008", "jahr": 2023, "dichte": 630.0, "anteil": "0.10", "meta": {"ü": 1}},
    {"ags": "05554012", "jahr": 2022, "dichte": None, "anteil": None, "meta": None},
]


@pytest.fixture
def table(town: Any, editor: Any) -> str:
    editor.ok("package_create", name="tabelle", owner_org="stadt-kleve")
    made = editor.ok(
        "datastore_create",
        resource={"package_id": "tabelle", "name": "T"},
        fields=FIELDS,
        records=RECORDS,
        primary_key=["ags", "jahr"],
        aliases="gemeinden",
    )
    return str(made["resource_id"])


def test_a_fed_table_is_read_as_ckan_writes_it(table: str, api: Any, client: Any) -> None:
    raw = client.get(f"/api/3/action/datastore_search?resource_id={table}").content.decode()
    assert (
        '"records": [{"_id":1,"ags":"05554008","jahr":2023,"dichte":630,"anteil":0.10,"meta":{"ü":1}}'
        in raw.replace('"ü": 1', '"ü":1').replace("0.1,", "0.10,")
    )
    found = api.ok("datastore_search", resource_id="gemeinden", limit=1)
    assert found["resource_id"] == table
    assert found["total"] == 2
    assert found["fields"][1] == {
        "id": "ags",
        "type": "text",
        "info": {"label": "AGS", "notes": "Schlüssel"},
    }
    assert found["_links"]["next"].endswith("offset=1")
    shown = api.ok("resource_show", id=table)
    assert shown["datastore_active"] is True
    assert shown["url"] == f"http://testserver/datastore/dump/{table}"


QUESTIONS: list[Any] = [
    ({"filters": '{"ags":"05554012"}'}, [2]),
    ({"filters": '{"jahr":{"gte":2023}}'}, [1]),
    ({"filters": '{"jahr":["2022","2023"]}', "sort": "_id desc"}, [2, 1]),
    ({"filters": '{"$or":[{"jahr":2022},{"ags":"x"}]}'}, [2]),
    ({"filters": '{"ags":[]}'}, []),
    ({"filters": "{}"}, [1, 2]),
    ({"sort": '"jahr" asc'}, [2, 1]),
    ({"sort": "jahr asc nulls first, ags"}, [2, 1]),
    ({"q": "05554012"}, [2]),
    ({"q": '{"ags":"05554008"}'}, [1]),
    ({"offset": 1}, [2]),
    ({"limit": 0}, []),
]


def test_questions(table: str, api: Any) -> None:
    for params, ids in QUESTIONS:
        found = api.ok("datastore_search", resource_id=table, **params)
        assert [row["_id"] for row in found["records"]] == ids, params


SENSELESS: list[Any] = [
    ({"limit": "abc"}, "limit"),
    ({"limit": -1}, "limit"),
    ({"offset": -1}, "offset"),
    ({"sort": "ags;drop table x"}, "sort"),
    ({"sort": "nope desc"}, "sort"),
    ({"fields": "nope"}, "fields"),
    ({"filters": '{"nope":1}'}, "filters"),
    ({"filters": '{"jahr":{"like":"x"}}'}, "filters"),
    ({"filters": '{"jahr":"abc"}'}, "query"),
    ({"filters": "kaputt"}, "filters"),
    ({"q": "a & & b", "plain": "false"}, "query"),
    ({"records_format": "xml"}, "records_format"),
    ({"unbekannt": "1"}, "__extras"),
]


def test_questions_that_make_no_sense(table: str, api: Any) -> None:
    for params, field in SENSELESS:
        status, error = api.error("datastore_search", resource_id=table, **params)
        assert status == 409
        assert field in error, (error, field)


@pytest.mark.parametrize(
    ("form", "records"),
    [
        ("lists", [["05554008", 2023], ["05554012", 2022]]),
        ("csv", "05554008,2023\n05554012,2022\n"),
    ],
)
def test_forms_of_records(table: str, api: Any, form: str, records: Any) -> None:
    found = api.ok("datastore_search", resource_id=table, records_format=form, fields="ags,jahr")
    assert found["records"] == records


def test_pages_by_number(table: str, api: Any) -> None:
    found = api.ok("datastore_search", resource_id=table, include_next_page="true", limit=1)
    assert found["next_page"] == {"_id": {"gt": 1}}


def test_rows_are_written_all_or_none(table: str, editor: Any) -> None:
    def rows() -> list[Any]:
        found = editor.ok("datastore_search", resource_id=table, fields=["ags", "jahr", "dichte"])
        return [list(row.values()) for row in found["records"]]

    before = rows()
    status, error = editor.error(
        "datastore_upsert",
        resource_id=table,
        records=[{"ags": "x", "jahr": 1}, {"ags": "y", "jahr": "abc"}],
    )
    assert (status, error["records_row"]) == (409, 1)
    assert error["records"] == ['invalid input syntax for type integer: "abc"']
    assert rows() == before
    changed = editor.ok(
        "datastore_upsert",
        resource_id=table,
        include_records=True,
        records=[{"ags": "05554008", "jahr": 2023, "dichte": 1.5}],
    )
    assert changed["records"][0]["dichte"] == 1.5
    assert ["05554008", 2023, 1.5] in rows()


FAULTY_ROWS: list[Any] = [
    ({"method": "insert", "records": [{"ags": "05554008", "jahr": 2023}]}, "records"),
    ({"method": "insert", "records": [{"nope": 1}]}, "records"),
    ({"method": "update", "records": [{"ags": "z", "jahr": 1}]}, "key"),
    ({"method": "upsert", "records": [{"dichte": 1}]}, "key"),
    ({"method": "kaputt", "records": []}, "method"),
    ({"records": "x"}, "records"),
    ({"records": [1]}, "records"),
]


def test_faulty_rows(table: str, editor: Any) -> None:
    for data, field in FAULTY_ROWS:
        status, error = editor.error("datastore_upsert", resource_id=table, **data)
        assert status == 409
        assert field in error, (error, field)


def test_rows_and_tables_are_deleted(table: str, editor: Any) -> None:
    done = editor.ok("datastore_delete", resource_id=table, filters={"jahr": 2022})
    assert done["filterops"] == {"op": "eq", "field": "jahr", "value": 2022}
    assert editor.ok("datastore_search", resource_id=table)["total"] == 1
    editor.ok("datastore_records_delete", resource_id=table, filters={})
    assert editor.ok("datastore_search", resource_id=table)["total"] == 0
    editor.ok("datastore_delete", resource_id=table)
    assert editor.error("datastore_search", resource_id=table)[0] == 404
    assert editor.error("datastore_delete", resource_id=table)[0] == 404
    assert editor.ok("resource_show", id=table)["datastore_active"] is False


def test_info_tells_columns_and_size(table: str, api: Any) -> None:
    info = api.ok("datastore_info", id=table)
    assert info["meta"]["count"] == 2
    assert info["meta"]["aliases"] == ["gemeinden"]
    assert [f["type"] for f in info["fields"]] == ["text", "int4", "float8", "numeric", "nested"]
    assert info["fields"][0]["schema"]["is_index"] is True
    assert api.error("datastore_info", id="nope")[0] == 404


FAULTY_TABLES: list[Any] = [
    ({}, "resource_id"),
    ({"resource": {"package_id": "tabelle"}, "resource_id": "x"}, "resource"),
    ({"resource": {}}, "resource"),
    ({"fields": [{"id": "_a", "type": "text"}]}, "fields"),
    ({"fields": [{"id": "a", "type": "foo"}]}, "fields"),
    ({"fields": [{"id": "a"}, {"id": "a"}]}, "fields"),
    ({"fields": [{"id": "a"}], "primary_key": "b"}, "primary_key"),
    ({"fields": [{"id": "a"}], "aliases": 'x"y'}, "alias"),
]


def test_faulty_tables(table: str, editor: Any) -> None:
    for data, field in FAULTY_TABLES:
        whole = data and "resource" not in data
        sent = {"resource": {"package_id": "tabelle"}, **data} if whole else data
        status, error = editor.error("datastore_create", **sent)
        assert status == 409
        assert field in error, (error, field)
        assert editor.ok("package_show", id="tabelle")["num_resources"] == 1


def test_only_tables_made_for_it_are_written(town: Any, editor: Any, api: Any) -> None:
    made = editor.ok(
        "package_create",
        name="fremd",
        owner_org="stadt-kleve",
        resources=[{"url": "https://a.example/x.csv"}],
    )
    resource = made["resources"][0]["id"]
    _, error = editor.error("datastore_create", resource_id=resource, fields=[{"id": "a"}])
    assert "read-only" in error
    editor.ok("datastore_create", resource_id=resource, force=True, records=[{"a": "1", "b": "x"}])
    found = api.ok("datastore_search", resource_id=resource)
    assert [f["type"] for f in found["fields"]] == ["int", "int4", "text"]
    status, body = api.post("datastore_upsert", resource_id=resource, force=True, records=[])
    assert status == 403
    assert "Action datastore_upsert requires an authenticated user" in body["error"]["message"]


def test_a_private_table_is_closed(table: str, editor: Any, api: Any) -> None:
    editor.ok("package_patch", id="tabelle", private=True)
    for name in ("datastore_search", "datastore_info"):
        for key in (table, "gemeinden"):
            assert api.error(name, resource_id=key)[0] == 403
    listed = api.ok("datastore_search", resource_id="_table_metadata")
    assert listed["total"] == 0
    assert editor.ok("datastore_search", resource_id=table)["total"] == 2
