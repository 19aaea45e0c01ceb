"""For a field the polars expression that is true only where frictionless finds no fault."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import polars as pl

from datasets.validation.patterns import rust_pattern

Test = Callable[[pl.Expr], pl.Expr]
BOUNDS: Final = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
INT64: Final = range(-(2**63), 2**63)
# Up to here two different decimal numbers are two different floats.
EXACT_DIGITS: Final = 15
# Longer ones may hold an exponent that Decimal refuses and a float takes for zero.
PLAIN_NUMBER: Final = 20
DATE_PARTS: Final = {"%d": r"\d{2}", "%m": r"\d{2}", "%Y": r"\d{4}"}


@dataclass(frozen=True, slots=True)
class Mask:
    """Read the cells once, then test: `test(cell, value)` is true only where there is no fault."""

    read: Test
    test: Callable[[pl.Expr, pl.Expr], pl.Expr]

    def of(self, series: pl.Series) -> pl.Series:
        """Return the mask of a single column."""
        frame = series.to_frame("c").with_columns(self.read(pl.col("c")).alias("v"))
        return frame.select(self.test(pl.col("c"), pl.col("v"))).to_series()


def missing_values(field: Any) -> list[str]:
    """Return the cells that mean "nothing" in this field, as frictionless chooses them."""
    if not field.has_defined("missing_values") and field.schema:
        return list(field.schema.missing_values)
    return list(field.missing_values)


def constraints(field: Any) -> dict[str, Any]:
    """Return the constraints that judge a single cell of this field."""
    found = {name: field.constraints.get(name) for name in field.supported_constraints}
    if not found.get("required"):
        found.pop("required", None)
    return {name: value for name, value in found.items() if value is not None}


def is_free(field: Any) -> bool:
    """Say whether no cell of this field can be wrong."""
    plain = field.type == "any" or (field.type == "string" and field.format == "default")
    return plain and not constraints(field)


def missing(field: Any) -> Test:
    """Return the expression for a missing value."""
    values = missing_values(field)
    if values == [""]:
        return lambda cell: cell == ""
    return lambda cell: cell.is_in(values)


def sound_mask(field: Any) -> Mask | None:
    """Return an expression that is true only for cells without fault, or None."""
    rules = constraints(field)
    required = bool(rules.pop("required", False))
    maker = {
        "string": _string,
        "integer": _integer,
        "number": _number,
        "date": _date,
        "datetime": _datetime,
    }
    if field.type not in maker:
        return None
    value = maker[field.type](field, rules)
    if value is None:
        return None
    blank = missing(field)

    def test(cell: pl.Expr, read: pl.Expr) -> pl.Expr:
        sound = value.test(cell, read)
        whole = ~blank(cell) & sound if required else blank(cell) | sound
        return whole.fill_null(value=False)

    return Mask(value.read, test)


def _string(field: Any, rules: dict[str, Any]) -> Mask | None:
    if field.format != "default":
        return None
    tests: list[Test] = []
    for name, rule in rules.items():
        test = _string_rule(name, rule)
        if test is None:
            return None
        tests.append(test)
    return Mask(
        lambda cell: pl.all_horizontal([test(cell) for test in tests] or [pl.lit(value=True)]),
        lambda _cell, value: value,
    )


def _string_rule(name: str, rule: Any) -> Test | None:
    if name == "minLength" and type(rule) is int:
        return lambda cell: cell.str.len_chars() >= rule
    if name == "maxLength" and type(rule) is int:
        return lambda cell: cell.str.len_chars() <= rule
    if name == "pattern" and isinstance(rule, str):
        pattern = rust_pattern(rule)
        if pattern is not None and _compiles(pattern):
            return lambda cell: cell.str.contains(pattern)
    if name == "enum" and all(isinstance(item, str) for item in rule):
        return lambda cell: cell.is_in(rule)
    return None


def _compiles(pattern: str) -> bool:
    try:
        pl.Series([""]).str.contains(pattern)
    except pl.exceptions.ComputeError:
        return False
    return True


def _bounds(field: Any, rules: dict[str, Any], *kinds: type) -> dict[str, Any] | None:
    """Return the bounds as values of `kinds`; None if there are other rules or unusable bounds."""
    read = field.create_value_reader()
    found = {name: read(rule) for name, rule in rules.items() if name in BOUNDS}
    if len(found) != len(rules) or any(type(bound) not in kinds for bound in found.values()):
        return None
    return found


def _compare(value: pl.Expr, name: str, bound: Any) -> pl.Expr:
    if name == "minimum":
        return value >= bound
    if name == "maximum":
        return value <= bound
    return value > bound if name == "exclusiveMinimum" else value < bound


def _integer(field: Any, rules: dict[str, Any]) -> Mask | None:
    bounds = _bounds(field, rules, int)
    if not field.bare_number or bounds is None:
        return None
    if any(bound not in INT64 for bound in bounds.values()):
        return None

    def test(_cell: pl.Expr, value: pl.Expr) -> pl.Expr:
        tests = [_compare(value, name, bound) for name, bound in bounds.items()]
        return pl.all_horizontal([value.is_not_null(), *tests])

    return Mask(lambda cell: cell.cast(pl.Int64, strict=False), test)


def _number(field: Any, rules: dict[str, Any]) -> Mask | None:
    bounds = _bounds(field, rules, Decimal, int)
    decimal, group = field.decimal_char, field.group_char
    if not field.bare_number or field.float_number or bounds is None:
        return None
    if len(decimal) != 1 or len(group) > 1 or decimal == group or {decimal, group} & set("+-eE_ "):
        return None
    if any(len(str(b)) > EXACT_DIGITS or not Decimal(b).is_finite() for b in bounds.values()):
        return None

    def read(cell: pl.Expr) -> pl.Expr:
        text = cell.str.replace_all(group, "", literal=True) if group else cell
        if decimal != ".":
            # A point that is neither sign is a fault and must not meet those made of the sign.
            text = text if group == "." else text.str.replace_all(".", "x", literal=True)
            text = text.str.replace_all(decimal, ".", literal=True)
        return text.cast(pl.Float64, strict=False)

    def test(cell: pl.Expr, value: pl.Expr) -> pl.Expr:
        tests = [_near(value, cell, name, float(bound)) for name, bound in bounds.items()]
        return pl.all_horizontal([value.is_finite(), cell.str.len_bytes() <= PLAIN_NUMBER, *tests])

    return Mask(read, test)


def _near(value: pl.Expr, cell: pl.Expr, name: str, bound: float) -> pl.Expr:
    """Compare as floats where that is exact: off the bound, or on it with few digits."""
    strict = value > bound if "inimum" in name else value < bound
    if name.startswith("exclusive"):
        return strict
    return strict | ((value == bound) & (cell.str.len_bytes() <= EXACT_DIGITS))


def _date(field: Any, rules: dict[str, Any]) -> Mask | None:
    bounds = _bounds(field, rules, datetime.date)
    form = "%Y-%m-%d" if field.format == "default" else field.format
    if bounds is None or not re.fullmatch(r"%[dmY]([-./])%[dmY]\1%[dmY]", form):
        return None
    if sorted(re.findall("%[dmY]", form)) != ["%Y", "%d", "%m"]:
        return None
    digits = re.escape(form)
    for part, pattern in DATE_PARTS.items():
        digits = digits.replace(part, pattern.replace(r"\d", "[0-9]"))

    def test(cell: pl.Expr, value: pl.Expr) -> pl.Expr:
        tests = [_compare(value, name, bound) for name, bound in bounds.items()]
        shape = cell.str.contains(rf"\A{digits}\z")
        return pl.all_horizontal([shape, value >= datetime.date(1, 1, 1), *tests])

    return Mask(lambda cell: cell.str.to_date(form, strict=False), test)


def _datetime(field: Any, rules: dict[str, Any]) -> Mask | None:
    """Tell moments of the usual form, without zone and parts of seconds, where nothing bounds them."""
    if field.format != "default" or rules:
        return None
    shape = r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\z"
    return Mask(
        lambda cell: cell.str.head(10).str.to_date("%Y-%m-%d", strict=False),
        lambda cell, day: pl.all_horizontal(
            [cell.str.contains(shape), day >= datetime.date(1, 1, 1)]
        ),
    )
