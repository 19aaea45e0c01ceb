"""Panels of the dataset's editing page."""

from typing import Any

from django.db.models import Prefetch
from wagtail.admin.panels import Panel

from datasets.models import Resource, ResourceVersion
from datasets.selectors.pages import VERSION_FIELDS


class FilesPanel(Panel):
    """The files of a dataset with their state, and the way to a new one."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one dataset."""

        template_name = "datasets/admin/files_panel.html"

        def is_shown(self) -> bool:
            """Show files only once there is a dataset for them."""
            return not self.instance._state.adding

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Give the living resources with their latest version."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            versions = ResourceVersion.objects.only(*VERSION_FIELDS).order_by("-number")
            rows = Resource.objects.filter(dataset_id=self.instance.pk, state="active")
            context["resources"] = rows.prefetch_related(
                Prefetch("versions", queryset=versions, to_attr="all_versions")
            )
            return context
