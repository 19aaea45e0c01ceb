"""Tells who edits a page at once that a bundle with it is not planned any more."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks

from labs.bundles import history
from labs.bundles.planning import bundles_check


def after_edit(request: HttpRequest, page: Any) -> None:
    """Say it where the page was changed; the background round tells of everything else."""
    if bundles_check(page=page):
        text = _(
            "Diese Seite war in einem Paket eingeplant. Weil Sie sie geändert haben, muss das Paket neu "
            "freigegeben und eingeplant werden."
        )
        messages.warning(request, text)


def connect() -> None:
    """Register it; called when Wagtail looks for hooks."""
    hooks.register("after_edit_page", after_edit)
    hooks.register("register_log_actions", history.register)
