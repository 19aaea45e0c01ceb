"""A chart in a story: drawn on the server, with words, table and file; never one that nobody can read."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.blocks import StructBlockValidationError
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from datasets.models import Dataset
from labs.charts.choosing import ChartBlock
from labs.charts.redrawing import redraw
from labs.models import Chart, ChartState
from tests.labs.factories import make_story
from tests.labs.figures.conftest import (
    make_chart,
    make_figure,
    picture,
    sentence,
    table,
    take_in,
    upload,
)


def live_story(tree, *blocks):
    story = make_story(tree.lab, body=list(blocks))
    story.save_revision().publish()
    return story


def html_of(client, page):
    return client.get(page.url).content.decode()


def test_a_chart_comes_with_words_table_source_and_file(tree, client, resource):
    chart = make_chart(resource)
    html = html_of(client, live_story(tree, picture(chart, "So viele.")))
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in html
    assert "style=" not in html
    assert "Höchster Wert: Moers mit 87, niedrigster: Kleve mit 3." in html
    assert '<th scope="row">Moers</th><td class="num">87</td>' in html
    assert "So viele." in html
    assert "Version 1.0.0" in html
    file = client.get(reverse("chart_values", args=[chart.pk]))
    assert file.content.decode("utf-8-sig").splitlines() == ["ort;Anzahl", "Kleve;3", "Moers;87"]


def test_the_chooser_of_blocks_shows_a_public_chart_of_the_portal(db, resource):
    block = ChartBlock()
    assert not block.render(block.get_preview_value()).strip()
    make_chart(resource, title="Öffentlich")
    hidden = make_chart(resource, title="Verborgen")
    hidden.states.all().delete()
    html = block.render(block.get_preview_value())
    assert "Öffentlich" in html
    assert "Verborgen" not in html


def test_below_en_a_chart_speaks_english_and_marks_what_stays_german(tree, client, resource):
    upload(resource, "nr;ort;flaeche\n1;Moers;1234.5\n2;Kleve;3\n")
    chart = make_chart(resource, aggregate="sum", values=["flaeche"], unit="m²")
    story = live_story(tree, picture(chart))
    german, english = html_of(client, story), client.get(f"/en{story.url}").content.decode()
    assert '<desc id="diagramm-' in german
    for words in ("Balkendiagramm mit 2 Werten", "Höchster Wert: Moers mit 1234,5 m²"):
        assert words in german
        assert words not in english
    assert "Bar chart with 2 values" in english
    assert "Highest value: Moers with 1234.5 m²" in english
    assert f'id="d{chart.pk}" lang="en"' in english
    assert '<span class="chart__title" lang="de">' in english
    assert f'id="d{chart.pk}">' in german


def test_a_heading_or_label_is_no_formula_in_a_spreadsheet(tree, client, resource):
    upload(resource, "nr;=1+1\n1;@SUMME\n2;Kleve\n3;Kleve\n")
    chart = make_chart(resource, category="=1+1")
    live_story(tree, picture(chart))
    file = client.get(reverse("chart_values", args=[chart.pk])).content.decode("utf-8-sig")
    assert file.splitlines() == ["'=1+1;Anzahl", "'@SUMME;1", "Kleve;2"]


def test_a_chart_follows_its_data_and_old_words_give_way_to_true_ones(tree, client, resource):
    chart = make_chart(resource, alternative="Moers hat mit 87 die meisten.")
    Chart.objects.filter(pk=chart.pk).update(confirmed_for=chart.newest.digest)
    story = live_story(tree, picture(chart))
    assert "Moers hat mit 87 die meisten." in html_of(client, story)
    upload(resource, table(91))
    html = html_of(client, story)
    assert "Moers hat mit 87" not in html
    assert "Moers mit 91" in html
    upload(resource, table(95, column="gemeinde"))
    html = html_of(client, story)
    assert "Moers mit 91" in html
    assert "nicht mehr darstellbar" in html


def test_publishing_needs_a_checked_text_version_and_a_draft_does_not(tree, admin_client, resource):
    chart = make_chart(resource, confirmed=False)
    data = nested_form_data(
        {
            "title": "Mit Bild", "slug": "mit-bild", "date": "2026-03-01",
            "comments": inline_formset([]),
            "body": streamfield([("chart", {"chart": str(chart.pk), "caption": ""})]),
        }
    )  # fmt: skip
    address = reverse("wagtailadmin_pages:add", args=["labs", "storypage", tree.lab.pk])
    refused = admin_client.post(address, {**data, "action-publish": "1"})
    assert "Die Textfassung dieses Diagramms ist noch nicht gepr" in refused.content.decode()
    saved = admin_client.post(address, data)
    assert saved.status_code == 302
    block = ChartBlock()
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"chart": chart.pk}))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"category": "nr"}, "Top 20 + Rest"),
        ({"category": ""}, "Beschriftung"),
        ({"aggregate": "sum"}, "Spalte mit den Werten"),
        ({"category": "nichts"}, "nichts"),
        ({"split": "nr"}, "höchstens 6 Reihen"),
        ({"filters": [{"column": "ort", "op": "eq", "value": "Rom"}]}, "Keine Zeile"),
    ],
)
def test_what_nobody_can_read_is_refused_with_a_way_out(resource, fields, words):
    chart = make_chart(resource, **fields)
    assert words in chart.problem
    assert chart.shown is None


def test_the_largest_and_the_rest(resource):
    chart = make_chart(resource, category="nr", top=True)
    assert len(chart.shown.rows) == 21
    assert chart.shown.rows[-1] == ["Rest (70)", "70"]


def test_a_line_says_where_it_goes(dataset):
    rows = "\n".join(
        f"{year};{place};{n}" for n, year in enumerate(range(2019, 2025)) for place in "ab"
    )
    resource = take_in(dataset, f"jahr;ort;zahl\n{rows}\n")
    chart = make_chart(
        resource, kind="line", category="jahr", aggregate="sum", values=["zahl"], split="ort"
    )
    assert chart.shown.head == ["jahr", "a", "b"]
    assert (
        "a: Höchster Wert: 2024 mit 5, niedrigster: 2019 mit 0. Trend: steigend"
        in chart.shown.draft
    )


def test_other_sites_may_frame_it_and_get_nothing_hidden(tree, client, dataset, resource):
    chart = make_chart(resource)
    address = chart.get_absolute_url()
    assert client.get(address).status_code == 404  # on no page yet
    live_story(tree, picture(chart))
    page = client.get(address)
    html = page.content.decode()
    assert "frame-ancestors *" in page["Content-Security-Policy"]
    assert "X-Frame-Options" not in page
    assert "<script" not in html
    answer = client.get("/oembed", {"url": f"http://testserver{address}", "maxwidth": "300"}).json()
    assert answer["type"] == "rich"
    assert answer["width"] == 300
    assert f'src="http://testserver{address}"' in answer["html"]
    for bad in (
        "http://anderswo.example/einbetten/diagramm/1",
        "x",
        f"http://testserver{address}9",
    ):
        assert client.get("/oembed", {"url": bad}).status_code == 404
    Dataset.objects.filter(pk=dataset.pk).update(private=True)
    for path in (address, f"{address}.csv"):
        assert client.get(path).status_code == 404


def test_the_dialogue_makes_a_chart(tree, admin_client, resource):
    address = reverse("labs_maker_form", args=["diagramm", resource.pk])
    first = admin_client.get(address).json()["html"]
    assert "<svg" in first
    assert "Spielplätze nach ort" in first
    data = {"kind": "bar", "category": "ort", "aggregate": "count", "confirmed": "on"}
    made = admin_client.post(address, {**data, "action": "save"}).json()["result"]
    chart = Chart.objects.get(pk=made["id"])
    assert chart.alternative.startswith("Spielplätze nach ort. Höchster Wert: Moers")
    assert chart.confirmed_for == chart.newest.digest
    many = admin_client.post(address, {**data, "category": "nr", "action": "preview"}).json()
    assert "Top 20 + Rest" in many["html"]


def test_the_picture_for_links_shows_the_first_chart(tree, client, resource):
    chart = make_chart(resource, kind="bar")
    story = live_story(tree, picture(chart))
    with_chart = client.get(f"/vorschaubild/{story.pk}.png").content
    story.body = []
    story.save()
    assert client.get(f"/vorschaubild/{story.pk}.png").content != with_chart
    story.body = [picture(chart)]
    Dataset.objects.update(private=True)
    story.save()
    assert client.get(f"/vorschaubild/{story.pk}.png").content != with_chart


def test_a_story_with_charts_and_figures_needs_few_queries(
    tree, client, resource, django_assert_max_num_queries
):
    blocks = [picture(make_chart(resource, title=f"Bild {n}")) for n in range(3)]
    blocks += [sentence(make_figure(resource)) for _n in range(5)]
    story = live_story(tree, *blocks)
    client.get("/")  # sites and content types are known to a running process
    with django_assert_max_num_queries(15):
        html = html_of(client, story)
    assert html.count("<svg xmlns") == 6  # wide and narrow
    assert html.count("<data ") == 5


def test_states_are_shaded_by_keys_or_names(dataset):
    rows = "05170024;3\n05154036;4\n09162000;9\nBayern;1\n"
    resource = take_in(dataset, f"schluessel;plaetze\n{rows}")
    chart = make_chart(
        resource, kind="states", category="schluessel", aggregate="sum", values=["plaetze"]
    )
    assert chart.problem == ""
    assert chart.shown.rows == [["Bayern", "10"], ["Nordrhein-Westfalen", "7"]]
    assert "Höchster Wert: Bayern mit 10" in chart.shown.draft
    assert "<title>Hessen: keine Angabe</title>" in chart.shown.svg
    assert "CC BY 4.0" in chart.shown.outline_source
    wrong = make_chart(resource, kind="states", category="plaetze")
    assert "Namen von Ländern oder amtliche Schlüssel" in wrong.problem


def test_places_become_points(dataset):
    rows = "".join(f"Platz {n};51,4{n:02}5;6,6{n:02}3\n" for n in range(1, 13))
    resource = take_in(dataset, f"name;breitengrad;laengengrad\n{rows}")
    chart = make_chart(resource, kind="points", category="name", title="Wo sie sind")
    assert chart.problem == ""
    assert chart.shown.svg.count("<circle") == 12
    assert "zeigt 12 Orte" in chart.shown.draft
    assert chart.shown.rows[0][0] == "Platz 1"
    without = make_chart(take_in(dataset, table(3)), kind="points")
    assert "Breiten- und Längengrad" in without.problem


def test_a_chart_opened_again_proposes_words_of_today_unless_somebody_wrote_own_ones(
    tree, admin_client, resource
):
    address = reverse("labs_maker_form", args=["diagramm", resource.pk])
    data = {"kind": "bar", "category": "ort", "aggregate": "count", "action": "save"}
    plain = admin_client.post(address, data).json()["result"]["id"]
    own = admin_client.post(address, {**data, "alternative": "Moers hat fast alle."})
    upload(resource, table(91))
    for pk, words in ((plain, "Moers mit 91"), (own.json()["result"]["id"], "fast alle")):
        form = admin_client.get(f"{address}?aus={pk}").json()["html"]
        assert words in form[form.index("<textarea") : form.index("</textarea>")]


def test_a_chart_comes_wide_and_narrow_and_each_drawing_has_ids_of_its_own(tree, client, resource):
    chart = make_chart(resource, split="nr", filters=[{"column": "nr", "op": "lte", "value": "3"}])
    html = html_of(client, live_story(tree, picture(chart), picture(chart), picture(chart)))
    body = html[html.index("<main") : html.index("</main>")]
    ids = re.findall(r'\bid="([^"]+)"', body)
    assert len(ids) == len(set(ids))
    assert body.count('viewBox="0 0 640 ') == body.count('viewBox="0 0 360 ') == 3
    named = [
        name for names in re.findall(r'aria-labelledby="([^"]+)"', body) for name in names.split()
    ]
    used = re.findall(r"url\(#([^)]+)\)", body)
    assert set(named + used) <= set(ids)
    assert sum(name.startswith("diagramm-") for name in set(named)) == 12
    assert {f"d{chart.pk}", f"d{chart.pk}-2", f"d{chart.pk}-3"} <= set(ids)


def test_the_narrow_map_borrows_the_outlines_of_the_wide_one(tree, client, dataset):
    resource = take_in(dataset, "land;plaetze\nBayern;3\nHessen;4\n")
    chart = make_chart(
        resource, kind="states", category="land", aggregate="sum", values=["plaetze"]
    )
    assert len(chart.shown.narrow) < len(chart.shown.svg) / 20
    html = html_of(client, live_story(tree, picture(chart), picture(chart)))
    borrowed = re.findall(r'<use href="#([^"]+)"', html)
    assert len(set(borrowed)) == 2
    assert all(f'<g id="{name}">' in html for name in borrowed)


def test_an_update_draws_old_charts_anew_while_their_values_are_the_same(resource):
    same, other = make_chart(resource), make_chart(resource)
    drawn = same.newest.narrow
    assert drawn
    ChartState.objects.update(narrow="")
    ChartState.objects.filter(chart=other).update(digest="other values")
    call_command("redraw_charts", verbosity=0)
    same.newest.refresh_from_db()
    other.newest.refresh_from_db()
    assert same.newest.narrow == drawn
    assert other.newest.narrow == ""
    assert redraw() == 0
