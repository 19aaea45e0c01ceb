"""Forms of the editor's way, in the words of a town hall."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from datasets.licenses import licenses
from datasets.models import Dataset, FetchPlan, Membership, Organization, Theme
from datasets.permissions import EDITORS, is_sysadmin
from datasets.schemas.describing import FREQUENCY, detail
from datasets.views.wording import frequencies, kind_choices, kind_words, meanings
from portal.base.models import User

OFTEN = ("dl-de/by-2-0", "dl-de/zero-2-0", "cc-by/4.0", "cc-by-4.0", "cc-zero")


def organizations_of(user: User) -> list[Organization]:
    """Return the organizations in whose name the person may publish."""
    rows = Organization.objects.filter(state="active").order_by("title")
    if not is_sysadmin(user):
        mine = Membership.objects.filter(user=user, role__in=EDITORS, organization__isnull=False)
        rows = rows.filter(pk__in=mine.values("organization_id"))
    return list(rows)


class FileForm(forms.Form):
    """A file, and in whose name it is published."""

    file = forms.FileField(
        label=_("Ihre Datei"),
        required=False,
        help_text=_(
            "CSV, Excel, ODS, JSON oder GeoJSON – so, wie sie bei Ihnen liegt. "
            "Ein Datenpaket (ZIP mit datapackage.json) bringt alle seine Dateien mit."
        ),
        error_messages={
            "required": _("Bitte wählen Sie eine Datei aus oder ziehen Sie sie in das Feld."),
            "empty": _(
                "Die Datei ist leer. Bitte speichern Sie sie neu und wählen sie noch einmal aus."
            ),
        },
    )

    url = forms.URLField(
        label=_("Oder ihre Adresse im Netz"),
        required=False,
        max_length=2000,
        assume_scheme="https",
        help_text=_("Das Portal holt die Datei dort ab, auf Wunsch später regelmäßig."),
    )

    def __init__(self, *args: Any, organizations: list[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organizations = organizations
        if len(organizations) > 1:
            self.fields["organization"] = forms.ChoiceField(
                label=_("In wessen Namen?"),
                choices=[("", _("Bitte wählen"))] + [(o.pk, str(o)) for o in organizations],
            )

    def clean(self) -> dict[str, Any]:
        """Ask for a file or an address."""
        values = super().clean() or {}
        if not values.get("file") and not values.get("url") and not self.errors:
            message = self.fields["file"].error_messages["required"]
            self.add_error("file", forms.ValidationError(message))
        return values

    def owner(self) -> Organization | None:
        """Return the chosen organization, or the only one."""
        if len(self.organizations) == 1:
            return self.organizations[0]
        chosen = self.cleaned_data.get("organization")
        return next((o for o in self.organizations if o.pk == chosen), None)


class ReplaceForm(forms.Form):
    """The next file of a resource."""

    file = forms.FileField(
        label=_("Ihre Datei"),
        help_text=_("CSV, Excel, ODS, JSON oder GeoJSON – so, wie sie bei Ihnen liegt."),
        error_messages=FileForm.base_fields["file"].error_messages,
    )
    note = forms.CharField(
        label=_("Was ist neu?"),
        required=False,
        max_length=500,
        help_text=_("Ein Satz für alle, die die Daten nutzen. Zum Beispiel: „Stand Juni 2026“."),
    )


class FetchForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where a file is fetched from, how often, and who is told when it fails."""

    url = forms.URLField(
        label=_("Adresse der Datei"),
        max_length=2000,
        assume_scheme="https",
        help_text=_("Die Adresse, unter der immer die neueste Datei liegt."),
    )

    class Meta:
        model = FetchPlan
        fields = ["url", "interval", "notify"]
        help_texts = {
            "notify": _("Wer Bescheid bekommt, wenn die Abholung oder die Prüfung scheitert."),
        }


