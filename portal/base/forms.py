"""Form fields that several page types use."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


class MultipleField(models.CharField):  # type: ignore[type-arg]
    """Several of a few choices, kept as words with commas: small, readable, on every database."""

    def formfield(self, **kwargs: Any) -> Any:
        """Show check boxes."""
        return _MultipleFormField(
            choices=list(self.choices or ()),
            required=False,
            label=self.verbose_name,
            help_text=self.help_text,
        )

    def validate(self, value: Any, model_instance: Any) -> None:
        """Accept any of the choices, several at once."""
        known = {key for key, _label in self.choices or ()}
        if not set(split(value)) <= known:
            raise ValidationError(_("Diese Auswahl gibt es nicht."), code="invalid_choice")

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        """Let the model say the chosen words; Django's own method knows single choices only."""
        super().contribute_to_class(cls, name, private_only)
        labels = dict(self.choices or ())

        def display(instance: Any) -> str:
            return ", ".join(str(labels.get(key, key)) for key in split(getattr(instance, name)))

        setattr(cls, f"get_{name}_display", display)


class _MultipleFormField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        return split(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        chosen: Iterable[str] = super().clean(value)
        return ",".join(chosen)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(split(initial or ""), data)


def split(value: str | None) -> list[str]:
    """Return the single words."""
    return [word for word in (value or "").split(",") if word]
