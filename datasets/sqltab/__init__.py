"""The view "Abfragen" of a table: SQL in the reader's own browser, with DuckDB's program for it.

The program is 34 MB and comes from npm, so a portal has it only after `make sqltab` (`build.sh`).
"""