class ColumnForm(forms.Form):
    """One column: how it is called, what it holds, what it means."""

    title = forms.CharField(label=_("Titel"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Art"), required=False)
    meaning = forms.ChoiceField(label=_("Bedeutung"), required=False)
    description = forms.CharField(
        label=_("Beschreibung"), required=False, max_length=1000, widget=forms.TextInput
    )

    def __init__(self, *args: Any, field: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field = field
        recognised = _("erkannt: %(kind)s") % {"kind": kind_words(field)}
        kind: Any = self.fields["kind"]
        kind.choices = [("", recognised), *kind_choices()]
        meaning: Any = self.fields["meaning"]
        known = meanings()
        current = field.get("meaning", "")
        known.setdefault(current, current)
        meaning.choices = list(known.items())


DAY: dict[str, Any] = {
    "required": False,
    "max_length": 10,
    "validators": [
        RegexValidator(
            r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
            _("Bitte ein Jahr (2024), einen Monat (2024-05) oder einen Tag (2024-05-31)."),
        )
    ],
}
DAY_HELP = _("Jahr, Monat oder Tag: 2024, 2024-05 oder 2024-05-31")


class DescriptionForm(forms.Form):
    """What others read about the dataset."""

    title = forms.CharField(
        label=_("Titel"),
        max_length=300,
        help_text=_("Kurz und mit Ort, zum Beispiel „Spielplätze in Kleve“."),
    )
    notes = forms.CharField(
        label=_("Beschreibung"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Was steht in der Tabelle? Woher kommen die Angaben, wie oft ändern sie sich?"),
    )
    license = forms.ChoiceField(
        label=_("Lizenz"),
        help_text=_(
            "Was andere mit den Daten tun dürfen. Üblich: Datenlizenz Deutschland Namensnennung 2.0."
        ),
    )
    keywords = forms.CharField(
        label=_("Schlagwörter"),
        required=False,
        max_length=1000,
        help_text=_("Durch Komma getrennt, zum Beispiel: Spielplatz, Freizeit, Kinder"),
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Kategorien"),
        queryset=Theme.objects.filter(state="active").order_by("title"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    maintainer = forms.CharField(label=_("Ansprechstelle"), required=False, max_length=300)
    maintainer_email = forms.EmailField(label=_("E-Mail der Ansprechstelle"), required=False)
    place = forms.CharField(
        label=_("Raum"),
        required=False,
        max_length=300,
        help_text=_("Für welches Gebiet gelten die Daten? Zum Beispiel: Kleve"),
    )
    begin = forms.CharField(label=_("Zeitraum von"), help_text=DAY_HELP, **DAY)
    end = forms.CharField(label=_("Zeitraum bis"), help_text=DAY_HELP, **DAY)
    frequency = forms.ChoiceField(label=_("Wie oft kommen neue Daten?"), required=False)

    def __init__(self, *args: Any, dataset: Dataset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = licenses()
        often = [known[key] for key in OFTEN if key in known]
        rest = [item for key, item in known.items() if key not in OFTEN]
        choices: list[Any] = [("", _("Bitte wählen"))]
        choices += [(_("Häufig gewählt"), [(i.id, i.title) for i in often])]
        choices += [(_("Weitere"), [(i.id, i.title) for i in rest])]
        if dataset.license and dataset.license not in known:
            choices.append((dataset.license, dataset.license))
        license_: Any = self.fields["license"]
        license_.choices = choices
        frequency: Any = self.fields["frequency"]
        said = detail(dataset.additional, FREQUENCY)
        known_ones = frequencies()
        own = [] if said in ("", *known_ones) else [(said, said)]
        frequency.choices = [("", _("keine Angabe")), *known_ones.items(), *own]
        if not Theme.objects.filter(state="active").exists():
            del self.fields["themes"]


class AnswerForm(forms.Form):
    """The reason why possible personal data may be published."""

    answer = forms.CharField(
        label=_("Warum dürfen diese Angaben veröffentlicht werden?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Zum Beispiel: „Es sind Dienstadressen von Ämtern, keine Privatpersonen.“"),
    )
