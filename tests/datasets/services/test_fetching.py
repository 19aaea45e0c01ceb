"""Files from addresses: the portal's own network stays closed, failures are told by mail."""

import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from datasets.models import Dataset, FetchPlan, Membership, ResourceVersion, Role
from datasets.remote import Bounds, RemoteError, fetch, is_public
from datasets.services.bodies import organization_create
from datasets.services.datasets import dataset_create
from datasets.services.fetching import plan_run, plan_save, plans_enqueue_due
from datasets.services.resources import resource_create
from portal.base.models import User

OPEN = Bounds(max_bytes=10_000, seconds=10, private=True)


class Handler(BaseHTTPRequestHandler):
    body = b"a;b\n1;x\n2;y\n"

    def do_GET(self):
        if self.path == "/fort":
            self.send_response(302)
            self.send_header("Location", "http://10.0.0.1/geheim.csv")
            self.end_headers()
        elif self.path == "/kreis":
            self.send_response(302)
            self.send_header("Location", "/kreis")
            self.end_headers()
        elif self.path.startswith("/t"):
            if self.headers.get("If-None-Match") == '"1"':
                self.send_response(304)
                self.end_headers()
                return
            body = b"x" * 20_000 if self.path == "/tgross.csv" else type(self).body
            self.send_response(200)
            self.send_header("Content-Type", "text/csv")
            self.end_headers()
            self.wfile.write(body)
        else:
            self.send_error(404)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    running = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    Handler.body = b"a;b\n1;x\n2;y\n"
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fe80::1%eth0", "0.0.0.0",
     "100.64.0.1", "192.168.0.1", "fd00::1", "224.0.0.1", "2002:7f00:1::"],
)  # fmt: skip
def test_no_address_of_an_own_network_is_public(address):
    assert not is_public(address)


def test_public_addresses_are(monkeypatch):
    assert is_public("193.99.144.80")
    assert is_public("2a02:2e0:3fe:1001::1")


@pytest.mark.parametrize(
    ("path", "code"),
    [("/fort", "private"), ("/nichts", "status"), ("/tgross.csv", "size"), ("/kreis", "redirects")],
)
def test_what_goes_wrong_has_a_code_and_a_german_sentence(server, path, code):
    bounds = Bounds(10_000, 10, private=path != "/fort")
    target = server
    if path == "/fort":
        # The first hop is let in by hand, the second one is checked.
        from datasets import remote

        first = remote.is_public
        remote.is_public = lambda address: address == "127.0.0.1" or first(address)
    try:
        with pytest.raises(RemoteError) as caught:
            fetch(target + path, io.BytesIO(), bounds)
    finally:
        if path == "/fort":
            remote.is_public = first
    assert caught.value.code == code
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/a.csv", "http://localhost/a", "http://[::1]/a", "file:///etc/passwd", "ftp://a/b",
     "http://x:y@example.org/", "http://2130706433/", "https://", "http://[::ffff:7f00:1]/", "nichts"],
)  # fmt: skip
def test_addresses_into_the_own_network_and_other_schemes_are_refused(url):
    with pytest.raises(RemoteError) as caught:
        fetch(url, io.BytesIO(), Bounds(1000, 5))
    assert caught.value.code in {"private", "address", "name"}


@pytest.fixture
def resource(db, settings):
    settings.PORTAL_FETCH_PRIVATE = True
    body = organization_create(actor=None, check=False, name="kleve", title="Kleve")
    user = User.objects.create_user("erika")
    Membership.objects.create(user=user, organization=body, role=Role.EDITOR)
    dataset = dataset_create(actor=user, changes={"name": "dd", "title": "D", "organization": body})
    return resource_create(actor=user, dataset=dataset, fields={"name": "r"})


def test_a_plan_fetches_changes_only_and_mails_what_fails(
    resource, server, mailoutbox, monkeypatch
):
    user = resource.dataset.creator
    plan = plan_save(
        actor=user,
        resource=resource,
        url=f"{server}/t.csv",
        interval="daily",
        notify="e@example.org",
    )
    assert plan_run(plan=plan).last_state == "fetched"
    assert plan_run(plan=plan).last_state == "unchanged"
    monkeypatch.setattr(Handler, "body", b"a;b\n1;x\n2;y\n3;z\n")
    assert plan_run(plan=plan).last_state == "fetched"
    assert ResourceVersion.objects.count() == 2
    assert not mailoutbox
    plan.url = f"{server}/nichts"
    assert plan_run(plan=plan).last_state == "failed"
    assert plan_run(plan=plan).failures == 2
    assert len(mailoutbox) == 1
    assert "404" in mailoutbox[0].body


def test_due_plans_run_once(resource, server):
    plan = plan_save(
        actor=resource.dataset.creator, resource=resource, url=f"{server}/t.csv", interval="daily"
    )
    assert plans_enqueue_due() == 0
    FetchPlan.objects.update(next_at=plan.next_at.replace(year=2000))
    assert plans_enqueue_due() == 1
    assert plans_enqueue_due() == 0
    assert ResourceVersion.objects.count() == 1


def test_a_fetched_file_without_a_column_waits_for_a_person(
    resource, server, mailoutbox, monkeypatch
):
    plan = plan_save(
        actor=resource.dataset.creator,
        resource=resource,
        url=f"{server}/t.csv",
        interval="daily",
        notify="e@example.org",
    )
    monkeypatch.setattr(Handler, "body", b"a;b\n1;x\n2;y\n")
    plan_run(plan=plan)
    monkeypatch.setattr(Handler, "body", b"a;c\n1;x\n2;y\n")
    assert plan_run(plan=plan).last_state == "findings"
    assert ResourceVersion.objects.get(number=2).published_at is None
    assert "wartet auf Sie" in mailoutbox[0].body


def test_a_fetched_file_of_a_draft_stays_a_draft(resource, server):
    Dataset.objects.filter(pk=resource.dataset_id).update(live=False)
    resource.dataset.refresh_from_db()
    plan = plan_save(
        actor=resource.dataset.creator, resource=resource, url=f"{server}/t.csv", interval="daily"
    )
    plan_run(plan=plan)
    assert ResourceVersion.objects.get().published_at is None
