"""Labs and what they tell: pages of the programme."""

from labs.approvals.models import ApprovalLink, PartnerTask
from labs.bundles.models import Bundle, BundleItem, BundleReader
from labs.charts.models import Chart, ChartState
from labs.corrections.models import CorrectionReply
from labs.figures.models import Figure, FigureState
from labs.models.actors import Actor, ActorKind, Sector
from labs.models.editorial import FourEyesTask, LinkProblem, OutsideLink
from labs.models.events import EventGuest, EventIndexPage, EventPage, GuestState
from labs.models.glossary import GlossaryPage, GlossaryTerm
from labs.models.guides import GuideChange, GuideIndexPage, GuidePage
from labs.models.indexes import ActorIndexPage, ProposalIndexPage, TopicIndexPage
from labs.models.labs import LabMember, LabPage, LabPlace, LabStatus
from labs.models.methods import Difficulty, MethodIndexPage, MethodPage, Phase
from labs.models.news_pages import NewsIndexPage, NewsPage
from labs.models.practice import Experience, PracticeIndexPage, PracticePage, PracticePartner
from labs.models.programme import LabIndexPage
from labs.models.progress import LabGoal, LabMilestone, LabProposal, LabQuestion, ProposalState
from labs.models.stories import StoryIndexPage, StoryPage
from labs.models.teams import LabInvitation, LabRole, LabTeam
from labs.models.topics import Topic

__all__ = [
    "Actor",
    "ActorIndexPage",
    "ActorKind",
    "ApprovalLink",
    "Bundle",
    "BundleItem",
    "BundleReader",
    "Chart",
    "ChartState",
    "CorrectionReply",
    "Difficulty",
    "EventGuest",
    "EventIndexPage",
    "EventPage",
    "Experience",
    "Figure",
    "FigureState",
    "FourEyesTask",
    "GlossaryPage",
    "GlossaryTerm",
    "GuestState",
    "GuideChange",
    "GuideIndexPage",
    "GuidePage",
    "LabGoal",
    "LabIndexPage",
    "LabInvitation",
    "LabMember",
    "LabMilestone",
    "LabPage",
    "LabPlace",
    "LabProposal",
    "LabQuestion",
    "LabRole",
    "LabStatus",
    "LabTeam",
    "LinkProblem",
    "MethodIndexPage",
    "MethodPage",
    "NewsIndexPage",
    "NewsPage",
    "OutsideLink",
    "PartnerTask",
    "Phase",
    "PracticeIndexPage",
    "PracticePage",
    "PracticePartner",
    "ProposalIndexPage",
    "ProposalState",
    "Sector",
    "StoryIndexPage",
    "StoryPage",
    "Topic",
    "TopicIndexPage",
]
