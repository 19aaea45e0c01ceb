"""Datasets as search documents."""

import pytest

from datasets.models import Dataset
from datasets.search import dataset_document


@pytest.mark.django_db
def test_each_place_of_a_list_is_a_place() -> None:
    made = Dataset.objects.create(
        name="a", title="A", additional=[{"key": "ort", "value": "Kleve, Geldern und Moers"}]
    )
    assert dataset_document(made).places == ("Kleve", "Geldern", "Moers")
