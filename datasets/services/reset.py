"""Empty the catalogue: for test portals only."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import ReferenceIndex, Revision

from datasets.models import (
    ApiToken,
    AuditEntry,
    Dataset,
    Membership,
    Organization,
    PortalOption,
    RenderedDataset,
    Resource,
    ResourceVersion,
    Tag,
    TaskStatus,
    TermTranslation,
    Theme,
    Vocabulary,
)
from datasets.services.tables import fed_folder
from datasets.services.tokens import COMMAND_TOKEN
from portal.base.models import User
from search.api import rebuild


def catalogue_reset() -> int:
    """Remove all records of the catalogue and all accounts but those kept; return how many rows.

    Kept are the accounts whose token was made on the command line; without such a one for a
    sysadmin, the portal's first admin.
    Originals stay in the store: they are named by their digest and cost nothing but room.
    """
    count = 0
    with transaction.atomic():
        Resource.objects.update(current_version=None)
        for model in (
            RenderedDataset, ResourceVersion, Resource, Dataset, Membership, Organization, Theme, Tag,
            Vocabulary, AuditEntry, TaskStatus, TermTranslation, PortalOption,
        ):  # fmt: skip
            count += model._default_manager.all().delete()[0]
        kinds = ContentType.objects.get_for_models(Dataset, Organization, Theme).values()
        Revision.objects.filter(base_content_type__in=kinds).delete()
        ReferenceIndex.objects.filter(base_content_type__in=kinds).delete()
        kept = {*ApiToken.objects.filter(name=COMMAND_TOKEN).values_list("user_id", flat=True)}
        if not User.objects.filter(pk__in=kept, is_superuser=True).exists():
            kept |= {*User.objects.filter(is_superuser=True).values_list("pk", flat=True)[:1]}
        count += User.objects.exclude(pk__in=kept).delete()[0]
    for path in fed_folder().iterdir():
        if path.is_file():
            path.unlink(missing_ok=True)
    rebuild()
    return count
