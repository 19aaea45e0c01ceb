"""Bounds of the intake. Every one exists so that a hostile or broken file costs little."""

from __future__ import annotations

from typing import Final

MAX_COLUMNS: Final = 5_000
MAX_FIELD_CHARS: Final = 8 * 1024 * 1024
MAX_LINE_CHARS: Final = 16 * 1024 * 1024
# Decompressed size of one gzip/zip member or of all XML of one office file, in bytes.
MAX_UNPACKED_BYTES: Final = 2 * 1024**3
# Tables compress well: 33 MB of counts fit into 2.6 MB; XML of sheets reaches 1:60. Bombs start at 1:1000.
MAX_RATIO: Final = 400
RATIO_FREE_BYTES: Final = 20 * 1024 * 1024
MAX_MEMBERS: Final = 2_000
# JSON is read as a whole, so its size is bounded.
MAX_JSON_BYTES: Final = 200 * 1024 * 1024
MAX_XLS_BYTES: Final = 100 * 1024 * 1024
MAX_SHARED_STRINGS_BYTES: Final = 300 * 1024 * 1024
# Rows looked at in full for types and constraints; beyond, a spread sample.
FULL_ROWS: Final = 200_000
SAMPLE_BLOCK: Final = 1_000
HEAD_RECORDS: Final = 400
TAIL_RECORDS: Final = 80
