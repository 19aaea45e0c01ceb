"""What every benchmark shares: timing, and a section of `docs/performance.md` that it writes itself."""

import os
import platform
import re
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
HEAD = """# Performance

Every section is written by `make bench-<name>`; nothing here is typed by hand. Numbers of different runs
or machines cannot be compared: read the ratios against the peer that ran beside it.
"""


def milliseconds(function: Callable[[], object], *, times: int = 15) -> tuple[float, float]:
    """Return median and 95th percentile of a call, after one call that does not count."""
    function()
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        function()
        taken.append((time.perf_counter() - begin) * 1000)
    taken.sort()
    return statistics.median(taken), taken[min(len(taken) - 1, int(len(taken) * 0.95))]


def seconds(function: Callable[[], object]) -> float:
    """Return the duration of one call."""
    begin = time.perf_counter()
    function()
    return time.perf_counter() - begin


def machine() -> str:
    """Say where this ran."""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def write_section(name: str, text: str) -> None:
    """Replace the section of this benchmark, leaving the others as they are."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    page = PAGE.read_text() if PAGE.exists() else HEAD
    stamp = f"`make bench-{name}`, {date.today().isoformat()}, {machine()}"
    section = f"{begin}\n## {name}\n\n{stamp}\n\n{text.strip()}\n{end}"
    pattern = re.compile(re.escape(begin) + r".*?" + re.escape(end), re.DOTALL)
    new = pattern.sub(lambda _: section, page) if pattern.search(page) else f"{page}\n{section}\n"
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(new)
