"""The catalogue's records, one module per aggregate."""

from datasets.models.access import ApiToken, AuditEntry, TokenScope
from datasets.models.base import Body, RecordState, new_id, validate_name
from datasets.models.dataset import Dataset, DatasetQuerySet
from datasets.models.organization import Membership, Organization, Role, Theme
from datasets.models.rendered import RenderedDataset
from datasets.models.resource import Resource, ResourceVersion, VersionState
from datasets.models.tag import Tag, Vocabulary

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Body",
    "Dataset",
    "DatasetQuerySet",
    "Membership",
    "Organization",
    "RecordState",
    "RenderedDataset",
    "Resource",
    "ResourceVersion",
    "Role",
    "Tag",
    "Theme",
    "TokenScope",
    "VersionState",
    "Vocabulary",
    "new_id",
    "validate_name",
]
