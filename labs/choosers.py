"""Choosing a dataset while writing: a list of what the writer may see anyway."""

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from datasets.models import Dataset
from datasets.permissions import readable_datasets


class DatasetFilterForm(BaseFilterForm):
    """Find by words of the title or by the short name."""

    q = forms.CharField(label=_("Suchbegriff"), required=False)

    def filter(self, objects: QuerySet[Dataset]) -> QuerySet[Dataset]:
        """Narrow the list down."""
        found: QuerySet[Dataset] = super().filter(objects)
        for word in self.cleaned_data.get("q", "").split():
            found = found.filter(Q(title__icontains=word) | Q(name__icontains=word))
        return found


class _Readable:
    """Lists and hands out only datasets that this person may know of."""

    request: HttpRequest
    filter_form_class = DatasetFilterForm

    def get_object_list(self) -> QuerySet[Dataset]:
        """Return the readable datasets, last changed first."""
        user = self.request.user
        found: QuerySet[Dataset] = readable_datasets(user if user.is_authenticated else None)
        return found.order_by("-modified_at", "pk")

    def get_object(self, pk: str) -> Dataset:
        """Return one of them."""
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks: list[str]) -> QuerySet[Dataset]:
        """Return several of them."""
        return self.get_object_list().filter(pk__in=pks)


class DatasetChooseView(_Readable, ChooseView):
    """The dialogue."""


class DatasetChooseResultsView(_Readable, ChooseResultsView):
    """Its list, while typing."""


class DatasetChosenView(_Readable, ChosenView):
    """The choice."""


class DatasetChosenMultipleView(_Readable, ChosenMultipleView):
    """Several choices."""


class DatasetChooserViewSet(ChooserViewSet):
    """Chooser of datasets."""

    model = Dataset
    icon = "table"
    choose_one_text = _("Datensatz wählen")
    choose_another_text = _("Anderen Datensatz wählen")
    edit_item_text = _("Datensatz bearbeiten")
    choose_view_class = DatasetChooseView
    choose_results_view_class = DatasetChooseResultsView
    chosen_view_class = DatasetChosenView
    chosen_multiple_view_class = DatasetChosenMultipleView
    register_widget = False
    per_page = 20


dataset_chooser = DatasetChooserViewSet("portal_dataset_chooser")
