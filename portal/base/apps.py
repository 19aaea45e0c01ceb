"""App configuration of what every other app builds on."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class BaseConfig(AppConfig):
    """Users, images, documents and the parts that all pages share."""

    name = "portal.base"
    label = "base"
    verbose_name = _("Grundlage")

    def ready(self) -> None:
        """Mark variants of pages that changed; call the worker when there is a job, clear old mails."""
        # Models can be imported only now.
        from django_tasks.signals import task_enqueued  # noqa: PLC0415
        from wagtail.models import Locale  # noqa: PLC0415
        from wagtail.signals import page_published  # noqa: PLC0415

        from portal.base.models import PageVariant  # noqa: PLC0415
        from portal.base.rounds import DAY, register_round  # noqa: PLC0415
        from portal.base.traces import mails_forget  # noqa: PLC0415
        from portal.base.variants import (  # noqa: PLC0415
            forget_locales,
            forget_variants,
            source_published,
        )
        from portal.base.waking import ring  # noqa: PLC0415

        for signal in (post_save, post_delete):
            signal.connect(forget_locales, sender=Locale, dispatch_uid="base.locales")
            signal.connect(forget_variants, sender=PageVariant, dispatch_uid="base.variants")
        page_published.connect(source_published, dispatch_uid="base.variants")
        register_round("mails_forget", mails_forget, every=DAY)
        task_enqueued.connect(ring, dispatch_uid="base.waking")
