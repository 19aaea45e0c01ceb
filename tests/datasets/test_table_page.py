"""The table page: rows with filters and addresses of their own, chart, map, programs."""

import io
import re
import shutil
import subprocess
import sys
from html import unescape

import pytest
from django.test import Client

from datasets.models import Resource
from datasets.municipalities import as_ags
from datasets.services.datasets import dataset_create
from datasets.services.resources import resource_create
from datasets.services.tables import TablePlan, table_make, table_write
from datasets.store import Kind
from datasets.store.writable import ColumnSpec
from datasets.views.snippets import snippets
from portal.base.models import User

pytestmark = pytest.mark.django_db
TREES = "Art;Höhe;Jahr;Breitengrad;Längengrad\n" + "".join(
    f"{('Linde', 'Eiche', '=1+1 <b>')[n % 3]};{n},5;{2000 + n % 4};51,{4000 + n};6,{6000 + n}\n"
    for n in range(90)
)


@pytest.fixture
def page():
    dataset = dataset_create(actor=None, changes={"name": "baeume", "title": "Bäume"}, check=False)
    resource = resource_create(
        actor=None, dataset=dataset, fields={"name": "Kataster"}, upload=io.BytesIO(TREES.encode()),
        file_name="baeume.csv", check=False,
    )  # fmt: skip
    return resource.get_absolute_url()


@pytest.fixture
def fed():
    """A table that programs feed, without any file."""
    dataset = dataset_create(actor=None, changes={"name": "pegel", "title": "Pegel"}, check=False)
    resource = resource_create(
        actor=None, dataset=dataset, fields={"url": "https://a.example/", "name": "Messwerte"}, check=False
    )  # fmt: skip
    admin = User.objects.create(username="pegel", is_superuser=True)
    columns = [ColumnSpec("ort", Kind.TEXT, label="Ort"), ColumnSpec("stand", Kind.NUMBER)]
    table_make(actor=admin, resource=resource, plan=TablePlan(columns=columns))
    rows = [{"ort": "Rees", "stand": "2.5"}, {"ort": "Emmerich", "stand": "3"}]
    table_write(actor=admin, resource=resource, records=rows, method="insert")
    return Resource.objects.get(pk=resource.pk)


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def test_a_filter_set_by_form_is_shown_kept_and_can_be_taken_away(client, page):
    shown = text_of(client, f"{page}?neu_spalte=Art&neu_art=ist&neu_wert=Linde&sort=-Höhe&q=linde")
    assert "30 Zeilen" in shown
    assert "Art ist „Linde“" in shown
    assert "<td>Eiche</td>" not in shown
    onwards = re.findall(r'href="(\?[^"]*)"', shown)
    assert any("f_Art=Linde" in link and "sort=H" in link for link in onwards)
    narrowed = text_of(client, f"{page}?f_Art=Linde&ab_Höhe=80&bis_Höhe=85,5")
    assert "2 Zeilen" in narrowed
    assert "0 Zeilen" in text_of(client, f"{page}?leer_Art=ja")


def test_every_row_has_an_address(client, page):
    shown = text_of(client, f"{page}?_id=4")
    assert "Zeile 4" in shown
    assert "<dt>Höhe</dt><dd>3,5</dd>" in shown
    assert "Keine Zeile passt" in text_of(client, f"{page}?_id=4000")


@pytest.mark.parametrize(
    "query",
    ["?ab_Höhe=quatsch", "?f_nix=1", "?sort=nix", "?seite=999999", "?_id=x", "?neu_spalte=Art&neu_art=nix&neu_wert=1",
     "?ansicht=diagramm&x=nix&y=nix&art=nix&wert=nix", "?ansicht=diagramm&art=share&wert=min&x=Art&y=Breitengrad&ab_Höhe=x",
     "?ansicht=karte&ab_Höhe=x", "?ansicht=nix", "?ansicht=diagramm&wert=row&x=Höhe&q=(((", "?version=7&ansicht=api"],
)  # fmt: skip
def test_odd_addresses_never_break_the_page(client, page, query):
    assert client.get(page + query).status_code in (200, 404)


def test_a_chart_is_drawn_by_choice_and_its_file_is_the_same(client, page):
    query = "?ansicht=diagramm&art=bar&x=Art&y=Höhe&wert=avg"
    shown = text_of(client, page + query)
    assert "Höhe (Durchschnitt) nach Art" in shown
    assert '<td class="num">45</td>' in shown  # the numbers stand beside it
    drawn, narrow = re.findall(
        r"<svg [^>]*chart__svg.*?</svg>", client.get(page + query).content.decode(), re.DOTALL
    )
    file = client.get(f"{page}/diagramm.svg{query}")
    assert (file.status_code, file["Content-Type"]) == (200, "image/svg+xml")
    assert drawn == file.content.decode()
    assert "&lt;b&gt;" in drawn  # a name is text
    assert 'viewBox="0 0 360 ' in narrow
    assert client.get(f"{page}/diagramm.svg?art=share&x=Art&y=Höhe&f_Art=nix").status_code == 400


