"""What the admin shows first: the labs of the person, each with the button to write a story."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from datasets.permissions import EDITORS, organizations_with
from labs.editorial.views import labs_of

SHOWN = 4


class Welcome(Component):
    """The labs with what people come for."""

    template_name = "labs/admin/welcome.html"
    order = 50

    def __init__(self, labs: list[Any]) -> None:
        self.labs = labs

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return the first labs; there may be more than fit."""
        return {"labs": self.labs[:SHOWN], "more": len(self.labs) > SHOWN}


def welcome_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Put the labs of a person before everything else; who keeps data gets the way for files."""
    user: Any = request.user
    labs = list(labs_of(user)[: SHOWN + 1])
    if labs or organizations_with(user, EDITORS):
        panels.insert(0, Welcome(labs))
