import pytest

from tests.labs.factories import Wide


@pytest.fixture
def wide(db):
    return Wide()
