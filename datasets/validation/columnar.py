"""frictionless's own resource, opened and reported by frictionless, with rows judged by columns.

All use of what frictionless does not promise (names with two underscores) stands in this file.
"""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, Final

from frictionless import Checklist, Schema
from frictionless.errors import DataError
from frictionless.formats.csv import CsvControl
from frictionless.resources import TableResource
from frictionless.table.lookup import Lookup
from frictionless.table.row import Row, create_cell_handlers

from datasets.validation.engine import NotColumnar
from datasets.validation.keys import ForeignKey, KeyRules
from datasets.validation.parsing import CsvForm, Parser
from datasets.validation.replay import Replay

MAX_COLUMNS: Final = 500


class QuickChecklist(Checklist):
    """The standard checklist, which works out its scope once instead of for every error."""

    def match(self, error: Any) -> bool:
        """Say whether the error belongs to the report."""
        if "_known_scope" not in self.__dict__:
            self.__dict__["_known_scope"] = frozenset(self.scope)
        return not isinstance(error, DataError) or error.type in self.__dict__["_known_scope"]


class ColumnarTable(TableResource):
    """A table whose clean rows never become Python objects. `refusal` says why not."""

    limit_errors: int | None = None
    on_progress: Callable[[int], None] | None = None

    refusal: NotColumnar | None = None
    _rows: Generator[Row] | None = None

    def end_rows(self) -> None:
        """End the stream and its thread where the limit of errors left them.

        Left to the collector of garbage they would end at any time, even inside of `threading`,
        whose locks they need: a deadlock.
        """
        if self._rows is not None:
            self._rows.close()

    def _TableResource__open_lookup(self) -> None:  # noqa: N802 - frictionless's private name
        # The stream looks references up by itself; frictionless would read the file twice.
        # References elsewhere it refuses here, before it looks at the header.
        own = {"", self.name}
        if all(key["reference"]["resource"] in own for key in self.schema.foreign_keys):
            self._TableResource__lookup = Lookup()
        else:
            super()._TableResource__open_lookup()

    def _TableResource__open_row_stream(self) -> None:  # noqa: N802 - frictionless's private name
        try:
            self._rows = self._columnar_rows()
            self._TableResource__row_stream = self._rows
        except NotColumnar as refusal:
            # It is open already: let frictionless go on with its own lookup and stream.
            self.refusal = refusal
            super()._TableResource__open_lookup()
            super()._TableResource__open_row_stream()

    def _columnar_rows(self) -> Generator[Row]:
        """Return the stream of rows. Raises NotColumnar."""
        fields: list[Any] = self.header.get_expected_fields()
        handlers = create_cell_handlers(fields)
        if not self.labels or len(handlers) != len(fields) or len(fields) != len(self.labels):
            raise NotColumnar("header")
        if not all(field.name for field in fields):
            raise NotColumnar("header")
        if len(fields) > MAX_COLUMNS:
            raise NotColumnar("wide")
        left = self.limit_errors
        if left:
            left -= len(self.header.errors)
            if left <= 0:
                raise NotColumnar("header")
        replay = Replay(
            self,
            parser=Parser(_form(self)),
            fields=fields,
            handlers=handlers,
            rules=_rules(self.schema, fields, self.name),
            errors_left=left or None,
            on_progress=self.on_progress,
        )
        return replay.rows()


def _form(table: ColumnarTable) -> CsvForm:
    """Return how the open table is written. Raises NotColumnar where only csv.reader follows."""
    dialect: Any = table.dialect
    control: Any = CsvControl.from_dialect(table.dialect)
    unusual = (
        dialect.comment_char
        or dialect.comment_rows
        or dialect.skip_blank_rows
        or not dialect.header
        or not dialect.header_case
        or len(dialect.header_rows) != 1
        or control.escape_char
        or control.skip_initial_space
    )
    if unusual or table.format != "csv" or table.compression or not table.path:
        raise NotColumnar("dialect")
    delimiter, quote = control.delimiter, control.quote_char
    if len(delimiter) != 1 or len(quote) > 1 or delimiter == quote:
        raise NotColumnar("dialect")
    if not (delimiter + quote).isascii() or delimiter in "\r\n" or quote in {"\r", "\n"}:
        raise NotColumnar("dialect")
    return CsvForm(
        path=Path(table.basepath or "") / table.path,
        encoding=str(table.encoding),
        delimiter=delimiter,
        quote_char=quote,
        columns=len(table.labels),
        header_end=dialect.create_first_content_row() - 1,
    )


def _rules(schema: Schema, fields: list[Any], name: str) -> KeyRules:
    """Return the rules over the whole table that apply to the expected fields."""
    names = {field.name for field in fields}
    primary = tuple(schema.primary_key)
    foreign = []
    for key in schema.foreign_keys:
        resource = key["reference"]["resource"]
        source, target = tuple(key["reference"]["fields"]), tuple(key["fields"])
        if resource not in {"", name} or len(source) != len(target):
            raise NotColumnar("foreign-key")
        if not names.issuperset(source + target):
            raise NotColumnar("foreign-key")
        foreign.append(ForeignKey(resource, source, target))
    return KeyRules(
        unique=tuple(dict.fromkeys(f.name for f in fields if f.constraints.get("unique"))),
        primary=primary if primary and set(primary) <= names else (),
        foreign=tuple(foreign),
    )
