"""Labs and what they tell: pages of the programme."""

from labs.charts.models import Chart, ChartState
from labs.figures.models import Figure, FigureState
from labs.models.guides import GuideIndexPage, GuidePage
from labs.models.labs import LabIndexPage, LabMember, LabPage, LabPlace, LabStatus
from labs.models.stories import StoryIndexPage, StoryPage
from labs.models.teams import LabTeam
from labs.models.topics import Topic

__all__ = [
    "Chart",
    "ChartState",
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
    "StoryIndexPage",
    "StoryPage",
    "Topic",
]
