"""Bytes, headers and input of every kind."""

import gzip
import json
import multiprocessing
import random
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import DisallowedHost
from django.test import Client

from datasets.ckan import respond
from datasets.ckan.ratelimit import Counts

URL = "/api/3/action/"


def test_envelope_is_written_as_ckan_writes_it(catalogue: Any, client: Client) -> None:
    found = client.get(f"{URL}package_show?id=baeume")
    help_url = "http://testserver/api/3/action/help_show?name=package_show"
    assert found.content.startswith(
        f'{{"help": "{help_url}", "success": true, "result": {{"author": null, '.encode()
    )
    assert "Bäume".encode() not in found.content
    assert b"B\\u00e4ume" in found.content
    assert found["Content-Type"] == "application/json;charset=utf-8"


def test_errors_are_written_as_ckan_writes_them(db: None, client: Client) -> None:
    found = client.get(f"{URL}package_show?id=zzz")
    assert found.status_code == 404
    assert found.content.endswith(
        b'"error": {"__type": "Not Found Error", "message": "Not found: Dataset not found"}, '
        b'"success": false}'
    )


def test_an_action_takes_the_short_way(
    db: None, client: Client, django_assert_num_queries: Any, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    with django_assert_num_queries(0):  # pages ask whether anything was published
        assert client.get(f"{URL}site_read").json()["result"] is True
    with pytest.raises(DisallowedHost):
        client.get(f"{URL}site_read", headers={"host": "evil.example"})
    assert client.get(f"{URL}site_read")["X-Content-Type-Options"] == "nosniff"


def test_versions_and_languages(db: None, client: Client) -> None:
    assert client.get("/api").json() == {"version": 1}
    assert client.get("/api/3").json() == {"version": 3}
    assert client.get("/api/action/site_read").json()["result"] is True
    in_german = client.get("/de/api/3/action/site_read").json()
    assert "/de/api/3/action/help_show" in in_german["help"]
    assert client.get("/api/1/action/site_read").status_code == 404


@pytest.mark.parametrize(
    ("body", "media", "name"),
    [
        ('{"id": "baeume"}', "application/json", "baeume"),
        ('{"id": "baeume"}', "application/json; charset=utf-8", "baeume"),
        ('\ufeff{"id": "baeume"}', "application/vnd.api+json", "baeume"),
        ('{"id": "baeume"}', "", "baeume"),
        ('{"id": "baeume"}', "text/plain", "baeume"),
        ('{"id": "baeume"}', "application/x-www-form-urlencoded", "baeume"),
        ("id=baeume", "application/x-www-form-urlencoded", "baeume"),
        ("%7B%22id%22%3A%22baeume%22%7D=1", "application/x-www-form-urlencoded", "baeume"),
    ],
)
def test_parameters_come_in_many_forms(
    catalogue: Any, client: Client, body: str, media: str, name: str
) -> None:
    found = client.post(f"{URL}package_show", body.encode(), content_type=media)
    assert found.json()["result"]["name"] == name


def test_the_query_string_wins_over_a_body_for_reading(catalogue: Any, client: Client) -> None:
    found = client.post(
        f"{URL}package_show?id=radzaehlung", '{"id": "baeume"}', content_type="application/json"
    )
    assert found.json()["result"]["name"] == "radzaehlung"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "text"),
    [
        ("get", "nope", "", 400, "Bad request: Action name not known: nope"),
        ("get", "package_create", "", 400, "Please use POST method"),
        ("post", "package_show", "{broken", 400, "Error decoding JSON data"),
        ("post", "package_show", '["a"]', 400, "decoded to ['a'] but it needs to be a dictionary"),
        ("post", "package_show", '{"id": NaN}', 400, "Error decoding JSON data"),
        ("post", "package_show", '{"a":' * 100_000, 400, "Error decoding JSON data"),
    ],
)
def test_requests_that_cannot_be_read(
    db: None, client: Client, method: str, path: str, body: str, status: int, text: str
) -> None:
    found = getattr(client, method)(URL + path, body or None, content_type="application/json")
    assert found.status_code == status
    assert text in json.loads(found.content)


