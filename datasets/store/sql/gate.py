"""Reads a statement into DuckDB's own tree and lets only known kinds of nodes pass.

What is not listed here is refused: a new kind of node or function in a later DuckDB stays outside
until somebody has looked at it. The tree that was checked is the one that is executed.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import duckdb

MAX_STATEMENT = 10_000
MAX_DEPTH = 60
_TOO_DEEP = "Die Anfrage ist zu tief geschachtelt."

_NODES = {
    "SELECT_NODE", "SET_OPERATION_NODE",
    "ORDER_MODIFIER", "LIMIT_MODIFIER", "DISTINCT_MODIFIER",
    "BASE_TABLE", "JOIN", "SUBQUERY", "EMPTY", "EMPTY_FROM",
    "ASCENDING", "DESCENDING", "ORDER_DEFAULT",
}  # fmt: skip
_CLASSES = {
    "CONSTANT", "COLUMN_REF", "FUNCTION", "COMPARISON", "CONJUNCTION", "OPERATOR", "CASE", "CAST",
    "BETWEEN", "STAR", "SUBQUERY", "WINDOW", "TYPE",
}  # fmt: skip
TYPES = frozenset(
    """
    integer int int4 int8 bigint smallint tinyint hugeint double float real decimal numeric varchar text char string
    boolean bool date time timestamp timestamptz interval
    """.split()  # noqa: SIM905 - as below
)
# Nothing here makes long values out of short ones or walks lists: memory and time follow the table.
FUNCTIONS = frozenset(
    """
    + - * / // % ^ ** & | ~~ !~~ ~~* !~~* ~~~ like_escape not_like_escape ilike_escape
    not_ilike_escape || ->> -> count count_star sum avg mean min max median stddev stddev_pop
    stddev_samp variance var_pop var_samp bool_and bool_or first last any_value arg_max arg_min corr
    covar_pop covar_samp quantile_cont quantile_disc percentile_cont percentile_disc
    approx_count_distinct lower upper trim ltrim rtrim length char_length character_length substring
    substr left right replace concat concat_ws position strpos instr starts_with ends_with prefix
    suffix contains reverse initcap split_part strip_accents regexp_matches ascii abs round floor
    ceil ceiling trunc sign sqrt power pow exp ln log log10 mod greatest least isnan isfinite
    radians degrees sin cos tan asin acos atan atan2 pi year month day hour minute second quarter
    week weekday dayofweek dayofyear isodow yearweek date_part datepart date_trunc datetrunc
    date_diff datediff date_sub datesub date_add age strftime extract make_date dayname monthname
    last_day epoch to_days to_months to_years row_number rank dense_rank percent_rank cume_dist
    ntile lag lead first_value last_value nth_value coalesce ifnull nullif if
    """.split()  # noqa: SIM905 - one list of words reads better than a wall of quotes
)


_TEXTS = re.compile("'(?:[^']|'')*'")
_QUOTED_CALL = re.compile(r'"((?:[^"]|"")+)"\s*\(')
# Words that the database reads as functions when no column has the name.
_VALUES = {
    "current_user", "session_user", "user", "current_role", "current_schema", "current_database", "current_catalog",
    "current_query",
}  # fmt: skip


class SqlRefusedError(Exception):
    """The statement is not run; `code` is syntax, statement, element, function, system, table or size."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class CheckedSql:
    """A tree that passed, as DuckDB's JSON, and the tables it reads."""

    tree: str
    tables: tuple[str, ...]


@lru_cache(maxsize=1)
def _parser() -> duckdb.DuckDBPyConnection:
    """Return a database without any table, used for nothing but parsing."""
    return duckdb.connect(":memory:", config={"enable_external_access": "false", "threads": "1"})


def check(sql: str) -> CheckedSql:
    """Return the statement as a tree that may be run. Raises SqlRefusedError."""
    try:
        return _checked(sql)
    except RecursionError as error:  # the tree is deeper than what reads it
        raise SqlRefusedError("size", _TOO_DEEP) from error


