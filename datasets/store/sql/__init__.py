"""One foreign SELECT over one table: checked as a tree, run in a bounded process of its own."""

from datasets.store.sql.gate import CheckedSql, SqlRefusedError, check
from datasets.store.sql.pool import SqlLimits, SqlPool, SqlResult

__all__ = ["CheckedSql", "SqlLimits", "SqlPool", "SqlRefusedError", "SqlResult", "check"]
