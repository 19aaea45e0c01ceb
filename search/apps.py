"""App configuration of the search."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """German full-text search over everything that can be found."""

    name = "search"
    verbose_name = _("Suche")

    def ready(self) -> None:
        """Take changed synonyms into use at once."""
        # Models exist only now.
        from search.editors import synonyms_changed  # noqa: PLC0415
        from search.models import Synonym  # noqa: PLC0415

        for signal in (post_save, post_delete):
            signal.connect(synonyms_changed, sender=Synonym, dispatch_uid="search.synonyms")
