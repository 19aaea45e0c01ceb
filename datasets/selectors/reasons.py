"""Every reason why something can or cannot be done with a resource, in German and English.

The codes are a contract of the page and of the API; none of the texts says only "error".
"""

from dataclasses import dataclass
from typing import Final

PUBLISHER, OPERATOR, READER, NOBODY = "publisher", "operator", "reader", "nobody"
EDITOR, SECOND = "editor", "second-person"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason with its next step; `who` can change it."""

    code: str
    de: str
    en: str
    step_de: str
    step_en: str
    who: str


def _reason(code: str, who: str, de: str, en: str, step_de: str, step_en: str) -> Reason:
    return Reason(code, de, en, step_de, step_en, who)


WHO: Final = {
    PUBLISHER: ("Herausgeber der Daten", "publisher of the data"),
    OPERATOR: ("Betrieb des Portals", "operator of the portal"),
    READER: ("Sie selbst", "you yourself"),
    NOBODY: ("niemand muss etwas tun", "nobody has to do anything"),
    EDITOR: ("wer den Datensatz bearbeiten darf", "whoever may edit the dataset"),
    SECOND: (
        "eine zweite Person mit Redaktionsrecht in der Organisation",
        "a second person with editing rights in the organization",
    ),
}
NEW_FILE: Final = (
    "Eine lesbare Fassung der Tabelle (CSV, Excel, ODS, GeoJSON) einreichen.",
    "Hand in a readable version of the table (CSV, Excel, ODS, GeoJSON).",
)
REASONS: Final = {
    reason.code: reason
    for reason in (
        _reason("ok", NOBODY, "Steht bereit.", "Available.", "Einfach benutzen.", "Just use it."),
        _reason(
            "remote-address",
            PUBLISHER,
            "Hier steht nur eine Adresse; die Datei selbst liegt auf einem anderen Server.",
            "There is only an address; the file itself lies on another server.",
            "Die Datei hochladen oder ihre regelmäßige Abholung einrichten.",
            "Upload the file, or set up regular fetching.",
        ),
        _reason(
            "fetch-failed",
            PUBLISHER,
            "Die Datei ließ sich zuletzt nicht von ihrer Adresse abholen.",
            "The file could not be fetched from its address the last time.",
            "Die Adresse der Abholung prüfen und berichtigen.",
            "Check and correct the address it is fetched from.",
        ),
        _reason(
            "nothing-published",
            PUBLISHER,
            "Es ist noch keine Fassung der Datei veröffentlicht.",
            "No version of the file has been published yet.",
            "Eine Fassung im Bericht freigeben.",
            "Release a version in its report.",
        ),
        _reason(
            "being-checked",
            NOBODY,
            "Die Datei wird gerade geprüft.",
            "The file is being checked right now.",
            "In einigen Minuten noch einmal nachsehen.",
            "Look again in a few minutes.",
        ),
        # The next four are told to editors only: the public need not know what waits.
        _reason(
            "personal-data",
            EDITOR,
            "Die Datei ist nicht veröffentlicht: Sie enthält vielleicht Angaben über Menschen.",
            "The file is not published: it may contain data about persons.",
            "Im Prüfbericht begründen, warum sie veröffentlicht werden darf, oder eine Datei ohne diese "
            "Spalten einreichen.",
            "Say in its report why it may be published, or hand in a file without these columns.",
        ),
        _reason(
            "awaits-second-person",
            SECOND,
            "Die Datei ist eingereicht und wartet auf die Freigabe durch eine zweite Person (Vier Augen).",
            "The file is handed in and waits for a second person to approve it.",
            "Eine andere Person der Organisation prüft die Datei und gibt sie frei.",
            "Another person of the organization looks at the file and approves it.",
        ),
        _reason(
            "awaits-release",
            EDITOR,
            "Die Datei ist geprüft, aber noch nicht veröffentlicht.",
            "The file is checked but not published yet.",
            "Die Datei in der Vorschau ansehen und veröffentlichen.",
            "Look at the file in the preview and publish it.",
        ),
        _reason(
            "worse-than-before",
            EDITOR,
            "Die neue Fassung ist nicht veröffentlicht: Sie hat Befunde, und die bisherige hatte keine.",
            "The new version is not published: it has findings, and the one before had none.",
            "Die Befunde beheben und die Datei neu einreichen, oder die Fassung trotzdem veröffentlichen.",
            "Mend the findings and hand the file in again, or publish this version all the same.",
        ),
        _reason(
            "withdrawn",
            PUBLISHER,
            "Die Fassung ist zurückgezogen; der Grund steht auf der Seite.",
            "The version was withdrawn; the page says why.",
            "Eine andere Fassung wählen oder eine berichtigte einreichen.",
            "Choose another version, or hand in a corrected one.",
        ),
        _reason(
            "not-a-table",
            PUBLISHER,
            "Die Datei enthält keine Tabelle, sondern zum Beispiel ein Dokument, ein Bild oder eine "
            "Webseite.",
            "The file holds no table but for example a document, a picture or a web page.",
            *NEW_FILE,
        ),
        _reason(
            "encrypted",
            PUBLISHER,
            "Die Datei ist mit einem Kennwort geschützt.",
            "The file is protected by a password.",
            "Die Datei ohne Kennwort speichern und neu einreichen.",
            "Save the file without a password and hand it in again.",
        ),
        _reason(
            "empty",
            PUBLISHER,
            "Die Datei ist leer.",
            "The file is empty.",
            "Prüfen, ob der Export vollständig war, und die Datei neu einreichen.",
            "Check whether the export was complete and hand the file in again.",
        ),
        _reason(
            "too-large",
            PUBLISHER,
            "Die Datei überschreitet eine Grenze dieses Portals.",
            "The file exceeds a limit of this portal.",
            "Die Datei in kleinere Teile aufteilen.",
            "Split the file into smaller parts.",
        ),
        _reason(
            "hostile",
            PUBLISHER,
            "Die Datei ist auf gefährliche Weise aufgebaut und wird nicht geöffnet.",
            "The file is built in a dangerous way and is not opened.",
            "Die Tabelle im eigenen Programm neu speichern und einreichen.",
            "Save the table anew in your program and hand it in.",
        ),
        _reason(
            "unreadable",
            PUBLISHER,
            "Die Datei ist beschädigt oder lässt sich nicht lesen.",
            "The file is damaged or cannot be read.",
            *NEW_FILE,
        ),
        _reason(
            "check-broken-off",
            OPERATOR,
            "Die Prüfung brauchte mehr Speicher oder Zeit, als einer Datei zugestanden wird.",
            "The check needed more memory or time than a file is granted.",
            "Die Datei aufteilen oder den Betrieb um höhere Grenzen bitten.",
            "Split the file, or ask the operator for higher limits.",
        ),
        _reason(
            "findings-in-header",
            PUBLISHER,
            "Kopfzeile oder Aufbau der Tabelle sind fehlerhaft; deshalb entstand keine Tabelle.",
            "The header or the structure of the table is faulty, so no table was made.",
            "Die Befunde des Prüfberichts beheben und die Datei neu einreichen.",
            "Mend what the report found and hand the file in again.",
        ),
        _reason(
            "rows-left-out",
            PUBLISHER,
            "Zeilen mit Fehlern sind nicht in der Tabelle; der Prüfbericht nennt sie.",
            "Rows with faults are not in the table; the report names them.",
            "Die Befunde beheben; das Original enthält alle Zeilen.",
            "Mend the findings; the original holds all rows.",
        ),
        _reason(
            "columns-cut",
            READER,
            "Die Vorschau zeigt nur die ersten Spalten.",
            "The preview shows only the first columns.",
            "Alle Spalten stehen in den Downloads und in der Schnittstelle.",
            "All columns are in the downloads and in the interface.",
        ),
        _reason(
            "table-lost",
            OPERATOR,
            "Die aufbereitete Tabelle ist im Augenblick nicht lesbar; das Original ist da.",
            "The prepared table cannot be read at the moment; the original is there.",
            "„manage.py data rebuild“ stellt sie wieder her.",
            "“manage.py data rebuild” restores it.",
        ),
        _reason(
            "no-coordinates",
            PUBLISHER,
            "Die Tabelle hat keine Spalten mit geografischer Breite und Länge.",
            "The table has no columns with latitude and longitude.",
            "Koordinaten ergänzen oder den Spalten ihre Bedeutung geben.",
            "Add coordinates, or give the columns their meaning.",
        ),
        _reason(
            "other-coordinates",
            PUBLISHER,
            "Die Koordinaten stehen in einem anderen Bezugssystem als WGS 84.",
            "The coordinates use another reference system than WGS 84.",
            "Breite und Länge in Grad (WGS 84) ergänzen.",
            "Add latitude and longitude in degrees (WGS 84).",
        ),
        _reason(
            "no-numbers",
            PUBLISHER,
            "Die Tabelle hat keine Spalte mit Zahlen.",
            "The table has no column with numbers.",
            "Ein Diagramm ergibt hier keinen Sinn; die Zeilen lassen sich zählen.",
            "A chart makes no sense here; the rows can be counted.",
        ),
        _reason(
            "fed-by-api",
            NOBODY,
            "Die Tabelle wird über die Schnittstelle gefüllt; es gibt keine Datei, die geprüft wird.",
            "The table is fed by the interface; there is no file to be checked.",
            "Werte werden schon beim Schreiben geprüft.",
            "Values are checked when they are written.",
        ),
        _reason(
            "made-of-file",
            EDITOR,
            "Die Tabelle ist aus der Datei gemacht; Zeilen lassen sich darin nicht einzeln ändern.",
            "The table is made of the file; single rows of it cannot be changed.",
            "Die Datei durch eine neue Fassung ersetzen, oder mit datastore_create eine eigene Tabelle anlegen.",
            "Replace the file by a new version, or make a table of its own with datastore_create.",
        ),
        _reason(
            "sql-off",
            OPERATOR,
            "Dieses Portal bietet keine SQL-Abfragen an.",
            "This portal offers no SQL queries.",
            "Filter der Tabellen-Schnittstelle oder die Parquet-Datei benutzen; der Betrieb kann SQL "
            "mit CKAN_DATASTORE_SQLSEARCH_ENABLED einschalten.",
            "Use the filters of the table interface or the Parquet file; the operator can switch SQL "
            "on by CKAN_DATASTORE_SQLSEARCH_ENABLED.",
        ),
        _reason(
            "no-query-program",
            OPERATOR,
            "Das Programm für Abfragen im Browser (DuckDB) ist auf diesem Portal nicht eingerichtet.",
            "The program for queries in the browser (DuckDB) is not set up on this portal.",
            "Filter der Tabelle oder die Parquet-Datei benutzen; der Betrieb holt das Programm mit make sqltab.",
            "Use the filters of the table or the Parquet file; the operator fetches the program by make sqltab.",
        ),
    )
}
