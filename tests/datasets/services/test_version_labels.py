"""Versions get their numbers when it is known what changed."""

import io

import pytest

from datasets.errors import Invalid
from datasets.models import Dataset, Resource, ResourceVersion
from datasets.services.labels import needs_explanation, version_explain
from datasets.services.versions import version_receive

ROWS = "nr;name;kosten\n1;Nord;10\n2;Süd;20\n3;West;30\n"


@pytest.fixture
def resource(db) -> Resource:
    dataset = Dataset.objects.create(name="d", title="D")
    return Resource.objects.create(dataset=dataset, name="R")


def received(resource: Resource, text: str, **more: object) -> ResourceVersion:
    """Take a file in and return its version as judged."""
    upload = io.BytesIO(text.encode())
    version = version_receive(
        resource=resource, file_name="t.csv", actor=None, upload=upload, at_once=True, **more
    )
    version.refresh_from_db()
    return version


def test_numbers_follow_what_changed(resource):
    assert received(resource, ROWS).label == "1.0.0"
    assert received(resource, ROWS.replace("20", "21")).label == "1.0.1"
    assert received(resource, ROWS + "4;Ost;40\n").label == "1.1.0"
    gone = received(resource, "nr;name\n1;Nord\n2;Süd\n3;West\n4;Ost\n")
    assert gone.label == "2.0.0"
    assert "„kosten“ ist entfallen" in gone.proposal["version"]["reasons_de"][0]


def test_a_great_change_asks_for_a_sentence(resource):
    received(resource, ROWS)
    version = received(resource, "nr;name\n1;Nord\n2;Süd\n3;West\n")
    assert needs_explanation(version)
    with pytest.raises(Invalid):
        version_explain(version=version, note=" ", actor=None)
    version_explain(version=version, note="Die Kosten stehen jetzt im Haushalt.", actor=None)
    assert not needs_explanation(version)
    explained = received(resource, ROWS, note="Kosten sind zurück.")
    assert not needs_explanation(explained)


def test_drafts_that_nobody_saw_do_not_count(resource):
    received(resource, ROWS)
    assert received(resource, "nr;name\n1;Nord\n", publish=False).label == "2.0.0"
    version = received(resource, ROWS + "4;Ost;40\n", publish=False)
    assert version.label == "1.1.0"
    assert version.proposal["version"]["level"] == "minor"
