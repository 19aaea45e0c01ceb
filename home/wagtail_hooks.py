"""The home page goes out only together with words that everybody understands (BITV 2.0, § 4)."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.models import Page

from labs.figures.scope import stored_text
from portal.base.models import PageVariant
from portal.base.pages import HOME_DEPTH
from portal.base.variants import SOURCE, language_of

EASY = "de-simple"
LEAST_WORDS = 40
PARTS_CONTENT = gettext_lazy("worum es auf diesen Seiten geht")
PARTS = (
    (
        re.compile(r"men[üu]|navig|finden|suche", re.IGNORECASE),
        gettext_lazy("wie man etwas findet"),
    ),
    (
        re.compile(r"barriere", re.IGNORECASE),
        gettext_lazy("was in der Erklärung zur Barrierefreiheit steht"),
    ),
    (
        re.compile(r"leichter? sprache|gebärden", re.IGNORECASE),
        gettext_lazy("was es noch in Leichter Sprache oder Gebärdensprache gibt"),
    ),
)


@hooks.register("before_publish_page")  # type: ignore[untyped-decorator]
def easy_words_first(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep a change of the home page as a draft while there is no Leichte Sprache beside it."""
    if page.depth != HOME_DEPTH or language_of(page) != SOURCE:
        return None
    easy = PageVariant.objects.filter(
        source_id=page.pk, page__live=True, page__locale__language_code=EASY
    ).select_related("page")
    row = easy.first()
    lacking = [str(name) for name in parts_missing(row.page.specific)] if row is not None else []
    if row is not None and not lacking:
        return None
    messages.error(request, _lacks(lacking) if lacking else _absent())
    return redirect(f"{reverse('labs_text_check', args=[page.pk])}#fassungen")


def _absent() -> str:
    return _(
        "Gespeichert, aber nicht veröffentlicht: Die Startseite erscheint erst mit einer Fassung in "
        "Leichter Sprache. Legen Sie sie hier an und veröffentlichen Sie zuerst diese."
    )


def _lacks(parts: list[str]) -> str:
    return _(
        "Gespeichert, aber nicht veröffentlicht: Der Fassung in Leichter Sprache fehlt noch: {parts}. "
        "Ergänzen Sie sie hier und veröffentlichen Sie zuerst diese."
    ).format(parts="; ".join(parts))


def parts_missing(page: Any) -> list[Any]:
    """Return what BITV 2.0, § 4 wants said in Leichte Sprache and the page does not speak of."""
    words = strip_tags(f"{page.summary} {stored_text(page.body.raw_data)}".replace("<", " <"))
    found = [name for sign, name in PARTS if not sign.search(words)]
    return found if len(words.split()) >= LEAST_WORDS else [PARTS_CONTENT, *found]
