"""A data package goes in and comes out again as it was."""

import io
import json
import zipfile
from pathlib import Path

import pytest
import yaml

from datasets.models import Dataset, PackageOrigin
from datasets.services.imports import Manner, import_path
from tests.datasets.linked import FILES, LINKED

pytestmark = pytest.mark.django_db

PACKAGES = (
    "datasets-cofog",
    "datasets-country-codes",
    "goodtables-datapackages/datapackages_linked",
    "frictionless-datasets/packages",
)
DESCRIPTOR = {
    "name": "schulen",
    "title": "Schulen",
    "x-eigenes": {"stand": "2026"},
    "sources": [{"title": "Schulamt"}],
    "resources": [*LINKED, {"name": "entfernt", "path": "https://example.org/a.csv"}],
}


def written(folder: Path) -> Path:
    (folder / "daten").mkdir(parents=True)
    (folder / "datapackage.json").write_text(json.dumps(DESCRIPTOR))
    for name, raw in FILES.items():
        (folder / name).write_bytes(raw)
    return folder


def exported(client, dataset):
    response = client.get(f"/dataset/{dataset.name}.zip")
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_a_package_with_foreign_keys_comes_out_as_it_went_in(client, tmp_path):
    done = list(import_path(written(tmp_path / "p"), Manner()))
    assert [item.state for item in done] == ["published", "published", "invalid"], done
    archive = exported(client, Dataset.objects.get())
    assert json.loads(archive.read("datapackage.json")) == DESCRIPTOR
    assert archive.read("daten/schulen.csv") == (tmp_path / "p/daten/schulen.csv").read_bytes()


def test_an_exported_archive_can_be_taken_in_again(client, tmp_path):
    list(import_path(written(tmp_path / "p"), Manner()))
    first = Dataset.objects.get()
    archive = tmp_path / "schulen.zip"
    response = client.get(f"/dataset/{first.name}.zip")
    archive.write_bytes(b"".join(response.streaming_content))
    first.delete()
    assert [item.state for item in import_path(archive, Manner())][:2] == ["published", "published"]
    again = exported(client, Dataset.objects.get())
    assert json.loads(again.read("datapackage.json")) == DESCRIPTOR


def test_what_was_changed_here_is_changed_in_the_package(client, tmp_path):
    folder = written(tmp_path / "p")
    list(import_path(folder, Manner()))
    (folder / "daten/traeger.csv").write_text("id,name\n1,Stadt\n2,Kreis\n3,Kirche\n")
    list(import_path(folder, Manner()))
    PackageOrigin.objects.update(
        entries={
            key: {**entry, "sha256": "x"} if entry["index"] == 0 else entry
            for key, entry in PackageOrigin.objects.get().entries.items()
        }
    )
    Dataset.objects.update(title="Schulen und Träger")
    found = json.loads(exported(client, Dataset.objects.get()).read("datapackage.json"))
    assert found["title"] == "Schulen und Träger"
    assert found["x-eigenes"] == {"stand": "2026"}
    assert found["resources"][1] == DESCRIPTOR["resources"][1]
    assert [f["name"] for f in found["resources"][0]["schema"]["fields"]] == ["id", "name"]


@pytest.mark.parametrize("name", PACKAGES)
def test_packages_of_others_keep_their_descriptor(client, shared, name):
    folder = shared / "realdata/packages" / name
    found = sorted(folder.glob("datapackage.*")) or sorted(folder.rglob("datapackage.*"))[:1]
    if not found:
        pytest.skip(f"no descriptor in {name}")
    list(import_path(found[0], Manner(personal_data_answer="öffentlich")))
    dataset = Dataset.objects.get()
    if not dataset.resources.filter(current_version__isnull=False).exists():
        pytest.skip("nothing could be taken in")
    text = found[0].read_text()
    before = json.loads(text) if found[0].suffix == ".json" else yaml.safe_load(text)
    after = json.loads(exported(client, dataset).read("datapackage.json"))
    before = json.loads(json.dumps(before, default=str))
    for one, other in zip(before["resources"], after["resources"], strict=True):
        if isinstance(one.get("schema"), str):
            assert other["schema"]["fields"]
            one["schema"] = other["schema"]
    assert after == before


def test_an_archive_that_points_outside_is_refused(tmp_path):
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("datapackage.json", json.dumps(DESCRIPTOR))
        archive.writestr("../boese.csv", "a;b")
    [done] = import_path(path, Manner())
    assert done.state == "invalid"
    assert "außerhalb" in done.message


def test_a_key_into_another_table_that_points_nowhere_is_told(client, tmp_path):
    folder = written(tmp_path / "p")
    (folder / "daten/schulen.csv").write_text("nr,traeger\n1,1\n2,7\n3,\n4,8\n")
    done = list(import_path(folder, Manner()))
    broken = next(item for item in done if item.state == "broken-key")
    assert broken.findings == 2
    assert "„7“, „8“" in broken.message
    assert "„7“, „8“" in client.get(Dataset.objects.get().get_absolute_url()).content.decode()
