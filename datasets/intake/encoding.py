"""Find the character encoding of a whole file, streaming, and say why."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .errors import EmptyFile, IntakeError, NotATable

CHUNK: Final = 1024 * 1024
MIXED: Final = "intake-mixed"
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_LABELS: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
    "cp850": "DOS (CP850)",
    "mac_roman": "Mac Roman",
    "iso8859-15": "ISO-8859-15",
}
# Preference when scores are equal: what municipal exports use most.
_EIGHT_BIT: Final = ("cp1252", "cp850", "iso8859-15", "mac_roman")
_HIGH_RUN: Final = re.compile(rb"[\x20-\x7e]?[\x80-\xff]+[\x20-\x7e]?")
_UTF8_SEQUENCE: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_ASCII: Final = bytes(range(128))
_MAX_CONTEXTS: Final = 4_000
_GERMAN: Final = frozenset("äöüßÄÖÜ")
_COMMON: Final = frozenset("éèáàâçêëíîïóôñúÉåøčšžığşć")
_SIGNS: Final = frozenset("€§°²³–—„“”‚‘’»«…µ·½¼×±®©\xa0•")
# A lead byte of a two-byte sequence followed by its trail, read as Windows-1252.
_MOJIBAKE: Final = re.compile("\ufffd|Ã[¤¶¼Ÿ„–œ©¨]|â‚¬|Â[§°²³]")


def _decode_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Error handler: a byte that is no UTF-8 is read as Windows-1252 (mixed files exist)."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", "replace"), error.end


codecs.register_error(MIXED, _decode_as_cp1252)


@dataclass(frozen=True, slots=True)
class Encoding:
    """Result: Python codec name, error handler, German reason and what went wrong."""

    name: str
    reason: str
    errors: str = "strict"
    mixed_bytes: int = 0
    suspicious: bool = False

    @property
    def label(self) -> str:
        """Name as people know it."""
        return _LABELS.get(self.name, self.name)


def detect_encoding(path: Path) -> Encoding:
    """Encoding of the whole file. Raises EmptyFile, NotATable (NUL bytes), IntakeError."""
    with path.open("rb") as stream:
        head = stream.read(65_536)
    if not head:
        raise EmptyFile
    for bom, name, label in _BOMS:
        if head.startswith(bom):
            return _with_bom(path, bom, name, label)
    if b"\0" in head:
        return _without_bom_utf16(path, head)
    return _eight_bit_or_utf8(path)


def _with_bom(path: Path, bom: bytes, name: str, label: str) -> Encoding:
    if path.stat().st_size == len(bom):
        raise EmptyFile
    reason = f"Die Datei beginnt mit der {label}-Kennung (BOM)."
    if name != "utf-8-sig":
        _require_decodable(path, name)
        return Encoding(name, reason)
    if _is_utf8(path)[0]:
        return Encoding(name, reason)
    return Encoding(name, reason, MIXED, _sequences(path)[1])


def _without_bom_utf16(path: Path, head: bytes) -> Encoding:
    pairs = max(1, len(head) // 2)
    even = head[0::2].count(0) / pairs
    odd = head[1::2].count(0) / pairs
    for name, own, other in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if own > 0.5 and other < 0.05 and path.stat().st_size % 2 == 0:
            _require_decodable(path, name)
            return Encoding(name, "Jedes zweite Byte ist null: UTF-16 ohne Kennung (BOM).")
    raise _nul_error(head, 0)


def _nul_error(chunk: bytes, offset: int) -> NotATable:
    place = offset + chunk.index(b"\0") + 1
    return NotATable(
        "Die Datei enthält Null-Bytes, wie sie in Textdateien nicht vorkommen.",
        where=f"Byte {place}",
        hint_de="Die Datei ist beschädigt oder keine CSV-Datei. Exportieren Sie sie neu.",
        code="nul-bytes",
    )


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _require_decodable(path: Path, name: str) -> None:
    decoder = codecs.getincrementaldecoder(name)("strict")
    position = 0
    try:
        for chunk in _chunks(path):
            if "\0" in decoder.decode(chunk):
                raise NotATable(
                    "Die Datei enthält Nullzeichen, wie sie in Textdateien nicht vorkommen.",
                    where=f"nach Byte {position}",
                    code="nul-bytes",
                )
            position += len(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError as error:
        raise IntakeError(
            f"Die Datei gibt sich als {_LABELS[name]} aus, ist es aber nicht durchgehend.",
            where=f"nach Byte {position}",
            hint_de="Speichern Sie die Tabelle neu als CSV (UTF-8).",
            code="encoding",
        ) from error


def _is_utf8(path: Path) -> tuple[bool, bool, bool]:
    """(strictly UTF-8, only ASCII, looks twice encoded) for the whole file; NULs raise."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    offset, ascii_only, mojibake = 0, True, False
    valid = True
    for chunk in _chunks(path):
        if b"\0" in chunk:
            raise _nul_error(chunk, offset)
        offset += len(chunk)
        if not valid or (ascii_only and chunk.isascii()):
            continue
        ascii_only = False
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError:
            valid = False
            continue
        mojibake = mojibake or _MOJIBAKE.search(text) is not None
    if valid and decoder.getstate()[0]:
        valid = False  # the file ends inside a character
    return valid, ascii_only, mojibake


