"""What editors see of the search in the admin."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from search.models import EmptyQuery, Promotion, Synonym

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Any) -> Any:
    client.force_login(get_user_model().objects.create_superuser("erika", "e@example.org", "x"))
    return client


def test_editors_add_synonyms_and_promotions(admin: Any) -> None:
    address = reverse(Synonym.snippet_viewset.get_url_name("add"))
    assert admin.post(address, {"words": "Drahtesel, Rad"}).status_code == 302
    assert "mindestens zwei" in admin.post(address, {"words": "Rad"}).content.decode()
    address = reverse(Promotion.snippet_viewset.get_url_name("add"))
    body = {"words": "Kita, Hort", "path": "/labore/", "order": "0"}
    assert admin.post(address, body).status_code == 302
    assert Promotion.objects.get().key == "|kita|hort|"


def test_the_report_is_read_and_never_written(admin: Any) -> None:
    EmptyQuery.note("Zebrastreifen")
    page = admin.get(reverse(EmptyQuery.snippet_viewset.get_url_name("list")))
    assert "zebrastreifen" in page.content.decode()
    add = admin.get(reverse(EmptyQuery.snippet_viewset.get_url_name("add")))
    assert add.status_code == 302
    assert EmptyQuery.objects.count() == 1


def test_the_menu_of_the_admin_leads_to_them(admin: Any) -> None:
    for model in (Synonym, Promotion, EmptyQuery):
        assert admin.get(reverse(model.snippet_viewset.get_url_name("list"))).status_code == 200
