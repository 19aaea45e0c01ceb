"""`propose`: everything understood of a file, as one value a person can accept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from .cells import fill
from .errors import EmptyFile
from .evidence import german_number
from .labels import make_labels
from .limits import MAX_COLUMNS
from .model import Layout, Proposal, TableChoice, Warning
from .schema import build_schema
from .sources import Opened, open_source
from .survey import Survey, survey
from .text import too_many_columns

OnLayout = Callable[[Layout, tuple[str, ...]], None]
_MAX_LISTED: Final = 200


def propose(
    path: Path, *, file_name: str | None = None, sheet: str | None = None, member: str | None = None
) -> Proposal:
    """Understand the file at `path`. Raises only IntakeError."""
    with open_source(path, file_name=file_name, sheet=sheet, member=member) as opened:
        return understand(opened)[0]


def understand(opened: Opened, on_layout: OnLayout | None = None) -> tuple[Proposal, Survey]:
    """Do what `propose` does with a file that is open already; return what was counted too.

    `on_layout` is called with the layout and the names of the columns before these are looked into.
    """
    found = survey(opened.table)
    return _proposal(opened, found, on_layout), found


def _proposal(opened: Opened, found: Survey, on_layout: OnLayout | None) -> Proposal:
    if found.width == 0:
        raise EmptyFile
    if found.width > MAX_COLUMNS:
        raise too_many_columns(found.width)
    keep = _kept_columns(found)
    layout = _layout(found, keep)
    labels = make_labels(found.header, keep)
    if on_layout is not None:
        on_layout(layout, tuple(labels.names))
    schema, more, personal = build_schema(
        found, keep, labels, opened.dialect.delimiter if opened.dialect else ""
    )
    warnings = (*opened.warnings, *labels.warnings, *_shape_warnings(found, keep, layout), *more)
    return Proposal(
        container=opened.container,
        encoding=opened.encoding.name if opened.encoding else "utf-8",
        encoding_reason=opened.encoding.reason if opened.encoding else "",
        delimiter=opened.dialect.delimiter if opened.dialect else "",
        quote_char=opened.dialect.quote if opened.dialect else "",
        preamble=layout.preamble,
        header_rows=() if opened.table.fixed_header else layout.header,
        footer_rows=layout.footer,
        sheet=opened.sheet,
        member=opened.member,
        tables=_with_rows(opened.choices, found.rows),
        schema=schema,
        dialect=_dialect(opened, layout),
        rows_estimate=found.rows,
        rows_exact=True,
        columns=len(keep),
        warnings=warnings,
        personal_data=personal,
        sentence=_sentence(opened, layout, len(keep), found.rows),
        layout=layout,
    )


def _with_rows(choices: tuple[TableChoice, ...], rows: int) -> tuple[TableChoice, ...]:
    return tuple(
        TableChoice(c.name, c.kind, rows, c.hidden, True) if c.chosen else c for c in choices
    )


def _kept_columns(found: Survey) -> tuple[int, ...]:
    """All columns but those at both edges without heading and without any value."""
    first, last = 0, found.width
    while last > 1 and _is_void(found, last - 1):
        last -= 1
    while first < last - 1 and _is_void(found, first):
        first += 1
    return tuple(range(first, last))


def _is_void(found: Survey, index: int) -> bool:
    if any(len(row) > index and row[index].strip() for row in found.header):
        return False
    if found.sampled or index >= len(found.columns):
        return index >= len(found.columns)
    return not any(value.strip() for value in found.columns[index].values)


def _layout(found: Survey, keep: tuple[int, ...]) -> Layout:
    header = tuple(i + 1 for i in found.place.header)
    preamble = tuple(i + 1 for i in range(found.place.data) if i not in found.place.header)
    footer = tuple(range(found.records - len(found.footer) + 1, found.records + 1))
    short = sum(n for length, n in found.lengths.items() if 0 < length < len(keep))
    return Layout(
        preamble=preamble,
        header=header,
        footer=footer,
        width=found.width,
        keep=keep,
        pad_short_rows=found.ragged or short > max(2, 0.03 * found.rows),
        records=found.records,
    )


def _shape_warnings(found: Survey, keep: tuple[int, ...], layout: Layout) -> Iterator[Warning]:
    if not layout.header:
        text = "Die Datei hat keine Kopfzeile; die Spalten heißen „spalte_1“, „spalte_2“ …"
        yield Warning("no-header", text)
    if found.rows == 0:
        yield Warning("no-rows", "Die Datei enthält nur eine Kopfzeile und keine Daten.")
    if len(keep) < found.width:
        count = found.width - len(keep)
        yield Warning("empty-columns", f"{count} leere Spalte(n) am Rand werden weggelassen.")
    if len(keep) == 1:
        text = "Die Datei hat nur eine Spalte. Stimmt das Trennzeichen?"
        yield Warning("single-column", text)
    if layout.preamble:
        verbs = ("gehört", "wird") if len(layout.preamble) == 1 else ("gehören", "werden")
        text = (
            f"{_lines(layout.preamble)} {verbs[0]} nicht zur Tabelle und {verbs[1]} übersprungen."
        )
        yield Warning("preamble", text, _lines(layout.preamble))
    if any(fill(row) for row in found.footer):
        text = (
            f"{_lines(layout.footer)} am Ende (Summen oder Anmerkungen) "
            f"{'gehört' if len(layout.footer) == 1 else 'gehören'} nicht zu den Daten."
        )
        yield Warning("footer", text, _lines(layout.footer))
    if len(layout.header) > 1:
        text = f"{len(layout.header)} Kopfzeilen wurden zu einer verbunden."
        yield Warning("joined-header", text, _lines(layout.header))
    yield from _row_warnings(found, keep, layout)


def _row_warnings(found: Survey, keep: tuple[int, ...], layout: Layout) -> Iterator[Warning]:
    if found.blank_rows:
        yield Warning("blank-rows", f"Zwischen den Daten stehen {found.blank_rows} leere Zeilen.")
    if found.ragged:
        return
    end = max(keep, default=0) + 1
    short = sum(n for length, n in found.lengths.items() if 0 < length < end)
    if short and layout.pad_short_rows:
        text = f"{short} Zeilen haben am Ende weniger Zellen; die fehlenden gelten als leer."
        yield Warning("padded-rows", text)
    elif short:
        yield Warning("short-rows", f"{short} Zeilen haben weniger Zellen als die Kopfzeile.")
    long = sum(n for length, n in found.lengths.items() if length > found.width)
    if long:
        yield Warning("long-rows", f"{long} Zeilen haben mehr Zellen als die Kopfzeile.")


def _lines(numbers: Sequence[int]) -> str:
    first, last = min(numbers), max(numbers)
    return f"Zeile {first}" if first == last else f"Zeilen {first} bis {last}"


def _dialect(opened: Opened, layout: Layout) -> dict[str, Any]:
    """Frictionless dialect of the original file."""
    result: dict[str, Any] = {}
    if not layout.header:
        result["header"] = False
    elif layout.header != (1,):
        result["headerRows"] = list(layout.header)
    skipped = [*layout.preamble, *layout.footer]
    if skipped and len(skipped) <= _MAX_LISTED:
        result["commentRows"] = skipped
    if opened.dialect:
        result["csv"] = opened.dialect.descriptor()
    if opened.sheet:
        result["excel" if opened.container != "ods" else "ods"] = {"sheet": opened.sheet}
    return result


_DELIMITERS: Final = {";": "Semikolon", ",": "Komma", "\t": "Tabulator", "|": "senkrechter Strich"}
_CONTAINERS: Final = {
    "gzip": "gzip-Archiv",
    "zip": "ZIP-Archiv",
    "xlsx": "Excel-Datei",
    "xls": "Excel-97-Datei",
    "ods": "OpenDocument-Tabelle",
    "json": "JSON",
    "geojson": "GeoJSON",
}


def _sentence(opened: Opened, layout: Layout, columns: int, rows: int) -> str:
    parts = []
    if opened.container != "csv":
        parts.append(_CONTAINERS[opened.container])
    if opened.member:
        parts.append(f"Datei „{opened.member}“")
    if opened.sheet:
        parts.append(f"Blatt „{opened.sheet}“")
    if opened.encoding and opened.dialect:
        parts.append(opened.encoding.label)
        parts.append(_DELIMITERS.get(opened.dialect.delimiter, f"„{opened.dialect.delimiter}“"))
    if not opened.table.fixed_header:
        parts.append(_header_words(layout))
    parts.append("1 Spalte" if columns == 1 else f"{german_number(columns)} Spalten")
    parts.append("1 Zeile" if rows == 1 else f"{german_number(rows)} Zeilen")
    return ", ".join(parts)


def _header_words(layout: Layout) -> str:
    if not layout.header:
        return "ohne Kopfzeile"
    if len(layout.header) == 1:
        return f"Kopfzeile in Zeile {layout.header[0]}"
    return f"Kopfzeilen in den Zeilen {layout.header[0]} bis {layout.header[-1]}"
