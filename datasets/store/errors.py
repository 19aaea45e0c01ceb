"""Failures of the table store, each with a German message and its place.

StoreError            building, opening or changing a table failed
└── QueryError        a question to a table is not answerable as asked (unknown column, wrong type)
"""


class StoreError(Exception):
    """A table cannot be built, opened or changed; `row` counts as in the validation report."""

    def __init__(
        self, code: str, message: str, *, row: int | None = None, column: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.row = row
        self.column = column


class QueryError(StoreError):
    """A query names an unknown column, operator or a value of the wrong type."""

    def __init__(
        self, code: str, message: str, *, column: str | None = None, value: object = None
    ) -> None:
        super().__init__(code, message, column=column)
        self.value = value
