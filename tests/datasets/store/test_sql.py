"""The SQL gate: what people ask of tables passes, everything else is refused or bounded."""

from decimal import Decimal

import pytest

from datasets.store.sql import SqlRefusedError, check

FINE = [
    'SELECT * FROM "t" LIMIT 1',
    'SELECT ort, count(*) AS n, avg(zahl) FROM "t" WHERE zahl > 1 GROUP BY ort HAVING count(*) > 0 ORDER BY n DESC',
    "SELECT ort FROM \"t\" WHERE ort LIKE 'K%' AND zahl BETWEEN 1 AND 2 OR ort IN ('Moers')",
    'SELECT a.ort FROM "t" a JOIN "t" b USING (ort)',
    'WITH x AS (SELECT * FROM "t") SELECT max(zahl) FROM x',
    'SELECT CASE WHEN zahl IS NULL THEN 0 ELSE zahl::integer END FROM "t"',
    'SELECT row_number() OVER (ORDER BY ort) FROM "t"',
    'SELECT ort FROM "t" UNION ALL SELECT ort FROM "t"',
    "SELECT date_part('year', DATE '2024-05-01'), upper(ort) || '!' FROM \"t\"",
]
_TABLES = [
    "pg_user", "pg_catalog.pg_tables", "information_schema.tables", "information_schema.columns", "sqlite_master",
    "duckdb_settings", "duckdb_databases", "stored.data", "main.data", "system.main.pg_class", "temp.x", "memory.data",
]  # fmt: skip
_TABLE_FUNCTIONS = [
    "range(9999999999)", "generate_series(1, 9999999999)", "read_csv('/etc/passwd')", "read_text('/etc/passwd')",
    "read_blob('/etc/passwd')", "read_json('/x')", "read_parquet('/x')", "glob('/*')", "duckdb_settings()",
    "duckdb_databases()", "duckdb_secrets()", "duckdb_extensions()", "duckdb_functions()", "pragma_table_info('t')",
    "query('select 1')", "query_table('t')", "repeat_row(1, 2, num_rows = 999999999)", "json_execute_serialized_sql('{}')",
    "pragma_database_size()", "which_secret('x', 's3')", "sniff_csv('/etc/passwd')", "unnest([1, 2])",
    "checkpoint()", "force_checkpoint()", "test_all_types()", "summary('t')", "seq_scan('t')", "arrow_scan(1, 2, 3)",
    "pandas_scan(1)", "python_map_function(1)", "sql_auto_complete('s')", "duckdb_logs()", "duckdb_variables()",
    "parquet_metadata('/x')", "parquet_schema('/x')", "read_ndjson('/x')", "icu_calendar_names()",
]  # fmt: skip
_FUNCTIONS = [
    "repeat('x', 4000000000)", "lpad('x', 1900000000, 'y')", "rpad('x', 1900000000, 'y')", "list_sum(range(300000000))",
    "format('{:1000000000}', 1)", "printf('%1000000000d', 1)", "string_agg(ort, ',')", "mode(ort)", "histogram(zahl)",
    "list_sort(range(100000000))", "list_reduce([1], (a, b) -> a)", "array_agg(ort)", "list(ort)", "getenv('HOME')",
    "current_setting('memory_limit')", "set_config('a', 'b', false)", "pg_sleep(100)", "sleep(100)", "version()",
    "current_user", "current_database()", "current_schema()", "gen_random_uuid()", "random()", "setseed(0.5)",
    "nextval('s')", "currval('s')", "getvariable('x')", "json_serialize_sql('select 1')", "json('{}')", "md5('a')",
    "sha256('a')", "hash(1)", "bit_count(1)", "string_split('a,b', ',')", "regexp_replace('a', 'a', 'b')",
    "regexp_extract_all('a', 'a')", "translate('a', 'b', 'c')", "unnest([1])", "struct_pack(a := 1)", "map([1], [2])",
    "list_value(1, 2)", "array_value(1, 2)", "row(1, 2)", "to_json(1)", "encode('a')", "decode('a'::blob)",
    "from_base64('eA==')", "base64('a'::blob)", "error('x')", "write_log('x')", "add_parquet_key('a', 'b')",
    "current_query()", "txid_current()", "pg_get_viewdef(1)", "has_table_privilege('t', 'x')", "query_to_xml('a')",
    "lo_import('/etc/passwd')", "pg_read_file('/etc/passwd')", "pg_ls_dir('/')", "dblink('a', 'b')", "xmlparse('a')",
    "copy_database('a')", "is_histogram_other_bin(1)", "bar(1, 0, 10, 1000000000)", "list_aggregate([1], 'sum')",
    "array_to_string([1], ',')", "stats(1)", "alias(ort)", "typeof(ort)", "vector_type(ort)", "chr(1)", "unicode('a')",
    "levenshtein(ort, ort)", "jaccard('a', 'b')", "damerau_levenshtein('a', 'b')", "factorial(30)", "gamma(1)",
    "parse_path('/etc')", "read_text('/etc/passwd')", "combine(1)", "finalize(1)", "approx_top_k(ort, 1000000)",
    "reservoir_quantile(zahl, 0.5, 100000000)", "bitstring_agg(1)", "product(zahl)", "group_concat(ort)",
]  # fmt: skip
_STATEMENTS = [
    "", ";", "SELEC 1", "SELECT", "SELECT 1; SELECT 2", "SELECT 1; DROP TABLE t", 'DELETE FROM "t"', 'DROP TABLE "t"',
    'INSERT INTO "t" VALUES (1)', "UPDATE \"t\" SET ort = 'x'", 'TRUNCATE "t"', "CREATE TABLE x (a int)",
    "CREATE TEMP TABLE x AS SELECT 1", "CREATE VIEW v AS SELECT 1", "CREATE MACRO m() AS 1", "ALTER TABLE t ADD COLUMN x int",
    "COPY t TO '/tmp/x'", "COPY (SELECT 1) TO '/tmp/x'", "ATTACH '/tmp/x'", "DETACH stored", "EXPORT DATABASE '/tmp/x'",
    "IMPORT DATABASE '/tmp/x'", "INSTALL httpfs", "LOAD httpfs", "PRAGMA database_list", "SET memory_limit = '100GB'",
    "RESET memory_limit", "SET VARIABLE x = 1", "BEGIN", "COMMIT", "ROLLBACK", "CHECKPOINT", "VACUUM", "ANALYZE",
    "EXPLAIN SELECT 1", "EXPLAIN ANALYZE SELECT 1", "DESCRIBE t", "SHOW TABLES", "SUMMARIZE t", "PREPARE p AS SELECT 1",
    "EXECUTE p", "DEALLOCATE p", "CALL range(3)", "USE stored", "COMMENT ON TABLE t IS 'x'", "PIVOT t ON ort",
    "UNPIVOT t ON ort INTO NAME a VALUE b", "SELECT * FROM (DESCRIBE t)", "SELECT * FROM (SHOW TABLES)",
    "WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x", "WITH x AS (INSERT INTO t VALUES (1) RETURNING *) SELECT * FROM x",
    "WITH x AS (UPDATE t SET ort = 'a' RETURNING *) SELECT * FROM x",
    "WITH RECURSIVE r AS (SELECT 1 n UNION ALL SELECT n + 1 FROM r) SELECT * FROM r",
    "SELECT * FROM t USING SAMPLE 10%", "SELECT * FROM t AT (VERSION => 1)", "SELECT $1", "SELECT ?", "SELECT #1 FROM t",
    "SELECT x -> x + 1", "SELECT [x FOR x IN [1, 2]]", "SELECT {'a': 1}", "SELECT MAP {'a': 1}", "SELECT (1, 2)",
    "SELECT * FROM (VALUES (1), (2)) v(x)", "SELECT 1 FROM t POSITIONAL JOIN pg_user", "SELECT ort FROM t, pg_user",
    "SELECT (SELECT usename FROM pg_user LIMIT 1)", "SELECT * FROM t WHERE ort IN (SELECT usename FROM pg_user)",
    "SELECT 'x'::blob", "SELECT ort::inet FROM t", "SELECT 1::json", "SELECT 1::stored.typ", "SELECT pg_catalog.upper('a')",
    "SELECT main.repeat('x', 9)", "SELECT \u0441ount(*) FROM t", "SELECT/**/repeat/**/('x', 4000000000)",
    "SELECT \"repeat\"('x', 4000000000)", "SELECT REPEAT('x', 4000000000)", "SELECT 'x'.repeat(4000000000)",
    "FROM range(9)", "FROM pg_user", "SELECT * FROM query('SEL' || 'ECT 1')", "SELECT 1 /* */; -- \nDROP TABLE t",
    "SELECT ort FROM t ORDER BY repeat('x', 99)", "SELECT ort FROM t LIMIT (SELECT length(repeat('x', 99)))",
    "SELECT sum(zahl) FILTER (WHERE repeat('x', 9) = '') FROM t", "SELECT 1 WHERE EXISTS (SELECT 1 FROM pg_user)",
    'SELECT "CoUnT"(*) FROM t', "SELECT 1" + " + 1" * 4000, "SELECT '" + "x" * 20_000 + "'", "SELECT \x00 1",
]  # fmt: skip
HOSTILE = [
    *_STATEMENTS,
    *(f"SELECT * FROM {name}" for name in (*_TABLES, *_TABLE_FUNCTIONS)),
    *(f"SELECT {call} FROM t" for call in _FUNCTIONS),
]


