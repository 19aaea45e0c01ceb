"""Where the texts, tables and drawings of the demo lie."""

import json
from pathlib import Path
from typing import Any

DEMO = Path(__file__).resolve().parents[1] / "demo"


def read(name: str) -> Any:
    """Return the content of a JSON file of the demo."""
    return json.loads((DEMO / name).read_text(encoding="utf-8"))
