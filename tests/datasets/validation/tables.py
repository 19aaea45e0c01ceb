"""Generated tables that are full of traps, and the comparison with frictionless."""

import csv
import io
import random
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from datasets.validation import reference, validate

# Cells that are read in a surprising way, or that only just fail.
CELLS = {
    kind: cells.split("|")
    for kind, cells in {
        "integer": "1|2|007|+5|-0| 3|4 |1_000|٣|1.0|x||NA|12345678901234567890",
        "number": (
            "1|1.5|1,5|1.234,50|-0.0|1e3|NaN|INF|.5|5.| 2|1_0||€ 3|1e-99999999999999999999"
            "|9007199254740993|0.30000000000000004|0.3"
        ),
        "boolean": "true|false|1|0|ja|nein|TRUE| true|",
        "date": (
            "2020-01-05|2020-1-5|5.1.2020|05.01.2020|0000-01-01|586-01-09|2020-02-30|2020-01-05 "
            "|٢020-01-05||9999-12-31"
        ),
        "datetime": "2020-01-05T10:00:00|2020-01-05T10:00:00Z|2020-01-05|2020-02-30T10:00:00|2020-01-05T24:00:00|2020-01-05 10:00:00|0000-01-01T00:00:00|2020-01-05T10:00:60|",
        "time": "10:00:00|25:00:00|10:00|",
        "year": "2020|20|-5|10000|",
        "string": ('a|AB-1|ab|äöü|a;b|say "x"|zwei\nZeilen|cr\r\nlf| ||NA|a\n|\ufeff|' + "x" * 40),
        "any": "1|a||NA",
        "geopoint": "1,2|180,91|a|",
        "list": "a,b|",
        "object": '{"a": 1}|x|',
    }.items()
}
PATTERNS = [
    "[a-z]+",
    "a|b",
    r"AB-\d",
    r"\w+",
    "(?i)ab",
    "a.*",
    "[^a]",
    "x{2,}",
    "(a)\\1",
    "^a$",
    ".",
    "ä+",
]


RULES: dict[str, list[dict[str, Any]]] = {
    "string": [{"minLength": 2}, {"maxLength": 2}, {"enum": ["a", "ab", "NA"]}]
    + [{"pattern": pattern} for pattern in PATTERNS],
    "integer": [{"minimum": 2}, {"maximum": 3, "minimum": 1}, {"enum": [1, 2]}],
    "number": [{"minimum": 2}, {"minimum": "0.3"}, {"maximum": "0.3"}, {"enum": [1, 2]}],
    "date": [{"minimum": "2020-01-01"}],
}
FORMS: dict[str, list[dict[str, Any]]] = {
    "number": [
        {"decimalChar": ",", "groupChar": "."},
        {"bareNumber": False},
        {"decimalChar": ","},
        {"floatNumber": True},
    ],
    "date": [{"format": "%d.%m.%Y"}, {"format": "any"}],
    "boolean": [{"trueValues": ["ja"], "falseValues": ["nein"]}],
}


@st.composite
def fields(draw: Any, number: int) -> dict[str, Any]:
    """Return one field with constraints that suit its type."""
    kind = draw(st.sampled_from(sorted(CELLS)))
    field: dict[str, Any] = {"name": f"f{number}", "type": kind}
    field |= draw(st.sampled_from([{}, *FORMS.get(kind, [])]))
    rules: dict[str, Any] = {}
    if draw(st.integers(0, 3)) == 0:
        rules["required"] = draw(st.booleans())
    if draw(st.integers(0, 4)) == 0:
        rules["unique"] = True
    if draw(st.booleans()) and "format" not in field:
        rules |= draw(st.sampled_from(RULES.get(kind, [{}])))
    if draw(st.integers(0, 4)) == 0:
        field["missingValues"] = draw(st.sampled_from([["NA"], ["", "NA"], ["", "1"], ["a"]]))
    if rules:
        field["constraints"] = rules
    return field


