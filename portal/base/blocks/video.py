"""Videos of one's own, never without captions and words; those of others are a plain link."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from portal.base.blocks.links import validate_address

PLAYED = ("webm", "mp4")
MOST_CAPTIONS = 2_000_000
LANGUAGES = [("de", "Deutsch"), ("en", "English")]


def captions_readable(document: Any) -> bool:
    """Say whether a document holds captions: WebVTT with at least one cue."""
    try:
        with document.file.open("rb") as file:
            text = file.read(MOST_CAPTIONS).decode("utf-8-sig")
    except (OSError, ValueError):
        return False
    return text.startswith("WEBVTT") and "-->" in text


class VideoValue(blocks.StructValue):
    """A video with everything that lets all people follow it."""

    @property
    def host(self) -> str:
        """Return the site a link leads to."""
        return urlsplit(self.get("url") or "").netloc

    def missing(self) -> dict[str, str]:
        """Return what is missing, field by field, each as a sentence that says what to do."""
        if self.get("url") and not self.get("file"):
            return {}
        if self.get("url"):
            return {"url": _("Entweder eine eigene Datei oder ein Link: Leeren Sie eines davon.")}
        if self.get("file") is None:
            return {"file": _("Wählen Sie die Videodatei, oder geben Sie unten einen Link an.")}
        found = {
            "file": ""
            if self["file"].file_extension.lower() in PLAYED
            else _("Browser spielen WebM und MP4. Wandeln Sie die Datei vorher um."),
            "captions": self._captions_missing(),
            "transcript": ""
            if str(self.get("transcript") or "")
            else _("Die Abschrift fehlt: Sie nennt auch, was nur zu sehen ist, und wird gefunden."),
            "poster": self._poster_missing(),
            "credit": ""
            if self.get("credit")
            else _("Nennen Sie, von wem das Video ist und wer die Rechte gegeben hat."),
        }
        return {name: text for name, text in found.items() if text}

    def _captions_missing(self) -> str:
        if self.get("captions") is None:
            return _("Die Untertitel fehlen: Wer nicht hört, kann dem Video sonst nicht folgen.")
        if captions_readable(self["captions"]):
            return ""
        return _(
            "Diese Datei enthält keine Untertitel. Sie beginnt mit „WEBVTT“ und nennt zu jedem "
            "Satz zwei Zeiten, zum Beispiel „00:01.000 --> 00:04.000“."
        )

    def _poster_missing(self) -> str:
        if self.get("poster") is None:
            return _("Wählen Sie ein Vorschaubild: Das Video lädt erst auf Wunsch.")
        if self["poster"].credit:
            return ""
        return _("Bei diesem Bild steht nicht, von wem es ist. Tragen Sie es nach.")


class VideoBlock(blocks.StructBlock):
    """A video with captions, transcript, picture and credit."""

    title = blocks.CharBlock(label=gettext_lazy("Titel"), max_length=160)
    file = DocumentChooserBlock(
        label=gettext_lazy("Videodatei"),
        required=False,
        help_text=gettext_lazy("WebM oder MP4, bis 50 MB. Hochladen geht im selben Fenster."),
    )
    captions = DocumentChooserBlock(
        label=gettext_lazy("Untertitel"),
        required=False,
        help_text=gettext_lazy("Eine WebVTT-Datei (.vtt); auch Geräusche gehören hinein."),
    )
    language = blocks.ChoiceBlock(
        label=gettext_lazy("Sprache der Untertitel"), choices=LANGUAGES, default="de"
    )
    transcript = blocks.RichTextBlock(
        label=gettext_lazy("Abschrift"),
        required=False,
        features=["bold", "italic", "ol", "ul", "link"],
        help_text=gettext_lazy("Was gesagt wird und was nur zu sehen ist."),
    )
    poster = ImageChooserBlock(label=gettext_lazy("Vorschaubild"), required=False)
    credit = blocks.CharBlock(
        label=gettext_lazy("Nachweis"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("Von wem das Video ist, z. B. „Stadt Kleve, CC BY 4.0“."),
    )
    url = blocks.CharBlock(
        label=gettext_lazy("Oder: Adresse eines Videos anderswo"),
        required=False,
        max_length=500,
        validators=[validate_address],
        help_text=gettext_lazy("Erscheint als Link. Das Portal lädt nichts von anderen Seiten."),
    )

    def clean(self, value: Any) -> Any:
        """Refuse a video that not everybody can follow; a draft may still lack parts."""
        cleaned = super().clean(value)
        missing = {} if self.is_deferred_validation else cleaned.missing()
        if missing:
            raise blocks.StructBlockValidationError(
                block_errors={
                    name: ValidationError(text, code="video_incomplete")
                    for name, text in missing.items()
                }
            )
        return cleaned

    def get_preview_value(self) -> Any:
        """Return the newest video and picture; in an empty portal the words around them."""
        names = [f".{ending}" for ending in PLAYED]
        videos = get_document_model().objects.order_by("-pk")[:200]
        video = next((one for one in videos if one.filename.lower().endswith(tuple(names))), None)
        poster = get_image_model().objects.exclude(credit="").order_by("-pk").first()
        words = {
            "title": _("Ein Rundgang in zwei Minuten"),
            "credit": _("Stadt Kleve, CC BY 4.0"),
            "transcript": _(
                "<p>Man sieht den Spielplatz. Eine Stimme sagt: „Hier fehlt Schatten.“</p>"
            ),
            "url": "",
        }
        return self.normalize({"file": video, "poster": poster, "language": "de", **words})

    class Meta:
        label = gettext_lazy("Video")
        icon = "media"
        template = "blocks/video.html"
        description = gettext_lazy(
            "Eigenes Video mit Untertiteln, Abschrift und Vorschaubild; fremde als Link."
        )
        value_class = VideoValue
