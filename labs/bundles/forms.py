"""What is asked for a bundle: title and time, a page, data that are not public yet."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput, AdminPageChooser
from wagtail.models import Page

from datasets.models import Dataset, ResourceVersion
from datasets.permissions import can_edit_dataset, readable_datasets
from labs.bundles.models import Bundle, BundleItem


class BundleForm(forms.ModelForm[Bundle]):
    """Title and time."""

    class Meta:
        model = Bundle
        fields = ["title", "publish_at"]
        widgets = {"publish_at": AdminDateTimeInput}


class PageForm(forms.Form):
    """A page to add."""

    page = forms.ModelChoiceField(
        label=gettext_lazy("Seite"), queryset=Page.objects.filter(depth__gt=1),
        widget=AdminPageChooser,
    )  # fmt: skip


class DataForm(forms.Form):
    """A version or a dataset to add."""

    what = forms.ChoiceField(label=gettext_lazy("Daten"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["what"]
        field.choices = [
            *((f"version:{row.pk}", str(BundleItem(version=row))) for row in _versions(user)),
            *((f"dataset:{row.pk}", str(BundleItem(dataset=row))) for row in _drafts(user)),
        ]


def _versions(user: Any) -> list[ResourceVersion]:
    """Return the unpublished versions the person may publish."""
    rows = (
        ResourceVersion.objects.filter(
            published_at__isnull=True,
            withdrawn_at__isnull=True,
            resource__dataset__in=readable_datasets(user),
        )
        .select_related("resource__dataset")
        .order_by("-created_at")[:100]
    )
    return [row for row in rows if can_edit_dataset(user, row.resource.dataset)]


def _drafts(user: Any) -> list[Dataset]:
    """Return the datasets with a draft that the person may publish."""
    rows = readable_datasets(user).filter(Q(live=False) | Q(has_unpublished_changes=True))[:100]
    return [row for row in rows if can_edit_dataset(user, row)]
