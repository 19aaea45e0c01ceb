"""Values of the repairs: what is offered, what it would change, what was done."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

PREVIEW: Final = 5
REPAIR: Final = "datasets.repairs.applying.repair"
"""The function that takes a RepairOrder and returns Repaired, imported where it runs."""


@dataclass(frozen=True, slots=True)
class Change:
    """One place as it is and as it would be; `row` as Excel counts it."""

    row: int
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Repair:
    """An offer: `offered` ones answer a finding, the others are possible, too.

    `count` is the number of changed places; in a large file a lower bound (`exact` is False).
    """

    code: str
    title_de: str
    what_de: str
    columns: tuple[str, ...]
    count: int
    exact: bool
    preview: tuple[Change, ...]
    offered: bool
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """What a repair did to a file, for the public log."""

    code: str
    columns: tuple[str, ...]
    changed: int
    log_de: str

    def to_dict(self) -> dict[str, Any]:
        """Return what a version keeps."""
        return {
            "code": self.code,
            "columns": list(self.columns),
            "changed": self.changed,
            "log_de": self.log_de,
        }


@dataclass(frozen=True)
class RepairOrder:
    """What to mend: the stored original, its schema, the chosen repairs, where the copy goes."""

    source: Path
    file_name: str
    target: Path
    codes: tuple[str, ...]
    schema: dict[str, Any] = field(default_factory=dict)
    schema_given: bool = False
    sheet: str | None = None
    member: str | None = None


@dataclass(frozen=True)
class Repaired:
    """The mended copy lies at the order's target."""

    file_name: str
    applied: tuple[Applied, ...]
    schema: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """How a repair is named, explained and logged; `{rows}`, `{cells}`, `{columns}` are filled in."""

    title: str
    what: str
    log: str
    answers: tuple[str, ...] = ()

    def logged(self, count: int, columns: tuple[str, ...] = ()) -> str:
        """Return the sentence for the public log."""
        shown = f"{count:,}".replace(",", ".")
        return self.log.format(
            rows="1 Zeile" if count == 1 else f"{shown} Zeilen",
            cells="1 Zelle" if count == 1 else f"{shown} Zellen",
            columns=", ".join(f"„{name}“" for name in columns),
        )


WORDS: Final[dict[str, Words]] = {
    "encoding": Words(
        "Als UTF-8 speichern",
        "Umlaute und Sonderzeichen werden so gespeichert, dass alle Programme sie richtig lesen.",
        "Zeichenkodierung auf UTF-8 umgestellt ({rows} mit Sonderzeichen).",
        ("encoding-error",),
    ),
    "preamble": Words(
        "Vorspann entfernen",
        "Die Zeilen über der Kopfzeile gehören nicht zur Tabelle und entfallen.",
        "Vorspann über der Kopfzeile entfernt ({rows}).",
    ),
    "totals-row": Words(
        "Summen und Anmerkungen am Ende entfernen",
        "Die Zeilen unter den Daten sind keine Datensätze und entfallen.",
        "Summen und Anmerkungen am Ende entfernt ({rows}).",
    ),
    "blank-rows": Words(
        "Leere Zeilen entfernen",
        "Zeilen ohne jeden Wert entfallen.",
        "Leere Zeilen entfernt ({rows}).",
        ("blank-row",),
    ),
    "duplicate-rows": Words(
        "Doppelte Zeilen entfernen",
        "Von Zeilen, die in allen Zellen gleich sind, bleibt die erste.",
        "Doppelte Zeilen entfernt ({rows}).",
        ("unique-error", "primary-key", "duplicate-row"),
    ),
    "empty-columns": Words(
        "Leere Spalten am Rand entfernen",
        "Spalten ohne Namen und ohne Werte am Rand der Tabelle entfallen.",
        "Leere Spalten am Rand entfernt ({rows}).",
    ),
    "missing-cells": Words(
        "Fehlende Zellen ergänzen",
        "Zu kurze Zeilen werden mit leeren Zellen aufgefüllt.",
        "Zu kurze Zeilen mit leeren Zellen aufgefüllt ({rows}).",
        ("missing-cell",),
    ),
    "trim": Words(
        "Leerzeichen am Rand der Zellen entfernen",
        "Leerzeichen vor und hinter den Werten entfallen.",
        "Leerzeichen am Rand entfernt ({cells}).",
        ("type-error", "constraint-error"),
    ),
    "leading-zeros": Words(
        "Führende Nullen ergänzen",
        "Schlüssel, denen eine führende Null fehlt, bekommen sie zurück.",
        "Führende Nullen ergänzt ({columns}: {cells}).",
        ("constraint-error", "type-error"),
    ),
    "decimal-comma": Words(
        "Dezimalkomma in Dezimalpunkt umwandeln",
        "Zahlen werden so geschrieben, wie Programme sie erwarten: 1234.50 statt 1.234,50.",
        "Dezimalkomma durch Dezimalpunkt ersetzt ({columns}: {cells}).",
        ("type-error",),
    ),
    "date-form": Words(
        "Datum in die Form JJJJ-MM-TT bringen",
        "Gültige Daten werden international geschrieben: 2024-02-28 statt 28.02.2024.",
        "Datumsangaben in die Form JJJJ-MM-TT gebracht ({columns}: {cells}).",
        ("type-error",),
    ),
    "placeholders": Words(
        "Platzhalter leeren",
        "Zellen, in denen nur ein Platzhalter wie „k. A.“ steht, werden leer.",
        "Platzhalter geleert ({columns}: {cells}).",
    ),
    "line-ends": Words(
        "Zeilenenden vereinheitlichen",
        "Alle Zeilen enden danach gleich, wie es Linux, Windows und macOS verstehen.",
        "Zeilenenden vereinheitlicht ({rows}).",
    ),
    "as-csv": Words(
        "Als CSV speichern",
        "Die Tabelle wird aus der Arbeitsmappe als CSV-Datei gespeichert.",
        "Tabelle der Arbeitsmappe als CSV-Datei gespeichert ({rows}).",
    ),
}
# Repairs work on cells in this order, so that each finds what it can read.
ORDER: Final = tuple(WORDS)
