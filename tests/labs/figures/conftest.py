import io

import pytest

from datasets.services.datasets import dataset_create
from datasets.services.resources import resource_create
from datasets.services.versions import version_receive
from labs.figures.following import loaded, refresh
from labs.models import Chart, Figure

SCHEMA = {
    "fields": [
        {"name": "nr", "type": "integer"},
        {"name": "ort", "type": "string"},
        {"name": "flaeche", "type": "number", "decimalChar": ","},
    ]
}


def table(moers: int, kleve: int = 3, *, column: str = "ort") -> str:
    rows = ["Moers"] * moers + ["Kleve"] * kleve
    lines = [f"{n};{place};{n},5" for n, place in enumerate(rows, 1)]
    return "\n".join([f"nr;{column};flaeche", *lines]) + "\n"


@pytest.fixture
def dataset(db):
    changes = {"name": "spielplaetze", "title": "Spielplätze", "license": "cc-by"}
    return dataset_create(actor=None, changes=changes, check=False)


@pytest.fixture
def resource(dataset):
    return take_in(dataset, table(87))


def take_in(dataset, text, **more):
    return resource_create(
        actor=None, dataset=dataset, fields={"name": "Liste"}, check=False,
        upload=io.BytesIO(text.encode()), file_name="liste.csv", **more,
    )  # fmt: skip


def upload(resource, text, **more):
    version = version_receive(
        resource=resource, file_name="liste.csv", actor=None,
        upload=io.BytesIO(text.encode()), **more,
    )  # fmt: skip
    resource.refresh_from_db()
    version.refresh_from_db()
    return version


def make_figure(resource, **fields):
    fields.setdefault("filters", [{"column": "ort", "op": "eq", "value": "Moers"}])
    fields.setdefault("label", "Spielplätze in Moers")
    if fields.get("pinned"):
        fields["version"] = resource.current_version
    figure = Figure.objects.create(resource=resource, **fields)
    refresh(loaded(Figure).get(pk=figure.pk))
    return loaded(Figure).get(pk=figure.pk)


def sentence(*figures):
    tags = " und ".join(f'<embed embedtype="zahl" id="{one.pk}"/>' for one in figures)
    return {"type": "paragraph", "value": f"<p>In Moers gibt es {tags} Spielplätze.</p>"}


def make_chart(resource, **fields):
    fields = {"title": "Plätze nach Ort", "category": "ort", "confirmed": True, **fields}
    chart = Chart.objects.create(resource=resource, **fields)
    refresh(loaded(Chart).get(pk=chart.pk))
    return loaded(Chart).get(pk=chart.pk)


def picture(chart, caption=""):
    return {"type": "chart", "value": {"chart": chart.pk, "caption": caption}}
