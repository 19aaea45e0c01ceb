"""Recognise columns of official region keys (AGS, ARS), also such as lost their leading zero."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from .codes import is_region_key, restored_key
from .evidence import Evidence, tolerated
from .meaning import Meaning


def _rx(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_AGS_LABEL: Final = _rx(
    r"\b(ags\d*|ars|rs|gkz|agsnr|(?:amtliche[rs]? )?(?:gemeinde|kreis|regional|gebiets?|verbands?|land(?:es)?) ?"
    r"(?:schluessel|kennziffer|kennzahl|id|nr|nummer|key|code)(?: ?(?:nr|nummer))?|amtlicher schluessel|kennziffer|"
    r"gvb id|id ?(?:land)?kreis|(?:land)?kreis ?id|id ?gemeinde|gemeindeve\d*|schluesselnummer)\b"
)
_REGION_WORD: Final = _rx(r"\b(kreis|gemeinde|gebiet|region|raum|land)\b")


def region_key(found: Evidence) -> Meaning | None:
    """AGS or ARS if the values are keys of Länder, Kreise, municipalities or associations."""
    digits = [(key, count) for value, count in found.values if (key := _joined(value)).isdigit()]
    base = sum(count for _, count in digits)
    total = found.share_base
    spaced = any(" " in value for value, _ in found.values)
    labelled = _AGS_LABEL.search(found.label) is not None or found.share(_GROUPED) >= 0.9
    labelled = labelled or (found.label == "schluessel" and found.share(_WHOLE) >= 0.9)
    if base < (0.75 if labelled else 0.9) * total:
        return None
    good = sum(count for value, count in digits if is_region_key(value))
    lost = sum(c for value, c in digits if not is_region_key(value) and restored_key(value))
    # Short keys are too easily met by chance: they count only beside longer ones or a label.
    shortest = 4 if labelled else 5
    long_share = sum(count for value, count in digits if len(value) >= shortest) / base
    # Long lists name former Kreise too, which the list of codes no longer holds.
    many = _are_many(value for value, _ in digits)
    if good + lost < (0.7 if labelled or many else 0.9) * base or long_share < 0.5:
        return None
    if not labelled and not _convincing(found, digits, good, lost, base):
        return None
    meaning = _region_meaning(digits, lost, labelled)
    if spaced or total - base > tolerated(total):
        return replace(meaning, pattern="")
    return meaning


def _are_many(values: Iterable[str]) -> bool:
    """Say whether a hundred of the values differ; most lists show it at their beginning."""
    seen: set[str] = set()
    for value in values:
        seen.add(value)
        if len(seen) >= 100:
            return True
    return False


def _joined(value: str) -> str:
    """A key in its official groups, "05 1 70 024", as one."""
    return value.replace(" ", "") if _GROUPED.match(value) else value


_WHOLE: Final = re.compile(r"^\d{8}(?:\d{4})?$")
_GROUPED: Final = re.compile(r"^\d\d \d ?\d\d(?: ?\d{4})?(?: ?\d{3})?$")


def _convincing(
    found: Evidence, digits: list[tuple[str, int]], good: int, lost: int, base: int
) -> bool:
    if _ID_OTHER.search(found.label):
        return False
    different = {value for value, _ in digits if len(value) >= 5}
    kreise = {(value if is_region_key(value) else "0" + value)[:5] for value in different}
    with_zero = any(value[0] == "0" for value, _ in digits)
    with_zero = with_zero or _REGION_WORD.search(found.label) is not None
    # Without any zero only long keys count, and only if every single one is official.
    with_zero = with_zero or (good + lost == base and all(len(v) in (7, 8, 12) for v in different))
    usual = sum(count for v, count in digits if len(v) in _KEY_LENGTHS)
    lengths_ok = usual >= 0.95 * base
    mostly_whole = good >= lost or good + lost == base
    return bool(
        lengths_ok and len(different) >= 5 and len(kreise) >= 3 and with_zero and mostly_whole
    )


_KEY_LENGTHS: Final = frozenset({2, 3, 4, 5, 7, 8, 9, 10, 11, 12})
_ID_OTHER: Final = _rx(
    r"\b(plz|postleitzahl|zip|telefon|tel|jahr|preis|betrag|wert|anzahl|summe|einwohner)\b"
)


def _region_meaning(digits: list[tuple[str, int]], lost: int, labelled: bool) -> Meaning:
    weights: dict[int, int] = {}
    for value, count in digits:
        whole = is_region_key(value)
        if not whole and not restored_key(value):
            continue
        size = len(value) + (0 if whole else 1)
        weights[size] = weights.get(size, 0) + count
    main = max(weights, key=lambda size: weights[size])
    name = "ars" if main in (9, 12) or (12 in weights and main not in (5, 8)) else "ags"
    words = {2: "Länder", 5: "Kreisschlüssel", 8: "Gemeindeschlüssel (AGS)", 9: "Verbandsschlüssel",
             12: "Regionalschlüssel (ARS)"}  # fmt: skip
    what = words.get(main, "Gebietsschlüssel")
    warning = ""
    if lost:
        warning = "Bei einem Teil der Schlüssel fehlt die führende Null."
    kept = any(value[0] == "0" for value, _ in digits)
    uniform = set(weights) == {main}
    pattern = f"\\d{{{main}}}" if uniform and (kept or not lost) else ""
    if uniform and not pattern:
        pattern = f"\\d{{{main - 1},{main}}}"
    source = "Überschrift und Werte" if labelled else "Die Werte"
    return Meaning(name, f"{source}: {what}.", 0.95 if labelled else 0.9, warning, pattern)
