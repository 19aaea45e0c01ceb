"""A town hall with two editors, so that one can approve what the other made."""

from types import SimpleNamespace

import pytest

from datasets.models import Membership, Role
from datasets.services.bodies import organization_create
from portal.base.models import User


@pytest.fixture
def town(db):
    kleve = organization_create(actor=None, check=False, name="kleve", title="Stadt Kleve")
    people = {}
    for name in ("erika", "frieda", "max"):
        people[name] = User.objects.create_user(name, f"{name}@example.org", password="x")
    for name in ("erika", "frieda"):
        Membership.objects.create(user=people[name], organization=kleve, role=Role.EDITOR)
    return SimpleNamespace(kleve=kleve, **people)
