"""Requests that Django refuses before any view get an explained page, never a 500."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/api/3/action/status_show", "/dataset/", "/admin/login/"])
def test_a_foreign_host_name_is_explained(settings, path):
    settings.ALLOWED_HOSTS = ["offen.example"]
    client = Client(raise_request_exception=False)
    answer = client.get(path, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "PORTAL_HOSTS" in answer.content.decode()
    assert client.get(path, headers={"host": "offen.example"}).status_code in (200, 302)
