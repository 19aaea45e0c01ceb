"""Errors of the intake: every reason why a file cannot be read as a table, told in German."""

from __future__ import annotations


class IntakeError(Exception):
    """A file that cannot be taken in.

    `code` is stable and machine-readable; `message_de` says what is wrong, `where` the place
    (line, sheet, member; may be empty), `hint_de` the next step for the person.
    """

    code = "unreadable"
    default_message = "Die Datei lässt sich nicht lesen."
    default_hint = (
        "Öffnen Sie die Datei in Ihrem Programm und speichern Sie sie neu als CSV (UTF-8)."
    )

    def __init__(
        self,
        message_de: str | None = None,
        *,
        where: str = "",
        hint_de: str | None = None,
        code: str | None = None,
    ) -> None:
        self.message_de = message_de or self.default_message
        self.where = where
        self.hint_de = self.default_hint if hint_de is None else hint_de
        if code is not None:
            self.code = code
        super().__init__(self.message_de)

    def to_dict(self) -> dict[str, str]:
        """The four texts as plain dict, for JSON."""
        return {
            "code": self.code,
            "message_de": self.message_de,
            "where": self.where,
            "hint_de": self.hint_de,
        }


class UnreadableFile(IntakeError):
    """The file is missing, damaged or not accessible."""


class EmptyFile(IntakeError):
    """The file holds no bytes or only blank lines."""

    code = "empty"
    default_message = "Die Datei ist leer."
    default_hint = "Prüfen Sie, ob der Export vollständig war, und laden Sie die Datei erneut hoch."


class NotATable(IntakeError):
    """The content is something else: PDF, picture, web page, program."""

    code = "not-a-table"
    default_message = "Die Datei enthält keine Tabelle."
    default_hint = "Laden Sie die Daten als CSV, Excel (XLSX), ODS oder GeoJSON hoch."


class EncryptedFile(IntakeError):
    """The office file or archive is protected by a password."""

    code = "encrypted"
    default_message = "Die Datei ist mit einem Kennwort geschützt."
    default_hint = "Speichern Sie die Datei ohne Kennwort und laden Sie sie erneut hoch."


class LimitExceeded(IntakeError):
    """A safety limit is passed: size, ratio, columns, length of a line."""

    code = "too-large"
    default_message = "Die Datei überschreitet eine Grenze dieses Portals."
    default_hint = "Teilen Sie die Datei in kleinere Teile auf."


class HostileFile(IntakeError):
    """The file is built to exhaust or deceive its reader (zip bomb, XML entities)."""

    code = "hostile"
    default_message = "Die Datei ist auf gefährliche Weise aufgebaut und wird nicht geöffnet."
    default_hint = "Speichern Sie die Tabelle in Ihrem Programm neu und laden Sie sie erneut hoch."


class UnknownTable(IntakeError):
    """The sheet or archive member asked for does not exist."""

    code = "unknown-table"
    default_message = "Das gewünschte Tabellenblatt gibt es in dieser Datei nicht."
    default_hint = "Wählen Sie eines der angebotenen Tabellenblätter."
