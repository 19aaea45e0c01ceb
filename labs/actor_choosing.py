"""Choosing an actor while writing: near spellings are found too, and what is missing is made there."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
)

from labs.models import Actor
from labs.models.actors import ActorForm, similar_names


class ActorFilterForm(BaseFilterForm):
    """Find by words of name or place; where nothing fits, by names that are nearly the same."""

    q = forms.CharField(
        label=_("Suchbegriff"),
        required=False,
        help_text=_("Auch ähnliche Schreibweisen werden gefunden."),
    )

    def filter(self, objects: QuerySet[Actor]) -> QuerySet[Actor]:
        """Narrow the list down."""
        found: QuerySet[Actor] = super().filter(objects)
        asked = self.cleaned_data.get("q", "").strip()
        exact = found
        for word in asked.split():
            exact = exact.filter(Q(name__icontains=word) | Q(place__icontains=word))
        if asked and not exact.exists():
            return found.filter(name__in=similar_names(asked, found))
        return exact


class ActorShortForm(ActorForm):
    """The least that an actor needs; the rest can be written later."""

    class Meta:
        model = Actor
        fields = ["name", "sector", "kind", "place", "state"]


class _Near:
    """Finds by near spelling."""

    filter_form_class = ActorFilterForm

    def get_object_list(self) -> Any:
        """Return all actors by name."""
        return Actor.objects.order_by("name")


class ActorChooseView(_Near, ChooseView):
    """The dialogue."""


class ActorChooseResultsView(_Near, ChooseResultsView):
    """Its list, while typing."""


class ActorChooserViewSet(SnippetChooserViewSet):
    """Chooser of actors; only who may add actors sees the second tab."""

    choose_view_class = ActorChooseView
    choose_results_view_class = ActorChooseResultsView
    creation_form_class = ActorShortForm
    creation_tab_label = _("Neu anlegen")
    create_action_label = _("Akteur anlegen")
