"""The portal's own records are ordinary datasets, published again when they change."""

import pytest

from datasets.models import Dataset
from labs.services.records import RECORDS, records_publish

pytestmark = pytest.mark.slow


def test_records_are_published_as_valid_tables_and_again_when_they_change(wide, client):
    names = {records.name for records in RECORDS}
    assert set(records_publish()) == names
    for name in names:
        resource = Dataset.objects.public().get(name=name).resources.get()
        version = resource.versions.first()
        assert (version.state, version.rows) == ("valid", 1), name
        assert version.published_at is not None
    assert records_publish() == []
    wide.example.title = "Zwei Werkbänke"
    wide.example.save()
    assert records_publish() == ["portal-praxisbeispiele"]
    resource = Dataset.objects.get(name="portal-praxisbeispiele").resources.get()
    assert resource.versions.count() == 2
    answer = client.get("/api/3/action/package_show?id=portal-labore").json()["result"]
    assert answer["organization"]["name"] == "portalredaktion"


def test_an_empty_portal_publishes_nothing(db):
    assert records_publish() == []
