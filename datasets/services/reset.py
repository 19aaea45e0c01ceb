"""Empty the catalogue: for test portals only."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import ReferenceIndex, Revision

from datasets.models import (
    AuditEntry,
    Dataset,
    Membership,
    Organization,
    RenderedDataset,
    Resource,
    ResourceVersion,
    Tag,
    Theme,
    Vocabulary,
)
from datasets.services.tables import fed_folder
from portal.base.models import User
from search.api import rebuild


def catalogue_reset() -> int:
    """Remove all records of the catalogue and all accounts without a token; return how many rows.

    Originals stay in the store: they are named by their digest and cost nothing but room.
    """
    count = 0
    with transaction.atomic():
        Resource.objects.update(current_version=None)
        for model in (
            RenderedDataset, ResourceVersion, Resource, Dataset, Membership, Organization, Theme, Tag,
            Vocabulary, AuditEntry,
        ):  # fmt: skip
            count += model._default_manager.all().delete()[0]
        kinds = ContentType.objects.get_for_models(Dataset, Organization, Theme).values()
        Revision.objects.filter(base_content_type__in=kinds).delete()
        ReferenceIndex.objects.filter(base_content_type__in=kinds).delete()
        strangers = User.objects.filter(data_tokens__isnull=True, is_superuser=False)
        count += strangers.delete()[0]
    for path in fed_folder().iterdir():
        if path.is_file():
            path.unlink(missing_ok=True)
    rebuild()
    return count
