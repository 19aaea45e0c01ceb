"""Where the program lies, and what it has to know of a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from datasets.store import Table
from datasets.store.columns import ID, quoted

NAMES: Final = ("page.js", "worker.js", "duckdb.wasm")
# Compiling WebAssembly is asked for by the page that runs it, and by no other.
_POLICY: Final = {"script-src": ["'wasm-unsafe-eval'"], "worker-src": ["'self'"]}


@dataclass(frozen=True, slots=True)
class Program:
    """Addresses of the page's script, the worker and DuckDB itself; `size`: bytes that are sent for them."""

    script: str
    worker: str
    wasm: str
    size: int


def program() -> Program | None:
    """Return the program, None on a portal that has not fetched it."""
    return _collected(str(settings.STATIC_ROOT))


@lru_cache(maxsize=4)
def _collected(root: str) -> Program | None:
    """Look once: what is collected is served from the next start on, like all static files."""
    try:
        script, worker, wasm = (staticfiles_storage.url(f"sqltab/{name}") for name in NAMES)
        size = sum(_sent(root, address) for address in (script, worker, wasm))
    except (ValueError, OSError):  # no such file was collected
        return None
    return Program(script, worker, wasm, size)


def _sent(root: str, address: str) -> int:
    """Return the bytes of a collected file as it is sent, which is compressed where that was made."""
    path = Path(root) / address.removeprefix(settings.STATIC_URL)
    packed = path.with_name(f"{path.name}.gz")
    return (packed if packed.is_file() else path).stat().st_size


def table_columns(table: Table) -> list[tuple[str, str]]:
    """Return name and DuckDB type of each column, in the order of the download."""
    return [(c.name, c.sql_type) for c in table.info().columns if c.name != ID]


def first_question(table: Table) -> str:
    """Return a question to begin with: how often each value of a column with few of them occurs."""
    profiles = (p for p in table.profile() if p.column.name != ID)
    few = next((p.column.name for p in profiles if 1 < p.distinct <= 200), None)
    if few is None:
        return "SELECT *\nFROM tabelle\nLIMIT 100"
    return f"SELECT {quoted(few)}, count(*) AS anzahl\nFROM tabelle\nGROUP BY ALL\nORDER BY anzahl DESC"


def render_with_program(
    request: HttpRequest, template: str, context: Mapping[str, Any]
) -> HttpResponseBase:
    """Render a page that may run the program."""
    return csp_update(_POLICY)(lambda asked: render(asked, template, context))(request)
