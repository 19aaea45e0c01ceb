"""The one place that reads the environment; README.md lists every name read here (a test compares)."""

from pathlib import Path

import environ

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]

# Everything a portal keeps (database, files, index, logs) lies below this one folder.
DATA_DIR = Path(env.str("PORTAL_DATA", str(BASE_DIR / "var"))).resolve()
