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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("2019-05-01", "2021-04-30", ("2019", "2020", "2021")),
        ("2021", "", ("2021",)),
        ("", "2020-13", ()),
        ("früher", "heute", ()),
        ("1500-01-01", "2024-12-31", tuple(map(str, range(1905, 2025)))),
    ],
)
def test_the_years_that_data_are_about_are_counted(
    first: str, last: str, years: tuple[str, ...]
) -> None:
    extras = [{"key": "temporal_start", "value": first}, {"key": "temporal_end", "value": last}]
    made = Dataset.objects.create(name="a", title="A", additional=extras)
    assert dataset_document(made).facets.get("period", ()) == years