NASTY: list[Any] = [
    None, "", "\x00", "a\x00b", "\ud800", [], ["a", "b"], [[]], {}, {"a": {"b": []}}, True, 0, -1,
    1.5, 1e300, 10**30, "x" * 100_000, "'; DROP TABLE x; --", "{!dismax}x", "a:b:c:(", "%", "../..",
]  # fmt: skip


BODY = (
    "name", "title", "tags", "groups", "extras", "resources", "owner_org", "state", "private",
    "license_id", "type", "version", "users", "image_url", "size", "url", "created", "format",
)  # fmt: skip


@pytest.fixture
def table(catalogue: Any, admin: Any) -> str:
    made = admin.ok(
        "datastore_create",
        resource={"package_id": "baeume"},
        records=[{"a": 1, "b": "x"}],
        primary_key="a",
    )
    return str(made["resource_id"])


@pytest.mark.slow
def test_nasty_values_never_break_an_action(
    catalogue: Any, client: Client, admin: Any, table: str
) -> None:
    """Each parameter of each action meets one of the values in turn, as the public and as a sysadmin."""
    from datasets.ckan.registry import ACTIONS

    turn = 0
    for action in list(ACTIONS.values()):
        names = [param.name for param in action.params] or ["id"]
        good = {"id": "baeume", "resource_id": table, "package_id": "baeume"}
        for word, known in (
            ("organization", "stadt-kleve"),
            ("group", "verkehr"),
            ("member", "stadt-kleve"),
            ("resource", table),
        ):
            good |= {"id": known} if action.name.startswith(word) else {}
        for name in [*names, *(BODY if action.writes else ())]:
            value = NASTY[turn % len(NASTY)]
            turn += 1
            data = json.dumps({k: v for k, v in good.items() if k in names} | {name: value})
            for headers in ({}, admin.headers):
                found = client.post(
                    URL + action.name, data, content_type="application/json", headers=headers
                )
                assert found.status_code < 500, (action.name, data[:200], found.content[:300])


