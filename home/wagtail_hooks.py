"""The home page goes out only together with words that everybody understands (BITV 2.0, § 4)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from portal.base.models import PageVariant
from portal.base.pages import HOME_DEPTH
from portal.base.variants import SOURCE, language_of

EASY = "de-simple"


@hooks.register("before_publish_page")  # type: ignore[untyped-decorator]
def easy_words_first(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep a change of the home page as a draft while there is no Leichte Sprache beside it."""
    if page.depth != HOME_DEPTH or language_of(page) != SOURCE:
        return None
    variants = PageVariant.objects.filter(source_id=page.pk, page__live=True)
    if variants.filter(page__locale__language_code=EASY).exists():
        return None
    messages.error(
        request,
        _(
            "Gespeichert, aber nicht veröffentlicht: Die Startseite erscheint erst mit einer Fassung in "
            "Leichter Sprache. Legen Sie sie hier an und veröffentlichen Sie zuerst diese."
        ),
    )
    return redirect(f"{reverse('labs_text_check', args=[page.pk])}#fassungen")
