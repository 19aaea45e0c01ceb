"""Open data and story in one stroke: from the file to the page, to a fault found, to its correction."""

import io
import re

import pytest
from django.core.management import call_command

from datasets.models import RowReport
from datasets.services.corrections import version_correct
from datasets.services.datasets import dataset_create
from datasets.services.resources import resource_create
from datasets.services.row_reports import row_report_answer
from labs.bundles.models import Bundle
from labs.bundles.publishing import bundle_publish
from portal.base.models import User
from tests.labs.factories import make_story
from tests.labs.figures.conftest import make_chart, make_figure, picture, sentence, upload


def playgrounds(rows):
    lines = [f"{n};Moers;Spielplatz {n};{51.4 + n / 1000:.4f};6.63".replace(".", ",") for n in rows]
    return "nr;ort;bezeichnung;breitengrad;laengengrad\n" + "\n".join(lines) + "\n"


@pytest.mark.slow
def test_from_the_file_to_the_corrected_story(tree, client, admin_user):
    dataset = dataset_create(
        actor=None,
        changes={"name": "spielplaetze-moers", "title": "Spielplätze in Moers", "license": "cc-by"},
        publish=False,
        check=False,
    )
    resource = resource_create(
        actor=None, dataset=dataset, fields={"name": "Liste"}, check=False,
        upload=io.BytesIO(playgrounds(range(1, 13)).encode("cp1252")), file_name="spielplaetze.csv",
    )  # fmt: skip
    figure = make_figure(resource)
    chart = make_chart(resource, title="Plätze je Ort")
    story = make_story(tree.lab, live=False, body=[sentence(figure), picture(chart)])
    bundle = Bundle.objects.create(title="Spielplätze")
    bundle.items.create(dataset=dataset)
    bundle.items.create(page=story)
    assert bundle_publish(bundle_id=bundle.pk, actor=admin_user)
    call_command("search_rebuild", verbosity=0)
    for words in ("spielplatz", "Spielplätze", "spielplaetze", "platz"):
        assert "/dataset/spielplaetze-moers" in client.get(f"/suche/?q={words}").content.decode(), (
            words
        )
    rows = client.get(f"/api/3/action/datastore_search?resource_id={resource.pk}").json()["result"]
    assert rows["total"] == 12
    story.refresh_from_db()
    html = client.get(story.url).content.decode()
    assert '<data value="12">12</data>' in html
    resource.refresh_from_db()
    assert resource.current_version.label == "1.0.0"

    report = f"/dateien/{resource.pk}/zeile/3/melden"
    client.post(report, {"text": "Rutsche fehlt in der Karte"}, REMOTE_ADDR="10.2.0.1")
    told = RowReport.objects.get()
    assert ["bezeichnung", "Spielplatz 3"] in told.cells

    version_correct(
        version=resource.current_version,
        text="Ein Spielplatz fehlte",
        period="Moers",
        actor=None,
        check=False,
    )
    assert "Ein Spielplatz fehlte" in client.get(story.url).content.decode()
    version = upload(resource, playgrounds(range(1, 14)))
    assert re.fullmatch(r"1\.\d+\.\d+", version.label)
    officer = User.objects.create_superuser("amt", password="x")
    words = f"Steht in Version {version.label}."
    row_report_answer(report=told, outcome="mended", answer=words, actor=officer)
    assert RowReport.objects.get().outcome == "mended"
    html = client.get(story.url).content.decode()
    assert '<data value="13">13</data>' in html
    assert '<td class="num">13</td>' in html
    assert "Ein Spielplatz fehlte" not in html
    assert "Ein Spielplatz fehlte" in client.get("/dataset/spielplaetze-moers").content.decode()
