"""Files built to exhaust or deceive their reader: each is refused in German."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from datasets.intake import IntakeError, propose

ENTITIES = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="t"><table:table-row table:number-rows-repeated="900000000">'
    '<table:table-cell table:number-columns-repeated="900"><text:p>x</text:p></table:table-cell>'
    "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
)


def zipped(members: dict[str, bytes | str]) -> bytes:
    """Return an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(sheet: bytes) -> bytes:
    """Return a workbook whose only sheet is replaced."""
    plain = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.save(plain)
    with zipfile.ZipFile(plain) as old:
        members = {name: old.read(name) for name in old.namelist()}
    return zipped({**members, "xl/worksheets/sheet1.xml": sheet})


def opened(end: bytes) -> bytes:
    """Return a sheet with one row."""
    return SHEET + b'<row r="1"><c r="A1"><v>1</v></c>' + end + b"</row></sheetData></worksheet>"


SPREADSHEET = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": "<m/>"}  # fmt: skip
ROWS = b"1;2;3\n" * 170_000
HOSTILE = {
    "zip bomb": (lambda: zipped({"a.csv": ROWS * 25}), "hostile"),
    "gzip bomb": (lambda: gzip.compress(ROWS * 25, 6), "hostile"),
    "archive in an archive": (lambda: zipped({"b.zip": zipped({"a.csv": "a;b\n1;2\n"})}), "not-a-table"),
    "thousands of members": (lambda: zipped({f"{n}.csv": "a;b\n" for n in range(2100)}), "too-large"),
    "entities": (lambda: workbook(ENTITIES + SHEET), "hostile"),
    "entities behind a long comment": (
        lambda: workbook(b"<?xml version='1.0'?><!--" + b" " * 5000 + b"-->" + ENTITIES[21:] + SHEET),
        "hostile",
    ),
    "a prolog without end": (lambda: workbook(b"<!--" + b"x" * 70_000 + b"-->" + ENTITIES[21:]), "hostile"),
    "a cell in the last column": (lambda: workbook(opened(b'<c r="XFD1"><v>2</v></c>')), "too-many-columns"),
    "a cell of 9 MB": (
        lambda: workbook(opened(b'<c r="B1" t="inlineStr"><is><t>' + b"x1 " * 3_000_000 + b"</t></is></c>")),
        "cell-too-long",
    ),
    "repeated rows": (lambda: zipped({**SPREADSHEET, "content.xml": ODS}), "unreadable"),
    "entities in a document": (
        lambda: zipped({**SPREADSHEET, "content.xml": ENTITIES.decode() + ODS}),
        "hostile",
    ),
    "9,000 columns": (lambda: (";".join(map(str, range(9000))) + "\n").encode() * 3, "too-many-columns"),
    "a line of 17 MB": (lambda: b"a;b\n" + b"x" * 17_000_000, "line-too-long"),
    "a quote that is never closed": (lambda: b'a;b\n1;"x\n' + b"2;3\n" * 2_200_000, "cell-too-long"),
    "NUL bytes": (lambda: b"a;b\n1;\0\n", "nul-bytes"),
    "deep JSON": (lambda: b"[" * 100_000 + b"]" * 100_000, "not-a-table"),
    "a package that points elsewhere": (
        lambda: json.dumps({"name": "x", "resources": [{"name": "y", "path": "/etc/passwd"}]}).encode(),
        "descriptor",
    ),
    "a resource at an address": (
        lambda: json.dumps({"path": "http://127.0.0.1:9/x.csv", "schema": {"fields": []}}).encode(),
        "descriptor",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    make, code = HOSTILE[name]
    path = tmp_path / "datei"
    path.write_bytes(make())
    with pytest.raises(IntakeError) as caught:
        propose(path, file_name="daten.csv")
    assert caught.value.code == code
    assert caught.value.message_de.endswith(".")
    assert caught.value.hint_de


def test_a_member_with_a_climbing_name_is_only_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"../../etc/daten.csv": "a;b\n1;2\n3;4\n"}))
    assert propose(path).columns == 2
    assert [item.name for item in tmp_path.iterdir()] == ["a.zip"]


def test_lone_cr_and_a_long_cell_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\r" + b"1;2\r" * 300)
    assert (propose(path).rows_estimate, propose(path).columns) == (300, 2)
    path.write_bytes(b'a;b\n"' + b"x y\n" * 750_000 + b'";2\n3;4\n')
    assert (propose(path).rows_estimate, propose(path).columns) == (2, 2)
