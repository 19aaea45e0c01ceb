"""German words for frictionless's errors: what it is, what it means, what to do next."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Text:
    """A title, what is wrong, and what helps."""

    title: str
    what: str
    how: str


CELL: Final = {
    "type-error": Text(
        "Werte passen nicht zur Spaltenart",
        "Die Werte lassen sich nicht als das lesen, was in der Spalte stehen soll.",
        "Berichtigen Sie die Werte in Ihrer Tabelle, oder ändern Sie die Art der Spalte.",
    ),
    "constraint-error": Text(
        "Werte verletzen eine Regel",
        "Die Werte halten eine Regel der Spalte nicht ein.",
        "Prüfen Sie die genannten Zeilen.",
    ),
    "unique-error": Text(
        "Werte kommen mehrfach vor",
        "In dieser Spalte darf jeder Wert nur einmal stehen.",
        "Prüfen Sie, ob Zeilen doppelt sind oder eine Kennung falsch übernommen wurde.",
    ),
    "extra-cell": Text(
        "Zu viele Zellen",
        "Zeilen haben mehr Zellen, als die Kopfzeile Spalten nennt.",
        "Oft steht das Trennzeichen in einem Text. Setzen Sie solche Texte in Anführungszeichen.",
    ),
    "missing-cell": Text(
        "Zu wenige Zellen",
        "Zeilen haben weniger Zellen, als die Kopfzeile Spalten nennt.",
        "Ergänzen Sie die fehlenden Zellen; leere Zellen brauchen auch ein Trennzeichen.",
    ),
    "truncated-value": Text(
        "Werte sind vielleicht abgeschnitten",
        "Die Werte sind genau so lang wie eine übliche Obergrenze.",
        "Vergleichen Sie sie mit der Quelle und ergänzen Sie, was fehlt.",
    ),
    "forbidden-value": Text(
        "Werte sind nicht erlaubt",
        "Diese Werte sind für die Spalte ausgeschlossen.",
        "Ersetzen Sie sie durch erlaubte Werte.",
    ),
    "sequential-value": Text(
        "Die Zählung hat Lücken",
        "Die Werte der Spalte sollen fortlaufend sein.",
        "Prüfen Sie, ob Zeilen fehlen oder vertauscht sind.",
    ),
    "ascii-value": Text(
        "Zeichen außerhalb des Grundalphabets",
        "Die Spalte darf nur einfache Buchstaben, Ziffern und Satzzeichen enthalten.",
        "Schreiben Sie Umlaute und Sonderzeichen um.",
    ),
    "deviated-cell": Text(
        "Zellen fallen aus dem Rahmen",
        "Die Länge dieser Zellen weicht stark von den übrigen ab.",
        "Prüfen Sie, ob Text in die falsche Zelle geraten ist.",
    ),
    "deviated-value": Text(
        "Zahlen fallen aus dem Rahmen",
        "Diese Zahlen liegen weit von den übrigen entfernt.",
        "Prüfen Sie Komma und Tausenderpunkt.",
    ),
    "required-value": Text(
        "Ein verlangter Wert fehlt",
        "In der Spalte muss ein bestimmter Wert mindestens einmal stehen.",
        "Ergänzen Sie die fehlende Zeile.",
    ),
    "cell-error": Text(
        "Auffällige Zellen",
        "Die Zellen entsprechen nicht dem Schema.",
        "Prüfen Sie die genannten Zeilen.",
    ),
}

ROW: Final = {
    "blank-row": Text(
        "Leere Zeilen",
        "Zwischen den Daten stehen Zeilen ohne jeden Wert.",
        "Löschen Sie die leeren Zeilen.",
    ),
    "duplicate-row": Text(
        "Doppelte Zeilen",
        "Zeilen stimmen in allen Zellen mit einer früheren überein.",
        "Löschen Sie die Wiederholungen, oder ergänzen Sie, was die Zeilen unterscheidet.",
    ),
    "primary-key": Text(
        "Der Schlüssel ist nicht eindeutig",
        "Die Schlüsselspalten müssen jede Zeile eindeutig bezeichnen und dürfen nicht leer sein.",
        "Löschen Sie doppelte Zeilen, oder ergänzen Sie fehlende Schlüssel.",
    ),
    "foreign-key": Text(
        "Verweise gehen ins Leere",
        "Die Zeilen verweisen auf einen Schlüssel, den es in der Zieltabelle nicht gibt.",
        "Berichtigen Sie den Verweis, oder ergänzen Sie die Zeile, auf die er zeigt.",
    ),
    "row-constraint": Text(
        "Zeilen verletzen eine Regel",
        "Die Werte einer Zeile passen nicht zueinander.",
        "Prüfen Sie die genannten Zeilen.",
    ),
    "row-error": Text(
        "Auffällige Zeilen",
        "Die Zeilen entsprechen nicht dem Schema.",
        "Prüfen Sie die genannten Zeilen.",
    ),
}

HEADER: Final = {
    "blank-header": Text(
        "Die Kopfzeile fehlt",
        "Wo die Spaltennamen stehen sollten, ist die Zeile leer.",
        "Schreiben Sie über jede Spalte einen Namen.",
    ),
    "unmatched-header": Text(
        "Die Kopfzeile passt nicht zum Schema",
        "Keine der Spalten kommt im Schema vor.",
        "Prüfen Sie, ob Datei und Schema zusammengehören.",
    ),
    "header-error": Text(
        "Auffällige Kopfzeile",
        "Die Kopfzeile entspricht nicht dem Schema.",
        "Vergleichen Sie die Spaltennamen mit dem Schema.",
    ),
    "label-error": Text(
        "Auffälliger Spaltenname",
        "Ein Spaltenname entspricht nicht dem Schema.",
        "Vergleichen Sie die Spaltennamen mit dem Schema.",
    ),
    "blank-label": Text(
        "Eine Spalte hat keinen Namen",
        "Über einer Spalte steht kein Name.",
        "Schreiben Sie einen Namen in die Kopfzeile, oder löschen Sie die Spalte.",
    ),
    "duplicate-label": Text(
        "Ein Spaltenname kommt mehrfach vor",
        "Zwei Spalten heißen gleich und lassen sich nicht unterscheiden.",
        "Benennen Sie eine der Spalten um.",
    ),
    "extra-label": Text(
        "Eine Spalte kennt das Schema nicht",
        "Die Datei hat eine Spalte, die im Schema nicht vorkommt.",
        "Löschen Sie die Spalte, oder nehmen Sie sie in das Schema auf.",
    ),
    "missing-label": Text(
        "Eine Spalte fehlt",
        "Das Schema verlangt eine Spalte, die in der Datei nicht vorkommt.",
        "Ergänzen Sie die Spalte, oder prüfen Sie die Schreibweise ihres Namens.",
    ),
    "incorrect-label": Text(
        "Ein Spaltenname weicht vom Schema ab",
        "An dieser Stelle erwartet das Schema einen anderen Namen.",
        "Benennen Sie die Spalte um, oder bringen Sie die Spalten in die Reihenfolge des Schemas.",
    ),
}

FILE: Final = {
    "hash-count": Text(
        "Die Prüfsumme stimmt nicht",
        "Die Datei ist nicht die, deren Prüfsumme angegeben ist.",
        "Laden Sie die Datei noch einmal hoch, oder berichtigen Sie die Angabe.",
    ),
    "byte-count": Text(
        "Die Dateigröße stimmt nicht",
        "Die Datei ist größer oder kleiner als angegeben.",
        "Laden Sie die Datei noch einmal hoch, oder berichtigen Sie die Angabe.",
    ),
    "field-count": Text(
        "Die Zahl der Spalten stimmt nicht",
        "Die Tabelle hat mehr oder weniger Spalten als angegeben.",
        "Prüfen Sie, ob Spalten fehlen oder dazugekommen sind.",
    ),
    "row-count": Text(
        "Die Zahl der Zeilen stimmt nicht",
        "Die Tabelle hat mehr oder weniger Zeilen als angegeben.",
        "Prüfen Sie, ob die Datei vollständig ist.",
    ),
    "table-dimensions": Text(
        "Die Tabelle hat nicht die verlangte Größe",
        "Zeilen oder Spalten sind mehr oder weniger als verlangt.",
        "Prüfen Sie, ob die Datei vollständig ist.",
    ),
    "table-error": Text(
        "Auffällige Tabelle",
        "Die Tabelle entspricht nicht dem Schema.",
        "Vergleichen Sie die Tabelle mit dem Schema.",
    ),
    "file-error": Text(
        "Auffällige Datei",
        "Die Datei entspricht nicht den Angaben.",
        "Laden Sie die Datei noch einmal hoch.",
    ),
    "data-error": Text(
        "Auffällige Daten",
        "Die Daten entsprechen nicht den Angaben.",
        "Vergleichen Sie die Datei mit dem Schema.",
    ),
    "encoding-error": Text(
        "Die Zeichen lassen sich nicht lesen",
        "Die Datei enthält Zeichen, die nicht zu ihrer Zeichenkodierung gehören.",
        "Speichern Sie die Tabelle als „CSV UTF-8“ und laden Sie sie neu hoch.",
    ),
    "compression-error": Text(
        "Das Archiv lässt sich nicht öffnen",
        "Die gepackte Datei ist beschädigt oder anders gepackt, als ihr Name sagt.",
        "Laden Sie die Tabelle ungepackt hoch.",
    ),
    "format-error": Text(
        "Das Dateiformat wird nicht gelesen",
        "Die Datei hat kein Format, aus dem sich eine Tabelle lesen lässt.",
        "Speichern Sie die Tabelle als CSV, Excel oder ODS.",
    ),
    "scheme-error": Text(
        "Die Datei lässt sich nicht öffnen",
        "Die Datei war nicht erreichbar.",
        "Laden Sie die Datei noch einmal hoch.",
    ),
    "source-error": Text(
        "Die Datei ist leer",
        "In der Datei steht keine Tabelle.",
        "Prüfen Sie, ob Sie die richtige Datei gewählt haben.",
    ),
    "resource-error": Text(
        "Die Angaben zur Datei sind fehlerhaft",
        "Die Beschreibung der Datei lässt sich nicht anwenden.",
        "Prüfen Sie die Angaben zur Datei und zu ihren Verweisen.",
    ),
    "schema-error": Text(
        "Das Schema ist fehlerhaft",
        "Das Schema lässt sich so nicht anwenden.",
        "Prüfen Sie das Schema.",
    ),
    "field-error": Text(
        "Das Schema ist fehlerhaft",
        "Eine Spalte des Schemas ist nicht richtig beschrieben.",
        "Prüfen Sie Art und Regeln der Spalte im Schema.",
    ),
    "dialect-error": Text(
        "Die Angaben zur CSV-Form sind fehlerhaft",
        "Trennzeichen oder Kopfzeilen sind nicht richtig angegeben.",
        "Prüfen Sie die Angaben zur Datei.",
    ),
}

OTHER: Final = Text(
    "Befund",
    "Die Datei entspricht an dieser Stelle nicht dem Schema.",
    "Prüfen Sie die Stelle; wenn Sie den Grund nicht erkennen, fragen Sie den Betrieb des Portals.",
)
TEXTS: Final[dict[str, Text]] = {**CELL, **ROW, **HEADER, **FILE}
