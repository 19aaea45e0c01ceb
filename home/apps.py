"""App configuration of the home page, plain pages and settings."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Home page, plain pages, menus."""

    name = "home"
    verbose_name = _("Startseite und Textseiten")

    def ready(self) -> None:
        """Make plain pages findable and serve the menus."""
        # Models can be imported only now.
        from wagtail.models import Site  # noqa: PLC0415
        from wagtail.signals import (  # noqa: PLC0415
            page_published,
            page_slug_changed,
            page_unpublished,
            post_page_move,
        )

        from home.models import Menus, Operator, StandardPage  # noqa: PLC0415
        from home.navigation import forget, navigation  # noqa: PLC0415
        from home.search import PAGES  # noqa: PLC0415
        from labs.news import register_pages  # noqa: PLC0415
        from portal.base.navigation import register_navigation  # noqa: PLC0415

        register_pages(StandardPage, PAGES)
        register_navigation(navigation)
        for model in (Menus, Operator, Site):
            for signal in (post_save, post_delete):
                signal.connect(forget, sender=model, dispatch_uid="home.navigation")
        for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
            signal.connect(forget, dispatch_uid="home.navigation")
