"""Keys over the whole table: which rows repeat a value, and which refer to nothing."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from datasets.validation.columns import Cells, Read, Rows
from datasets.validation.engine import NotColumnar
from datasets.validation.masks import INT64, missing, missing_values

NUMBER: Final = "record"


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A reference into the same table, by field names."""

    resource: str
    source: tuple[str, ...]
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyRules:
    """What has to be unique and what has to be found."""

    unique: tuple[str, ...]
    primary: tuple[str, ...]
    foreign: tuple[ForeignKey, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the fields whose values have to be kept."""
        groups = [self.unique, self.primary]
        groups += [part for key in self.foreign for part in (key.source, key.target)]
        return tuple(dict.fromkeys(name for group in groups for name in group))


@dataclass(frozen=True, slots=True)
class KeyFaults:
    """By record: the record with the same value, or None for a key without any value."""

    unique: dict[str, dict[int, int]]
    primary: dict[int, int | None]
    foreign: dict[int, tuple[int, ...]]

    def records(self) -> set[int]:
        """Return all records with a fault."""
        found = set(self.primary) | set(self.foreign)
        return found.union(*self.unique.values())


class KeyColumn:
    """The values of one field so that equal values are equal as frictionless compares them."""

    def __init__(self, field: Any, *, coded: bool, codes: dict[Hashable, int]) -> None:
        self.read: Read = field.create_cell_reader()
        self.kind = "coded" if coded else key_kind(field)
        self._missing = missing(field)
        self._empty_is_value = "" not in missing_values(field)
        self._codes = codes

    def values(self, series: pl.Series) -> pl.Series:
        """Return the values of these cells, null for None."""
        if self._empty_is_value and self.kind != "integer" and (series == "").any():
            # A blank line has no cell at all, which the blocks do not tell from an empty one.
            raise NotColumnar("key")
        one = pl.col(series.name)
        blank = series.to_frame().select(self._missing(one)).to_series()
        if self.kind == "text":
            return series.to_frame().select(pl.when(~blank).then(one)).to_series()
        if self.kind == "integer":
            return self._integers(series, blank)
        return self._by_reading(series, {})

    def _integers(self, series: pl.Series, blank: pl.Series) -> pl.Series:
        numbers = series.cast(pl.Int64, strict=False)
        numbers = numbers.zip_with(
            ~blank, pl.Series([None], dtype=pl.Int64).new_from_index(0, len(series))
        )
        unread = numbers.is_null() & ~blank
        if not unread.any():
            return numbers
        return numbers.zip_with(~unread, self._by_reading(series, {}, only=unread))

    def _by_reading(
        self, series: pl.Series, found: dict[str, int | None], only: pl.Series | None = None
    ) -> pl.Series:
        """Let frictionless read every different cell once."""
        cells = series if only is None else series.filter(only)
        for cell in cells.unique().to_list():
            found[cell] = self._code(self.read(cell)[0])
        return series.replace_strict(found, default=None, return_dtype=pl.Int64)

    def _code(self, value: Any) -> int | None:
        if value is None:
            return None
        if self.kind == "integer":
            if value not in INT64:
                raise NotColumnar("key")
            return int(value)
        try:
            if value != value:  # noqa: PLR0124 - only "not a number" differs from itself
                raise NotColumnar("key")
            return self._codes.setdefault(value, len(self._codes))
        except (TypeError, ArithmeticError) as error:
            raise NotColumnar("key") from error


def key_kind(field: Any) -> str:
    """Return how the values of this field can be kept."""
    if field.type == "any" or (field.type == "string" and field.format == "default"):
        return "text"
    if field.type == "integer" and field.bare_number:
        return "integer"
    return "coded"


class Keys:
    """Collect key values block by block and find the faults of a range of records."""

    def __init__(self, rules: KeyRules, fields: dict[str, Any], positions: dict[str, int]) -> None:
        self.rules = rules
        codes: dict[Hashable, int] = {}
        mixed = _mixed(rules, fields)
        self._columns = {
            name: KeyColumn(fields[name], coded=name in mixed, codes=codes)
            for name in rules.names
            if name in fields
        }
        self._positions = positions
        self._parts: list[pl.DataFrame] = []

    def add(self, cells: Cells, records: Rows, irregular: dict[int, list[str]]) -> None:
        """Take in the values of a block."""
        if len(cells):
            columns = [pl.Series(NUMBER, records)]
            for name, column in self._columns.items():
                values = column.values(cells.series(self._positions[name]))
                columns.append(values.alias(f"k{self._positions[name]}"))
            self._parts.append(pl.DataFrame(columns))
        if irregular:
            self._parts.append(self._irregular(irregular))

    def _irregular(self, rows: dict[int, list[str]]) -> pl.DataFrame:
        columns = [pl.Series(NUMBER, list(rows), dtype=pl.Int64)]
        for name, column in self._columns.items():
            at = self._positions[name]
            given = pl.Series(
                "c", [r[at] if at < len(r) else None for r in rows.values()], pl.String
            )
            cells = given.fill_null("")
            values = column.values(cells)
            nothing = pl.Series([None], dtype=values.dtype).new_from_index(0, len(values))
            columns.append(values.zip_with(given.is_not_null(), nothing).alias(f"k{at}"))
        return pl.DataFrame(columns)

    def faults(self, after: int) -> KeyFaults:
        """Return the faults of the records beyond `after` among all that were taken in."""
        if not self._parts:
            return KeyFaults({}, {}, {})
        table = pl.concat(self._parts)
        if not table[NUMBER].is_sorted():
            table = table.sort(NUMBER)
        self._parts = [table]
        unique = {name: self._repeats(table, (name,), after) for name in self.rules.unique}
        primary: dict[int, int | None] = {}
        if self.rules.primary:
            primary.update(self._repeats(table, self.rules.primary, after))
            primary.update(dict.fromkeys(self._empty(table, after), None))
        return KeyFaults(unique, primary, self._lost(table))

    def _names(self, fields: tuple[str, ...]) -> list[str]:
        return [f"k{self._positions[name]}" for name in fields]

    def _repeats(self, table: pl.DataFrame, fields: tuple[str, ...], after: int) -> dict[int, int]:
        """Return each later record with a value that came before, and where it came last."""
        names = self._names(fields)
        some = pl.any_horizontal([pl.col(name).is_not_null() for name in names])
        kept = table.select(NUMBER, *names).filter(some)
        if _rising(kept, names):
            return {}
        hashes = kept.select(names).hash_rows()
        if hashes.n_unique() == len(hashes):
            return {}
        values = kept.filter(~hashes.is_first_distinct()).select(names).unique()
        same = kept.join(values, on=names, how="semi", nulls_equal=True, maintain_order="left")
        same = same.with_columns(pl.col(NUMBER).shift(1).over(names).alias("before"))
        found = same.filter(pl.col("before").is_not_null() & (pl.col(NUMBER) > after))
        return dict(zip(found[NUMBER].to_list(), found["before"].to_list(), strict=True))

    def _empty(self, table: pl.DataFrame, after: int) -> list[int]:
        nothing = pl.all_horizontal([pl.col(n).is_null() for n in self._names(self.rules.primary)])
        return table.filter(nothing & (pl.col(NUMBER) > after))[NUMBER].to_list()

    def _lost(self, table: pl.DataFrame) -> dict[int, tuple[int, ...]]:
        """Return the records whose reference finds nothing, with the numbers of the references."""
        found: dict[int, list[int]] = {}
        for number, key in enumerate(self.rules.foreign):
            target = self._names(key.target)
            given = table.filter(pl.any_horizontal([pl.col(name).is_not_null() for name in target]))
            lost = given
            if all(name in self._columns for name in key.source):
                source = self._names(key.source)
                lost = given.join(
                    table.select([pl.col(n).alias(f"s{i}") for i, n in enumerate(source)]).unique(),
                    left_on=target,
                    right_on=[f"s{i}" for i in range(len(source))],
                    how="anti",
                    nulls_equal=True,
                )
            for record in lost[NUMBER].to_list():
                found.setdefault(record, []).append(number)
        return {record: tuple(numbers) for record, numbers in found.items()}


def _rising(table: pl.DataFrame, names: list[str]) -> bool:
    """Say cheaply whether every value of a single key is greater than the one before."""
    if len(names) > 1 or not table[names[0]].is_sorted():
        return False
    values = table[names[0]]
    return (
        bool((values.slice(1) != values.slice(0, len(values) - 1)).all()) if len(values) else True
    )


def _mixed(rules: KeyRules, fields: dict[str, Any]) -> set[str]:
    """Return the fields of references that compare values of different kinds."""
    mixed: set[str] = set()
    for key in rules.foreign:
        pairs = list(zip(key.source, key.target, strict=False))
        for source, target in pairs:
            kinds = {key_kind(fields[name]) for name in (source, target) if name in fields}
            if len(kinds) > 1:
                mixed.update((source, target))
    # One field that is coded has to be coded on the other side of all its references, too.
    while True:
        more = {
            name
            for key in rules.foreign
            for pair in zip(key.source, key.target, strict=False)
            if mixed & set(pair)
            for name in pair
        }
        if more <= mixed:
            return mixed
        mixed |= more
