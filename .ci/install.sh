#!/usr/bin/env bash
# Install one lock file with hashes into .venv. uv (itself locked) does it in seconds; where it cannot
# (no wheel for this machine, an index only pip is set up for) pip does the same, slower.
set -euo pipefail
lock=$1
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Offene Region braucht Python 3.11 oder neuer; gefunden: $("$python" --version 2>&1). Mit PYTHON=… ein anderes angeben." >&2
  exit 1
}
[ -x .venv/bin/python ] || "$python" -m venv .venv
if command -v uv >/dev/null 2>&1; then uv=uv; else
  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r .ci/uv.txt 2>/dev/null || true
  uv=.venv/bin/uv
fi
if "$uv" --version >/dev/null 2>&1 &&
  "$uv" pip install -q --python .venv/bin/python --require-hashes -r "$lock" 2>.venv/uv.log; then
  exit 0
fi
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
