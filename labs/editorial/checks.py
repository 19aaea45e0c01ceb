"""What editors should look at before a page goes out: pictures, headings, links, plain language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue, StructValue
from wagtail.fields import StreamField

from labs.editorial.language import Readability, readability
from labs.editorial.reading import Read, read_page
from portal.base.blocks import VideoValue

EMPTY_LINKS = {"hier", "mehr", "weiter", "link", "klick", "klicken sie hier", "hier klicken",
               "mehr dazu", "weiterlesen", "mehr erfahren", "dort", "diese seite", "here",
               "click here", "more", "read more"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to look at: what, where, what to do."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A page's hints and how easy its text is."""

    hints: tuple[Hint, ...]
    language: Readability


def check_page(page: Any) -> Checked:
    """Check a page as it would look now."""
    answer = page.make_preview_request()
    return check_html(answer.content.decode(), page)


def check_html(html: str, page: Any = None) -> Checked:
    """Check the main part of a rendered page."""
    read = read_page(html)
    hints = (*_of_page(page), *_videos(page), *_headings(read), *_pictures(read), *_links(read))
    language = readability(read.text)
    return Checked((*hints, *(Hint(_("Sprache"), text) for text in language.advice)), language)


def _of_page(page: Any) -> Iterator[Hint]:
    """Look at what stands beside the text."""
    if page is None:
        return
    if not page.summary:
        yield Hint(
            _("Kurzfassung"), _("Die Kurzfassung fehlt: Listen und Suche zeigen nur den Titel.")
        )
    image = page.lead_image
    if image is not None and not image.credit:
        yield Hint(_("Bildnachweis"), _("Beim Aufmacherbild steht nicht, von wem es ist."))


def _videos(page: Any) -> Iterator[Hint]:
    """Say what the videos of a page still lack."""
    for field in page._meta.get_fields() if page is not None else ():
        if isinstance(field, StreamField):
            for video in _found(getattr(page, field.name)):
                for text in video.missing().values():
                    yield Hint(_("Video"), f"„{video.get('title')}“: {text}")


def _found(value: Any) -> Iterator[VideoValue]:
    """Return the videos of a body, those in chapters too."""
    if isinstance(value, VideoValue):
        yield value
    elif isinstance(value, StreamValue):
        for child in value:
            yield from _found(child.value)
    elif isinstance(value, StructValue):
        for inner in value.values():
            yield from _found(inner)


def _headings(read: Read) -> Iterator[Hint]:
    """Look for jumps and empty headings."""
    before = 0
    for level, text in read.headings:
        words = " ".join(text.split())
        if not words:
            yield Hint(_("Überschrift"), _("Eine Überschrift ist leer."))
        if before and level > before + 1:
            yield Hint(
                _("Überschrift"),
                _(
                    "„{words}“ hat Ebene {level}, davor steht Ebene {before}: Lassen Sie keine aus."
                ).format(words=words, level=level, before=before),
            )
        before = level


def _pictures(read: Read) -> Iterator[Hint]:
    """Look for pictures without words, and for file names that pass for words."""
    for source, words in read.pictures:
        name = source.rsplit("/", 1)[-1]
        if not (words or "").strip():
            text = _("Das Bild {name} hat keinen Alternativtext.").format(name=name)
            yield Hint(_("Bild"), text)
        elif (words or "").lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".gif")):
            text = _("Der Alternativtext „{words}“ ist ein Dateiname.").format(words=words)
            yield Hint(_("Bild"), text)


def _links(read: Read) -> Iterator[Hint]:
    """Look for links whose words say nothing, and bare addresses."""
    for link in read.links:
        words = " ".join(link.text.split())
        if words.lower().strip(" .…>→") in EMPTY_LINKS:
            text = _("„{words}“ sagt nicht, wohin der Link führt. Nennen Sie das Ziel.")
            yield Hint(_("Link"), text.format(words=words))
        elif words.startswith(("http://", "https://", "www.")):
            text = _("Statt der Adresse „{words}“ ist ein Linktext mit Worten leichter zu lesen.")
            yield Hint(_("Link"), text.format(words=words[:60]))
