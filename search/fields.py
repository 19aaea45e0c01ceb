"""The fields of the index and how CKAN's field names map onto them; every engine has the same.

Facts: CKAN's Solr schema `ckan-2.12` (which names are analysed, exact, dates, numbers).
"""

import struct
from datetime import datetime
from enum import Enum

# Raised whenever the fields or what stands in them change; the analysis has a version of its own.
FORMAT = 6


class Form(Enum):
    """How an engine keeps a field."""

    WORDS = "tokens between spaces, with their places"
    VALUE = "whole values"
    ORDER = "one text to sort by"
    WHOLE = "a whole number"


# Analysed fields and their weights: title, keywords, body; each with the parts of its compounds.
WEIGHTS = {"t": 4.0, "k": 2.0, "b": 1.0}
PART_WEIGHTS = {"tp": 1.5, "kp": 0.7, "bp": 0.3}
# s, ts: folded surfaces of everything and of the title; f, fp, fs: stems, parts and surfaces of single
# fields as "name=token".
STEMMED = ("t", "k", "b", "tp", "kp", "bp", "s", "ts", "f", "fp", "fs")
# Raw values that are counted fast; every other field is counted in `x`.
FACETS = (
    "kind", "organization", "groups", "tags", "res_format", "license_id", "topic", "region",
    "lab", "period", "type", "private",
)  # fmt: skip
# What the search page counts: readable values, "name<tab>title" where a name stands in addresses.
BROWSED = ("b_theme", "b_publisher", "b_place", "b_licence", "b_year")
COUNTED = (*FACETS, *BROWSED)
# x: "name=value" of every exact field; z: the sortable form of numbers and dates in them;
# has: names of fields with a value; v: words for suggestions; label: who may find it; url: its path.
RAW = ("key", "x", "z", "has", "v", "label", "url", *COUNTED)
DATES = ("metadata_modified", "metadata_created", "published")
NUMBERS = ("num_resources", "num_tags", "views_total", "views_recent")
# Corners of the place a document is about, in millionths of a degree.
CORNERS = ("west", "south", "east", "north")
WHOLE = (*DATES, *NUMBERS, *CORNERS, "newest")
# Sorting keys as text with the document's key behind them: a total order.
SORTS = ("name", "title_string", "organization", "metadata_modified", "metadata_created")
# All fields of the index; what each engine is made of.
FORMS: dict[str, Form] = {
    **dict.fromkeys(STEMMED, Form.WORDS),
    **dict.fromkeys(RAW, Form.VALUE),
    **dict.fromkeys((f"o_{name}" for name in SORTS), Form.ORDER),
    **dict.fromkeys(WHOLE, Form.WHOLE),
}
ANALYSED = {
    "title", "notes", "text", "urls", "author", "maintainer", "res_name", "res_description",
    "license", "columns",
}  # fmt: skip
CATCH_ALL = "text"
VALUE_LIMIT = 1_000


def is_analysed(name: str) -> bool:
    """Say whether words in this field are compared by their stems."""
    return name in ANALYSED or name.startswith(("extras_", "res_extras_"))


def is_exact(name: str) -> bool:
    """Say whether this field's values are compared sign by sign."""
    return not is_analysed(name) and name not in DATES and name not in NUMBERS


def is_known(name: str) -> bool:
    """Say whether this is a field of CKAN's schema or one of ours."""
    return is_analysed(name) or name in {*FACETS, *WHOLE, *SORTS, "id", "state", "owner_org"}


def sort_field(name: str) -> str | None:
    """Return the index field that sorts by this name, None where there is none."""
    name = {"title": "title_string"}.get(name, name)
    if name == "id":
        return "key"
    if name in NUMBERS or name == "published":
        return name
    return f"o_{name}" if name in SORTS else None


def sortable_number(value: float) -> str:
    """Return sixteen signs that sort like the numbers do."""
    bits = struct.unpack(">Q", struct.pack(">d", value))[0]
    flipped = bits ^ (0xFFFFFFFFFFFFFFFF if bits >> 63 else 0x8000000000000000)
    return f"{flipped:016x}"


def micros(moment: datetime) -> int:
    """Return microseconds since 1970."""
    return int(moment.timestamp() * 1_000_000)


def micro_degrees(value: float) -> int:
    """Return millionths of a degree."""
    return round(value * 1_000_000)
