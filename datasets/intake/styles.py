"""Give workbooks whose stylesheet openpyxl refuses (seen in real exports) a plain one with the same date formats."""

from __future__ import annotations

import shutil
import zipfile
from typing import IO, Final
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

STYLES: Final = "xl/styles.xml"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MAX_BYTES: Final = 20 * 1024 * 1024


def with_plain_styles(source: IO[bytes], target: IO[bytes]) -> None:
    """Copy a workbook (already checked by `check_office`) with a minimal stylesheet."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            if info.filename == STYLES:
                new.writestr(STYLES, _plain(old, info), zipfile.ZIP_DEFLATED)
                continue
            with old.open(info) as reader, new.open(_named(info), "w") as writer:
                shutil.copyfileobj(reader, writer, 1024 * 1024)
    target.seek(0)


def _named(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    copy = zipfile.ZipInfo(info.filename)
    copy.compress_type = zipfile.ZIP_DEFLATED
    copy.file_size = info.file_size
    return copy


def _plain(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    with archive.open(info) as stream:
        root = ElementTree.fromstring(stream.read(_MAX_BYTES))  # noqa: S314  # no DTD: check_office
    formats = "".join(
        f"<numFmt numFmtId={quoteattr(item.get('numFmtId', '0'))}"
        f" formatCode={quoteattr(item.get('formatCode', 'General'))}/>"
        for item in root.iterfind(f"{{{_MAIN}}}numFmts/{{{_MAIN}}}numFmt")
    )
    cells = "".join(
        f"<xf numFmtId={quoteattr(item.get('numFmtId', '0'))}/>"
        for item in root.iterfind(f"{{{_MAIN}}}cellXfs/{{{_MAIN}}}xf")
    )
    numbers = f"<numFmts>{formats}</numFmts>" if formats else ""
    return (
        f'<styleSheet xmlns="{_MAIN}">{numbers}<fonts><font/></fonts><fills><fill><patternFill/></fill></fills>'
        f"<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
        f"<cellXfs>{cells or '<xf/>'}</cellXfs></styleSheet>"
    )