@pytest.fixture(scope="module")
def path(places):
    return places("Köln,1.5\nMoers,2.5\n")


@pytest.mark.parametrize("sql", FINE)
def test_what_people_ask_passes(pool, path, sql):
    assert pool.run(check(sql), path).rows


def test_there_are_enough_hostile_statements():
    assert len(set(HOSTILE)) >= 200


@pytest.mark.parametrize("sql", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_statements_are_refused_before_they_run(sql):
    with pytest.raises(SqlRefusedError):
        check(sql)


def test_values_keep_their_types_and_long_answers_are_cut(pool, path):
    found = pool.run(check('SELECT ort, zahl FROM "t" ORDER BY _id'), path)
    assert found.rows[0] == ("Köln", Decimal("1.5"))
    assert len(found.rows) == 100
    assert found.truncated


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM t a, t b, t c, t d WHERE a.zahl + b.zahl + c.zahl < d.zahl",
        "SELECT max(a.ort || b.ort || c.ort) FROM t a, t b, t c",
        "SELECT a.ort FROM t a, t b, t c ORDER BY a.zahl * b.zahl * c.zahl",
    ],
)
def test_a_statement_that_overruns_is_ended_and_the_next_one_answered(pool, path, sql):
    with pytest.raises(SqlRefusedError) as refused:
        pool.run(check(sql), path)
    assert refused.value.code in {"time", "memory"}
    assert pool.run(check("SELECT count(*) FROM t"), path).rows == [(3002,)]


def test_a_file_is_no_table(pool, path):
    """A name that looks like a file is a name: the view over the one table shadows it."""
    found = pool.run(check("SELECT * FROM '/etc/passwd' LIMIT 1"), path)
    assert [name for name, _ in found.fields] == ["_id", "ort", "zahl"]
