"""Logging in, in German to the last label."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms.auth import LoginForm


class PortalLoginForm(LoginForm):
    """Wagtail's form; it leaves the label of the second field to its English name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Passwort")
