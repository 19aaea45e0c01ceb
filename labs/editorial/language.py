"""How easy a German text is to read, and what would help; plain Python, no models."""

import re
from dataclasses import dataclass

SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
WORD = re.compile(r"[A-Za-zÄÖÜäöüß]+(?:-[A-Za-zÄÖÜäöüß]+)*")
VOWELS = re.compile(r"[aeiouyäöü]+", re.IGNORECASE)
# Two vowels that are one sound count once; these pairs are two.
SPLIT = re.compile(r"(?<=[iu])(?=[ao])|(?<=e)(?=[oa])", re.IGNORECASE)
ABBREVIATION = re.compile(
    r"\b(?:z\. ?B|d\. ?h|u\. ?a|bzw|ca|Nr|Dr|Prof|St|inkl|ggf|vgl|Abs|Art|usw|etc)\."
)
ORDINAL = re.compile(r"(?<=\d)\.(?=\s*(?:[a-zäöü]|Januar|Februar|März|April|Mai|Juni|Juli|August"
                     r"|September|Oktober|November|Dezember|\d))")  # fmt: skip
PASSIVE = re.compile(r"\b(?:wird|werden|wurde|wurden|worden)\b")
NOMINAL = re.compile(r"\b[A-ZÄÖÜ][a-zäöüß]{3,}(?:ung|heit|keit|ierung|ismus)(?:en)?\b")
LONG_SENTENCE, LONG_WORD, SHOWN = 20, 22, 3


@dataclass(frozen=True, slots=True)
class Readability:
    """Figures of a text: Amstad's index for German (0 hard, 100 easy), LIX, and what to change."""

    words: int
    sentences: int
    ease: int
    lix: int
    level: str
    advice: tuple[str, ...]


def sentences_of(text: str) -> list[str]:
    """Return the sentences; abbreviations and ordinals do not end one."""
    plain = ABBREVIATION.sub(lambda m: m[0].replace(".", ""), text)
    plain = ORDINAL.sub("", plain)
    parts = (part.strip() for line in plain.splitlines() for part in SENTENCE.findall(line))
    return [part for part in parts if WORD.search(part)]


def syllables(word: str) -> int:
    """Return the number of syllables of a German word."""
    return max(sum(1 + len(SPLIT.findall(group)) for group in VOWELS.findall(word)), 1)


def readability(text: str) -> Readability:
    """Measure a text. Amstad: 180 - words per sentence - 58.5 * syllables per word."""
    sentences = sentences_of(text)
    words = WORD.findall(text)
    if not words or not sentences:
        return Readability(0, 0, 100, 0, "leer", ())
    length = len(words) / len(sentences)
    ease = round(180 - length - 58.5 * sum(map(syllables, words)) / len(words))
    lix = round(length + 100 * sum(len(word) > 6 for word in words) / len(words))
    ease = max(0, min(100, ease))
    return Readability(
        len(words), len(sentences), ease, lix, _level(ease), tuple(_advice(sentences, words))
    )


def _level(ease: int) -> str:
    """Say the index in words; German texts score lower than English ones of the same kind."""
    for bound, words in ((70, "sehr leicht"), (55, "leicht"), (40, "mittel"), (25, "schwer")):
        if ease >= bound:
            return words
    return "sehr schwer"


def _advice(sentences: list[str], words: list[str]) -> list[str]:
    """Name what makes the text hard, each with the places."""
    found = []
    long = [s for s in sentences if len(WORD.findall(s)) > LONG_SENTENCE]
    for sentence in sorted(long, key=len, reverse=True)[:SHOWN]:
        start = " ".join(sentence.split()[:8])
        number = len(WORD.findall(sentence))
        found.append(f"Langer Satz ({number} Wörter): „{start} …“ Teilen Sie ihn in zwei Sätze.")
    compounds = sorted({w for w in words if len(w) > LONG_WORD}, key=len, reverse=True)[:SHOWN]
    if compounds:
        found.append(f"Sehr lange Wörter: {', '.join(compounds)}. Umschreiben oder erklären.")
    passive = [s for s in sentences if PASSIVE.search(s)]
    if len(passive) > len(sentences) / 3:
        found.append(
            f"In {len(passive)} von {len(sentences)} Sätzen steht „wird“ oder „wurde“. "
            "Sagen Sie, wer etwas tut."
        )
    nominal = NOMINAL.findall(" ".join(sentences))
    if len(nominal) > len(words) / 14:
        shown = ", ".join(dict.fromkeys(nominal[:SHOWN]))
        found.append(f"Viele Hauptwörter auf -ung, -heit, -keit ({shown}). Nehmen Sie Verben.")
    return found
