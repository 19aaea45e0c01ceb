"""App configuration of the labs and their stories."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LabsConfig(AppConfig):
    """Labs, stories, guides."""

    name = "labs"
    verbose_name = _("Labore")

    def ready(self) -> None:
        """Make pages findable and give each lab its team."""
        # Models can be imported only now.
        from labs.models import GuidePage, LabPage, StoryPage  # noqa: PLC0415
        from labs.news import connect, register_pages  # noqa: PLC0415
        from labs.search import GUIDES, LABS, STORIES  # noqa: PLC0415

        register_pages(StoryPage, STORIES)
        register_pages(GuidePage, GUIDES)
        register_pages(LabPage, LABS)
        connect()
