"""Senseless and hostile requests to every action: never a 5xx, and nothing private to who may not know it.

The requests come from a fixed seed, each is undone afterwards; a failure names the request that made it.
"""

import json
import random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from datasets.ckan.catalogue import load_actions
from datasets.ckan.registry import ACTIONS, Action
from datasets.models import Dataset
from datasets.services.datasets import dataset_create, dataset_delete
from portal.base.models import User
from tests.datasets.ckan.conftest import token_for

load_actions()
SECRETS = (b"Geheimer", b"Geheimwort", b"Entwurfstitel", b"Binwort", b"leserin@")
WORDS = (
    "", " ", "\x00", "a\x00b", "geheim", "entwurf", "baeume", "stadt-kleve", "x" * 3000, "\U0001f600",
    "ä\u0301", "\ud800", "' OR 1=1 --", "../../etc/passwd", "[", "{", '{"a": [', "*:*", "title:[* TO", "(((((",
    '"', "-1", "1e999", "9" * 40, "2024-13-45", "true", "vielleicht", "id", "__class__", "%s", "{{7*7}}",
    "javascript:alert(1)", "http://[", "a:b:c", "name asc, , desc", "NaN",
)  # fmt: skip
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**30, 1.5, 1e308, [], {}, [[]], [None], [{}], ["geheim", 5], {"": None},
    {"a": {"b": [1, {"c": "d"}]}}, [{"id": [], "name": {}, "key": None, "value": []}], [[["x"] * 50] * 3],
)  # fmt: skip
BODIES = (
    b"", b"[", b"[]", b"null", b'"x"', b"{", b'{"id": NaN}', b'{"id": 1e999}', b"\xff\xfe{}", b'{"id":"\\ud800"}',
    b"[" * 100_000, b'{"a":' * 100_000, b'{"id": "' + b"y" * 1_000_000 + b'"}', b'{"rows": ' + b"9" * 5000 + b"}",
    b"id=%00&id=2", b"a" * 70_000 + b"=1",
)  # fmt: skip


@pytest.fixture
def secrets(catalogue: Any, db: None) -> list[str]:
    """A draft and a deleted dataset beside the private one, a person with an address; what leads to them."""
    User.objects.create(username="leserin", email="leserin@a.example")
    for name, title in (("entwurf", "Entwurfstitel"), ("weg", "Binwort")):
        made = dataset_create(
            actor=None,
            check=False,
            publish=name != "entwurf",
            changes={"name": name, "title": title, "organization": catalogue},
        )
        if name == "weg":
            dataset_delete(actor=None, dataset=made, check=False)
    hidden = Dataset.objects.filter(name__in=("geheim", "entwurf", "weg")).order_by("name")
    resources = [r.pk for dataset in hidden for r in dataset.resources.all()]
    return [*(d.pk for d in hidden), *(d.name for d in hidden), *resources, "leserin"]


def _value(chance: random.Random, keys: list[str]) -> Any:
    kind = chance.random()
    if kind < 0.3:
        return chance.choice(keys)
    return chance.choice(WORDS) if kind < 0.75 else chance.choice(ODD)


def _requests(action: Action, keys: list[str], number: int) -> list[dict[str, Any]]:
    """Return what is sent to an action, always the same."""
    chance = random.Random(f"5 {action.name}")
    names = [param.name for param in action.params]
    more = [
        "id",
        "name",
        "resources",
        "extras",
        "tags",
        "owner_org",
        "records",
        "fields",
        "unbekannt",
    ]
    found = []
    for _ in range(number):
        count = min(len(names), chance.randint(1, 4))
        chosen = [*chance.sample(names, count), *chance.sample(more, chance.randint(0, 2))]
        found.append({name: _value(chance, keys) for name in chosen})
    return found


def _send(client: Client, action: Action, data: Any, token: str, *, form: bool) -> Any:
    """Send a request and undo what it did."""
    headers = {"Authorization": token} if token else {}
    address = f"/api/3/action/{action.name}"
    with transaction.atomic():
        if form:
            texts = {k: v if isinstance(v, str) else json.dumps(v) for k, v in data.items()}
            texts = {k: v.encode("utf-8", "replace").decode() for k, v in texts.items()}
            send = client.post if action.writes else client.get
            answer = send(address, texts, headers=headers)
        else:
            body = data if isinstance(data, bytes) else json.dumps(data)
            answer = client.post(address, body, content_type="application/json", headers=headers)
        transaction.set_rollback(True)
    return answer


def test_no_action_fails_or_tells_what_is_private(client: Client, secrets: list[str]) -> None:
    client.raise_request_exception = False
    outsider = token_for("fremde")
    for action in ACTIONS.values():
        for number, data in enumerate(_requests(action, secrets, 4)):
            token = outsider if number % 2 else ""
            answer = _send(client, action, data, token, form=number == 3)
            assert answer.status_code < 500, (action.name, data, answer.content[:300])
            told = [secret for secret in SECRETS if secret in answer.content]
            assert not told, (action.name, data, told)


def test_no_action_fails_for_who_may_do_everything(client: Client, secrets: list[str]) -> None:
    client.raise_request_exception = False
    token = token_for("leitung", sysadmin=True)
    for action in ACTIONS.values():
        for number, data in enumerate(_requests(action, [*secrets, "baeume", "verkehr"], 3)):
            answer = _send(client, action, data, token, form=number == 2)
            assert answer.status_code < 500, (action.name, data, answer.content[:300])


def test_no_body_is_too_strange(client: Client, secrets: list[str]) -> None:
    client.raise_request_exception = False
    token = token_for("leitung", sysadmin=True)
    for name in ("package_search", "package_create", "datastore_search", "package_show"):
        for body in BODIES:
            answer = _send(client, ACTIONS[name], body, token, form=False)
            assert 200 <= answer.status_code < 500, (name, body[:60], answer.content[:300])
