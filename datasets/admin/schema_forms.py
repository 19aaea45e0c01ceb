"""Forms of the schema editor: one for the texts, one for each column."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from datasets.models import Organization
from datasets.schemas.editing import BY_CODE, SPELLING, kind_code
from datasets.views.wording import kind_choices, kind_words, meanings

LENGTHS = {"min_length": "minLength", "max_length": "maxLength"}
BOUNDS = {"minimum": "minimum", "maximum": "maximum"}
KEEP = "keep"


class TakeInForm(forms.Form):
    """Where a new schema comes from: a file, an address, or nowhere."""

    title = forms.CharField(label=_("Titel"), required=False, max_length=300)
    organization = forms.ChoiceField(label=_("Organisation"), required=False)
    file = forms.FileField(
        label=_("Aus einer Datei"),
        required=False,
        help_text=_("Table Schema oder Datenpaket (JSON oder YAML)."),
    )
    url = forms.URLField(
        label=_("Oder von einer Adresse"), required=False, max_length=2000, assume_scheme="https"
    )

    def __init__(self, *args: Any, organizations: list[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organization"]
        field.choices = [("", _("keine"))] + [(o.pk, str(o)) for o in organizations]
        if len(organizations) == 1:
            field.initial = organizations[0].pk


class SchemaForm(forms.Form):
    """The texts of a schema and what its next version says of itself."""

    title = forms.CharField(label=_("Titel"), max_length=300)
    title_en = forms.CharField(label=_("Titel (englisch)"), required=False, max_length=300)
    description = forms.CharField(
        label=_("Beschreibung"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    description_en = forms.CharField(
        label=_("Beschreibung (englisch)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    primary_key = forms.CharField(
        label=_("Schlüssel"),
        required=False,
        help_text=_("Die Spalten, die jede Zeile eindeutig benennen, durch Komma getrennt."),
    )
    note = forms.CharField(
        label=_("Was ist neu an dieser Fassung?"),
        required=False,
        max_length=500,
        help_text=_("Nötig, wenn wer das Schema nutzt, etwas ändern muss."),
    )


class ColumnRuleForm(forms.Form):
    """One column of a schema."""

    name = forms.CharField(label=_("Name in der Kopfzeile"), max_length=200)
    title = forms.CharField(label=_("Titel"), required=False, max_length=200)
    title_en = forms.CharField(label=_("Titel (englisch)"), required=False, max_length=200)
    # The same for the blank column at the end: who leaves it alone has changed nothing.
    kind = forms.ChoiceField(label=_("Art"), initial="text")
    meaning = forms.ChoiceField(label=_("Bedeutung"), required=False)
    description = forms.CharField(label=_("Beschreibung"), required=False, max_length=1000)
    description_en = forms.CharField(
        label=_("Beschreibung (englisch)"), required=False, max_length=1000
    )
    required = forms.BooleanField(label=_("muss ausgefüllt sein"), required=False)
    unique = forms.BooleanField(label=_("jeder Wert nur einmal"), required=False)
    minimum = forms.CharField(label=_("kleinster Wert"), required=False, max_length=50)
    maximum = forms.CharField(label=_("größter Wert"), required=False, max_length=50)
    min_length = forms.IntegerField(label=_("Zeichen mindestens"), required=False, min_value=0)
    max_length = forms.IntegerField(label=_("Zeichen höchstens"), required=False, min_value=0)
    pattern = forms.CharField(label=_("Muster (regulärer Ausdruck)"), required=False)
    enum = forms.CharField(
        label=_("erlaubte Werte, einer je Zeile"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field: dict[str, Any] = (self.initial or {}).get("field", {})
        kind: Any = self.fields["kind"]
        choices = kind_choices()
        if self.field and not kind_code(self.field):
            choices.insert(0, (KEEP, kind_words(self.field)))
        kind.choices = choices
        meaning: Any = self.fields["meaning"]
        known = meanings()
        known.setdefault(self.field.get("meaning", ""), self.field.get("meaning", ""))
        meaning.choices = list(known.items())

    def to_field(self) -> dict[str, Any]:
        """Return the column as Table Schema writes it; what the form does not know stays."""
        values = self.cleaned_data
        result = dict(self.field)
        for key in ("name", "title", "title_en", "description", "description_en", "meaning"):
            result[key] = values[key].strip() if key != "meaning" else values[key]
        if values["kind"] != KEEP and values["kind"] != kind_code(self.field):
            for key in SPELLING:
                result.pop(key, None)
            result |= dict(BY_CODE[values["kind"]].field)
        rules = self._rules()
        result.pop("constraints", None)
        if rules:
            result["constraints"] = rules
        return {key: value for key, value in result.items() if value not in ("", None)}

    def _rules(self) -> dict[str, Any]:
        values = self.cleaned_data
        rules = dict(self.field.get("constraints") or {})
        for key in ("required", "unique"):
            rules[key] = True if values[key] else None
        for name, key in LENGTHS.items():
            rules[key] = values[name]
        for name, key in BOUNDS.items():
            rules[key] = _number(values[name].strip())
        rules["pattern"] = values["pattern"] or None
        rules["enum"] = [line.strip() for line in values["enum"].splitlines() if line.strip()]
        return {key: value for key, value in rules.items() if value not in (None, [], "")}


def _number(text: str) -> Any:
    """Return a bound as a number where it is one; dates stay as they are written."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text.replace(",", ".")) if text else None
    except ValueError:
        return text


def initial_of(field: dict[str, Any]) -> dict[str, Any]:
    """Return what the form shows of a column."""
    rules = field.get("constraints") or {}
    return {
        "field": field,
        **{k: field.get(k, "") for k in ("name", "title", "title_en", "meaning")},
        **{k: field.get(k, "") for k in ("description", "description_en")},
        "kind": kind_code(field) or KEEP,
        "required": bool(rules.get("required")),
        "unique": bool(rules.get("unique")),
        **{name: rules.get(key, "") for name, key in BOUNDS.items()},
        **{name: rules.get(key) for name, key in LENGTHS.items()},
        "pattern": rules.get("pattern", ""),
        "enum": "\n".join(str(value) for value in rules.get("enum", [])),
    }


ColumnFormSet: type[BaseFormSet[ColumnRuleForm]] = formset_factory(
    ColumnRuleForm, extra=1, can_order=True, can_delete=True, max_num=400
)


def descriptor_of(
    before: dict[str, Any], form: SchemaForm, columns: BaseFormSet[ColumnRuleForm]
) -> dict[str, Any]:
    """Return the whole descriptor as the forms say it."""
    kept = [
        item
        for item in columns.forms
        if item.has_changed() or item.initial
        if item.cleaned_data and not item.cleaned_data.get("DELETE")
    ]
    kept.sort(key=lambda item: (item.cleaned_data.get("ORDER") is None, _order(item)))
    result = {**before, "fields": [item.to_field() for item in kept]}
    key = [word.strip() for word in form.cleaned_data["primary_key"].split(",") if word.strip()]
    result.pop("primaryKey", None)
    if key:
        result["primaryKey"] = key
    return result


def _order(item: ColumnRuleForm) -> int:
    return int(item.cleaned_data.get("ORDER") or 0)


def key_text(descriptor: dict[str, Any]) -> str:
    """Return the primary key as the form shows it."""
    key = descriptor.get("primaryKey", [])
    return key if isinstance(key, str) else ", ".join(str(name) for name in key)
