"""What the first file would wait for, done once in the process that the others are forked from.

Imported there only (`datasets.isolation`). Nothing here may start a thread: a fork copies none, and
who waits for one then waits for ever.
"""

import gc
import tempfile
from contextlib import suppress
from pathlib import Path

from datasets.pipeline import EXTRACTED
from datasets.validation.contract import reference

_SCHEMA = {
    "fields": [
        {"name": "a", "type": "integer", "constraints": {"required": True, "minimum": 0}},
        {"name": "b", "type": "string", "constraints": {"enum": ["x"]}},
        {"name": "c", "type": "date", "format": "%d.%m.%Y"},
    ],
    "missingValues": [""],
}


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
