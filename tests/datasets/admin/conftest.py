"""Two town halls and the people in them."""

from types import SimpleNamespace

import pytest

from datasets.models import Membership, Role
from datasets.services.bodies import organization_create
from datasets.services.datasets import dataset_create
from portal.base.models import User


@pytest.fixture
def town(db):
    """Return two organizations, an editor of each, and a dataset of the first."""
    kleve = organization_create(actor=None, check=False, name="kleve", title="Stadt Kleve")
    moers = organization_create(actor=None, check=False, name="moers", title="Stadt Moers")
    erika = User.objects.create_user("erika", password="x")
    max_ = User.objects.create_user("max", password="x")
    Membership.objects.create(user=erika, organization=kleve, role=Role.EDITOR)
    Membership.objects.create(user=max_, organization=moers, role=Role.EDITOR)
    changes = {"name": "baeume", "title": "Bäume", "organization": kleve}
    dataset = dataset_create(actor=erika, changes=changes)
    return SimpleNamespace(kleve=kleve, moers=moers, erika=erika, max=max_, dataset=dataset)
