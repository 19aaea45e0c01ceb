"""Forms of the catalogue's admin; they check shapes, the services check the rest."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from datasets.licenses import licenses
from datasets.models import Dataset, Membership, Organization
from datasets.permissions import EDITORS, is_sysadmin
from datasets.services.datasets import tags_named
from datasets.services.slugs import free_name


class DatasetForm(WagtailAdminModelForm):
    """Metadata of a dataset, in the words of a town hall."""

    keywords = forms.CharField(
        label=_("Schlagwörter"),
        required=False,
        help_text=_("Durch Komma getrennt, zum Beispiel: Spielplatz, Freizeit, Kinder"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "keywords" in self.fields and self.instance.pk and not self.instance._state.adding:
            free = [tag.name for tag in self.instance.tags.all() if tag.vocabulary_id is None]
            self.initial["keywords"] = ", ".join(free)
        if "name" in self.fields:
            self.fields["name"].required = False
            self.fields["name"].help_text = _("Bleibt das Feld leer, entsteht er aus dem Titel.")
        if "license" in self.fields:
            choices: list[Any] = [("", _("Bitte wählen"))]
            choices += [(item.id, item.title) for item in licenses().values()]
            current = self.instance.license
            if current and current not in licenses():
                choices.append((current, current))
            self.fields["license"] = forms.ChoiceField(
                label=_("Lizenz"), choices=choices, required=False, help_text=LICENSE_HELP
            )
        if "organization" in self.fields:
            self._own_organizations()

    def _own_organizations(self) -> None:
        """Offer only organizations in which the person may write; one alone is chosen already."""
        field: Any = self.fields["organization"]
        user: Any = self.for_user
        if is_sysadmin(user):
            return
        mine = Membership.objects.filter(user=user, role__in=EDITORS, organization__isnull=False)
        field.queryset = Organization.objects.filter(pk__in=mine.values("organization_id"))
        field.required = True
        if field.queryset.count() == 1:
            field.initial = field.queryset.first()

    def clean_name(self) -> str:
        """Make a free name from the title where none is given."""
        given: str = self.cleaned_data.get("name") or ""
        return given or free_name(self.data.get("title", ""), Dataset)

    def save(self, commit: bool = True) -> Dataset:
        """Take over the keywords beside the fields of the model."""
        if "keywords" in self.cleaned_data:
            words = [w.strip() for w in self.cleaned_data["keywords"].split(",") if w.strip()]
            kept = [tag for tag in self.instance.tags.all() if tag.vocabulary_id is not None]
            self.instance.tags = tags_named([*words, *kept])
        saved: Dataset = super().save(commit=commit)
        return saved


LICENSE_HELP = _(
    "Was andere mit den Daten tun dürfen. Üblich: Datenlizenz Deutschland Namensnennung 2.0."
)
