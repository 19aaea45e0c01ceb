"""Recognise numbers in German and English notation, with units, as frictionless can read them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

Style = Literal["int", "de", "en"]
_UNIT: Final = (
    r"(?:€|EUR|Euro|T€|TEUR|TEuro|Tsd\. ?(?:€|EUR)|Mio\. ?(?:€|EUR)|%|‰|Prozent|v\. ?H\.|°C|°|C|"
    r"km/h|m/s|km²|qkm|km|m²|qm|m³|cbm|cm|mm|m|ha|ar|kWh|MWh|GWh|kWp|kW|MW|W|kVA|V|A|kg|g|t|to|l|"
    r"Liter|h|Std\.?|min|Min\.?|Stk\.?|Stück|St\.?|Personen|Einwohner|EW|Plätze|Jahre|J\.?|Tage)"
)
_CORE: Final = (
    r"(?P<full_de>\d{1,3}(?:\.\d{3})+,\d+)|(?P<full_en>\d{1,3}(?:,\d{3})+\.\d+)|"
    r"(?P<dots>\d{1,3}(?:\.\d{3}){2,})|(?P<commas>\d{1,3}(?:,\d{3}){2,})|"
    r"(?P<zero3>0[.,]\d{3})|(?P<dot3>[1-9]\d{0,2}\.\d{3})|(?P<comma3>[1-9]\d{0,2},\d{3})|"
    r"(?P<exp>\d+(?:\.\d+)?[eE][-+]?\d{1,3})|(?P<dec_de>\d*,\d+)|(?P<dec_en>\d*\.\d+)|"
    r"(?P<spaced>\d{1,3}(?:[ \u00a0\u202f’']\d{3})+)|(?P<int>\d+)"
)
_NUMBER: Final = re.compile(
    rf"^(?P<lead>(?:€|EUR)\s*)?(?P<sign>[-+])?(?:{_CORE})(?P<dash>,[-–—]{{1,2}})?(?P<gap>\s*)(?P<unit>{_UNIT})?$"
)
_TRAILING_MINUS: Final = re.compile(r"^\d[\d.,]*\s*[-−]$|^−\s*\d[\d.,]*$")
_DE: Final = ("full_de", "dots", "dec_de")
_EN: Final = ("full_en", "commas", "dec_en", "exp")


@dataclass(slots=True)
class Shapes:
    """How many values of a column have which numeric shape."""

    counts: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    total: int = 0
    zero_dot: int = 0
    big_ints: int = 0
    small_ints: int = 0
    leading_zeros: int = 0
    trailing_minus: int = 0
    longest_int: int = 0

    @property
    def numeric(self) -> int:
        """Values that look like a number at all."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """The notation chosen for a column and how many values follow it."""

    style: Style
    conforming: int
    decimals: bool
    grouped: bool
    unit: str = ""
    any_unit: bool = False


def measure(values: Iterable[tuple[str, int]]) -> Shapes:
    """Count the numeric shapes of (value, count) pairs."""
    shapes = Shapes()
    for raw, count in values:
        shapes.total += count
        text = raw.strip()
        if text.isascii() and text.isdigit():
            _note_whole(shapes, text, count)
            continue
        match = _NUMBER.match(text)
        if match is None:
            if _TRAILING_MINUS.match(text):
                shapes.trailing_minus += count
            continue
        _note(shapes, match, _kind(match), count)
    return shapes


_AROUND: Final = ("lead", "sign", "dash", "gap", "unit")
_KINDS: Final = tuple((i - 1, k) for k, i in _NUMBER.groupindex.items() if k not in _AROUND)


def _kind(match: re.Match[str]) -> str:
    groups = match.groups()
    return next(kind for at, kind in _KINDS if groups[at] is not None)


def _note(shapes: Shapes, match: re.Match[str], kind: str, count: int) -> None:
    core = match.group(kind)
    if kind == "zero3":
        kind = "dec_en" if "." in core else "dec_de"
        shapes.zero_dot += count if kind == "dec_en" else 0
    # "50,-" is money without cents.
    unit = match.group("unit") or ("€" if match.group("lead") or match.group("dash") else "")
    if unit:
        shapes.units[unit] += count
    if kind == "int":
        _note_whole(shapes, core, count)
    else:
        shapes.counts[kind] += count


def _note_whole(shapes: Shapes, core: str, count: int) -> None:
    shapes.counts["int"] += count
    shapes.longest_int = max(shapes.longest_int, len(core))
    if len(core) > 1 and core[0] == "0":
        shapes.leading_zeros += count
    elif len(core) > 3:
        shapes.big_ints += count
    else:
        shapes.small_ints += count


def conclusive(shapes: Shapes) -> Style | None:
    """Notation that the column proves by itself, None if it leaves the question open."""
    de = sum(shapes.counts[kind] for kind in _DE)
    en = sum(shapes.counts[kind] for kind in _EN)
    if de == en:
        return None
    return "de" if de > en else "en"


def choose_style(shapes: Shapes, file_style: Style | None, dot3_is_decimal: bool) -> NumberStyle:
    """Notation of the column; `file_style` is what its neighbours prove."""
    counts = shapes.counts
    style = conclusive(shapes)
    if style is None:
        style = _open_style(shapes, file_style, dot3_is_decimal)
    if style == "de":
        conforming = sum(counts[k] for k in (*_DE, "int", "dot3", "comma3"))
        grouped = bool(counts["full_de"] + counts["dots"] + counts["dot3"])
        decimals = bool(counts["full_de"] + counts["dec_de"] + counts["comma3"])
    elif style == "en":
        thousands = counts["full_en"] + counts["commas"] > 0 or counts["comma3"] > counts["dec_de"]
        kinds = (*_EN, "int", "dot3", *(("comma3",) if thousands else ()))
        conforming = sum(counts[k] for k in kinds)
        grouped = thousands and bool(counts["full_en"] + counts["commas"] + counts["comma3"])
        decimals = bool(counts["full_en"] + counts["dec_en"] + counts["dot3"] + counts["exp"])
    else:
        conforming, grouped, decimals = counts["int"], False, False
    unit = shapes.units.most_common(1)[0][0] if shapes.units else ""
    return NumberStyle(style, conforming, decimals, grouped, unit, bool(shapes.units))


def _open_style(shapes: Shapes, file_style: Style | None, dot3_is_decimal: bool) -> Style:
    """Only whole numbers and shapes such as 203.726, which are thousands or decimals."""
    counts = shapes.counts
    if counts["dot3"] > counts["comma3"]:
        return "de" if _dots_group(shapes, file_style, dot3_is_decimal) else "en"
    if counts["comma3"]:
        return "en" if file_style == "en" and shapes.small_ints else "de"
    return "int"


def _dots_group(shapes: Shapes, file_style: Style | None, dot3_is_decimal: bool) -> bool:
    if shapes.zero_dot or dot3_is_decimal:
        return False
    if shapes.big_ints > 0.03 * shapes.counts["dot3"]:
        return False
    if shapes.small_ints:
        # Decimals would be written 0.000; whole numbers below 1000 beside them prove grouping.
        return True
    return file_style != "en"
