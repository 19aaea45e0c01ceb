"""Keys of programs in the admin."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from datasets.models import ApiToken
from portal.base.models import User

PAGE = "/admin/daten/schluessel/"


@pytest.fixture
def made(client: Client, town) -> str:
    client.force_login(town.erika)
    html = client.post(PAGE, {"name": "Zählwerk", "scope": "write", "days": "30"}).content.decode()
    return re.search(r'id="secret"[^>]*value="([^"]+)"', html)[1]


def test_a_key_is_shown_once_works_and_is_kept_as_a_digest_only(made: str, client: Client) -> None:
    token = ApiToken.objects.get(name="Zählwerk")
    assert made not in str(vars(token))
    assert (token.expires_at - token.created_at).days in (29, 30)
    again = client.get(PAGE)
    assert made not in again.content.decode()
    assert "noch nie" in again.content.decode()
    found = Client().get("/api/3/action/user_show", headers={"Authorization": made})
    assert found.json()["result"]["name"] == "erika"
    assert "noch nie" not in client.get(PAGE).content.decode()


def test_a_revoked_key_is_worthless(made: str, client: Client) -> None:
    token = ApiToken.objects.get(name="Zählwerk")
    assert client.get(reverse("datasets_token_revoke", args=[token.pk])).status_code == 405
    client.post(reverse("datasets_token_revoke", args=[token.pk]))
    assert "widerrufen" in client.get(PAGE).content.decode()
    found = Client().get(
        "/api/3/action/api_token_list?user_id=erika", headers={"Authorization": made}
    )
    assert found.status_code == 403


def test_keys_of_others_are_neither_seen_nor_revoked(made: str, town) -> None:
    token = ApiToken.objects.get(name="Zählwerk")
    other = Client()
    other.force_login(town.max)
    assert "Zählwerk" not in other.get(PAGE).content.decode()
    assert other.post(reverse("datasets_token_revoke", args=[token.pk])).status_code == 404
    runs = Client()
    runs.force_login(User.objects.create_superuser("root", password="x"))
    assert "Zählwerk" in runs.get(PAGE).content.decode()


def test_a_key_without_a_purpose_is_refused(client: Client, town) -> None:
    client.force_login(town.erika)
    found = client.post(PAGE, {"name": "", "scope": "all", "days": "30"})
    assert found.status_code == 422
    assert not ApiToken.objects.exists()
    assert Client().get(PAGE).status_code == 302
