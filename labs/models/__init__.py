"""Labs and what they tell: pages of the programme."""

from labs.approvals.models import ApprovalLink, PartnerTask
from labs.bundles.models import Bundle, BundleItem, BundleReader
from labs.charts.models import Chart, ChartState
from labs.corrections.models import CorrectionReply
from labs.figures.models import Figure, FigureState
from labs.models.guides import GuideIndexPage, GuidePage
from labs.models.labs import LabIndexPage, LabMember, LabPage, LabPlace, LabStatus
from labs.models.stories import StoryIndexPage, StoryPage
from labs.models.teams import LabTeam
from labs.models.topics import Topic

__all__ = [
    "ApprovalLink",
    "Bundle",
    "BundleItem",
    "BundleReader",
    "Chart",
    "ChartState",
    "CorrectionReply",
    "Figure",
    "FigureState",
    "GuideIndexPage",
    "GuidePage",
    "LabIndexPage",
    "LabMember",
    "LabPage",
    "LabPlace",
    "LabStatus",
    "LabTeam",
    "PartnerTask",
    "StoryIndexPage",
    "StoryPage",
    "Topic",
]
