"""A number in a text follows its table: new versions, pins, lost columns, old revisions."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from datasets.models import Dataset
from datasets.services.versions import version_publish
from labs.models import Figure
from labs.services.records import records_publish
from portal.base.blocks.text import RICH_TEXT
from tests.labs.factories import make_story
from tests.labs.figures.conftest import make_figure, sentence, table, upload


def html_of(client, page):
    return client.get(page.url).content.decode()


def live_story(tree, *figures, **fields):
    story = make_story(tree.lab, body=[sentence(*figures)], **fields)
    story.save_revision().publish()
    return story


def test_the_number_stands_in_the_text_with_its_source(tree, client, resource):
    html = html_of(client, live_story(tree, make_figure(resource)))
    assert '<data value="87">87</data>' in html
    assert 'href="#zahl-1"' in html
    assert 'id="zahl-1"' in html
    for words in ("Spielplätze in Moers: 87.", "Version 1.0.0", "Creative Commons"):
        assert words in html
    assert f'href="{resource.get_absolute_url()}"' in html
    assert "(Stand" not in html


def test_a_new_version_is_followed_at_once_and_a_pin_stays(tree, client, resource):
    story = live_story(tree, make_figure(resource), make_figure(resource, pinned=True))
    upload(resource, table(91))
    html = html_of(client, story)
    assert '<data value="91">91</data>' in html
    day = timezone.localtime(resource.versions.get(number=1).published_at)
    assert '<data value="87">87</data>' in html
    assert f"(Stand {day.day}.{day.month}.{day.year})" in html


def test_a_lost_column_leaves_the_last_number_with_its_day(tree, client, resource):
    figure = make_figure(resource)
    story = live_story(tree, figure)
    upload(resource, table(91, column="gemeinde"))
    html = html_of(client, story)
    assert '<data value="87">87</data>' in html
    assert "(Stand " in html
    figure.refresh_from_db()
    assert "ort" in figure.problem
    upload(resource, table(93))
    assert '<data value="93">93</data>' in html_of(client, story)


def test_the_officer_sees_what_a_version_changes_before_it_goes_live(
    tree, admin_client, client, resource, tmp_path
):
    for _number in range(3):
        live_story(tree, make_figure(resource))
    figure = make_figure(resource)
    for number in range(3):
        live_story(tree, figure, title=f"Seite {number}")
    file = tmp_path / "neu.csv"
    file.write_text(table(91))
    start = reverse("way_admin:ersetzen", args=[resource.pk])
    with file.open("rb") as stream:
        admin_client.post(start, {"file": stream, "note": ""})
    version = resource.versions.get(number=2)
    assert version.published_at is None
    html = admin_client.get(reverse("way_admin:vorschau", args=[version.pk])).content.decode()
    assert "87 → 91 auf 3 Seiten" in html
    assert "Seite 1" in html
    story = make_story(tree.lab, body=[sentence(figure)])
    assert '<data value="87">' in html_of(client, story)
    version_publish(version=resource.versions.get(number=2), actor=None)
    assert '<data value="91">' in html_of(client, story)


def test_the_officer_is_warned_of_a_column_that_is_missing(tree, admin_client, resource):
    live_story(tree, make_figure(resource), title="Bericht")
    version = upload(resource, table(91, column="gemeinde"), publish=False)
    page = admin_client.get(reverse("way:vorschau", args=[version.pk])).content.decode()
    assert "Achtung:" in page
    assert "„ort“ gibt es in dieser Tabelle nicht" in page
    assert "Bericht" in page


def test_an_old_revision_shows_its_old_number(tree, admin_client, resource):
    story = live_story(tree, make_figure(resource))
    old = story.latest_revision
    upload(resource, table(91))
    story.refresh_from_db()
    story.title = "Neu erzählt"
    story.save_revision().publish()
    address = reverse("wagtailadmin_pages:revisions_view", args=[story.pk, old.pk])
    assert '<data value="87">' in admin_client.get(address).content.decode()
    now = reverse("wagtailadmin_pages:revisions_view", args=[story.pk, story.latest_revision_id])
    assert '<data value="91">' in admin_client.get(now).content.decode()


def test_a_figure_of_hidden_data_tells_nothing(tree, client, dataset, resource):
    Dataset.objects.filter(pk=dataset.pk).update(private=True)
    figure = make_figure(resource)
    html = html_of(client, live_story(tree, figure))
    # As a word of its own: times and ids may hold the same two digits.
    body = html.partition('<div class="body">')[2].partition("</article>")[0]
    assert not re.search(r"(?<!\w)87(?!\w)", body)
    assert "[Zahl folgt]" in body
    assert '"87"' not in html
    assert "Spielplätze in Moers" not in html


def test_what_was_public_once_stays_with_its_day(tree, client, dataset, resource):
    story = live_story(tree, make_figure(resource))
    Dataset.objects.filter(pk=dataset.pk).update(private=True)
    upload(resource, table(91))
    html = html_of(client, story)
    assert '<data value="87">87</data>' in html
    assert "(Stand " in html
    assert "/dataset/spielplaetze" not in html


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"aggregate": "sum", "column": "flaeche", "unit": "m²"}, "3871,5\u00a0m²"),
        ({"aggregate": "avg", "column": "flaeche"}, "44,5"),
        ({"aggregate": "max", "column": "flaeche", "decimals": 0}, "88"),
        ({"aggregate": "distinct", "column": "ort", "filters": []}, "2"),
        (
            {
                "aggregate": "single",
                "column": "flaeche",
                "filters": [{"column": "nr", "op": "eq", "value": "5"}],
            },
            "5,5",
        ),
    ],
)
def test_numbers_are_written_as_germans_write_them(resource, fields, text):
    assert make_figure(resource, **fields).newest.text == text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"aggregate": "sum", "column": "ort"}, "keine Zahlen"),
        ({"aggregate": "min", "column": "ort"}, "keine Zahl"),
        ({"aggregate": "sum"}, "wählen Sie die Spalte"),
        ({"aggregate": "single", "column": "nr"}, "87 Zeilen"),
        ({"filters": [{"column": "nr", "op": "eq", "value": "viele"}]}, "kein Wert"),
        (
            {
                "aggregate": "sum",
                "column": "nr",
                "filters": [{"column": "ort", "op": "eq", "value": "Rom"}],
            },
            "Keine Zeile",
        ),
    ],
)
def test_what_cannot_be_computed_is_said_in_german(resource, fields, words):
    assert words in make_figure(resource, **fields).problem


def test_the_dialogue_leads_from_table_to_number(tree, admin_client, resource):
    tables = admin_client.get(reverse("labs_maker", args=["zahl"]), {"q": "spielpl"}).json()
    assert tables["step"] == "portal_tables"
    assert resource.pk in tables["html"]
    address = reverse("labs_maker_form", args=["zahl", resource.pk])
    assert "90" in admin_client.get(address).json()["html"]
    data = {
        "aggregate": "count",
        "where1_column": "ort",
        "where1_op": "eq",
        "where1_value": "Moers",
    }
    preview = admin_client.post(address, {**data, "action": "preview"}).json()["html"]
    assert ">87<" in preview
    wrong = admin_client.post(address, {**data, "where1_column": "nr", "action": "save"}).json()
    assert "kein Wert" in wrong["html"]
    made = admin_client.post(address, {**data, "action": "save"}).json()
    assert made["step"] == "chosen"
    assert made["result"]["text"] == "87"
    figure = Figure.objects.get(pk=made["result"]["id"])
    assert figure.label == "Spielplätze: Anzahl der Zeilen (ort ist Moers)"
    again = admin_client.get(reverse("labs_maker", args=["zahl"]), {"aus": figure.pk}).json()
    assert 'value="Moers"' in again["html"]
    for bad in ("/admin/zahlen/nichts/", "/admin/zahlen/zahl/nichts/"):
        assert admin_client.get(bad).status_code == 404


def test_the_dialogue_goes_on_with_the_last_table_and_offers_its_parts(
    tree, admin_client, resource
):
    address = reverse("labs_maker", args=["zahl"])
    again = admin_client.get(address, {"tabelle": resource.pk}).json()
    assert again["step"] == "portal_form"
    button = 'data-portal-suggest="ort" value="Moers">ort: Moers (87)</button>'
    assert button in again["html"]
    gone = admin_client.get(address, {"tabelle": "nichts"}).json()
    assert gone["step"] == "portal_tables"


def test_tables_about_the_portal_come_last(tree, admin_client, resource):
    records_publish()
    html = admin_client.get(reverse("labs_maker", args=["zahl"])).json()["html"]
    assert html.index("Spielplätze") < html.index("Labore des Portals")


def test_the_dialogue_hides_tables_of_others(tree, client, dataset, resource, django_user_model):
    Dataset.objects.filter(pk=dataset.pk).update(private=True)
    user = django_user_model.objects.create_user("redaktion", password="x")
    user.groups.add(tree.lab.team.group)
    client.force_login(user)
    listing = client.get(reverse("labs_maker", args=["zahl"])).json()["html"]
    assert resource.pk not in listing
    assert client.get(reverse("labs_maker_form", args=["zahl", resource.pk])).status_code == 404


def test_the_overview_names_pages_and_what_broke(tree, admin_client, resource):
    live_story(tree, make_figure(resource), title="Bericht")
    make_figure(resource, label="Nirgends gezeigt")
    upload(resource, table(91, column="gemeinde"))
    html = admin_client.get(reverse("labs_living")).content.decode()
    assert "Bericht" in html
    assert "„ort“ gibt es in dieser Tabelle nicht" in html
    assert "Nirgends gezeigt" not in html
    assert (
        "Nirgends gezeigt"
        in admin_client.get(reverse("labs_living"), {"alle": "1"}).content.decode()
    )


def test_only_the_number_of_the_figure_is_stored(resource):
    figure = make_figure(resource)
    converter = ContentstateConverter(RICH_TEXT)
    source = f'<p>Es sind <embed embedtype="zahl" id="{figure.pk}"/> Plätze.</p>'
    state = json.loads(converter.from_database_format(source))
    assert state["blocks"][0]["text"] == "Es sind 87 Plätze."
    [entity] = state["entityMap"].values()
    assert entity["mutability"] == "IMMUTABLE"
    stored = converter.to_database_format(json.dumps(state))
    assert f'Es sind <embed embedtype="zahl" id="{figure.pk}"/> Plätze.' in stored.replace(
        f'id="{figure.pk}" embedtype="zahl"', f'embedtype="zahl" id="{figure.pk}"'
    )


@pytest.mark.parametrize("attributes", ['id="999999"', 'id="x"', ""])
def test_a_broken_reference_breaks_no_page(tree, client, attributes):
    body = [
        {"type": "paragraph", "value": f'<p>Es sind <embed embedtype="zahl" {attributes}/>.</p>'}
    ]
    assert "[Zahl folgt]" in html_of(client, make_story(tree.lab, body=body))