def test_rows_with_coordinates_are_points_that_lead_to_them(client, page):
    shown = text_of(client, f"{page}?ansicht=karte&f_Art=Linde")
    assert shown.count('class="map-svg__point"') == 30
    assert 'href="?_id=1"' in shown
    assert "CC BY 4.0" in shown


def test_columns_are_drawn_as_small_histograms(client, page):
    shown = client.get(page).content.decode()
    assert 'class="spark"' in shown
    assert "style=" not in shown


def test_a_fed_table_has_the_same_page_and_downloads(client, fed):
    page = fed.get_absolute_url()
    assert "Emmerich" in text_of(client, page)
    assert "stand (Summe) nach ort" in text_of(
        client, f"{page}?ansicht=diagramm&x=ort&y=stand&wert=sum"
    )
    answer = client.get(f"{page}/tabelle.csv?q=rees")
    assert b"".join(answer.streaming_content) == b"ort,stand\r\nRees,2.5\r\n"
    schema = client.get(f"{page}/tabelle.schema.json").json()
    assert [(field["name"], field["type"]) for field in schema["fields"]] == [
        ("ort", "string"),
        ("stand", "number"),
    ]
    fed.dataset.private = True
    fed.dataset.save()
    for way in ("", "/tabelle.csv", "/diagramm.svg"):
        assert client.get(page + way).status_code in (403, 404)


def test_a_part_of_a_made_file_can_be_had(client, page):
    whole = client.get(f"{page}/tabelle.parquet")
    data = b"".join(whole.streaming_content)
    assert int(whole["Content-Length"]) == len(data)
    for form, size in (("parquet", len(data)), ("csv", None)):
        part = client.get(f"{page}/tabelle.{form}", headers={"range": "bytes=4-9"})
        assert part.status_code == 206
        assert part["Content-Range"].startswith("bytes 4-9/")
        assert len(b"".join(part.streaming_content)) == 6
        assert size is None or part["Content-Range"].endswith(f"/{size}")
    assert (
        client.get(f"{page}/tabelle.csv", headers={"range": "bytes=99999999-"}).status_code == 416
    )


@pytest.mark.parametrize("language", ["curl", "Python", "R", "JavaScript"])
def test_the_programs_shown_run(live_server, settings, page, language):
    tool = {"curl": "bash", "Python": sys.executable, "R": "Rscript", "JavaScript": "node"}[
        language
    ]
    if not shutil.which(tool) or (language == "curl" and not shutil.which("curl")):
        pytest.skip(f"no {tool} here")
    settings.PORTAL_BASE_URL = live_server.url
    answer = Client().get(f"{page}?ansicht=api")
    [code] = [s.code for s in snippets(page.rsplit("/", 1)[1]) if s.language == language]
    assert code in unescape(answer.content.decode())
    flag = {"R": ["-e"], "JavaScript": ["--input-type=module", "-e"]}.get(language, ["-c"])
    done = subprocess.run(
        [tool, *flag, code], capture_output=True, text=True, timeout=60, check=False
    )
    if language == "R" and "jsonlite" in done.stderr and done.returncode:
        pytest.skip("R has no jsonlite here")
    assert done.returncode == 0, done.stderr
    assert "Linde" in done.stdout


def test_municipality_keys_are_joined_to_names_and_inhabitants(client):
    """05170024 and 051700024024 (ARS) are Moers; a lost leading zero is given back."""
    for name, text in (
        ("gemeindeverzeichnis", "AGS;Name;Einwohner\n05170024;Moers;100000\n05170052;Wesel;60000\n09162000;München;1500000\n"),
        ("kitas", "AGS;Plätze\n05170024;2500\n05170052;900\n05170008;7\n"),
    ):  # fmt: skip
        dataset = dataset_create(actor=None, changes={"name": name, "title": name}, check=False)
        resource = resource_create(
            actor=None, dataset=dataset, fields={}, upload=io.BytesIO(text.encode()), file_name=f"{name}.csv", check=False
        )  # fmt: skip
    page = resource.get_absolute_url()
    assert "gemeindeverzeichnis" in text_of(client, page)
    shown = text_of(client, f"{page}?je1000=Plätze")
    assert '<td>Moers</td><td class="num">25</td>' in shown
    assert '<td>Wesel</td><td class="num">15</td>' in shown
    assert '<td>–</td><td class="num">–</td>' in shown
    assert [as_ags(key) for key in ("5170024", "051700024024", "05 1 70 024", "x", None)] == [
        "05170024", "05170024", "05170024", "", "",
    ]  # fmt: skip
