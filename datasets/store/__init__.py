"""Table store: one immutable DuckDB file per table version; knows no Django."""

from datasets.store.build import TableInfo, build
from datasets.store.cache import TableCache, open_table
from datasets.store.columns import Column, Kind
from datasets.store.dumps import TextOptions
from datasets.store.errors import QueryError, StoreError
from datasets.store.export import MEDIA_TYPES, export
from datasets.store.figures import AggregateQuery, Measure
from datasets.store.filters import And, Condition, Or, filters_from_mapping
from datasets.store.markup import GeoColumns
from datasets.store.profiles import Bucket, ColumnProfile
from datasets.store.query import SortKey, TableQuery
from datasets.store.sweep import sweep
from datasets.store.table import Table, TablePage

__all__ = [
    "MEDIA_TYPES",
    "AggregateQuery",
    "And",
    "Bucket",
    "Column",
    "ColumnProfile",
    "Condition",
    "GeoColumns",
    "Kind",
    "Measure",
    "Or",
    "QueryError",
    "SortKey",
    "StoreError",
    "Table",
    "TableCache",
    "TableInfo",
    "TablePage",
    "TableQuery",
    "TextOptions",
    "build",
    "export",
    "filters_from_mapping",
    "open_table",
    "sweep",
]
