"""Datasets and organizations as Wagtail knows them: list, form, drafts, workflow."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from datasets.admin.forms import DatasetForm
from datasets.admin.panels import FilesPanel
from datasets.admin.policies import DatasetPolicy, OrganizationPolicy
from datasets.models import Dataset, Organization
from datasets.reviewing import dataset_waits
from datasets.services.editorial import body_saved, dataset_saved, four_eyes_switched
from datasets.services.reviews import dataset_review_ask


def visible_to(dataset: Dataset) -> str:
    """Say in words who sees a dataset."""
    return gettext("die Organisation") if dataset.private else gettext("alle")


class DatasetIndex(IndexView):
    """The person's datasets."""

    def get_base_queryset(self) -> QuerySet[Dataset]:
        """Leave out what the person may not edit and what is deleted."""
        rows = DatasetPolicy(Dataset).instances_user_has_any_permission_for(
            self.request.user, ["change"]
        )
        return rows.select_related("organization").order_by("-modified_at")


class _FourEyes:
    """Publishing becomes a request to a second person where the organization wants that."""

    object: Any
    request: Any

    def publish_action(self) -> Any:
        """Publish, or have the draft wait."""
        dataset: Dataset = self.object
        user: Any = self.request.user
        if dataset_waits(dataset, before=dataset.organization, changed=True, actor=user):
            dataset_review_ask(dataset=dataset, actor=user)
            sentence = _(
                "In dieser Organisation gilt Vier Augen: Der Datensatz wartet jetzt auf die Freigabe durch "
                "eine zweite Person."
            )
            messages.info(self.request, sentence)
            return redirect("datasets_admin:edit", dataset.pk)
        return super().publish_action()  # type: ignore[misc]  # Wagtail's view comes behind it


class DatasetCreate(_FourEyes, CreateView):
    """Make a dataset; its files come on the next page."""

    def save_instance(self) -> Dataset:
        """Save and leave a trace, as every way into the catalogue does."""
        self.form.instance.creator = self.request.user
        dataset: Dataset = super().save_instance()
        dataset_saved(dataset, actor=self.request.user, created=True)
        return dataset

    def get_success_url(self) -> str:
        """Stay with the dataset: without a file it is of no use."""
        url: str = self.get_edit_url()
        return url


class DatasetEdit(_FourEyes, EditView):
    """Change the description of a dataset."""

    def save_instance(self) -> Dataset:
        """Save and leave a trace, as every way into the catalogue does."""
        dataset: Dataset = super().save_instance()
        dataset_saved(dataset, actor=self.request.user, created=False)
        return dataset


def _guarded(view: Callable[..., HttpResponseBase], model: type[Model]) -> Callable[..., Any]:
    """Let a page about one object be seen only by those whose object it is.

    Wagtail asks on several of them (history, usage, deletion) only for the right to the model.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "pk" in kwargs:
            instance = get_object_or_404(model, pk=unquote(str(kwargs["pk"])))
            policy = policy_registry.get_by_type(model)
            if not policy.user_has_permission_for_instance(request.user, "change", instance):
                raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


class _OwnOnly(SnippetViewSet):
    """A viewset whose pages about one object all ask whose it is."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return Wagtail's addresses behind the guard."""
        patterns: list[URLPattern] = super().get_urlpatterns()
        for pattern in patterns:
            if pattern.callback is not None:
                pattern.callback = _guarded(pattern.callback, self.model)
        return patterns


class DatasetViewSet(_OwnOnly):
    """Datasets in the admin."""

    model = Dataset
    icon = "table"
    menu_label = _("Datensätze")
    menu_name = "datasets"
    url_prefix = "daten/datensaetze"
    admin_url_namespace = "datasets_admin"
    add_to_admin_menu = False
    list_display = [
        "title",
        "organization",
        Column("visible_to", label=_("Sichtbar für"), accessor=visible_to),
        UpdatedAtColumn(),
    ]
    list_filter = ["organization", "private"]
    search_fields = ["title", "name", "notes"]
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = DatasetIndex
    add_view_class = DatasetCreate
    edit_view_class = DatasetEdit
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("notes"),
            FilesPanel(heading=_("Dateien")),
            FieldPanel("organization"),
            FieldPanel("license"),
            FieldPanel("keywords"),
            FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("author"), FieldPanel("author_email")]),
                    FieldRowPanel([FieldPanel("maintainer"), FieldPanel("maintainer_email")]),
                    FieldPanel("landing_page"),
                ],
                heading=_("Kontakt und Herkunft"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [FieldPanel("name"), FieldPanel("private")],
                heading=_("Adresse und Sichtbarkeit"),
                classname="collapsed",
            ),
        ],
        base_form_class=DatasetForm,
    )

    def get_edit_handler(self) -> Any:
        """Return the form as it is laid out above."""
        return self.edit_handler.bind_to_model(self.model)


class _BodyCreate(CreateView):
    """Make an organization."""

    def save_instance(self) -> Organization:
        """Save and leave a trace."""
        body: Organization = super().save_instance()
        body_saved(body, actor=self.request.user, created=True)
        return body


class _BodyEdit(EditView):
    """Describe an organization."""

    def save_instance(self) -> Organization:
        """Save and leave a trace; its datasets show the new name at once."""
        switched = "four_eyes" in self.form.changed_data
        body: Organization = super().save_instance()
        body_saved(body, actor=self.request.user, created=False)
        if switched:
            four_eyes_switched(body, actor=self.request.user)
        return body


class OrganizationViewSet(_OwnOnly):
    """Organizations in the admin."""

    model = Organization
    icon = "group"
    menu_label = _("Organisationen")
    menu_name = "organizations"
    url_prefix = "daten/organisationen"
    add_to_admin_menu = False
    list_display = ["title", "name"]
    search_fields = ["title", "name"]
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = False
    add_view_class = _BodyCreate
    edit_view_class = _BodyEdit
    panels = [
        FieldPanel("title"),
        FieldPanel("name"),
        FieldPanel("description"),
        FieldPanel("image"),
        FieldPanel("four_eyes"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organization]:
        """Leave out what the person does not lead."""
        return OrganizationPolicy(Organization).instances_user_has_any_permission_for(
            request.user,  # type: ignore[arg-type]  # the admin lets nobody in without an account
            ["change"],
        )


class CatalogueGroup(SnippetViewSetGroup):
    """The menu entry of the catalogue."""

    items = (DatasetViewSet, OrganizationViewSet)
    menu_label = _("Daten")
    menu_icon = "table"
    menu_name = "daten"
    menu_order = 200
