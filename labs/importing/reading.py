"""Reads a CSV of labs as people save it from a spreadsheet; says per line what is wrong. No writes."""

import csv
import datetime
import difflib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from django.utils.translation import gettext as _

from labs.importing.places import COORDINATES, RowPlace, places_of
from labs.models import ActorKind, Sector
from labs.states import State

MOST_BYTES = 1_000_000
MOST_LABS = 200
LONGEST_NAME = 255
# The words of a heading that mean a column, the first is the one that we name.
COLUMNS = {
    "name": ("name", "labor", "titel", "bezeichnung"),
    "partners": ("partner", "mitglieder", "beteiligte", "partnerinnen"),
    "states": ("land", "bundesland", "länder", "laender", "bundesländer"),
    "places": ("orte", "ort", "kommunen", "gemeinden"),
    "keys": ("schlüssel", "schluessel", "gemeindeschlüssel", "gemeindeschluessel", "ags", "ars"),
    "latitude": ("breite", "breitengrad", "lat", "latitude"),
    "longitude": ("länge", "laenge", "längengrad", "laengengrad", "lon", "lng", "longitude"),
    "summary": ("kurzfassung", "beschreibung"),
    "start": ("beginn", "start", "von"),
    "end": ("ende", "bis"),
}
NEEDED = ("name", "partners", "states")
_SPLIT = re.compile(r"\s*[;\n]\s*")
_COMMA = re.compile(r",(?![^()]*\))")
_KIND = re.compile(r"^(?P<name>.+?)\s*\((?P<kind>[^()]+)\)$")
_SECTORS = {
    ActorKind.MUNICIPALITY: Sector.ADMINISTRATION,
    ActorKind.DISTRICT: Sector.ADMINISTRATION,
    ActorKind.MUNICIPAL_BODY: Sector.ADMINISTRATION,
    ActorKind.UTILITY: Sector.BUSINESS,
    ActorKind.ASSOCIATION: Sector.CIVIL,
    ActorKind.FOUNDATION: Sector.CIVIL,
    ActorKind.COMPANY: Sector.BUSINESS,
    ActorKind.CHAMBER: Sector.BUSINESS,
    ActorKind.UNIVERSITY: Sector.SCIENCE,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong on a line of the file, in a column if one is meant."""

    line: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody who works in a lab."""

    name: str
    kind: str = ""
    sector: str = ""


@dataclass(frozen=True, slots=True)
class LabRow:
    """One lab of the file."""

    line: int
    name: str
    states: tuple[str, ...]
    partners: tuple[Partner, ...]
    places: tuple[RowPlace, ...] = ()
    summary: str = ""
    start: datetime.date | None = None
    end: datetime.date | None = None


@dataclass(slots=True)
class ReadLabs:
    """What a file says."""

    rows: list[LabRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_labs(content: bytes) -> ReadLabs:
    """Return the labs of a CSV and everything that is wrong with it."""
    read = ReadLabs()
    complain = partial(_complain, read)
    if len(content) > MOST_BYTES:
        complain(1, "", _("Die Datei ist größer als 1 MB. Das ist keine Liste von Laboren."))
        return read
    try:
        lines = list(_lines(_decoded(content)))
    except csv.Error:
        complain(1, "", _("Das ist keine Tabelle. Speichern Sie sie als CSV."))
        return read
    head = _head(lines[0][1]) if lines else {}
    if missing := [name for name in NEEDED if name not in head]:
        words = ", ".join(COLUMNS[name][0].capitalize() for name in missing)
        complain(
            1, "", _("In der ersten Zeile fehlen diese Spalten: {columns}.").format(columns=words)
        )
        return read
    if len(lines) > MOST_LABS + 1:
        complain(1, "", _("Mehr als {most} Labore auf einmal.").format(most=MOST_LABS))
        return read
    seen: dict[str, int] = {}
    for line, cells in lines[1:]:
        row = _row(read, line, {key: cells[at] for key, at in head.items() if at < len(cells)})
        if len(cells) > len(lines[0][1]):
            complain(
                line,
                "",
                _(
                    "Die Zeile hat {number} Felder, die erste {head}. Fehlen Anführungszeichen?"
                ).format(number=len(cells), head=len(lines[0][1])),
            )
        if row.name and row.name.casefold() in seen:
            first = seen[row.name.casefold()]
            complain(
                line, "name", _("Dieses Labor steht schon in Zeile {line}.").format(line=first)
            )
        seen.setdefault(row.name.casefold(), line)
        read.rows.append(row)
    if not read.rows:
        complain(1, "", _("Unter der ersten Zeile steht kein Labor."))
    return read


def _complain(read: ReadLabs, line: int, column: str, text: str) -> None:
    """Note a problem; the column is called as the file should call it."""
    read.problems.append(Problem(line, COLUMNS[column][0].capitalize() if column else "", text))


def _decoded(content: bytes) -> str:
    """Return the text; spreadsheets on Windows save in their own code page."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the filled lines with the number that a spreadsheet shows."""
    head = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=head.count)
    for number, cells in enumerate(
        csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1
    ):
        if any(cell.strip() for cell in cells):
            yield number, [cell.strip() for cell in cells]


def _head(cells: list[str]) -> dict[str, int]:
    """Return where each column stands."""
    names = {word: name for name, words in COLUMNS.items() for word in words}
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = names.get(cell.casefold())
        if name:
            found.setdefault(name, place)
    return found


def _row(read: ReadLabs, line: int, cells: dict[str, str]) -> LabRow:
    """Read one line."""
    name = " ".join(cells.get("name", "").split())
    if not name:
        _complain(read, line, "name", _("Das Labor hat keinen Namen."))
    elif len(name) > LONGEST_NAME:
        _complain(
            read,
            line,
            "name",
            _("Der Name ist länger als {most} Zeichen.").format(most=LONGEST_NAME),
        )
    names = _parts(cells.get("places", ""))
    places, faults = places_of(names, *(cells.get(key, "") for key in COORDINATES))
    for column, text in faults:
        _complain(read, line, column, text)
    start, end = (_day(read, line, key, cells.get(key, "")) for key in ("start", "end"))
    if start and end and end < start:
        _complain(read, line, "end", _("Das Ende liegt vor dem Beginn."))
    return LabRow(
        line=line,
        name=name,
        states=tuple(_states(read, line, cells.get("states", ""))),
        partners=tuple(_partners(read, line, cells.get("partners", ""))),
        places=places,
        summary=cells.get("summary", "")[:300],
        start=start,
        end=end,
    )


def _parts(cell: str) -> list[str]:
    """Return the single entries of a cell; commas part them only where nothing else does."""
    parts = _SPLIT.split(cell)
    if len(parts) == 1:
        parts = _COMMA.split(cell)
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _states(read: ReadLabs, line: int, cell: str) -> Iterator[str]:
    """Yield the keys of the states; help with slips of the pen."""
    known = {str(choice.label).casefold(): choice.value for choice in State}
    names = {str(choice.label).casefold(): str(choice.label) for choice in State}
    parts = [part for whole in _parts(cell) for part in re.split(r"\s*/\s*", whole)]
    if not parts:
        _complain(read, line, "states", _("Das Land fehlt."))
    for part in parts:
        if part.casefold() in known:
            yield known[part.casefold()]
            continue
        near = difflib.get_close_matches(part.casefold(), known, n=1, cutoff=0.6)
        text = _("„{state}“ ist kein Land.").format(state=part)
        if near:
            text += " " + _("Meinten Sie „{state}“?").format(state=names[near[0]])
        _complain(read, line, "states", text)


def _partners(read: ReadLabs, line: int, cell: str) -> Iterator[Partner]:
    """Yield who takes part; a kind in brackets, as in "Stadt Moers (Kommune)", gives the sector."""
    kinds = {str(choice.label).casefold(): choice for choice in ActorKind}
    sectors = {str(choice.label).casefold(): choice for choice in Sector}
    parts = _parts(cell)
    if not parts:
        _complain(
            read, line, "partners", _("Es ist kein Partner genannt. Trennen Sie mehrere mit „;“.")
        )
    for part in parts:
        match = _KIND.match(part)
        name, word = (match["name"], match["kind"].strip()) if match else (part, "")
        if len(name) > 200:
            _complain(read, line, "partners", _("„{name} …“ ist zu lang.").format(name=name[:40]))
        kind = kinds.get(word.casefold())
        sector = sectors.get(word.casefold()) or (_SECTORS.get(kind) if kind else None)
        if word and sector is None:
            # Brackets belong to many names: "Amt Kleine Elster (Niederlausitz)".
            name, word = part, ""
        yield Partner(name[:200], word, sector.value if sector else "")


def _day(read: ReadLabs, line: int, key: str, text: str) -> datetime.date | None:
    """Return a day, written in German or in ISO 8601."""
    if not text:
        return None
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007 - only the day
        except ValueError:
            continue
    _complain(
        read, line, key, _("„{text}“ ist kein Tag. So geht es: 31.12.2026.").format(text=text)
    )
    return None
