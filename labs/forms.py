"""Forms that the public fills in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from labs.models import EventGuest


class GuestForm(forms.ModelForm):  # type: ignore[type-arg]
    """Registering for an event. `website` is a trap: people do not see it, machines fill it in."""

    website = forms.CharField(required=False, label=_("Bitte leer lassen"))

    class Meta:
        model = EventGuest
        fields = ["name", "email", "organization", "note"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "organization": forms.TextInput(attrs={"autocomplete": "organization"}),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["website"].widget.attrs.update(tabindex="-1", autocomplete="off")
        self.label_suffix = ""

    @property
    def is_trapped(self) -> bool:
        """Say whether a machine filled in the form."""
        return bool(self.data.get("website"))
