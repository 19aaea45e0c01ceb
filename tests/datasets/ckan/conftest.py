"""A small catalogue and a client that speaks like CKAN's."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from datasets.models import Membership, Organization, Role
from datasets.services.bodies import organization_create, theme_create
from datasets.services.datasets import dataset_create
from datasets.services.resources import resource_create
from datasets.services.tokens import token_create
from portal.base.models import User


class Api:
    """Calls actions and returns status and parsed body."""

    def __init__(self, client: Client, token: str = "") -> None:
        self.client = client
        self.headers = {"Authorization": token} if token else {}

    def get(self, name: str, /, **params: Any) -> tuple[int, Any]:
        found = self.client.get(f"/api/3/action/{name}", params, headers=self.headers)
        return found.status_code, json.loads(found.content)

    def post(self, name: str, /, **data: Any) -> tuple[int, Any]:
        found = self.client.post(
            f"/api/3/action/{name}",
            json.dumps(data),
            content_type="application/json",
            headers=self.headers,
        )
        return found.status_code, json.loads(found.content)

    def ok(self, name: str, /, **params: Any) -> Any:
        status, body = self.post(name, **params) if self.headers else self.get(name, **params)
        assert status == 200, body
        return body["result"]

    def error(self, name: str, /, **params: Any) -> tuple[int, Any]:
        status, body = self.post(name, **params) if self.headers else self.get(name, **params)
        assert status >= 400, body
        return status, body["error"]


@pytest.fixture(autouse=True)
def own_portal(settings: Any, tmp_path: Path) -> None:
    """Addresses with the interface, an index and a folder of tables for each test."""
    settings.ROOT_URLCONF = "tests.datasets.ckan.urls"
    settings.SEARCH = {**settings.SEARCH, "PATH": str(tmp_path / "index")}
    settings.TABLES_ROOT = str(tmp_path / "tables")


@pytest.fixture
def api(client: Client) -> Api:
    """The public."""
    return Api(client)


def token_for(name: str, *, sysadmin: bool = False) -> str:
    user, _ = User.objects.get_or_create(username=name)
    if sysadmin and not user.is_superuser:
        user.is_superuser = True
        user.save()
    return token_create(actor=user, user=user, name="test")[1]


@pytest.fixture
def admin(db: None, client: Client) -> Api:
    """A sysadmin."""
    return Api(client, token_for("admin", sysadmin=True))


@pytest.fixture
def town(db: None) -> Organization:
    return organization_create(actor=None, check=False, name="stadt-kleve", title="Stadt Kleve")


@pytest.fixture
def editor(client: Client, town: Organization) -> Api:
    """A person who edits the town's datasets."""
    token = token_for("redaktion")
    Membership.objects.create(
        user=User.objects.get(username="redaktion"), organization=town, role=Role.EDITOR
    )
    return Api(client, token)


@pytest.fixture
def catalogue(town: Organization) -> Organization:
    """Two public datasets and a private one."""
    theme = theme_create(actor=None, check=False, name="verkehr", title="Verkehr")
    for name, title, private in (
        ("radzaehlung", "Radzählung", False),
        ("baeume", "Bäume", False),
        ("geheim", "Geheimer Datensatz", True),
    ):
        dataset = dataset_create(
            actor=None,
            check=False,
            changes={
                "name": name,
                "title": title,
                "organization": town,
                "private": private,
                "license": "cc-by",
                "tags": ["Umwelt"] if not private else ["Geheimwort"],
                "themes": [theme],
                "additional": [{"key": "issued", "value": "2024"}],
            },
        )
        resource_create(
            actor=None,
            check=False,
            dataset=dataset,
            fields={
                "name": f"{title} CSV",
                "url": f"https://a.example/{name}.csv",
                "format": "CSV",
            },
        )
    return town