def _checked(sql: str) -> CheckedSql:
    if len(sql) > MAX_STATEMENT or "\x00" in sql:
        raise SqlRefusedError("size", f"Die Anfrage ist länger als {MAX_STATEMENT} Zeichen.")
    try:
        row = _parser().cursor().execute("SELECT json_serialize_sql(?)", [sql]).fetchone()
    except duckdb.Error as error:
        raise SqlRefusedError("syntax", str(error)[:300]) from error
    text = row[0] if row else "{}"
    parsed = json.loads(text)
    if parsed.get("error"):
        code = "syntax" if parsed.get("error_type") == "parser" else "statement"
        raise SqlRefusedError(code, str(parsed.get("error_message", ""))[:300])
    _check_quoted_functions(sql)
    statements = parsed["statements"]
    if len(statements) != 1:
        raise SqlRefusedError("statement", "Query is not a single statement.")
    names = {key.lower() for key in _cte_names(statements[0])}
    tables: dict[str, None] = {}
    for node in _dicts(statements[0], 0):
        _check_node(node)
        if node.get("type") == "BASE_TABLE":
            qualified = node["schema_name"] != ""
            if qualified or node["table_name"].lower() not in names:
                tables[node["table_name"]] = None
            if qualified:  # CKAN's tables lie in "public"; here they have no schema
                node["schema_name"] = ""
                node["qualified_name"] = {"path": [node["table_name"]]}
                text = ""
    return CheckedSql(text or json.dumps(parsed), tuple(tables))


def _check_quoted_functions(sql: str) -> None:
    """Refuse quoted names of functions with capitals, which SQL tells apart from those without.

    The tree does not hold how a name was written, so this looks at the text without its literals.
    """
    for name in _QUOTED_CALL.findall(_TEXTS.sub("''", sql)):
        if name != name.lower():
            raise SqlRefusedError("function", name)


def _dicts(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Yield every object of the tree. Raises SqlRefusedError when it is too deep."""
    if depth > MAX_DEPTH * 4:
        raise SqlRefusedError("size", _TOO_DEEP)
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _dicts(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _dicts(inner, depth + 1)


def _cte_names(tree: dict[str, Any]) -> Iterator[str]:
    """Yield the names that the statement itself gives to parts of it."""
    for node in _dicts(tree, 0):
        for entry in (node.get("cte_map") or {}).get("map", []):
            yield entry["key"]


def _check_node(node: dict[str, Any]) -> None:
    """Raise SqlRefusedError if this part of the tree is none of the known ones."""
    kind = node.get("class")
    if kind is not None:
        if kind not in _CLASSES and not _is_json_arrow(node):
            raise SqlRefusedError("element", str(kind))
        if kind in ("FUNCTION", "WINDOW"):
            _check_function(node)
        if kind == "COLUMN_REF" and str(node["column_names"][-1]).lower() in _VALUES:
            raise SqlRefusedError("function", str(node["column_names"][-1]))
        if kind == "TYPE" and str(node.get("type_name", "")).lower() not in TYPES:
            raise SqlRefusedError("element", f"TYPE {node.get('type_name')}")
    elif isinstance(node.get("type"), str) and "query_location" in node | {"query_location": 0}:
        _check_plain(node)
    if node.get("sample") is not None or node.get("at_clause") is not None:
        raise SqlRefusedError("element", "SAMPLE")
    query = node.get("query_node")
    if isinstance(query, dict) and query.get("type") not in _NODES:
        raise SqlRefusedError("statement", str(query.get("type")))


def _is_json_arrow(node: dict[str, Any]) -> bool:
    """Say whether this is `column -> 'key'`, which DuckDB reads like a function of its own making."""
    return (
        node["class"] == "LAMBDA"
        and node.get("syntax_type") == "SINGLE_ARROW"
        and (node.get("expr") or {}).get("class") == "CONSTANT"
    )


def _check_plain(node: dict[str, Any]) -> None:
    """Check a node that is no expression: a query, a source of rows, an order."""
    kind = node["type"]
    if kind == "TABLE_FUNCTION":
        function = (node.get("function") or {}).get("function_name", kind)
        raise SqlRefusedError("function", str(function))
    if kind not in _NODES and "name" not in node and "type_info" not in node and "id" not in node:
        raise SqlRefusedError("element", str(kind))
    if kind == "BASE_TABLE":
        _check_table(node)


def _check_table(node: dict[str, Any]) -> None:
    """Refuse every table with a schema or catalogue and those of the database itself."""
    name = str(node["table_name"]).lower()
    path = (node.get("qualified_name") or {}).get("path", [name])
    system = name.startswith(("pg_", "duckdb_", "sqlite_", "pragma_", "information_schema"))
    foreign = node["schema_name"] not in ("", "public") or node["catalog_name"] or len(path) > 2
    if system or foreign:
        raise SqlRefusedError("system", str(node["table_name"]))


def _check_function(node: dict[str, Any]) -> None:
    """Refuse functions that are not on the list, whatever schema they claim."""
    name = str(node.get("function_name") or node.get("type", "")).lower()
    if node.get("class") == "WINDOW":
        name = name.removeprefix("window_")
    if name not in FUNCTIONS or node.get("schema") or node.get("catalog"):
        raise SqlRefusedError("function", name)
