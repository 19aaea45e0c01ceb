"""Look through a file for what could be mended, count it, and show five places of each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from datasets.intake.columns import Columns
from datasets.intake.model import Proposal
from datasets.intake.sources import open_source
from datasets.intake.survey import Table
from datasets.intake.text import TextTable
from datasets.repairs.candidates import area_of, steps_for
from datasets.repairs.model import ORDER, PREVIEW, WORDS, Change, Repair
from datasets.repairs.places import Places, not_ascii, places_of
from datasets.repairs.records import Raw, raw_records
from datasets.repairs.steps import DropRepeated, MendCells, Step

# So many records are looked at; beyond them the counts are lower bounds.
LOOKED_AT: Final = 200_000
SHOWN_CHARS: Final = 160
UTF8: Final = frozenset({"utf-8", "utf-8-sig", "ascii"})
# These answer something that is wrong in every file; the others only where a finding asks for them.
ALWAYS: Final = frozenset(
    {
        "encoding",
        "preamble",
        "totals-row",
        "blank-rows",
        "empty-columns",
        "leading-zeros",
        "line-ends",
    }
)
DELIMITED: Final = frozenset({"csv", "gzip", "zip"})


@dataclass(slots=True)
class _Tally:
    """What one repair would change."""

    count: int = 0
    columns: set[int] = field(default_factory=set)
    preview: list[Change] = field(default_factory=list)

    def add(self, change: Change) -> None:
        self.count += 1
        if len(self.preview) < PREVIEW:
            self.preview.append(change)


def propose_repairs(
    path: Path,
    proposal: Proposal,
    schema: dict[str, Any],
    *,
    given: bool = False,
    file_name: str | None = None,
) -> tuple[Repair, ...]:
    """Return the repairs that would change something. `given`: the schema is not a guess."""
    name = file_name or path.name
    with open_source(path, file_name=name, sheet=proposal.sheet, member=proposal.member) as opened:
        return repairs_of(opened.table, proposal, schema, given=given)


def repairs_of(
    table: Table, proposal: Proposal, schema: dict[str, Any], *, given: bool = False
) -> tuple[Repair, ...]:
    """Return what `propose_repairs` returns, of a table that is open already."""
    if proposal.container not in DELIMITED or not isinstance(table, TextTable):
        return ()
    look = _Look(table, proposal, schema, given=given)
    if table.columns is None or not look.by_columns(table, table.columns):
        look.through(islice(raw_records(table), LOOKED_AT))
    return look.repairs()


class _Look:
    """One pass over the records with all candidates, each for itself."""

    def __init__(
        self, table: TextTable, proposal: Proposal, schema: dict[str, Any], *, given: bool
    ) -> None:
        self._given = given
        self._names = {at: name for name, at in area_of(proposal).columns.items()}
        self._steps: dict[str, Step] = steps_for(proposal, schema, given=given)
        self._tallies = {code: _Tally() for code in ORDER}
        self._encoded = table.encoding.name not in UTF8 or table.encoding.mixed_bytes > 0
        self._ends: set[str] = set()
        self._seen = 0

    def through(self, records: Iterable[Raw]) -> None:
        """Take all records in."""
        for raw in records:
            self._seen += 1
            if self._encoded and not raw.text.isascii():
                self._encoding(raw)
            if raw.end:
                self._ends.add(raw.end)
            if raw.end in {"\r\n", "\r"}:
                shown = raw.end.replace("\r", "CR ").replace("\n", "LF").strip()
                self._tallies["line-ends"].add(Change(raw.number, "", shown, "LF"))
            for code, step in self._steps.items():
                after = step.apply(raw.number, raw.cells)
                if after is not raw.cells:
                    self._note(code, step, raw, after)

    def by_columns(self, table: TextTable, columns: Columns) -> bool:
        """Take all records in as columns; return False where that would not tell all."""
        seen = min(columns.records, LOOKED_AT)
        found = {code: places_of(step, columns, seen) for code, step in self._steps.items()}
        if None in found.values():
            return False
        self._seen = seen
        if self._encoded:
            letters = not_ascii(columns, seen)
            odd = (raw for raw in raw_records(table) if not raw.text.isascii())
            for raw in islice(odd, len(letters.first)):
                self._encoding(raw)
            self._tallies["encoding"].count = letters.count
        for code, places in found.items():
            self._preview(code, columns, places)
        return True

    def _preview(self, code: str, columns: Columns, places: Places | None) -> None:
        """Note what a step does to the first records it changes, and how many it changes in all."""
        if places is None or not places.count:
            return
        step = self._steps[code]
        for place in places.first:
            [cells] = columns.rows(place, place + 1)
            drops = isinstance(step, DropRepeated)  # it remembers, so it is not asked again
            after = None if drops else step.apply(place + 1, cells)
            self._note(code, step, Raw(place + 1, cells, ""), after)
        self._tallies[code].count = places.count
        self._tallies[code].columns |= places.columns

    def _mixed_ends(self) -> bool:
        return len(self._ends) > 1 or "\r" in self._ends

    def _encoding(self, raw: Raw) -> None:
        """Show a line as a program that expects UTF-8 would read it today."""
        text = raw.text.rstrip("\r\n")
        misread = text.encode("cp1252", "replace").decode("utf-8", "replace")
        self._tallies["encoding"].add(Change(raw.number, "", _short(misread), _short(text)))

    def _note(self, code: str, step: Step, raw: Raw, after: list[str] | None) -> None:
        tally = self._tallies[code]
        if after is None:
            tally.add(Change(raw.number, "", _short("; ".join(raw.cells)), "(entfällt)"))
        elif isinstance(step, MendCells):
            for at, (old, new) in enumerate(zip(raw.cells, after, strict=True)):
                if old != new:
                    tally.columns.add(at)
                    name = self._names.get(at, "")
                    tally.add(Change(raw.number, name, _short(old), _short(new)))
        else:
            before = _short("; ".join(raw.cells))
            tally.add(Change(raw.number, "", before, _short("; ".join(after))))

    def repairs(self) -> tuple[Repair, ...]:
        """Return what would change something, in the order of the work."""
        # Only a mixture, or the line ends of very old computers, are worth a word.
        if not self._mixed_ends():
            self._tallies["line-ends"] = _Tally()
        return tuple(self._repair(c, t) for c, t in self._tallies.items() if t.count)

    def _repair(self, code: str, tally: _Tally) -> Repair:
        words = WORDS[code]
        return Repair(
            code=code,
            title_de=words.title,
            what_de=words.what,
            columns=tuple(self._names[at] for at in sorted(tally.columns) if at in self._names),
            count=tally.count,
            exact=self._seen < LOOKED_AT,
            preview=tuple(tally.preview),
            offered=code in ALWAYS or (code == "decimal-comma" and not self._given),
            answers=words.answers,
        )


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_CHARS else text[: SHOWN_CHARS - 1] + "…"