def test_reads_carry_an_entity_tag(catalogue: Any, client: Client) -> None:
    first = client.get(f"{URL}package_list")
    again = client.get(f"{URL}package_list", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    head = client.head(f"{URL}package_list")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == first["ETag"]


@pytest.mark.parametrize(("accepted", "used"), [("gzip", "gzip"), ("br, gzip", "br"), ("", None)])
def test_long_answers_are_compressed(
    catalogue: Any, client: Client, accepted: str, used: str | None
) -> None:
    found = client.get(f"{URL}package_search", headers={"Accept-Encoding": accepted})
    assert found.get("Content-Encoding") == used


def test_the_compressed_answers_that_are_kept_are_few() -> None:
    kept = respond._Squeezed(most=3_000)
    bodies = [random.Random(number).randbytes(1_000) for number in range(5)]
    for body in [*bodies, bodies[-1]]:
        assert gzip.decompress(kept(body, respond.digest_of(body), "gzip")) == body
    assert list(kept._kept) == [(respond.digest_of(body), "gzip") for body in bodies[-2:]]
    assert kept.size == sum(map(len, kept._kept.values()))


def test_every_page_may_read(db: None, client: Client) -> None:
    found = client.options(f"{URL}package_list", headers={"Origin": "https://a.example"})
    assert found.status_code == 200
    assert found["Access-Control-Allow-Origin"] == "*"
    assert "POST" in found["Allow"]
    assert client.delete(f"{URL}package_list").status_code == 405


def test_jsonp_takes_identifiers_only_and_forgets_who_asks(
    catalogue: Any, client: Client, editor: Any
) -> None:
    found = client.get(f"{URL}package_list?callback=cb")
    assert found.content.startswith(b'cb({"help"')
    assert found.content.endswith(b"});")
    assert found["Content-Type"] == "application/javascript;charset=utf-8"
    evil = client.get(f"{URL}package_list?callback=a<b>(1)")
    assert evil.json()["success"] is True
    secret = client.get(f"{URL}package_show?id=geheim&callback=cb", headers=editor.headers)
    assert secret.status_code == 403
    assert secret.json()["success"] is False


@pytest.mark.parametrize("form", ["{}", "Bearer {}"])
@pytest.mark.parametrize("header", ["Authorization", "X-CKAN-API-Key"])
def test_tokens_are_taken_in_every_form(
    catalogue: Any, client: Client, editor: Any, header: str, form: str
) -> None:
    token = form.format(editor.headers["Authorization"])
    found = client.get(f"{URL}package_show?id=geheim", headers={header: token})
    assert found.status_code == 200
    assert "private" in found["Cache-Control"]


def test_wrong_revoked_and_expired_tokens_are_the_public(
    catalogue: Any, client: Client, editor: Any
) -> None:
    from django.utils import timezone

    from datasets.models import ApiToken

    assert client.get(f"{URL}package_list", headers={"Authorization": "x"}).status_code == 200
    ApiToken.objects.update(expires_at=timezone.now())
    assert editor.error("package_show", id="geheim")[0] == 403
    ApiToken.objects.update(expires_at=None, revoked_at=timezone.now())
    assert editor.error("package_show", id="geheim")[0] == 403


def test_a_session_reads_but_writes_only_with_a_csrf_token(catalogue: Any) -> None:
    from portal.base.models import User

    strict = Client(enforce_csrf_checks=True)
    user = User.objects.create(username="person", is_superuser=True)
    strict.force_login(user)
    assert strict.get(f"{URL}package_show?id=geheim").status_code == 200
    found = strict.post(f"{URL}package_show", '{"id": "geheim"}', content_type="application/json")
    assert found.status_code == 403


@pytest.fixture
def limited(settings: Any, tmp_path: Any) -> Any:
    settings.CKAN = {**settings.CKAN, "RATE_LIMIT_PER_MINUTE": 3}
    settings.PORTAL_DATA = tmp_path
    return settings


def test_a_limit_is_announced_and_kept_by_address_and_by_token(
    catalogue: Any, client: Client, editor: Any, limited: Any
) -> None:
    with time_machine.travel("2026-01-01T12:00:10Z", tick=False):
        left = [client.get(f"{URL}package_list")["RateLimit-Remaining"] for _ in range(3)]
        assert left == ["2", "1", "0"]
        refused = client.get(f"{URL}package_list", headers={"Authorization": "made up"})
        assert (refused.status_code, refused["Retry-After"]) == (429, "50")
        assert refused.json()["error"]["__type"] == "Rate Limit Error"
        assert client.get("/feeds/dataset.atom").status_code == 429
        assert client.options(f"{URL}package_list").status_code == 200
        assert client.get(f"{URL}package_list", headers=editor.headers).status_code == 200
        assert client.get(f"{URL}package_list", REMOTE_ADDR="10.0.0.9").status_code == 200
    with time_machine.travel("2026-01-01T12:01:01Z", tick=False):
        assert client.get(f"{URL}package_list").status_code == 200


def test_addresses_behind_proxies_are_believed_only_as_far_as_there_are_proxies(
    limited: Any, rf: Any
) -> None:
    from portal.base.limits import address_of

    request = rf.get("/", headers={"X-Forwarded-For": "6.6.6.6, 5.5.5.5"}, REMOTE_ADDR="9.9.9.9")
    found = []
    for limited.PORTAL_PROXIES in (0, 1, 2, 3):
        found.append(address_of(request))
    assert found == ["9.9.9.9", "5.5.5.5", "6.6.6.6", "6.6.6.6"]
    request = rf.get("/", REMOTE_ADDR="2001:db8:1:2:3::4")
    assert address_of(request) == "2001:db8:1:2::/64"


def _count(path: Path) -> None:
    counts = Counts(path)
    for _ in range(500):
        counts.add("x", 7)


def test_processes_count_together(tmp_path: Path) -> None:
    path = tmp_path / "counts"
    # Forked as the web server forks its workers; nothing of the database is touched.
    made = multiprocessing.get_context("fork")
    running = [made.Process(target=_count, args=(path,)) for _ in range(2)]
    for process in running:
        process.start()
    for process in running:
        process.join()
    assert [process.exitcode for process in running] == [0, 0]
    assert Counts(path).add("x", 7) == 1001
    assert Counts(path).add("x", 8) == 1