@st.composite
def cases(draw: Any) -> dict[str, Any]:
    """Return the text of a table, its schema and the options of the check."""
    width = draw(st.integers(1, 5))
    schema: dict[str, Any] = {"fields": [draw(fields(n)) for n in range(width)]}
    names = [field["name"] for field in schema["fields"]]
    if draw(st.integers(0, 2)) == 0:
        schema["primaryKey"] = draw(
            st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)
        )
    if draw(st.integers(0, 4)) == 0:
        key = draw(st.sampled_from(names))
        target = draw(st.sampled_from(names))
        schema["foreignKeys"] = [
            {"fields": [key], "reference": {"resource": "", "fields": [target]}}
        ]
    if draw(st.integers(0, 4)) == 0:
        schema["missingValues"] = draw(st.sampled_from([["NA"], ["", "-"], []]))
    row = st.tuples(*[st.sampled_from(CELLS[f["type"]]) for f in schema["fields"]]).map(list)
    ragged = st.one_of(
        row,
        row,
        row,
        row,
        row,
        row.map(lambda r: r[:-1]),
        row.map(lambda r: [*r, "extra"]),
        st.just([]),
    )
    rows = draw(st.lists(ragged, max_size=12))
    header = draw(
        st.sampled_from(
            [names, names, names, names, names[::-1], [*names, "neu"], names[:-1] or names]
        )
    )
    eol = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    return {
        "text": written([header, *rows], draw(st.sampled_from(";,\t")), eol, draw(st.booleans())),
        "schema": schema,
        "options": {
            "limit_errors": draw(st.sampled_from([1000, 1000, 0, 1, 3])),
            "schema_sync": draw(st.booleans()),
            "encoding": draw(st.sampled_from(["utf-8", "utf-8", None])),
            "dialect": draw(
                st.sampled_from([None, None, {"csv": {"delimiter": ";"}}, {"headerRows": [1]}])
            ),
        },
    }


def written(rows: list[list[str]], delimiter: str, eol: str, end: bool) -> str:
    """Return the rows as CSV."""
    out = io.StringIO(newline="")
    for row in rows:
        line = io.StringIO(newline="")
        csv.writer(line, delimiter=delimiter, lineterminator="").writerow(row)
        out.write(line.getvalue() + eol)
    text = out.getvalue()
    return text if end else text[: -len(eol)]


def outcome(function: Any, path: Path, schema: Any, **options: Any) -> Any:
    """Return the report without times, or what was raised."""
    try:
        report = function(path, schema, **options)
    except Exception as error:  # noqa: BLE001 - frictionless raises on some tables; so must we
        return type(error).__name__, str(error)
    return without_times(report)


def without_times(report: dict[str, Any]) -> dict[str, Any]:
    """Return the report without what differs between two runs."""
    report["stats"].pop("seconds")
    for task in report["tasks"]:
        task["stats"].pop("seconds")
    return report


def assert_equal(path: Path, schema: Any, **options: Any) -> None:
    """Compare the columnar engine's answer with frictionless's."""
    mine = outcome(validate, path, schema, engine="columnar", **options)
    assert mine == outcome(reference, path, schema, **options)


def long_table(dice: random.Random, rows: int) -> bytes:
    """Return a table over many text chunks, with a few faults of every kind."""
    eol, delimiter = dice.choice(["\n", "\n", "\r\n", "\r"]), dice.choice(",;")
    faults, quoted = dice.choice([0, 0.01, 0.1]), dice.random() < 0.3
    texts = [
        "abc",
        "x",
        "häß",
        "",
        "ü" * 20,
        *([f'"q{delimiter}"', f'"2{eol}lines"'] if quoted else []),
    ]
    lines = [delimiter.join(["id", "t", "n"])]
    for number in range(rows):
        cells = [str(number), dice.choice(texts), str(dice.randrange(100))]
        if dice.random() < faults:
            cells = dice.choice(
                [
                    [str(dice.randrange(number + 1)), *cells[1:]],
                    [*cells[:2], dice.choice(["x", "1,5", " 1", "NA", ""])],
                    cells[:-1],
                    [*cells, "z"],
                    [],
                    ["", "", ""],
                ]
            )
        lines.append(delimiter.join(cells))
    text = eol.join(lines) + dice.choice(["", eol, eol * 2])
    raw = text.encode(dice.choice(["utf-8", "utf-8", "cp1252", "utf-16", "utf-8-sig"]))
    return raw[:-3] + b"\xff" + raw[-3:] if dice.random() < 0.05 else raw
