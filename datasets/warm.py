"""What a file would wait for: done once in the process that the others are forked from, and by each while it waits.

Imported there only (`datasets.isolation`). Nothing done on import may start a thread: a fork copies none, and
who waits for one then waits for ever. `rehearse` may, for it runs in the process that takes the file.
"""

import gc
import tempfile
from contextlib import suppress
from pathlib import Path

import pyarrow.pandas_compat  # noqa: F401 - imported by the first table otherwise

from datasets.orders import Order
from datasets.pipeline import EXTRACTED, process
from datasets.validation.contract import reference

_SCHEMA = {
    "fields": [
        {"name": "a", "type": "integer", "constraints": {"required": True, "minimum": 0}},
        {"name": "b", "type": "string", "constraints": {"enum": ["x"]}},
        {"name": "c", "type": "date", "format": "%d.%m.%Y"},
    ],
    "missingValues": [""],
}


# Of every kind a column, so that every library has its threads and tables when the file comes.
_ROWS = "nr,name,ort,wert,datum\n" + "".join(
    f"{number},Stelle {number},Amt {number % 7},{number / 8:.3f},2024-01-02T{number % 24:02}:00:00\n"
    for number in range(12)
)


def rehearse() -> None:
    """Take a small file down the whole road; what that leaves in memory is there for the real one."""
    with suppress(Exception), tempfile.TemporaryDirectory(prefix="warm-") as name:
        folder = Path(name)
        source = folder / "table.csv"
        source.write_text(_ROWS, encoding="utf-8")
        process(
            Order(source, source.name, folder / "table.duckdb", folder), lambda step, rows: None
        )
    gc.collect()
    gc.freeze()


def warm() -> None:
    """Let frictionless load its plugins and schemas, and keep what is loaded out of collections."""
    # Whatever happens here, files must still be judged: the process would end with its error.
    with suppress(Exception), tempfile.TemporaryDirectory(prefix="warm-") as folder:
        path = Path(folder) / "table.csv"
        path.write_text("a,b,c\n1,x,01.02.2024\n", encoding="utf-8")
        reference(path, _SCHEMA, encoding="utf-8", dialect=EXTRACTED)
    gc.collect()
    gc.freeze()


warm()
