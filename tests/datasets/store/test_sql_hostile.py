"""More statements that must not get through the SQL gate, and those that do and must stay bounded."""

import pytest

from datasets.store.sql import SqlRefusedError, check

REFUSED = [
    # other words for SELECT, and what DuckDB puts around it
    "FROM t LIMIT 1; DROP TABLE data", "PIVOT t ON ort USING count(*)", "FROM (PIVOT t ON ort USING sum(zahl))",
    "FROM t UNPIVOT (v FOR n IN (ort, zahl))", "SELECT * FROM t PIVOT (count(*) FOR ort IN ('Moers'))", "VALUES (1)",
    "MERGE INTO t USING (SELECT 1) ON true WHEN MATCHED THEN DELETE", "CREATE OR REPLACE TEMP MACRO count(x) AS 1",
    "COPY FROM DATABASE stored TO x", "COPY (SELECT * FROM t) TO PROGRAM 'id'", "SET GLOBAL threads = 64", "RESET ALL",
    "PRAGMA version", "ATTACH 'http://127.0.0.1/x.duckdb' AS x", "ATTACH 'db.sqlite3' AS p (TYPE sqlite); FROM p.users",
    "SELECT * FROM t AT (TIMESTAMP => now())", "SELECT * FROM t TABLESAMPLE 10%", "SELECT :x FROM t", "SELECT * FROM t WHERE ort = ?",
    # files, environment, settings
    "FROM read_text('/etc/*')", "SELECT content FROM read_blob('/etc/hostname')", "FROM glob('/**')", "SELECT getenv('SECRET_KEY')",
    "SELECT ort FROM t WHERE ort IN (SELECT content FROM read_text('/etc/passwd'))", "SELECT now(), today() FROM t",
    "SELECT current_catalog FROM t", "SELECT x.current_user FROM t x", "SELECT pg_typeof(ort) FROM t", "SELECT current_localtime() FROM t",
    "SELECT in_search_path('a', 'b') FROM t", "SELECT icu_sort_key(ort, 'de') FROM t", "SELECT getvariable('a') FROM t",
    "SELECT parse_duckdb_log_message('a', 'b') FROM t", "SELECT * FROM system.information_schema.tables, t",
    "SELECT * FROM memory.main.t", "SELECT * FROM l0.data, t", "SELECT * FROM t x, main.data y",
    # lists, lambdas, rows out of nothing
    "SELECT [x * 2 FOR x IN range(1000000) IF x > 3] FROM t", "SELECT list_transform(range(100000000), lambda x: x + 1) FROM t",
    "SELECT list_filter([1, 2], x -> x > 1) FROM t", "SELECT x -> y FROM t", "SELECT COLUMNS(c -> c LIKE '%') FROM t",
    "WITH RECURSIVE r(n) USING KEY (n) AS (SELECT 1 UNION SELECT n + 1 FROM r) SELECT * FROM r, t", "SELECT count(*) FROM range(1e12)",
    "SELECT sum(g) FROM generate_series(1, 1000000000000) s(g), t", "SELECT unnest(generate_series(1, 1000000000)) FROM t",
    # long values out of short ones, wherever they hide
    "SELECT text.repeat(999999999) FROM t", "SELECT * EXCLUDE (_id) REPLACE (repeat('x', 999999999) AS ort) FROM t",
    "SELECT lag(ort, 9, repeat('x', 9)) OVER () FROM t", "SELECT \"RePeAt\"\n('x', 9) FROM t", "SELECT \"main\".\"repeat\"('x', 9) FROM t",
    "SELECT regexp_replace(ort, '(a*)', 'xxxxxxxx', 'g') FROM t", "SELECT regexp_split_to_array(ort, '') FROM t",
    "SELECT count(*) FROM t WHERE regexp_matches(ort, repeat('(a?', 1000))", "SELECT max(zahl) OVER (ORDER BY random()) FROM t",
    # depth
    f"SELECT {'{a:' * 200}1{'}' * 200} FROM t", f"SELECT {'[' * 500}1{']' * 500} FROM t", f"SELECT {'(' * 3000}1{')' * 3000} FROM t",
    f"SELECT {'NOT ' * 2000}true FROM t", f"SELECT {'(SELECT ' * 300}1{')' * 300} FROM t", f"SELECT * FROM {'(SELECT * FROM ' * 150}t{')' * 150}",
    f"SELECT {'CASE WHEN true THEN ' * 300}1{' END' * 300} FROM t",
    # letters that look alike, comments, types
    "SELECT coun\u0442(*) FROM t", "\uff33\uff25\uff2c\uff25\uff23\uff34 1 FROM t", "SELECT rep\u200beat('x', 9) FROM t",
    "SELECT 1 -- \r; DROP TABLE data\n FROM t", "SELECT \"repeat\" /* */ ('x', 9) FROM t", "SELECT ort COLLATE de FROM t",
    "SELECT 'a'::enum('a') FROM t", "SELECT (1)::int[] FROM t", "SELECT ort::stored.data FROM t",
]  # fmt: skip
# These pass: what they take follows the table, or a bound ends them.
BOUNDED = [
    "SELECT to_days(2147483647) FROM t LIMIT 1",
    "SELECT make_date(2147483647, 1, 1) FROM t LIMIT 1",
    "SELECT substr(ort, -9223372036854775808, 9223372036854775807) FROM t LIMIT 1",
    "SELECT 9223372036854775807 + _id FROM t",
    "SELECT count(*) FROM t WHERE regexp_matches(ort, '(((((a{1,100}){1,100}){1,100}){1,100}){1,100})')",
    "SELECT max(ort, 2000000000) FROM t",
    "SELECT arg_max(ort, zahl, 100000000) FROM t",
    "SELECT a.*, b.* FROM t a JOIN t b USING (zahl)",
]


@pytest.fixture(scope="module")
def path(places):
    return places()


@pytest.mark.parametrize("sql", REFUSED, ids=range(len(REFUSED)))
def test_hostile_statements_are_refused_before_they_run(sql):
    with pytest.raises(SqlRefusedError):
        check(sql)


def test_depth_is_told_as_depth():
    with pytest.raises(SqlRefusedError) as refused:
        check(f"SELECT {'[' * 500}1{']' * 500} FROM t")
    assert refused.value.code == "size"


def test_what_a_database_cannot_do_is_refused_in_its_words_by_a_worker_that_lives_on(pool, path):
    assert pool.run(check("SELECT count(*) FROM t"), path).rows == [(3000,)]
    [worker] = pool._free.queue
    for sql in BOUNDED:
        with pytest.raises(SqlRefusedError) as refused:
            pool.run(check(sql), path)
        assert refused.value.code in {"query", "size"}, sql
        assert "unsuccessful query result" not in refused.value.detail
    assert "heißen „" in refused.value.detail
    assert [worker] == list(pool._free.queue)


def test_keys_of_objects_are_read_with_both_arrows(pool, path):
    found = pool.run(check("""SELECT '{"a": {"b": 1}}' -> 'a' ->> 'b' FROM t LIMIT 1"""), path)
    assert found.rows == [("1",)]
