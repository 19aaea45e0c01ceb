"""Texts of CKAN's own scripts in German, for foreign pages that load them from a portal."""

from typing import Any

LANGUAGES = frozenset(
    {
        "ar", "bg", "bs", "ca", "cs_CZ", "da_DK", "de", "el", "en", "en_AU", "en_GB", "es",
        "es_AR", "eu", "fa_IR", "fi", "fr", "gl", "he", "hr", "hu", "id", "is", "it", "ja", "km",
        "ko_KR", "lt", "lv", "mk", "mn_MN", "my_MM", "nb_NO", "ne", "nl", "no", "pl", "pt_BR",
        "pt_PT", "ro", "ru", "sk", "sl", "sq", "sr", "sr_Latn", "sv", "th", "tl", "tr", "uk",
        "uk_UA", "vi", "zh_Hans_CN", "zh_Hant_TW",
    }
)  # fmt: skip
_GERMAN = {
    "(estimated)": "(geschätzt)",
    "Add Filter": "Filter ergänzen",
    "An error occured during AJAX request. Could not load view.": (
        "Die Ansicht ließ sich nicht laden."
    ),
    "Are you sure you want to perform this action?": "Möchten Sie das wirklich tun?",
    "COLUMN FILTER/S": "FILTER JE SPALTE",
    "Cancel": "Abbrechen",
    "Close": "Schließen",
    "Confirm": "Bestätigen",
    "Copied deeplink to clipboard": "Die Adresse liegt in der Zwischenablage",
    "Copy to clipboard": "Kopieren",
    "Double-click to reset filters": "Doppelklick leert die Filter",
    "Edit": "Bearbeiten",
    "Failed to load data API information": "Angaben zur Schnittstelle ließen sich nicht laden",
    "File": "Datei",
    "Filtered": "Gefiltert",
    "Filtered download": "Gefiltert herunterladen",
    "Hide": "Ausblenden",
    "Image": "Bild",
    "Link": "Adresse",
    "Link to a URL on the internet (you can also link to an API)": (
        "Adresse im Internet, auch die einer Schnittstelle"
    ),
    "No matches found": "Nichts gefunden",
    "Notification": "Hinweis",
    "Please Confirm": "Bitte bestätigen",
    "Please select the file to upload again": "Bitte wählen Sie die Datei noch einmal aus",
    "Press SHIFT key while clicking on\nsort control for multi-column sort": (
        "Mit gedrückter Umschalttaste\nnach mehreren Spalten sortieren"
    ),
    "Print": "Drucken",
    "Remove": "Entfernen",
    "Reorder resource view": "Ansichten ordnen",
    "Reorder resources": "Ressourcen ordnen",
    "Reset": "Zurücksetzen",
    "Restore visibility": "Wieder einblenden",
    "Save order": "Reihenfolge speichern",
    "Saving...": "Wird gespeichert …",
    "Searching...": "Es wird gesucht …",
    "Select a field": "Feld auswählen",
    "Share current view": "Diese Ansicht teilen",
    "Show all": "Alle zeigen",
    "Show more": "Mehr zeigen",
    "Show none": "Keine zeigen",
    "Sort": "Sortieren",
    "Start typing…": "Tippen Sie los …",
    "TABLE FILTER": "FILTER DER TABELLE",
    "Table/List toggle": "Zwischen Tabelle und Liste wechseln",
    "There are unsaved modifications to this form": "Änderungen sind noch nicht gespeichert",
    "There is no API data to load for this resource": (
        "Zu dieser Ressource gibt es keine Daten über die Schnittstelle"
    ),
    "Toggle column visibility": "Spalte ein- oder ausblenden",
    "URL": "URL",
    "Upload": "Hochladen",
    "Upload a file on your computer": "Eine Datei von Ihrem Rechner hochladen",
    "You can rearrange the resources by dragging them using the arrow icon. Drag the resource to the"
    " right and place it to the desired location on the list. When you are done, click the"
    ' "Save order" -button.': (
        "Ziehen Sie die Ressourcen am Pfeil an ihren Platz in der Liste und speichern Sie dann die"
        " Reihenfolge."
    ),
    "seconds": "Sekunden",
}
_SHORT = "Input is too short, must be at least one character"
_SHORT_MANY = "Input is too short, must be at least %(num)d characters"


def script_texts(code: str) -> dict[str, Any]:
    """Return the texts of a language in the form of gettext for scripts; English ones need none."""
    head = {"domain": "ckan", "lang": code, "plural-forms": "nplurals=2; plural=(n != 1);"}
    answer: dict[str, Any] = {"": head}
    if code == "de":
        answer |= {text: [None, german] for text, german in _GERMAN.items()}
        answer[_SHORT] = [
            _SHORT_MANY,
            "Geben Sie mindestens ein Zeichen ein",
            "Geben Sie mindestens %(num)d Zeichen ein",
        ]
    return answer
