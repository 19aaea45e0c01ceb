"""Which engine made a report, and why the columnar one may step aside."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

# One sentence for each reason; the codes are counted, the sentences are read.
REASONS: Final[dict[str, str]] = {
    "columnar": "Spaltenweise geprüft.",
    "asked": "frictionless war verlangt.",
    "small": "Die Datei ist klein; frictionless ist dafür schnell genug.",
    "format": "Nur einfache CSV-Dateien lassen sich spaltenweise prüfen.",
    "limit-rows": "Eine Grenze für die Zeilenzahl prüft frictionless selbst.",
    "header": "Die Kopfzeile braucht frictionless' eigene Regeln.",
    "wide": "Die Tabelle hat zu viele Spalten für die spaltenweise Prüfung.",
    "dialect": "Diese Schreibweise der CSV-Datei liest nur frictionless genau.",
    "foreign-key": "Verweise auf andere Tabellen prüft frictionless selbst.",
    "checklist": "Zusätzliche oder ausgewählte Prüfungen laufen Zeile für Zeile.",
    "key": "Die Schlüsselwerte lassen sich nur einzeln vergleichen.",
    "parse": "Die Datei ließ sich nicht blockweise lesen.",
    "inner": "Die spaltenweise Prüfung ist gescheitert.",
    "none": "Es wurde noch nichts geprüft.",
}


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """Which engine made the last report of this context, and why."""

    engine: str
    code: str
    reason: str


class NotColumnar(Exception):
    """The table has to be judged by frictionless itself; `code` is a key of REASONS."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code


_choice: ContextVar[EngineChoice] = ContextVar("validation_engine_choice")


def note_choice(engine: str, code: str) -> None:
    """Keep how the report of this context is being made."""
    _choice.set(EngineChoice(engine, code, REASONS[code]))


def last_choice() -> EngineChoice:
    """Return how the last report of this context was made."""
    return _choice.get(EngineChoice("none", "none", REASONS["none"]))
