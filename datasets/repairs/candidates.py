"""Which repairs may help a file: from what was understood of it and the schema it should obey."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from datasets.intake.model import Proposal
from datasets.repairs.cells import (
    DecimalPoint,
    InternationalDay,
    Mend,
    emptied,
    leading_zero,
    trimmed,
)
from datasets.repairs.steps import (
    DropBlank,
    DropRecords,
    DropRepeated,
    KeepColumns,
    MendCells,
    Pad,
    Step,
)

CODES: Final = {"ags": 8, "ars": 12, "plz": 5}
GERMAN_DAY: Final = "%d.%m.%Y"
EVERYTHING: Final = 2**62


@dataclass(frozen=True, slots=True)
class Area:
    """Where the data lie in the file: records from `first` to `last`, columns by position."""

    first: int
    last: int
    begin: int
    end: int
    columns: Mapping[str, int]


def area_of(proposal: Proposal) -> Area:
    """Return where the data lie."""
    layout = proposal.layout
    names = [str(field["name"]) for field in proposal.schema["fields"]]
    keep = layout.keep or tuple(range(len(names)))
    last = min(layout.footer, default=EVERYTHING) - 1
    columns = dict(zip(names, keep, strict=False))
    return Area(layout.first_data, last, min(keep, default=0), max(keep, default=0) + 1, columns)


def steps_for(proposal: Proposal, schema: dict[str, Any], *, given: bool) -> dict[str, Step]:
    """Return the steps that may find something to mend, by code.

    `given`: the schema was not guessed from this file, so what it does not expect is a fault.
    """
    area = area_of(proposal)
    steps = _record_steps(proposal, area)
    for code, by_name in mends_for(proposal, schema, given=given).items():
        placed = {area.columns[name]: m for name, m in by_name.items() if name in area.columns}
        if placed:
            steps[code] = MendCells(code, placed, area.first, area.last)
    return steps


def mends_for(
    proposal: Proposal, schema: dict[str, Any], *, given: bool
) -> dict[str, dict[str, Mend]]:
    """Return the functions that mend single cells, by code and column."""
    fields = {str(field["name"]): field for field in schema.get("fields", [])}
    return {
        "trim": dict.fromkeys(area_of(proposal).columns, trimmed),
        "leading-zeros": _zeros(fields),
        "decimal-comma": _commas(fields, given=given),
        "date-form": _days(fields, given=given),
        "placeholders": _placeholders(fields, schema),
    }


def _record_steps(proposal: Proposal, area: Area) -> dict[str, Step]:
    layout = proposal.layout
    steps: list[Step] = [
        DropRepeated("duplicate-rows", area.first, area.last),
        DropBlank("blank-rows", area.first, area.last),
        Pad("missing-cells", area.end, area.first, area.last),
    ]
    if layout.preamble:
        steps.append(DropRecords("preamble", frozenset(layout.preamble)))
    if layout.footer:
        steps.append(DropRecords("totals-row", frozenset(layout.footer)))
    if area.begin or layout.width > area.end:
        steps.append(KeepColumns("empty-columns", area.begin, area.end))
    return {step.code: step for step in steps}


def _zeros(fields: dict[str, dict[str, Any]]) -> dict[str, Mend]:
    return {
        name: leading_zero(CODES[field["meaning"]])
        for name, field in fields.items()
        if field.get("meaning") in CODES and field.get("type") == "string"
    }


def _commas(fields: dict[str, dict[str, Any]], *, given: bool) -> dict[str, Mend]:
    """Columns with a comma, and with a given schema those that should have none."""
    found: dict[str, Mend] = {}
    for name, field in fields.items():
        if field.get("type") != "number" or field.get("bareNumber") is False:
            continue
        comma = field.get("decimalChar") == ","
        if comma or given:
            found[name] = DecimalPoint(str(field.get("groupChar", "")) if comma else ".")
    return found


def _days(fields: dict[str, dict[str, Any]], *, given: bool) -> dict[str, Mend]:
    found: dict[str, Mend] = {}
    for name, field in fields.items():
        form = field.get("format", "default")
        if field.get("type") != "date":
            continue
        if form == GERMAN_DAY or (given and form == "default"):
            found[name] = InternationalDay(GERMAN_DAY)
    return found


def _placeholders(fields: dict[str, dict[str, Any]], schema: dict[str, Any]) -> dict[str, Mend]:
    found = {}
    for name, field in fields.items():
        values = field.get("missingValues", schema.get("missingValues", [""]))
        words = frozenset(value for value in values if isinstance(value, str) and value)
        if words:
            found[name] = emptied(words)
    return found


def amended(schema: dict[str, Any], mended: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return the schema that the mended file obeys; `mended` names the columns of each repair."""
    fields = []
    for field in schema.get("fields", []):
        new, name = dict(field), field["name"]
        if name in mended.get("decimal-comma", ()):
            group = str(new.pop("groupChar", ""))
            new.pop("decimalChar", None)
            _amend_rules(new, DecimalPoint(group))
        if name in mended.get("date-form", ()) and new.get("format") == GERMAN_DAY:
            new["format"] = "default"
            _amend_rules(new, InternationalDay(GERMAN_DAY))
        fields.append(new)
    return {**schema, "fields": fields}


def _amend_rules(field: dict[str, Any], mend: Mend) -> None:
    """Write bounds and choices as the mended cells are written."""
    rules = dict(field.get("constraints", {}))
    for name, value in rules.items():
        if name != "pattern" and isinstance(value, str):
            rules[name] = mend(value)
        if name == "enum" and isinstance(value, list):
            rules[name] = [mend(item) if isinstance(item, str) else item for item in value]
    if rules:
        field["constraints"] = rules
