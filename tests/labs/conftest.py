import pytest
from django.test import RequestFactory
from wagtail.test.utils import WagtailPageTestCase

from tests.labs.factories import Tree, Wide


@pytest.fixture
def tree(db):
    return Tree()


@pytest.fixture
def wide(db):
    return Wide()


@pytest.fixture
def editor(client, admin_user):
    client.force_login(admin_user)
    return client


@pytest.fixture
def pages(editor):
    """Wagtail's own checks of page types, with our client."""
    case = WagtailPageTestCase()
    case.client = editor
    case.dummy_request = RequestFactory().get("/")
    return case
