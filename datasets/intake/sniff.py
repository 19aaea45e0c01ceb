"""Tell the container of a file by its first bytes, never by its name."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final, Literal

from .errors import EncryptedFile, NotATable, UnreadableFile

Kind = Literal["text", "json", "gzip", "zip", "xlsx", "xls", "ods"]
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN: Final = (
    (b"%PDF", "ein PDF-Dokument"),
    (b"\x89PNG", "ein Bild (PNG)"),
    (b"\xff\xd8\xff", "ein Bild (JPEG)"),
    (b"GIF8", "ein Bild (GIF)"),
    (b"II*\0", "ein Bild (TIFF)"),
    (b"MM\0*", "ein Bild (TIFF)"),
    (b"RIFF", "eine Bild- oder Tondatei"),
    (b"MZ", "ein Programm"),
    (b"\x7fELF", "ein Programm"),
    (b"7z\xbc\xaf\x27\x1c", "ein 7-Zip-Archiv"),
    (b"Rar!", "ein RAR-Archiv"),
    (b"BZh", "ein bzip2-Archiv"),
    (b"\xfd7zXZ", "ein XZ-Archiv"),
    (b"\x28\xb5\x2f\xfd", "ein Zstandard-Archiv"),
    (b"SQLite format 3", "eine SQLite-Datenbank"),
    (b"PAR1", "eine Parquet-Datei"),
    (b"{\\rtf", "ein Textdokument (RTF)"),
    (b"\0\0\x27\x0a", "eine Shape-Datei"),
    (b"ID3", "eine Tondatei"),
)
_HINTS: Final = {
    "ein PDF-Dokument": "Aus einem PDF lassen sich keine Daten übernehmen. Laden Sie die Tabelle hoch, aus der es entstand.",
    "eine Webseite (HTML)": "Öffnen Sie die Datei in Excel oder LibreOffice und speichern Sie sie als CSV oder XLSX.",
    "eine XML-Datei": "Exportieren Sie die Daten als CSV, XLSX oder GeoJSON.",
    "eine Shape-Datei": "Exportieren Sie die Daten als GeoJSON oder CSV.",
}  # fmt: skip


def sniff(path: Path) -> Kind:
    """Container of the file. Raises NotATable or EncryptedFile with a reason."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    for magic, what in _FOREIGN:
        if head.startswith(magic) and _really(magic, head):
            raise foreign(what)
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    return _text_kind(head)


def _really(magic: bytes, head: bytes) -> bool:
    """Short letter magics also begin words; real binaries carry bytes no text has."""
    return len(magic) > 3 or not magic.isalnum() or b"\0" in head[:256]


def foreign(what: str) -> NotATable:
    """The refusal of a file of another kind."""
    hint = _HINTS.get(what)
    return NotATable(f"Die Datei ist {what} und keine Tabelle.", hint_de=hint)


def _text_kind(head: bytes) -> Kind:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<body")):
        raise foreign("eine Webseite (HTML)")
    if start.startswith((b"<?xml", b"<!--", b"<svg", b"<rdf:")):
        if b"<html" in start:
            raise foreign("eine Webseite (HTML)")
        raise foreign("eine XML-Datei")
    return "json" if start.startswith((b"{", b"[")) else "text"


def _zip_kind(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "META-INF/manifest.xml" in names and "content.xml" in names:
                return _opendocument(archive, names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFile("Das ZIP-Archiv ist beschädigt.") from error
    if any(name.startswith("xl/workbook.bin") for name in names):
        raise foreign("eine binäre Excel-Datei (XLSB)")
    if "xl/workbook.xml" in names or any(name.startswith("xl/worksheets/") for name in names):
        return "xlsx"
    if any(name.startswith("word/") for name in names):
        raise foreign("ein Word-Dokument")
    if any(name.startswith("ppt/") for name in names):
        raise foreign("eine Präsentation")
    return "zip"


def _opendocument(archive: zipfile.ZipFile, names: set[str]) -> Kind:
    with archive.open("META-INF/manifest.xml") as stream:
        if b"encryption-data" in stream.read(1024 * 1024):
            raise EncryptedFile
    if "mimetype" in names:
        with archive.open("mimetype") as stream:
            kind = stream.read(100)
        if b"spreadsheet" not in kind:
            raise foreign("ein OpenDocument-Text und keine Kalkulationstabelle")
    return "ods"


def _ole_kind(path: Path) -> Kind:
    """Excel 97 workbooks, password-protected XLSX and Word files share one container."""
    found: Kind | None = None
    keep = b""
    with path.open("rb") as stream:
        while chunk := stream.read(1024 * 1024):
            window = keep + chunk
            if "EncryptedPackage".encode("utf-16-le") in window:
                raise EncryptedFile
            if "Workbook".encode("utf-16-le") in window or "Book\0".encode("utf-16-le") in window:
                found = "xls"
            elif "WordDocument".encode("utf-16-le") in window:
                raise foreign("ein Word-Dokument")
            keep = chunk[-64:]
    if found is None:
        raise foreign("ein älteres Office-Dokument")
    return found
