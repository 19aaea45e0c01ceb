"""What all tests share."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, RequestFactory
from wagtail.test.utils import WagtailPageTestCase

from search import api
from tests.labs.factories import Tree

TESTS = Path(__file__).resolve().parent
SHARED = TESTS.parents[1] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the shared material beside the checkout; skip where there is none."""
    if not SHARED.is_dir():
        pytest.skip("../shared (test material beside the checkout) is absent here")
    return SHARED


def _run_hooks(depth: int) -> None:
    """Run the waiting hooks if the code under test holds no transaction any more."""
    if connection.needs_rollback or len(connection.savepoint_ids) != depth:
        return
    hooks, connection.run_on_commit = connection.run_on_commit, []
    for _, function, _robust in hooks:
        function()


def _in_one_transaction(request: pytest.FixtureRequest) -> bool:
    """Say whether this test's database is rolled back at its end."""
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or "live_server" in request.fixturenames:
        return False
    if marker is not None:
        return not marker.kwargs.get("transaction")
    return "db" in request.fixturenames


class OnDemand:
    """Writes the search index when something is searched: most tests never do, and a write takes longer than they."""

    def __init__(self) -> None:
        self._waits = True  # of a new index, all of it

    def wake(self) -> None:
        self._waits = True

    def catch_up(self) -> None:
        if self._waits:
            noted = len(connection.queries_log)
            api.drain_quietly()
            self._waits = False
            # A commit before would have written it: no test that counts queries means these.
            while len(connection.queries_log) > noted:
                connection.queries_log.pop()


@pytest.fixture(autouse=True)
def index_on_demand(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the index until it is asked; the tests of the search itself write at each commit, as commands do."""
    if "search" not in request.path.relative_to(TESTS).parts:
        monkeypatch.setattr(api, "_beside", [OnDemand()])


@pytest.fixture(autouse=True)
def nothing_cached() -> None:
    """Forget what another test's pages and sites left in the cache of this process."""
    cache.clear()


@pytest.fixture(autouse=True)
def commits_run_their_hooks(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run `on_commit` hooks when the code under test leaves its outermost transaction.

    A test with the `db` fixture runs inside a transaction that never commits, so hooks (judging a
    received file, filling the search index) would wait for ever. The hooks that the code under test
    sees are the same as in production: after its own outermost `atomic`, or at once outside of one.
    """
    if not _in_one_transaction(request):
        return
    request.getfixturevalue("db")
    depth = len(connection.savepoint_ids)
    leave, register = transaction.Atomic.__exit__, connection.on_commit

    def leave_and_run(self: transaction.Atomic, *exception: object) -> None:
        leave(self, *exception)
        if exception[0] is None:
            _run_hooks(depth)

    def register_and_run(function: object, robust: bool = False) -> None:
        register(function, robust)
        _run_hooks(depth)

    monkeypatch.setattr(transaction.Atomic, "__exit__", leave_and_run)
    monkeypatch.setattr(connection, "on_commit", register_and_run)


@pytest.fixture
def tree(db: None) -> Tree:
    """Return a home page with one lab, story and guide."""
    return Tree()


@pytest.fixture
def editor(client: Client, admin_user: object) -> Client:
    """Return a browser in which somebody who may do everything has signed in."""
    client.force_login(admin_user)
    return client


@pytest.fixture
def pages(editor: Client) -> WagtailPageTestCase:
    """Return Wagtail's own checks of page types, with our client."""
    case = WagtailPageTestCase()
    case.client = editor
    case.dummy_request = RequestFactory().get("/")
    return case
