"""Words for what a dataset says beyond its own fields."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from datasets.models import Correction
from datasets.views.markdown import to_text
from datasets.views.wording import frequencies
from portal.base.interface import GERMAN, mark

register = template.Library()

LABELS = {
    "geocodingText": _("Raum"),
    "politicalGeocodingLevelURI": _("Verwaltungsebene"),
    "politicalGeocodingURI": _("Gebietsschlüssel"),
    "contributorID": _("Datenbereitsteller (GovData)"),
    "temporal_start": _("Zeitraum von"),
    "temporal_end": _("Zeitraum bis"),
    "frequency": _("Aktualisierung"),
    "accrualPeriodicity": _("Aktualisierung"),
    "issued": _("Veröffentlicht"),
    "modified": _("Stand der Daten"),
    "language": _("Sprache"),
    "publisher_name": _("Herausgeber"),
    "contact_name": _("Kontakt"),
    "source": _("Quelle"),
    "quelle": _("Quelle"),
}


@register.filter
def detail_label(key: str) -> str:
    """Return the German word for a further detail, else its own name."""
    return str(LABELS.get(key, key))


@register.filter
def detail_value(value: object) -> str:
    """Return a further detail as people read it: a frequency of the EU's list in a word."""
    return frequencies().get(str(value), str(value))


@register.filter
def plain(text: str | None) -> str:
    """Return a Markdown text as plain words."""
    return to_text(text or "")


@register.filter
def notice(correction: Correction) -> str:
    """Return a correction as a sentence; on English pages the words of its author are marked."""
    german = mark(GERMAN)
    if not german:
        return correction.sentence
    return correction.worded(
        format_html, lambda words: format_html("<span{}>{}</span>", german, words)
    )
