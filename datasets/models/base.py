"""What every catalogue record shares: public string ids, states, free fields."""

import re
import uuid

from django.core.validators import MinLengthValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

NAME_PATTERN = re.compile(r"^[a-z0-9_-]{2,100}$")

validate_name = RegexValidator(
    NAME_PATTERN,
    _(
        "Nur Kleinbuchstaben ohne Umlaute, Ziffern, Bindestrich und Unterstrich (2 bis 100 Zeichen)."
    ),
)


def new_id() -> str:
    """Return a fresh record id; ids that come from another portal are kept as they are."""
    return str(uuid.uuid4())


class IdField(models.CharField):  # type: ignore[type-arg]
    """Primary key: a UUID as text, or whatever id the record had in the portal it came from."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.update(max_length=100, primary_key=True, default=new_id, editable=False)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        """Leave out of the migration what this class sets by itself."""
        name, path, args, kwargs = super().deconstruct()
        for key in ("max_length", "primary_key", "default", "editable"):
            kwargs.pop(key, None)
        return name, path, list(args), kwargs


class RecordState(models.TextChoices):
    """Deleted records stay until they are purged: links and histories point at them."""

    ACTIVE = "active", _("aktiv")
    DELETED = "deleted", _("gelöscht")


class Body(models.Model):
    """Base of organizations and themes: something with members that datasets belong to."""

    id = IdField(_("Kennung"))
    name = models.SlugField(
        _("Kurzname"),
        max_length=100,
        unique=True,
        validators=[validate_name, MinLengthValidator(2)],
    )
    title = models.CharField(_("Titel"), max_length=1000, blank=True)
    description = models.TextField(_("Beschreibung"), blank=True)
    image_url = models.CharField(_("Bild-Adresse"), max_length=1000, blank=True)
    image = models.FileField(_("Bild"), upload_to="bodies/", blank=True)
    kind = models.CharField(max_length=100, editable=False)
    state = models.CharField(
        _("Zustand"), max_length=20, choices=RecordState.choices, default=RecordState.ACTIVE
    )
    # Id of a record of the other kind that foreign programs put above this one.
    above = models.CharField(max_length=100, blank=True, editable=False)
    approval_status = models.CharField(max_length=20, default="approved", editable=False)
    additional = models.JSONField(
        _("weitere Angaben"), default=list, blank=True, help_text='[{"key": …, "value": …}]'
    )
    created_at = models.DateTimeField(_("angelegt"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["title", "name"]

    def __str__(self) -> str:
        return self.title or self.name
