"""Words: paragraphs, headings, quotes, call-outs."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.base.slugs import german_slug

# "zahl" is the living figure, which the app of the labs brings along.
RICH_TEXT = ["bold", "italic", "ol", "ul", "link", "document-link", "zahl"]
SHORT_RICH_TEXT = ["bold", "italic", "link"]


class ParagraphBlock(blocks.RichTextBlock):
    """Running text with lists and links."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": RICH_TEXT, **kwargs})

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "blocks/paragraph.html"
        description = _("Fließtext mit Listen, Links und lebenden Zahlen.")
        preview_value = (
            "<p>Am ersten Abend kamen <b>34 Menschen</b>. Drei Fragen blieben übrig:</p>"
            "<ul><li>Wer pflegt die Liste?</li><li>Wer darf sie ändern?</li></ul>"
        )


class HeadingValue(blocks.StructValue):
    """A heading that can be linked to."""

    @property
    def anchor(self) -> str:
        """Return the id of the heading."""
        return "abschnitt-" + german_slug(self.get("text") or "", fallback="ohne-titel", length=60)


class HeadingBlock(blocks.StructBlock):
    """A heading inside the text; `levels` are those that keep the outline of the page in order."""

    def __init__(self, levels: tuple[int, ...] = (2, 3), **kwargs: Any) -> None:
        super().__init__(
            [
                ("text", blocks.CharBlock(label=_("Überschrift"), max_length=160)),
                (
                    "level",
                    blocks.ChoiceBlock(
                        label=_("Ebene"),
                        choices=[(str(n), _("Ebene {n}").format(n=n)) for n in levels],
                        default=str(levels[0]),
                    ),
                ),
            ],
            **kwargs,
        )

    class Meta:
        label = _("Überschrift")
        icon = "title"
        template = "blocks/heading.html"
        description = _("Gliedert den Text; erscheint mit einer festen Adresse.")
        preview_value = {"text": "Was wir gelernt haben", "level": "2"}
        value_class = HeadingValue


class QuoteBlock(blocks.StructBlock):
    """What somebody said."""

    text = blocks.TextBlock(label=_("Zitat"), rows=3)
    source = blocks.CharBlock(label=_("Wer hat das gesagt?"), required=False, max_length=200)

    class Meta:
        label = _("Zitat")
        icon = "openquote"
        template = "blocks/quote.html"
        description = _("Was jemand gesagt hat, mit Namen oder Funktion.")
        preview_value = {
            "text": "Schwierig war die Frage, was eigentlich Schatten ist.",
            "source": "Mitarbeiterin im Grünflächenamt",
        }


class CalloutBlock(blocks.StructBlock):
    """A box beside the argument: a hint, a tip, a warning."""

    style = blocks.ChoiceBlock(
        label=_("Art"),
        choices=[("hinweis", _("Hinweis")), ("tipp", _("Tipp")), ("achtung", _("Achtung"))],
        default="hinweis",
    )
    title = blocks.CharBlock(label=_("Titel"), required=False, max_length=160)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT)

    class Meta:
        label = _("Kasten")
        icon = "warning"
        template = "blocks/callout.html"
        description = _("Hinweis, Tipp oder Warnung neben dem Text.")
        preview_value = {
            "style": "tipp",
            "title": "Klein anfangen",
            "text": "<p>Fünf Stationen gründlich sind besser als zwanzig im Vorbeigehen.</p>",
        }