def _sequences(path: Path) -> tuple[int, int]:
    """(valid UTF-8 sequences, high bytes outside of them) of the whole file."""
    good = stray = 0
    for chunk in _chunks(path):
        found = _UTF8_SEQUENCE.findall(chunk)
        good += len(found)
        stray += len(chunk.translate(None, _ASCII)) - sum(map(len, found))
    return good, stray


def _eight_bit_or_utf8(path: Path) -> Encoding:
    valid, ascii_only, mojibake = _is_utf8(path)
    if ascii_only:
        return Encoding("utf-8", "Die Datei enthält nur ASCII-Zeichen; das ist gültiges UTF-8.")
    if valid:
        reason = "Die ganze Datei ist gültiges UTF-8."
        return Encoding("utf-8", reason, suspicious=mojibake)
    good, stray = _sequences(path)
    if good >= 10 and stray * 20 <= good:
        reason = (
            f"Die Datei ist UTF-8 bis auf {stray} Byte(s), die als Windows-1252 gelesen werden."
        )
        return Encoding("utf-8", reason, MIXED, stray)
    return _eight_bit(path)


def _eight_bit(path: Path) -> Encoding:
    contexts: Counter[bytes] = Counter()
    for chunk in _chunks(path):
        contexts.update(_HIGH_RUN.findall(chunk))
        if len(contexts) >= _MAX_CONTEXTS:
            break
    scores = {name: _score(contexts, name) for name in _EIGHT_BIT}
    best = max(_EIGHT_BIT, key=lambda name: scores[name])
    text = "".join(run.decode(best, "replace") for run, _ in contexts.most_common(200))
    shown = [sign for sign in "äöüßÄÖÜ€°é" if sign in text][:4]
    because = f" (zum Beispiel {', '.join(shown)})" if shown else ""
    reason = f"Kein gültiges UTF-8; als {_LABELS[best]} gelesen ergeben die Zeichen Sinn{because}."
    return Encoding(best, reason, errors="replace" if best == "cp1252" else "strict")


def _score(contexts: Counter[bytes], name: str) -> float:
    total = 0.0
    for run, count in contexts.items():
        text = run.decode(name, "replace")
        total += min(count, 50) * sum(
            _plausible(text[i - 1 : i] or " ", text[i], text[i + 1 : i + 2] or " ")
            for i in range(len(text))
            if not text[i].isascii()
        )
    return total


def _plausible(before: str, sign: str, after: str) -> float:
    """How well one character fits between its neighbours in German text."""
    if sign == "\ufffd" or "\x80" <= sign <= "\x9f":
        return -3.0
    if sign in _GERMAN:
        inside = before.isalpha() and before.islower()
        # A capital umlaut begins a word: "605,60 Ä" is an amount in Euro read wrongly.
        misplaced = sign.isupper() and (inside or not after.isalpha())
        return -1.0 if misplaced else 2.0
    if sign in _COMMON:
        return 0.6 if before.isalpha() or after.isalpha() else 0.1
    if sign in _SIGNS:
        if sign in "„‚" and before.isalpha():
            return -1.0  # a quotation opens before a word: "Caf‚" is a Café of DOS
        glued = before.isalpha() and after.isalpha() and sign not in "’\xa0–"
        if sign == "§" and not (after.isdigit() or after in " §"):
            return -0.5
        return -1.5 if glued else 1.0
    if sign.isalpha():
        return -0.8
    return -1.5
