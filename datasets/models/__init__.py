"""The catalogue's records, one module per aggregate."""

from datasets.models.access import ApiToken, AuditEntry, TokenScope
from datasets.models.approval import SecondPersonApproval
from datasets.models.base import Body, RecordState, new_id, validate_name
from datasets.models.correction import Correction
from datasets.models.dataset import Dataset, DatasetQuerySet
from datasets.models.fetching import FetchPlan, Interval
from datasets.models.foreign import PortalOption, TaskStatus, TermTranslation
from datasets.models.organization import Membership, Organization, Role, Theme
from datasets.models.origin import PackageOrigin
from datasets.models.relations import Collaborator, Follow, ResourceView
from datasets.models.rendered import RenderedDataset
from datasets.models.resource import Resource, ResourceVersion, VersionState
from datasets.models.schema import SchemaVersion, TableSchema
from datasets.models.tag import Tag, Vocabulary
from datasets.models.voices import ANSWER_WITHIN, ReportOutcome, RowReport, Subscription

__all__ = [
    "ANSWER_WITHIN",
    "ApiToken",
    "AuditEntry",
    "Body",
    "Collaborator",
    "Correction",
    "Dataset",
    "DatasetQuerySet",
    "FetchPlan",
    "Follow",
    "Interval",
    "Membership",
    "Organization",
    "PackageOrigin",
    "PortalOption",
    "RecordState",
    "RenderedDataset",
    "ReportOutcome",
    "Resource",
    "ResourceVersion",
    "ResourceView",
    "Role",
    "RowReport",
    "SchemaVersion",
    "SecondPersonApproval",
    "Subscription",
    "TableSchema",
    "Tag",
    "TaskStatus",
    "TermTranslation",
    "Theme",
    "TokenScope",
    "VersionState",
    "Vocabulary",
    "new_id",
    "validate_name",
]
