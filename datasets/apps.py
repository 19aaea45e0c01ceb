"""App configuration of the data module."""

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class DatasetsConfig(AppConfig):
    """The catalogue, its files and tables, and its edges."""

    name = "datasets"
    verbose_name = _("Daten")

    def ready(self) -> None:
        """Make datasets findable and keep their documents up to date."""
        # Models can be imported only now.
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415
        from wagtail.signals import (  # noqa: PLC0415
            published,
            task_approved,
            task_rejected,
            unpublished,
        )

        from datasets.admin.policies import DatasetPolicy, OrganizationPolicy  # noqa: PLC0415
        from datasets.ckan.renderings import forget_rendering  # noqa: PLC0415
        from datasets.models import Dataset, Membership, Organization  # noqa: PLC0415
        from datasets.search import DatasetProvider, dataset_touched  # noqa: PLC0415
        from datasets.services.editorial import (  # noqa: PLC0415
            dataset_published,
            dataset_unpublished,
            membership_saved,
        )
        from datasets.services.reviews import review_decided  # noqa: PLC0415
        from datasets.services.subscriptions import subscribers_tell  # noqa: PLC0415
        from datasets.signals import dataset_changed  # noqa: PLC0415
        from portal.base.rounds import register_round  # noqa: PLC0415
        from search.documents import register_provider  # noqa: PLC0415

        register_provider(DatasetProvider())
        register_permission_policy(Dataset, DatasetPolicy(Dataset))
        register_permission_policy(Organization, OrganizationPolicy(Organization))
        dataset_changed.connect(forget_rendering, dispatch_uid="datasets.ckan")
        published.connect(dataset_published, sender=Dataset, dispatch_uid="datasets.published")
        unpublished.connect(
            dataset_unpublished, sender=Dataset, dispatch_uid="datasets.unpublished"
        )
        for decided in (task_approved, task_rejected):
            decided.connect(review_decided, dispatch_uid="datasets.reviews")
        post_save.connect(membership_saved, sender=Membership, dispatch_uid="datasets.membership")
        register_round("subscribers_tell", subscribers_tell)
        dataset_changed.connect(dataset_touched, dispatch_uid="datasets.search")
