"""How well a file fits a schema, and what the library keeps."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from datasets.errors import Invalid
from datasets.models import Membership, Role, SchemaVersion
from datasets.schemas.checking import SchemaFault, problems_of, schemas_in
from datasets.schemas.editing import ColumnEdit, kind_code, with_edits
from datasets.schemas.matching import lay_over, match
from datasets.services.bodies import organization_create
from datasets.services.library import schema_create, schema_revise
from portal.base.models import User

PLAYGROUNDS = {
    "fields": [
        {"name": "nr", "type": "integer", "constraints": {"required": True}},
        {"name": "bezeichnung", "type": "string"},
        {"name": "groesse", "type": "number"},
        {"name": "geoeffnet", "type": "date", "format": "%d.%m.%Y"},
    ]
}


def columns(*names, **types):
    return [{"name": name, "type": types.get(name, "string")} for name in names]


def test_spelling_of_names_does_not_matter_and_missing_columns_do():
    own = columns(
        "Nr", "Bezeichnung", "Größe", "Geöffnet", Nr="integer", Größe="number", Geöffnet="date"
    )
    assert match(own, PLAYGROUNDS).percent == 100
    found = match(own[1:], PLAYGROUNDS)
    assert found.missing == ("nr",)
    assert found.percent == 60
    near = match([*own[:3], {"name": "Geoefnet", "type": "date"}], PLAYGROUNDS)
    assert 90 <= near.percent < 100
    assert match(columns("Haushaltsstelle", "Betrag"), PLAYGROUNDS).percent == 0


def test_another_kind_and_additional_columns_cost_a_little():
    own = columns(
        "nr",
        "bezeichnung",
        "groesse",
        "geoeffnet",
        "träger",
        nr="integer",
        groesse="integer",
        geoeffnet="date",
    )
    found = match(own, PLAYGROUNDS)
    assert found.other_kind == ("groesse",)
    assert found.extra == ("träger",)
    assert 85 <= found.percent < 100


def test_a_schema_laid_over_a_file_keeps_the_files_names_and_spelling():
    own = {
        "fields": [
            {"name": "Nr", "type": "integer"},
            {"name": "Größe", "type": "number", "decimalChar": ","},
        ]
    }
    laid = lay_over(own, {**PLAYGROUNDS, "primaryKey": "nr"})
    assert [f["name"] for f in laid["fields"]] == ["Nr", "Größe", "bezeichnung", "geoeffnet"]
    assert laid["fields"][0]["constraints"] == {"required": True}
    assert laid["fields"][1]["decimalChar"] == ","
    assert laid["primaryKey"] == "Nr"


@pytest.mark.parametrize(
    ("descriptor", "word"),
    [
        ({"fields": []}, "keine Spalten"),
        ({"fields": [{"type": "string"}]}, "keinen Namen"),
        ({"fields": [{"name": "a"}, {"name": "a"}]}, "zweimal"),
        ({"fields": [{"name": "a", "type": "zahl"}]}, "gibt es nicht"),
        ({"fields": [{"name": "a", "constraints": {"pattern": "("}}]}, "Muster"),
        ({"fields": [{"name": "a", "constraints": {"enum": []}}]}, "Liste erlaubter Werte"),
        ({"fields": [{"name": "a"}], "primaryKey": ["b"]}, "Schlüssel"),
    ],
)
def test_what_is_no_schema_is_told_in_german(descriptor, word):
    assert word in " ".join(problems_of(descriptor))


def test_schemas_are_found_alone_and_in_a_packages_register():
    package = {"resources": [{"name": "a", "schema": PLAYGROUNDS}, {"name": "b"}]}
    assert schemas_in(json.dumps(PLAYGROUNDS).encode())[0][1] == PLAYGROUNDS
    assert [name for name, _ in schemas_in(json.dumps(package).encode())] == ["a"]
    for raw in (b"{", b"[1]", b"\xff\xfe\x00", b"a: [", b"nur text"):
        with pytest.raises(SchemaFault):
            schemas_in(raw)


def test_a_kind_chosen_by_hand_replaces_how_values_are_written():
    schema = {
        "fields": [
            {"name": "a", "type": "number", "decimalChar": ",", "constraints": {"minimum": 1}}
        ]
    }
    kept = with_edits(schema, [ColumnEdit("A", "", "", "was")])
    assert kept["fields"][0]["decimalChar"] == ","
    text = with_edits(schema, [ColumnEdit("", "text", "plz", "")])["fields"][0]
    assert text["type"] == "string"
    assert "decimalChar" not in text
    assert "constraints" not in text
    assert kind_code({"type": "date", "format": "%d.%m.%Y"}) == "date-de"


@pytest.fixture
def erika(db):
    body = organization_create(actor=None, check=False, name="kleve", title="Kleve")
    user = User.objects.create_user("erika")
    Membership.objects.create(user=user, organization=body, role=Role.EDITOR)
    user.body = body
    return user


def test_versions_of_a_schema_never_change_and_great_changes_need_a_word(erika):
    first = schema_create(
        actor=erika, title="Spielplätze", descriptor=PLAYGROUNDS, organization=erika.body
    )
    schema = first.table_schema
    wider = {"fields": [*PLAYGROUNDS["fields"], {"name": "ort", "type": "string"}]}
    assert schema_revise(actor=erika, schema=schema, descriptor=wider).label == "1.1.0"
    with pytest.raises(Invalid):
        schema_revise(actor=erika, schema=schema, descriptor=PLAYGROUNDS)
    last = schema_revise(
        actor=erika, schema=schema, descriptor=PLAYGROUNDS, note="Ort stand doppelt."
    )
    assert last.label == "2.0.0"
    with pytest.raises(TypeError):
        first.save()


def test_the_editor_in_the_admin_writes_versions_and_tries_them(client, erika):
    client.force_login(erika)
    file = SimpleUploadedFile("s.json", json.dumps(PLAYGROUNDS).encode())
    body = {"title": "Spielplätze", "organization": erika.body.pk, "file": file}
    page = client.post(reverse("schema_library"), body, follow=True)
    assert page.status_code == 200
    first = SchemaVersion.objects.get()
    address = reverse("schema_edit", args=[first.table_schema_id])
    form = client.get(address).context["columns"]
    data = {
        "title": "Spielplätze",
        "primary_key": "nr",
        "c-TOTAL_FORMS": "5",
        "c-INITIAL_FORMS": "4",
    }
    for number, item in enumerate(form.forms[:4]):
        for name in item.fields:
            value = item.initial.get(name)
            if value not in (None, "", False):
                data[f"c-{number}-{name}"] = value
    data |= {
        "c-1-title_en": "Name",
        "c-1-ORDER": "9",
        "c-4-name": "ort",
        "c-4-kind": "text",
        "c-4-ORDER": "5",
    }
    # A browser sends the blank column too, with the kind that stands first.
    blank = {"c-TOTAL_FORMS": "6", "c-5-kind": "text", "c-5-meaning": "", "c-5-name": ""}
    tried = client.post(address, {**data, **blank, "action": "try"})
    assert tried.context["step"].label
    assert SchemaVersion.objects.count() == 1
    saved = client.post(
        address, {**data, "action": "save", "note": "Schlüssel ergänzt."}, follow=True
    )
    assert saved.status_code == 200
    last = SchemaVersion.objects.latest("number")
    assert [f["name"] for f in last.descriptor["fields"]] == [
        "nr",
        "groesse",
        "geoeffnet",
        "ort",
        "bezeichnung",
    ]
    assert last.descriptor["fields"][0]["constraints"] == {"required": True}
    assert last.descriptor["fields"][4]["title_en"] == "Name"
    assert last.descriptor["primaryKey"] == ["nr"]
    other = User.objects.create_superuser("chef")
    client.force_login(other)
    assert client.get(address).status_code == 200
    moers = organization_create(actor=None, check=False, name="moers", title="Moers")
    fremd = User.objects.create_user("max")
    Membership.objects.create(user=fremd, organization=moers, role=Role.EDITOR)
    client.force_login(fremd)
    assert client.get(address).status_code in {302, 403}


def test_titles_count_as_names_also_where_they_are_only_nearly_the_same():
    schema = {"fields": [{"name": "sp_id", "title": "Spielplatznummer", "type": "integer"}]}
    assert match([{"name": "Spielplatznumer", "type": "integer"}], schema).percent == 85
    titled = [{"name": "nr", "title": "Spielplatznummer", "type": "integer"}]
    assert match(titled, schema).percent == 100


def test_columns_called_differently_meet_by_their_meaning_if_only_one_has_it():
    schema = {
        "fields": [
            {"name": "gemeindeschluessel", "type": "string", "meaning": "ags"},
            {"name": "ort", "type": "string", "meaning": "place"},
        ]
    }
    own = [
        {"name": "AGS", "type": "string", "meaning": "ags"},
        {"name": "Gebiet A", "type": "string", "meaning": "place"},
        {"name": "Gebiet B", "type": "string", "meaning": "place"},
    ]
    assert match(own, schema).pairs == (("gemeindeschluessel", "AGS"),)
