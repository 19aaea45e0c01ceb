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
        from wagtail.signals import page_published  # noqa: PLC0415

        from datasets.models import AuditEntry  # noqa: PLC0415
        from datasets.signals import (  # noqa: PLC0415
            dataset_changed,
            version_corrected,
            version_foreseen,
        )
        from labs.charts.making import CHARTS, MADE  # noqa: PLC0415
        from labs.corrections.telling import note_correction, tell_authors  # noqa: PLC0415
        from labs.figures.following import follow, register_kind  # noqa: PLC0415
        from labs.figures.foreseeing import foresee  # noqa: PLC0415
        from labs.figures.maker import register_maker  # noqa: PLC0415
        from labs.figures.scope import frame  # noqa: PLC0415
        from labs.figures.usage import note_references  # noqa: PLC0415
        from labs.models import EventGuest  # noqa: PLC0415
        from labs.wiring import wire  # noqa: PLC0415
        from portal.base.bodies import register_frame  # noqa: PLC0415
        from portal.base.pagecache import register_log  # noqa: PLC0415

        register_frame(frame)
        page_published.connect(note_references, dispatch_uid="labs.figures")
        register_log(AuditEntry, "at")
        # Who registers takes a place; that of somebody who cancels is offered a minute later at most.
        register_log(EventGuest, "id")
        register_kind(CHARTS)
        register_maker(MADE)
        dataset_changed.connect(follow, dispatch_uid="labs.figures")
        version_foreseen.connect(foresee, dispatch_uid="labs.figures")
        version_corrected.connect(tell_authors, dispatch_uid="labs.corrections")
        version_corrected.connect(note_correction, dispatch_uid="labs.corrections.history")
        wire()
