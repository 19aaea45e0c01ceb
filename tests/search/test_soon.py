"""Writing the index beside requests: the sender does not wait, whoever searches sees the change all the same."""

from collections.abc import Iterator

import pytest

from search import api, soon
from search.catalogue import CatalogueQuery, catalogue_search
from search.errors import IndexBusy
from search.models import Pending
from tests.search.documents import dataset


class Shelf:
    prefix = "dataset"

    def __init__(self) -> None:
        self.held = {"dataset:1": dataset(1, "Baumkataster")}

    def iter_documents(self):
        return iter(self.held.values())

    def get_documents(self, keys):
        return [self.held[key] for key in keys if key in self.held]


@pytest.fixture
def shelf(db, settings, tmp_path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    settings.SEARCH = {**settings.SEARCH, "PATH": str(tmp_path / "index")}
    shelf = Shelf()
    monkeypatch.setattr(api, "providers", lambda: {"dataset": shelf})
    return shelf


@pytest.fixture
def writer(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Iterator[soon.Writer]:
    """A writer that only notes that it was woken."""
    writer = soon.Writer()
    monkeypatch.setattr(writer, "wake", lambda: None)
    api.use_writer(writer)
    yield writer
    api._beside.clear()


def test_a_search_sees_what_was_committed_before_it(shelf: Shelf, writer: soon.Writer) -> None:
    api.rebuild()
    shelf.held["dataset:2"] = dataset(2, "Spielplätze")
    api.touch(["dataset:2"])
    assert Pending.objects.count() == 1
    assert catalogue_search(CatalogueQuery(q="spielplatz")).keys == ("dataset:2",)
    assert not Pending.objects.exists()


def test_a_search_does_not_wait_for_ever_for_a_busy_writer(
    shelf: Shelf, writer: soon.Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.rebuild()
    waits = []

    def busy(wait: float, **_: object) -> int:
        waits.append(wait)
        raise IndexBusy

    api.touch(["dataset:1"])
    monkeypatch.setattr(api, "drain", busy)
    for _ in range(3):
        assert catalogue_search(CatalogueQuery(q="baumkataster")).count == 1
    assert waits == [soon.PATIENCE]


def test_without_a_writer_beside_a_commit_is_followed_by_the_index(shelf: Shelf) -> None:
    api.rebuild()
    shelf.held["dataset:3"] = dataset(3, "Radwege")
    api.touch(["dataset:3"])
    assert not Pending.objects.exists()
