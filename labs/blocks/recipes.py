"""Parts of methods and events: ingredients, steps, mistakes, references, agenda items."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from portal.base.blocks.links import validate_address
from portal.base.blocks.text import RICH_TEXT

KINDS = [
    ("menschen", gettext_lazy("Menschen")),
    ("zeit", gettext_lazy("Zeit")),
    ("material", gettext_lazy("Material")),
    ("raum", gettext_lazy("Raum")),
    ("geld", gettext_lazy("Geld")),
    ("wissen", gettext_lazy("Wissen")),
]


class IngredientBlock(blocks.StructBlock):
    """What a method needs."""

    kind = blocks.ChoiceBlock(label=gettext_lazy("Art"), choices=KINDS, default="material")
    name = blocks.CharBlock(label=gettext_lazy("Was?"), max_length=160)
    amount = blocks.CharBlock(label=gettext_lazy("Wie viel?"), required=False, max_length=80)

    class Meta:
        label = gettext_lazy("Zutat")
        icon = "list-ul"
        form_layout = ["kind", "name", "amount"]
        label_format = "{name}"
        description = gettext_lazy("Was man vorher braucht: Menschen, Zeit, Material, Raum.")
        preview_value = {"kind": "material", "name": "Stellwand mit Karte", "amount": "1 je Gruppe"}
        template = "labs/blocks/ingredient.html"


class StepBlock(blocks.StructBlock):
    """One step of a method."""

    title = blocks.CharBlock(label=gettext_lazy("Schritt"), max_length=160)
    duration = blocks.CharBlock(
        label=gettext_lazy("Dauer"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Zum Beispiel „20 Minuten“."),
    )
    text = blocks.RichTextBlock(label=gettext_lazy("So geht es"), features=RICH_TEXT)

    class Meta:
        label = gettext_lazy("Schritt")
        icon = "order"
        label_format = "{title}"
        description = gettext_lazy("Ein Arbeitsschritt mit Dauer; die Nummer entsteht von selbst.")
        preview_value = {
            "title": "Ankommen und Karte füllen",
            "duration": "20 Minuten",
            "text": "<p>Alle markieren auf der Karte, wo sie im Alltag unterwegs sind.</p>",
        }
        template = "labs/blocks/step.html"


class MistakeBlock(blocks.StructBlock):
    """What often goes wrong, and what helps."""

    mistake = blocks.CharBlock(label=gettext_lazy("Was geht oft schief?"), max_length=250)
    remedy = blocks.TextBlock(
        label=gettext_lazy("Was hilft?"), required=False, rows=2, max_length=600
    )

    class Meta:
        label = gettext_lazy("Typischer Fehler")
        icon = "warning"
        label_format = "{mistake}"
        description = gettext_lazy("Ein Fehler, den andere nicht wiederholen müssen.")
        preview_value = {
            "mistake": "Die Ergebnisse bleiben auf der Stellwand.",
            "remedy": "Noch am selben Abend fotografieren und eine Person benennen.",
        }
        template = "labs/blocks/mistake.html"


class ReferenceBlock(blocks.StructBlock):
    """A source: where something stands."""

    title = blocks.CharBlock(label=gettext_lazy("Quelle"), max_length=300)
    url = blocks.CharBlock(
        label=gettext_lazy("Adresse"), required=False, max_length=500, validators=[validate_address]
    )

    class Meta:
        label = gettext_lazy("Quelle")
        icon = "link"
        label_format = "{title}"
        description = gettext_lazy("Buch, Aufsatz oder Seite, auf die sich der Text stützt.")
        preview_value = {
            "title": "Handbuch Beteiligung, Kapitel 3",
            "url": "https://beispiel.example",
        }
        template = "labs/blocks/reference.html"


class AgendaBlock(blocks.StructBlock):
    """One item of an event's agenda."""

    day = blocks.DateBlock(
        label=gettext_lazy("Welcher Tag?"),
        required=False,
        help_text=gettext_lazy("Nur bei Veranstaltungen über mehrere Tage."),
    )
    start = blocks.TimeBlock(label=gettext_lazy("Beginn"))
    end = blocks.TimeBlock(label=gettext_lazy("Ende"), required=False)
    title = blocks.CharBlock(label=gettext_lazy("Punkt"), max_length=200)
    text = blocks.TextBlock(
        label=gettext_lazy("Erläuterung"), required=False, rows=2, max_length=600
    )

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse an end before the beginning."""
        cleaned: blocks.StructValue = super().clean(value)
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end <= start:
            raise blocks.StructBlockValidationError(
                block_errors={"end": ValidationError(_("Das Ende liegt vor dem Beginn."))}
            )
        return cleaned

    class Meta:
        label = gettext_lazy("Programmpunkt")
        icon = "date"
        label_format = "{start} {title}"
        description = gettext_lazy("Uhrzeit und Titel; erscheint als Tabelle und im Kalender.")
        preview_value = {
            "start": "10:00",
            "end": "10:45",
            "title": "Begrüßung",
            "text": "Wer ist da?",
        }
        template = "labs/blocks/agenda_item.html"
