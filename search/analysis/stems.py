"""Words to stems: folded spelling, irregular plurals, then the Snowball stemmer."""

import re
import unicodedata
from functools import lru_cache

import Stemmer

from search.analysis.tables import lines, pairs

_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ẞ": "ss"})
_SOUNDS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ph", "f"))
_stemmer = Stemmer.Stemmer("german")
_TABLE = pairs("plurals.txt")
_WHOLE = {plural: single for plural, single in _TABLE.items() if plural[0] != "-"}
_ENDS = {plural[1:]: single[1:] for plural, single in _TABLE.items() if plural[0] == "-"}
_LENGTHS = range(max(map(len, _ENDS)), min(map(len, _ENDS)) - 1, -1)
_RULES = (
    (re.compile(r"(?<=[a-z]{3}in)nen$"), ""),  # Lehrerinnen
    (re.compile(r"(?<=[a-z]{2}i)ums?$"), "en"),  # Gremium, Gremien
    (re.compile(r"(?<=[a-z]ee)n$"), ""),  # Seen, Alleen
    (re.compile(r"(?<=[a-z]ism)en$"), "us"),  # Mechanismen
    (re.compile(r"(?<=[^a]us)se[ns]?$"), ""),  # Busse, not: außen
    (re.compile(r"(?<=[a-z]ern)(?:e|en|es|s)$"), ""),  # Ortskerne
    (re.compile(r"(?<=[a-z]{2}[aoyp])s$"), ""),  # Kitas, Infos, Handys, Workshops
)
# What a noun and its verb have in common: Sperrung, gesperrt; Kriminalität, kriminell.
_ROOTS = (
    re.compile(r"^([a-z]{4,})ung$"),
    re.compile(r"^([a-z]{5,})itat$"),
    re.compile(r"^([a-z]{3,}ier)t$"),
    re.compile(r"^((?:ver|be|er|ent|uber|unter)[a-z]{3,}[^chfr])t$"),
)
_PARTICIPLE = re.compile(
    r"^(ab|an|auf|aus|bei|ein|fest|frei|her|hin|mit|nach|um|vor|zu|zuruck|)ge([a-z]{3,})t$"
)
# `Zeitung` has nothing to do with `Zeit`: words whose parts mislead have no root either.
_OPAQUE = frozenset(lines("opaque.txt"))
# Singulars that end like the plurals of the last rule.
_NO_PLURAL = ("gas", "glas", "gras", "los", "chaos", "atlas", "spass", "biomas")


def fold(text: str) -> str:
    """Return the text in small letters, ä as ae, ß as ss, other accents dropped."""
    lowered = unicodedata.normalize("NFC", text).lower().translate(_FOLDED)
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=200_000)
def stem(folded: str) -> str:
    """Return the stem of a folded word; ae, oe, ue count as the plain vowel, ph as f."""
    return plain_vowels(_stemmer.stemWord(_regular(folded)))


@lru_cache(maxsize=200_000)
def root_of(short: str) -> str:
    """Return what a stem has in common with its verb or noun, empty if nothing is known."""
    if short in _OPAQUE:
        return ""
    participle = _PARTICIPLE.match(short)
    if participle and (participle[1] or len(participle[2]) > 3):
        return participle[1] + participle[2]
    for pattern in _ROOTS:
        if found := pattern.match(short):
            return found[1]
    return ""


def plain_vowels(folded: str) -> str:
    """Return a folded word in the letters that stems have."""
    for long, short in _SOUNDS:
        folded = folded.replace(long, short)
    return folded


def _regular(folded: str) -> str:
    """Return the singular of a plural that the stemmer does not know."""
    if folded in _WHOLE:
        return _WHOLE[folded]
    for length in _LENGTHS:
        if folded[-length:] in _ENDS:
            return folded[:-length] + _ENDS[folded[-length:]]
    if folded.endswith(_NO_PLURAL):
        return folded
    for pattern, instead in _RULES:
        changed = pattern.sub(instead, folded)
        if changed != folded:
            return changed
    return folded
